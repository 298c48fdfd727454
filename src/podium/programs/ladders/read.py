"""The ladders there are: those podium brings, and her own, which come first."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead, OurFault
from podium.journal.entry import alike
from podium.journal.kinds.ladder import KIND, Ladder
from podium.journal.parse import read_entry

if TYPE_CHECKING:
    from podium.journal import Journal


class NamedLadder(msgspec.Struct, frozen=True):
    """A ladder and where it stands: `ladders/x.md` of the journal, or `podium` for one podium brings."""

    name: str
    ladder: Ladder
    body: str
    where: str


@cache
def bundled_texts() -> dict[str, str]:
    """The files podium brings, name -> text."""
    folder = files("podium.programs.ladders").joinpath("bundled")
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".md")}
    return {name.removesuffix(".md"): texts[name] for name in sorted(texts)}


@cache
def bundled() -> tuple[NamedLadder, ...]:
    """The ladders podium brings, by name."""
    ladders: list[NamedLadder] = []
    for name, text in bundled_texts().items():
        entry, notes = read_entry(KIND, text, f"{name}.md", name)
        if entry is None or notes:
            raise OurFault(f"the bundled ladder {name} cannot be read: {'; '.join(map(str, notes))}")
        ladders.append(NamedLadder(name, entry.head, entry.body, "podium"))
    return tuple(ladders)


def ladders(journal: Journal | None) -> tuple[NamedLadder, ...]:
    """All ladders by name; her own file takes the place of a bundled one of that name."""
    own = [NamedLadder(e.id, e.head, e.body, e.file) for e in journal.entries(KIND)] if journal is not None else []
    names = {alike(ladder.name) for ladder in own}
    rest = [ladder for ladder in bundled() if alike(ladder.name) not in names]
    return tuple(sorted((*own, *rest), key=lambda ladder: alike(ladder.name)))


def ladder_named(journal: Journal | None, name: str) -> NamedLadder:
    """One ladder by its name.

    Raises:
        CannotRead: there is none of that name.
    """
    choices = ladders(journal)
    for ladder in choices:
        if alike(ladder.name) == alike(name):
            return ladder
    listed = ", ".join(ladder.name for ladder in choices)
    raise CannotRead(f"there is no ladder called {name!r}", next_step=f"choose one of: {listed}")
