"""Named pure functions that turn the rows of a question into one number with a unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One receipt: an act, or a week, that was counted.

    Attributes:
        moment: epoch seconds UTC; for a week or a day its first second.
        ref: what a person can look up: a commit hash, `github:acme/pay#88`, a week number.
        amount: what it adds, in the fold's unit.
    """

    moment: int
    ref: str
    amount: float


# share: amounts from 0 to 1 over the number of rows. count: things that happened, added up. sum: a quantity, added up.
# median: the middle of amounts from zero upwards. difference: the middle of amounts that may be below zero.
Statistic = Literal[
    "share", "count", "sum", "mean", "median", "difference", "largest", "concentration", "people", "ratio", "index"
]


class Fold(msgspec.Struct, frozen=True):
    """A way of folding rows into a number.

    Attributes:
        name: as printed in a receipt; nothing is decided by its words.
        kind: what sort of statistic the number is.
        unit: of the result; `share` is 0-1 and printed in per cent.
        function: rows to number; None when the rows cannot carry one. Order and repetition of calls change nothing.
        scale: how much of a row's amount makes one of the unit: 3600 where seconds become hours.
        least: of a median, the smallest amount that can be told from nothing, in the unit.
    """

    name: str
    kind: Statistic
    unit: str
    function: Callable[[Sequence[Row]], float | None]
    scale: float = 1.0
    least: float = 0.0

    def __call__(self, rows: Sequence[Row]) -> float | None:
        """Fold the rows."""
        value = self.function(rows)
        return None if value is None else value / self.scale


def _share(rows: Sequence[Row]) -> float | None:
    return sum(r.amount for r in rows) / len(rows) if rows else None


def _total(rows: Sequence[Row]) -> float | None:
    return float(sum(r.amount for r in rows))


def _hhi(rows: Sequence[Row]) -> float | None:
    whole = sum(r.amount for r in rows)
    return sum((r.amount / whole) ** 2 for r in rows) if whole else None


def _effective(rows: Sequence[Row]) -> float | None:
    concentration = _hhi(rows)
    return 1 / concentration if concentration else None


def _median(rows: Sequence[Row]) -> float | None:
    amounts = sorted(r.amount for r in rows)
    if not amounts:
        return None
    middle = len(amounts) // 2
    return amounts[middle] if len(amounts) % 2 else (amounts[middle - 1] + amounts[middle]) / 2


def _spread(rows: Sequence[Row]) -> float | None:
    amounts = [r.amount for r in rows if r.amount > 0]
    return max(amounts) / min(amounts) if amounts else None


share = Fold("share: sum of amounts over number of rows", "share", "share", _share)
mean = Fold("mean of the amounts", "mean", "0-2", _share)
largest_days = Fold(
    "largest of the amounts", "largest", "days", lambda rows: max((r.amount for r in rows), default=None)
)
count = Fold("count: sum of amounts", "count", "count", _total)
days = Fold("days: sum of amounts", "count", "days", _total)
nights = Fold("nights: sum of amounts, one row for an evening", "count", "nights", _total)
hhi = Fold("concentration: sum of squared shares of the amounts (HHI)", "concentration", "0-1", _hhi)
people = Fold("people: number of rows", "people", "people", _total)
effective = Fold("effective contributors: 1 / sum of squared shares", "people", "people", _effective)
median_days = Fold("median of the amounts", "median", "days", _median, least=0.5)
hours_of_seconds = Fold("median of the amounts, seconds as hours", "median", "hours", _median, 3600.0, 1 / 60)
head_start_minutes = Fold(
    "median of the amounts, seconds as minutes, below zero when later", "difference", "minutes", _median, 60.0
)
total_hours = Fold("sum of the amounts, seconds as hours", "sum", "hours", _total, 3600.0)
days_of_seconds = Fold("median of the amounts, seconds as days", "median", "days", _median, 86_400.0, 1 / 24)
spread = Fold("largest over smallest amount", "ratio", "ratio", _spread)


def _apart(rows: Sequence[Row]) -> float | None:
    """The first side less the second, by their names; None unless there are two."""
    sides = [row.amount for row in sorted(rows, key=lambda row: row.ref)]
    return 100 * (sides[0] - sides[1]) if len(sides) == 2 else None


points_apart = Fold("points the first of two sides lies above the second", "difference", "points", _apart)
