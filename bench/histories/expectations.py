"""The file of expectations: which clone, who, when, what must show, and how near."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bench.histories.history import Who
from bench.histories.rows import Value

from podium.core.errors import CannotRead

DATES = {"before_after": ("date",), "absence": ("from", "to"), "hours": ("date",)}
TITLES = {"before_after": "10.1 before and after", "absence": "10.3 absence test", "hours": "10.4 hours"}
ABOUT = {"history", "label", "who", "tolerance", "explained"}
DRAWS = 2000

Told = tuple[str | int, ...]


@dataclass(frozen=True)
class History:
    """A clone that may be named: by a commit it holds, or else by its path."""

    name: str
    holds: str


@dataclass(frozen=True)
class Row:
    """One line of one table.

    Attributes:
        table: before_after, absence or hours.
        dates_s: one date, or from and to, midnight UTC.
        expected: field to one value, or to before and after.
        tolerance: field to what it may be off by.
        explained: field to the value that is understood to come out, and why.
    """

    table: str
    history: str
    label: str
    who: Who
    dates_s: tuple[int, ...]
    expected: dict[str, Told]
    tolerance: dict[str, float]
    explained: dict[str, tuple[Told, str]]


def read_expectations(path: Path) -> tuple[list[History], list[Row]]:
    """Read the file; what cannot be understood stops with the place."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)  # keeps 0.50 as written
    except OSError as error:
        raise CannotRead("the file of expectations cannot be opened", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CannotRead(f"the file of expectations is not TOML: {error}", where=str(path)) from error
    unknown = sorted(told.keys() - DATES.keys() - {"history"})
    if unknown:
        raise _wrong(path, f"[[{unknown[0]}]]", f"is no table; write history, {', '.join(DATES)}")
    histories = [
        History(_text(entry, "id", f"{path}: [[history]] {n}"), str(entry.get("holds", "")))
        for n, entry in enumerate(_tables(path, told, "history"), 1)
    ]
    known = {history.name for history in histories}
    rows: list[Row] = []
    for table in DATES:
        for number, entry in enumerate(_tables(path, told, table), 1):
            row = _read_row(f"{path}: [[{table}]] {number}", table, entry)
            if row.history not in known:
                raise _wrong(path, f"[[{table}]] {number}", f"there is no [[history]] with id {row.history!r}")
            rows.append(row)
    if not rows:
        raise _wrong(path, "", f"expects nothing; write at least one of {', '.join(f'[[{t}]]' for t in DATES)}")
    return histories, rows


def _tables(path: Path, told: dict[str, object], name: str) -> list[dict[str, object]]:
    entries = told.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _wrong(path, name, f"write [[{name}]], with two brackets")
    return entries


def _read_row(where: str, table: str, entry: dict[str, object]) -> Row:
    dates = tuple(_midnight(entry, name, where) for name in DATES[table])
    if len(dates) == 2 and dates[0] >= dates[1]:
        raise CannotRead("`from` must come before `to`", where=where)
    patterns = entry.get("who")
    if isinstance(patterns, str):
        patterns = [patterns]
    if not isinstance(patterns, list) or not patterns or not all(isinstance(p, str) and p for p in patterns):
        raise CannotRead("`who` must be one or more patterns", where=where, next_step='who = ["^Name <", "mail@"]')
    try:
        who = Who(tuple(patterns))
    except re.error as error:
        raise CannotRead(f"`who` holds a pattern that cannot be read: {error}", where=where) from error
    fields = {name: value for name, value in entry.items() if name not in ABOUT and name not in DATES[table]}
    return Row(
        table=table,
        history=_text(entry, "history", where),
        label=str(entry.get("label", "")),
        who=who,
        dates_s=dates,
        expected={name: _told(value, name, where) for name, value in fields.items()},
        tolerance=_tolerances(entry, where),
        explained=_explanations(entry, where),
    )


def _text(entry: dict[str, object], name: str, where: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise CannotRead(f"`{name}` is missing", where=where, next_step=f'{name} = "..."')
    return value


def _midnight(entry: dict[str, object], name: str, where: str) -> int:
    value = entry.get(name)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise CannotRead(f"`{name}` must be a date", where=where, next_step=f"{name} = 2020-06-30")
    return int(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())


def _told(value: object, name: str, where: str) -> Told:
    values = value if isinstance(value, list) else [value]
    if not values or len(values) > 2:
        raise CannotRead(f"`{name}` must be one value, or before and after", where=where)
    values = [str(one).lower() if isinstance(one, bool) else one for one in values]
    for one in values:
        if not isinstance(one, str | int):
            raise CannotRead(f"`{name}` holds {one!r}", where=where, next_step=f"{name} = 0.50")
    return tuple(values)


def _tolerances(entry: dict[str, object], where: str) -> dict[str, float]:
    given = entry.get("tolerance", {})
    try:
        read = {str(name): float(value) for name, value in given.items()}  # type: ignore[attr-defined]
    except (AttributeError, TypeError, ValueError):
        read = {"": -1.0}
    if not all(value >= 0 for value in read.values()):
        raise CannotRead("`tolerance` must hold a number for each field", where=where, next_step="tolerance.own = 0.02")
    return read


def _explanations(entry: dict[str, object], where: str) -> dict[str, tuple[Told, str]]:
    given = entry.get("explained", {})
    step = 'explained.own = { computed = "0.17", why = "..." }'
    if not isinstance(given, dict):
        raise CannotRead("`explained` must hold a table for each field", where=where, next_step=step)
    read: dict[str, tuple[Told, str]] = {}
    for name, told in given.items():
        if not isinstance(told, dict) or set(told) != {"computed", "why"}:
            raise CannotRead(f"`explained.{name}` must say what is computed and why", where=where, next_step=step)
        read[name] = (_told(told["computed"], name, where), _text(told, "why", where))
    return read


def _wrong(path: Path, place: str, what: str) -> CannotRead:
    return CannotRead(f"{place} {what}".strip(), where=str(path))


def agrees(computed: Value, expected: str | int, field: str, tolerance: float | None) -> bool:
    """Whether a value is the expected one, to the digits written, or within the tolerance given.

    A p comes from 2,000 draws: four of its standard errors are allowed on top.
    """
    if computed is None:
        return expected == "none"
    try:
        wanted = float(expected)
    except ValueError:
        return str(computed) == expected
    if isinstance(computed, str):
        return False
    if tolerance is None:
        digits = len(str(expected).partition(".")[2])
        tolerance = 0.0 if isinstance(expected, int) else 0.5 * 10**-digits
        if field == "p":
            tolerance += 4 * math.sqrt(max(wanted * (1 - wanted), 1 / DRAWS) / DRAWS)
    return abs(computed - wanted) <= tolerance + 1e-9
