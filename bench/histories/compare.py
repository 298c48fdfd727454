"""Computed beside expected, field by field: pass, an understood difference, or a failure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.histories.expectations import Row, Told, agrees
from bench.histories.rows import Value


@dataclass(frozen=True)
class Verdict:
    """One field of one row."""

    field: str
    expected: str
    computed: str
    is_pass: bool
    why: str


def compare(row: Row, computed: Mapping[str, list[Value] | Value]) -> list[Verdict]:
    """One verdict for each field the row expects something of."""
    return [_verdict(row, field, computed) for field in row.expected]


def _verdict(row: Row, field: str, computed: Mapping[str, list[Value] | Value]) -> Verdict:
    expected = row.expected[field]
    value = computed.get(field)
    values: list[Value] = value if isinstance(value, list) else [value]
    shown = " -> ".join(_show(one, told) for one, told in zip(values, [*expected, ""], strict=False))
    wanted = " -> ".join(str(told) for told in expected)
    if field not in computed:
        known = ", ".join(sorted(computed))
        return Verdict(field, wanted, "?", is_pass=False, why=f"no such field; there are {known}")
    if _is_as(values, expected, row, field):
        return Verdict(field, wanted, shown, is_pass=True, why="")
    if field in row.explained and _is_as(values, row.explained[field][0], row, field):
        return Verdict(field, wanted, shown, is_pass=True, why=row.explained[field][1])
    return Verdict(field, wanted, shown, is_pass=False, why="differs")


def _is_as(values: Sequence[Value], told: Told, row: Row, field: str) -> bool:
    tolerance = row.tolerance.get(field)
    return len(values) == len(told) and all(
        agrees(value, one, field, tolerance) for value, one in zip(values, told, strict=True)
    )


def _show(value: Value, told: str | int) -> str:
    if value is None:
        return "?"
    if not isinstance(value, float):
        return str(value)
    return f"{value:.{max(3, len(str(told).partition('.')[2]))}f}"
