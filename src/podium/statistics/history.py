"""Her own past as the yardstick: how often did a change this large happen by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from podium.statistics.series import Series, level_of

FEWEST_WEEKS = 104
FEWEST_FRAMES = 40
LIMIT = 0.05


@dataclass(frozen=True, slots=True)
class Past:
    """The same before/after frame slid over weeks in which no practice started.

    Attributes:
        as_large: frames with a change at least this large, either way.
        frames: all frames that could be measured.
        seen: the plain change now, in logarithms or log-odds.
        usual: the largest change that would still not be called unusual.
    """

    as_large: int
    frames: int
    seen: float
    usual: float

    @property
    def p(self) -> float:
        """How often her own past did this, the present frame counted too."""
        return (self.as_large + 1) / (self.frames + 1)


def compare_past(history: Series, before: Series, after: Series) -> Past | None:
    """Slide the frame over `history`; None when it is shorter than two years or too often empty."""
    if len(history.weeks) < FEWEST_WEEKS:
        return None
    sizes = _sizes(history, len(before.weeks), len(after.weeks))
    now = plain_change(before, after)
    if now is None or len(sizes) < FEWEST_FRAMES:
        return None
    allowed = math.floor(LIMIT * (len(sizes) + 1) + 1e-9) - 1
    as_large = sum(size >= abs(now) for size in sizes)
    return Past(as_large, len(sizes), now, sizes[max(0, allowed)])


@lru_cache(maxsize=8)
def _sizes(history: Series, first: int, second: int) -> tuple[float, ...]:
    """How large the changes were in every frame that could be measured, largest first."""
    starts = range(len(history.weeks) - first - second + 1)
    moves = [
        plain_change(history.between(at, at + first), history.between(at + first, at + first + second)) for at in starts
    ]
    return tuple(sorted((abs(move) for move in moves if move is not None), reverse=True))


def plain_change(before: Series, after: Series) -> float | None:
    """The change of the level without any model; None when either side has half its weeks missing."""
    for side in (before, after):
        if 2 * len(side.measured) < len(side.weeks) or not side.measured:
            return None
    return _scaled(after) - _scaled(before)


def _scaled(side: Series) -> float:
    level = level_of(side)
    if side.kind == "count":
        return math.log(level)
    return math.log(level / (1.0 - level)) if side.kind == "share" else level
