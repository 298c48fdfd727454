"""What to do: one text file for each practice, with what it moves, what it guards and when to stop."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from podium.core.errors import CannotRead, Misuse


@dataclass(frozen=True, slots=True)
class Moves:
    """A signal a practice means to move, or to leave alone.

    Attributes:
        signal: its name. toward: `up` or `down`. by: smallest change worth having, in the signal's unit.
    """

    signal: str
    toward: str
    by: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """One practice as its file says it.

    Attributes:
        name: the file's name. traps: it leads out of. weeks: how long it runs.
        minutes_a_week: what it costs her. moves: the one primary metric. guards: what must not get worse.
        comparison: a metric that should not move.
        is_reversible: whether on and off weeks make sense.
        done, stop_if, source, grade, counter, artefact, cadence: as printed.
        calendar: events it proposes. body: Markdown below the head.
    """

    name: str
    title: str
    traps: tuple[str, ...]
    weeks: int
    minutes_a_week: int
    moves: Moves
    guards: tuple[Moves, ...]
    comparison: str
    is_reversible: bool
    done: str
    stop_if: str
    source: str
    grade: str
    counter: str
    artefact: str
    cadence: str
    calendar: tuple[Mapping[str, str], ...]
    body: str


def parse(text: str, where: str) -> Practice:
    """A practice from its file: a TOML head between `+++` lines, then Markdown.

    Raises:
        CannotRead: no head, a key missing, unknown or of the wrong type.
    """
    _, mark, rest = text.lstrip("\ufeff").partition("+++\n")
    head, mark_end, body = rest.partition("\n+++")
    if not mark or not mark_end:
        raise CannotRead("a practice starts with a head between two lines of +++", where=where)
    try:
        table = tomllib.loads(head)
    except tomllib.TOMLDecodeError as fault:
        raise CannotRead(f"the head is not valid TOML: {fault}", where=where) from fault
    try:
        return _practice(table, body.strip() + "\n")
    except KeyError as missing:
        raise CannotRead(
            f"the head lacks {missing}", where=where, next_step="see another practice for the keys"
        ) from None
    except (TypeError, ValueError, AttributeError) as fault:
        raise CannotRead(f"the head has a value of the wrong kind: {fault}", where=where) from fault


def _practice(table: dict[str, Any], body: str) -> Practice:
    known = {
        "name", "title", "for", "weeks", "minutes_a_week", "moves", "guards", "comparison", "is_reversible", "done",
        "stop_if", "source", "grade", "counter", "artefact", "cadence", "calendar",
    }  # fmt: skip
    if unknown := sorted(table.keys() - known):
        raise ValueError(f"unknown key {unknown[0]!r}")
    return Practice(
        name=str(table["name"]), title=str(table["title"]), traps=tuple(table["for"]), weeks=int(table["weeks"]),
        minutes_a_week=int(table["minutes_a_week"]), moves=_moves(table["moves"]),
        guards=tuple(_moves(m) for m in table["guards"]), comparison=str(table.get("comparison", "")),
        is_reversible=bool(table["is_reversible"]), done=str(table["done"]), stop_if=str(table["stop_if"]),
        source=str(table["source"]), grade=str(table["grade"]), counter=str(table["counter"]),
        artefact=str(table["artefact"]), cadence=str(table["cadence"]), calendar=tuple(table.get("calendar", ())),
        body=body,
    )  # fmt: skip


def _moves(table: dict[str, Any]) -> Moves:
    if table["toward"] not in {"up", "down"}:
        raise ValueError(f"toward is `up` or `down`, not {table['toward']!r}")
    return Moves(str(table["signal"]), str(table["toward"]), float(table["by"]))


@cache
def every(extra: Path | None = None) -> tuple[Practice, ...]:
    """All practices: podium's own, and hers from a folder of the same kind of file; hers wins on the same name."""
    found = {p.name: p for p in _read(resources.files(__name__).iterdir())}
    if extra is not None and extra.is_dir():
        found |= {p.name: p for p in _read(extra.iterdir())}
    return tuple(found[name] for name in sorted(found))


def _read(files: Any) -> list[Practice]:
    texts: list[Traversable] = [f for f in files if f.name.endswith(".md") and f.is_file()]
    return [parse(f.read_text(encoding="utf-8"), f.name) for f in sorted(texts, key=lambda f: f.name)]


def named(name: str, extra: Path | None = None) -> Practice:
    """One practice.

    Raises:
        Misuse: there is none of that name.
    """
    for practice in every(extra):
        if practice.name == name:
            return practice
    raise Misuse(f"there is no practice {name!r}", next_step="`podium practices` lists them")


def next_for(trap: str) -> tuple[str, str] | None:
    """Name and title of the practice that leads out of a trap, cheapest first; None while there is none."""
    fitting = sorted((p for p in every() if trap in p.traps), key=lambda p: (p.minutes_a_week, p.name))
    return (fitting[0].name, fitting[0].title) if fitting else None
