"""Whether her last weeks stand higher than such weeks do by themselves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from podium.statistics.series import share_weeks

if TYPE_CHECKING:
    from podium.statistics.series import Series

# A rise is one-sided; chosen on real weeks in which nothing was begun, so that fewer than 5 of 100 windows rise.
RISE_TAIL = 0.05
# So seldom that one month alone is enough to be sure.
SURE_TAIL = 0.005
_WEEK_S = 7 * 86_400


def weeks_of(acts: Iterable[tuple[int, float]], start_s: int, end_s: int) -> Series:
    """The share of each week of a stretch, counted back from its end; an act has its moment and what counts of it."""
    weeks = max(1, math.ceil((end_s - start_s) / _WEEK_S))
    hits, sizes = [0.0] * weeks, [0.0] * weeks
    for moment, amount in acts:
        week = min(weeks - 1, max(0, weeks - 1 - (end_s - 1 - moment) // _WEEK_S))
        hits[week] += min(1.0, max(0.0, amount))
        sizes[week] += 1.0
    return share_weeks((hit, size) if size else None for hit, size in zip(hits, sizes, strict=True))


def chance_of_rise(before: Series, after: Series) -> float:
    """How often weeks like those before come to stand as high as `after` by themselves; 1.0 where they are no higher."""
    # Only a look at her own past needs arrays; a command that lists the traps starts without them.
    from podium.statistics.change import find_change

    if not before.measured or not after.measured:
        return 1.0
    change = find_change(before, after)
    return 0.5 * change.p if change.estimate > 0.0 else 1.0
