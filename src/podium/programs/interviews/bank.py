"""The question bank: competencies with anchors and probes, and the kits of roles."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead
from podium.journal.entry import alike
from podium.journal.kinds.competency import KIND, Competency

if TYPE_CHECKING:
    from podium.journal import Journal

VOTES = {1: "strong no", 2: "no", 3: "yes", 4: "strong yes"}


class Role(msgspec.Struct, frozen=True):
    """A role podium brings a kit for."""

    title: str
    competencies: tuple[str, ...]
    minutes: int = 50


class _Bank(msgspec.Struct, frozen=True):
    role: dict[str, Role]
    competency: dict[str, Competency]


class Kit(msgspec.Struct, frozen=True):
    """What one role's interviews ask: the title and the competencies in order, each with its name."""

    title: str
    minutes: int
    competencies: tuple[tuple[str, Competency], ...]


@cache
def bank() -> _Bank:
    """The bank podium brings."""
    data = files("podium.programs.interviews").joinpath("bank.toml").read_bytes()
    return msgspec.toml.decode(data, type=_Bank)


def roles() -> dict[str, Role]:
    """The roles podium brings, name -> role."""
    return bank().role


def competencies(journal: Journal | None) -> dict[str, Competency]:
    """Every competency by name; her own file takes the place of a bundled one."""
    own = {e.id: e.head for e in journal.entries(KIND)} if journal is not None else {}
    names = {alike(name) for name in own}
    merged = {**{n: c for n, c in bank().competency.items() if alike(n) not in names}, **own}
    return {name: merged[name] for name in sorted(merged)}


def kit(journal: Journal | None, title: str, names: tuple[str, ...], minutes: int = 50) -> Kit:
    """A kit of named competencies.

    Raises:
        CannotRead: a competency that is not there.
    """
    choices = competencies(journal)
    by_key = {alike(name): (name, head) for name, head in choices.items()}
    missing = [name for name in names if alike(name) not in by_key]
    if missing:
        raise CannotRead(
            f"there is no competency called {missing[0]!r}", next_step="choose from: " + ", ".join(choices)
        )
    return Kit(title, minutes, tuple(by_key[alike(name)] for name in names))


def kit_of_role(journal: Journal | None, role: str) -> Kit:
    """The kit of a role podium brings.

    Raises:
        CannotRead: there is none.
    """
    wanted = alike(role).replace(" ", "-")
    for name, bundled_role in roles().items():
        if name == wanted:
            return kit(journal, bundled_role.title, bundled_role.competencies, bundled_role.minutes)
    raise CannotRead(
        f"podium brings no kit for {role!r}",
        next_step="choose one of " + ", ".join(roles()) + ", or name competencies with --competency",
    )
