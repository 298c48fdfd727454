"""What chance alone does to a share: its weeks, and whether it lies surely past a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from podium.core.time import WEEK_S
from podium.statistics.share_interval import share_interval

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.core.measure import Measure

# So many standard errors make a 99 % interval, which no accident of one month leaves, and so many a 90 % one.
SURE_Z, LIKELY_Z = 2.58, 1.645


def weekly_shares(rows: Sequence[Row]) -> list[float]:
    """Mean amount per UTC week, weeks with rows only."""
    weeks: dict[int, list[float]] = {}
    for row in rows:
        weeks.setdefault(row.moment // WEEK_S, []).append(row.amount)
    return [sum(amounts) / len(amounts) for _, amounts in sorted(weeks.items())]


def is_beyond_chance(measure: Measure, line: float, side: str, z: float = SURE_Z) -> bool:
    """Whether the interval of a share lies wholly past the line."""
    exact = measure.for_judging
    if measure.unit != "share" or exact.value is None or not exact.n:
        return False
    low, high = share_interval(exact.value, exact.n, z)
    return low >= line if side == "over" else high <= line
