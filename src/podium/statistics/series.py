"""The weekly numbers a verdict is made from: counts, shares, durations, gaps left as gaps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

StatisticKind = Literal["count", "share", "duration"]
Direction = Literal["up", "down"]

# Added to a sum so that a side without a single event still has a logarithm.
HALF_EVENT = 0.5


class Week(msgspec.Struct, frozen=True):
    """One measured week.

    Attributes:
        amount: events; of a share, the events that count; of durations, the mean of their logarithms.
        size: how much of the week was worked (1.0 = all of it); of a share, all its events; of durations, how many.
    """

    amount: float
    size: float


class Series(msgspec.Struct, frozen=True):
    """Weeks in order, oldest first; None is a week that was not measured (leave, a holiday, no data).

    Attributes:
        kind: what the numbers are.
        weeks: the weeks.
        spread: of durations, the variance of the logarithms inside a week; 0 elsewhere.
        unit: of durations and counts, as printed: `hours`, `nights`; empty where it says nothing more.
        most: of counts, what a whole week can hold (7 nights); infinite where nothing bounds it.
    """

    kind: StatisticKind
    weeks: tuple[Week | None, ...]
    spread: float = 0.0
    unit: str = ""
    most: float = math.inf

    @property
    def measured(self) -> tuple[Week, ...]:
        """The weeks that have something in them."""
        return tuple(week for week in self.weeks if week is not None)

    @property
    def amount(self) -> float:
        """All events, all events that count, or the sum of the weekly means."""
        return math.fsum(week.amount for week in self.measured)

    @property
    def size(self) -> float:
        """All weeks worked, all events, or all durations."""
        return math.fsum(week.size for week in self.measured)

    @property
    def events(self) -> int:
        """What the minimum sample is counted in: events, or durations."""
        return round(self.amount if self.kind == "count" else self.size)

    def between(self, first: int, stop: int) -> Series:
        """The same series, only these weeks."""
        return replace(self, weeks=self.weeks[first:stop])

    def newest(self, weeks: int) -> Series:
        """The same series, only its newest weeks, or all where there are fewer."""
        return replace(self, weeks=self.weeks[max(0, len(self.weeks) - weeks) :])


def count_weeks(counts: Iterable[int | None], worked: Sequence[float] | None = None) -> Series:
    """Events a week; `worked` says how much of each week she was there (1.0 when left out)."""
    listed = list(counts)
    parts = [1.0] * len(listed) if worked is None else list(worked)
    weeks = tuple(
        Week(_usable(count), _usable(part)) if count is not None and part > 0 else None
        for count, part in zip(listed, parts, strict=True)
    )
    return Series("count", weeks)


def share_weeks(shares: Iterable[tuple[float, float] | None]) -> Series:
    """`k` of `n` a week; a week with nothing in it is not measured."""
    weeks: list[Week | None] = []
    for share in shares:
        if share is not None and not 0 <= share[0] <= share[1]:
            raise ValueError("a share needs 0 <= k <= n")
        weeks.append(Week(_usable(share[0]), _usable(share[1])) if share is not None and share[1] else None)
    return Series("share", tuple(weeks))


def duration_weeks(durations: Iterable[Sequence[float] | None]) -> Series:
    """The hours (or minutes, or days) of each thing that ended in a week, all above zero."""
    logs = [[math.log(_above_zero(value)) for value in week or ()] for week in durations]
    means = [math.fsum(week) / len(week) if week else 0.0 for week in logs]
    free = sum(len(week) - 1 for week in logs if week)
    squares = math.fsum((value - mean) ** 2 for week, mean in zip(logs, means, strict=True) for value in week)
    weeks = tuple(Week(mean, float(len(week))) if week else None for week, mean in zip(logs, means, strict=True))
    return Series("duration", weeks, squares / free if free else 0.0)


def joined(parts: Sequence[Series]) -> Series:
    """One series of several that follow each other."""
    kinds = {part.kind for part in parts}
    if len(kinds) != 1:
        raise ValueError("only series of one kind can follow each other")
    free = [max(0.0, part.size - len(part.measured)) for part in parts]
    pooled = math.fsum(part.spread * weight for part, weight in zip(parts, free, strict=True))
    weeks = tuple(week for part in parts for week in part.weeks)
    return replace(parts[0], weeks=weeks, spread=pooled / math.fsum(free) if math.fsum(free) else 0.0)


def level_of(series: Series) -> float:
    """Where the series stands: events a week, a share, or the mean logarithm; never quite 0 nor 1 for a share."""
    if series.kind == "count":
        return (series.amount + HALF_EVENT) / series.size
    if series.kind == "share":
        return (series.amount + HALF_EVENT) / (series.size + 1.0)
    return math.fsum(week.amount * week.size for week in series.measured) / series.size


def raw_level(series: Series) -> float:
    """The level as it is printed, nothing added: 0 of 80 is 0, three a week is 3; of durations the typical length."""
    if series.kind == "duration":
        return math.exp(level_of(series))
    return series.amount / series.size


def _usable(value: float) -> float:
    if not 0.0 <= value < math.inf:
        raise ValueError("a week holds a number from zero upwards")
    return float(value)


def _above_zero(value: float) -> float:
    if not 0.0 < value < math.inf:
        raise ValueError("a duration lies above zero")
    return value
