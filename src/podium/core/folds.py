"""Named pure functions that turn the rows of a question into one number with a unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One receipt: an act, or a week, that was counted.

    Attributes:
        moment: epoch seconds UTC; for a week or a day its first second.
        ref: what a person can look up: a commit hash, `github:acme/pay#88`, a week number.
        amount: what it adds, in the fold's unit.
    """

    moment: int
    ref: str
    amount: float


@dataclass(frozen=True, slots=True)
class Fold:
    """A way of folding rows into a number.

    Attributes:
        name: as printed in a receipt.
        unit: of the result; `share` is 0-1 and printed in per cent.
        function: rows to number; None when the rows cannot carry one. Order and repetition of calls change nothing.
    """

    name: str
    unit: str
    function: Callable[[Sequence[Row]], float | None]

    def __call__(self, rows: Sequence[Row]) -> float | None:
        """Fold the rows."""
        return self.function(rows)


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


def _scaled(fold: Callable[[Sequence[Row]], float | None], by: float) -> Callable[[Sequence[Row]], float | None]:
    def scaled(rows: Sequence[Row]) -> float | None:
        value = fold(rows)
        return None if value is None else value / by

    return scaled


share = Fold("share: sum of amounts over number of rows", "share", _share)
mean = Fold("mean of the amounts", "0-2", _share)
largest_days = Fold("largest of the amounts", "days", lambda rows: max((r.amount for r in rows), default=None))
count = Fold("count: sum of amounts", "count", _total)
days = Fold("days: sum of amounts", "days", _total)
nights = Fold("nights: sum of amounts, one row for an evening", "nights", _total)
hhi = Fold("concentration: sum of squared shares of the amounts (HHI)", "0-1", _hhi)
people = Fold("people: number of rows", "people", _total)
effective = Fold("effective contributors: 1 / sum of squared shares", "people", _effective)
median_hours = Fold("median of the amounts", "hours", _median)
median_minutes = Fold("median of the amounts", "minutes", _median)
median_days = Fold("median of the amounts", "days", _median)
hours_of_seconds = Fold("median of the amounts, seconds as hours", "hours", _scaled(_median, 3600))
minutes_of_seconds = Fold("median of the amounts, seconds as minutes", "minutes", _scaled(_median, 60))
total_hours = Fold("sum of the amounts, seconds as hours", "hours", _scaled(_total, 3600))
days_of_seconds = Fold("median of the amounts, seconds as days", "days", _scaled(_median, 86_400))
spread = Fold("largest over smallest amount", "ratio", _spread)
