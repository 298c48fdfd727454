"""The parts that are drilled, as their table has them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from podium.core.errors import Misuse
from podium.text.rules import TextKind

FRAMEWORKS = {
    "sbi": "SBI",
    "nvc": "NVC",
    "state": "STATE",
    "grow": "GROW",
    "coach": "Coaching Habit",
    "open": "open and closed",
    "level": "delegation levels",
}


class Part(msgspec.Struct, frozen=True):
    """One thing to drill.

    Attributes:
        name: `sbi-impact`.
        kind, part: which rules read the sentence, and what they listen for; part is empty for a level.
        avoid: rules that point at words which break the part.
        task: what to do. frame: the one rewrite offered. model: a sentence that has it.
        materials: what it starts from when her own words have nothing that fits.
        level: the right answer of a delegation level; 0 for a sentence.
        why: what tells that level from its neighbours.
    """

    name: str
    kind: TextKind = "message"
    part: str = ""
    avoid: tuple[str, ...] = ()
    task: str = ""
    frame: str = ""
    model: str = ""
    materials: tuple[str, ...] = ()
    level: int = 0
    why: str = ""

    @property
    def framework(self) -> str:
        """`SBI`."""
        return FRAMEWORKS[self.name.partition("-")[0]]

    @property
    def title(self) -> str:
        """`SBI: situation`, as a person reads it; `open question` and `level 3` name their framework themselves."""
        family, _, own = self.name.replace("-", " ").partition(" ")
        return f"{family} {own}" if family in {"open", "level"} else f"{self.framework}: {own}"


@cache
def every() -> tuple[Part, ...]:
    """All of them, in the order they are first met: one of each framework, then the next of each."""
    table = tomllib.loads(files("podium.programs.drills").joinpath("parts.toml").read_text(encoding="utf-8"))
    rows = msgspec.convert(table, _Parts)
    parts = [_say(row) for row in rows.say] + [_tell(row) for row in rows.tell]
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.framework, []).append(part)
    most = max(len(group) for group in groups.values())
    return tuple(group[n] for n in range(most) for group in groups.values() if n < len(group))


class _Say(msgspec.Struct):
    name: str
    kind: TextKind
    part: str
    task: str
    frame: str
    model: str
    material: str
    avoid: tuple[str, ...] = ()


class _Tell(msgspec.Struct):
    name: str
    level: int
    lines: tuple[str, ...]
    why: str


class _Parts(msgspec.Struct):
    say: tuple[_Say, ...]
    tell: tuple[_Tell, ...]


def _say(row: _Say) -> Part:
    return Part(row.name, row.kind, row.part, row.avoid, row.task, row.frame, row.model, (row.material,))


def _tell(row: _Tell) -> Part:
    task = "Which of the seven levels is this? Type its number or its name."
    return Part(row.name, task=task, level=row.level, materials=row.lines, why=row.why)


def named(name: str) -> Part:
    """One part.

    Raises:
        Misuse: there is none of that name.
    """
    for part in every():
        if part.name == name:
            return part
    raise Misuse(f"there is no drill {name!r}", next_step="`podium drill --list` lists them")
