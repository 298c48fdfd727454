"""A copy of what a look rests on that may be shared: no code, no words, no names."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from podium.core.errors import CannotWrite, Misuse

if TYPE_CHECKING:
    from podium.mirror.mirror import Mirror

HOLDS = (
    "every commit's instant, offset, parents and changed paths; paths as pseudonyms that keep folders and extensions",
    "people as person-1@example.invalid and so on, in an order that says nothing; bots and coding agents as such",
    "of a message only its shape: merge, revert, numbers like #12, ticket keys in disguise, who approved",
    "kinds of work as podium judged them, and your own labels",
    "acts of connected sources: who (in disguise), what, when, in which zone",
    "your declared hours, zone, role, leave and rota",
)
LACKS = (
    "code, messages, titles, links, names, addresses, branch and repository names",
    "your journal, your secrets, the way back to a name: the key is thrown away",
)
WARNS = "whoever knows the team may still guess people from hours and counts: share it with those who fix podium"


def contents(mirror: Mirror) -> tuple[str, ...]:
    """What the copy will hold, counted."""
    cover = mirror.coverage()
    people = f"{cover.people + cover.bots + cover.agents} people and bots"
    repositories_read = len(cover.repositories)
    repositories = "1 repository" if repositories_read == 1 else f"{repositories_read} repositories"
    return (f"{cover.commits} of {repositories}, {people}", *HOLDS)


def write(mirror: Mirror, out: Path, *, secret: bytes | None = None) -> None:
    """Write the copy into a new folder, whole or not at all.

    Raises:
        Misuse: there is something already. CannotWrite: the disk refused.
    """
    with new_folder(out) as draft:
        mirror.disguise(draft, secret or secrets.token_bytes(32))
        (draft / "README.md").write_text(_readme(mirror), encoding="utf-8")


@contextmanager
def new_folder(out: Path) -> Generator[Path]:
    """A folder to fill, which appears under its name when it is whole, or not at all.

    Raises:
        Misuse: there is something already. CannotWrite: the disk refused.
    """
    if out.exists():
        raise Misuse("It already exists", where=str(out), next_step="name a folder that is not there yet")
    draft = out.with_name(f".{out.name}.draft")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        yield draft
        draft.replace(out)
    except OSError as fault:
        raise CannotWrite(f"the copy cannot be written: {fault.strerror}", where=str(out)) from fault
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _readme(mirror: Mirror) -> str:
    day = mirror.look_day
    return "\n".join(
        [
            "# A copy of evidence, without names",
            "",
            f"Look at it: `podium look FOLDER --as-of {day}`.",
            "",
            "It holds:",
            "",
            *_list(contents(mirror)),
            "",
            "It does not hold:",
            "",
            *_list(LACKS),
            "",
            f"Mind: {WARNS}.",
            "",
        ]
    )


def _list(lines: Sequence[str]) -> list[str]:
    return [f"- {line}" for line in lines]
