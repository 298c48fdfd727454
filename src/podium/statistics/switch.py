"""Weeks with and without a practice in a drawn order, and what that draw alone could do.

Because the draw decided which week is which, nothing is assumed about the weeks: they may drift, repeat with the
season or remember each other. The verdict asks how many of the other orders would have looked as good.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from podium.statistics.chance import dice, shuffled

if TYPE_CHECKING:
    from podium.statistics.runs import Numbers
    from podium.statistics.series import Series, StatisticKind, Week

FEWEST_WEEKS = 8
# From here on neighbouring pairs leave enough orders; below it, larger blocks do.
PAIRS_FROM_WEEKS = 16
MOST_ORDERS = 1_024
TAIL = 0.025


class Schedule(msgspec.Struct, frozen=True):
    """Which weeks are on, and inside which blocks the order was drawn; written down before the first week."""

    is_on: tuple[bool, ...]
    blocks: tuple[tuple[int, ...], ...]
    seed: str


class Contrast(msgspec.Struct, frozen=True):
    """The level of on weeks less that of off weeks: points, events a week, or logarithms of durations.

    Attributes:
        low, high: the ends of the interval; infinite where the orders set no limit.
        p: how often chance alone goes as far. orders: how many were compared.
    """

    estimate: float
    low: float
    high: float
    p: float
    orders: int


def draw_schedule(weeks: int, seed: str) -> Schedule:
    """As many weeks on as off, drawn inside blocks of neighbours; the same seed draws the same order."""
    if weeks < FEWEST_WEEKS or weeks % 2:
        raise ValueError(f"on and off weeks need an even number of weeks, {FEWEST_WEEKS} or more")
    rng = dice("on-off", weeks, seed)
    is_on = [False] * weeks
    blocks = _blocks(weeks)
    for block in blocks:
        for index in shuffled(block, rng)[: len(block) // 2]:
            is_on[index] = True
    return Schedule(tuple(is_on), blocks, seed)


def compare_switched(series: Series, schedule: Schedule, tail: float = TAIL) -> Contrast | None:
    """The level of on weeks less that of off weeks, with every difference that the drawn order does not rule out."""
    if len(series.weeks) != len(schedule.is_on):
        raise ValueError("the schedule has another number of weeks")
    blocks = usable_blocks(series, schedule)
    orders = _other_orders(schedule, blocks)
    if _out_of_reach(len(orders) + 1, tail) < 0:
        return None
    weeks = [series.weeks[index] for block in blocks for index in block]
    sizes = np.array([week.size if week else 0.0 for week in weeks])
    sums = np.array([_sum_of(week, series.kind) for week in weeks])
    is_on = np.array([schedule.is_on[index] for block in blocks for index in block])
    return _contrast(sums, sizes, is_on, orders, tail)


def usable_blocks(series: Series, schedule: Schedule) -> tuple[tuple[int, ...], ...]:
    """Each block without its missing weeks, as long as both an on and an off week are left."""
    measured = [tuple(index for index in block if series.weeks[index] is not None) for block in schedule.blocks]
    return tuple(block for block in measured if len({schedule.is_on[index] for index in block}) == 2)


def _sum_of(week: Week | None, kind: StatisticKind) -> float:
    if week is None:
        return 0.0
    return week.amount * week.size if kind == "duration" else week.amount


def _blocks(weeks: int) -> tuple[tuple[int, ...], ...]:
    if weeks >= PAIRS_FROM_WEEKS:
        return tuple((first, first + 1) for first in range(0, weeks, 2))
    if weeks < 12:
        return (tuple(range(weeks)),)
    first = 2 * math.ceil(weeks / 4)
    return tuple(range(first)), tuple(range(first, weeks))


@lru_cache(maxsize=64)
def _other_orders(schedule: Schedule, blocks: tuple[tuple[int, ...], ...]) -> NDArray[np.bool_]:
    """Every order that could have been drawn but the drawn one, or a seeded sample of all: a row an order."""
    sizes = [sum(schedule.is_on[index] for index in block) for block in blocks]
    weeks = [index for block in blocks for index in block]
    drawn = tuple(index for index in weeks if schedule.is_on[index])
    possible = math.prod(math.comb(len(block), size) for block, size in zip(blocks, sizes, strict=True))
    if possible <= MOST_ORDERS:
        choices = [itertools.combinations(block, size) for block, size in zip(blocks, sizes, strict=True)]
        picked = [tuple(itertools.chain.from_iterable(order)) for order in itertools.product(*choices)]
        picked.remove(drawn)
    else:
        rng = dice("orders", schedule.seed, *drawn)
        picked = [_draw(blocks, sizes, rng) for _ in range(MOST_ORDERS - 1)]
    return np.array([[index in order for index in weeks] for order in map(set, picked)], dtype=bool).reshape(
        len(picked), len(weeks)
    )


def _draw(blocks: Sequence[tuple[int, ...]], sizes: Sequence[int], rng: random.Random) -> tuple[int, ...]:
    return tuple(
        index
        for block, size in zip(blocks, sizes, strict=True)
        for index in ((block[rng.getrandbits(1)],) if len(block) == 2 else rng.sample(block, size))
    )


def _contrast(
    sums: Numbers, sizes: Numbers, is_on: NDArray[np.bool_], orders: NDArray[np.bool_], tail: float
) -> Contrast:
    """The difference, and the interval read off the other orders.

    Were the true difference d, each on week would hold d times its size less without the practice. So an order looks at
    least as low as the drawn one once d exceeds that order's own turning point, and the sorted turning points are the
    limits of the interval: no search, and no distance between p and interval.
    """
    drawn = _difference(sums, sizes, is_on[None])[0]
    others = _difference(sums, sizes, orders)
    reach = 1.0 - _difference(np.where(is_on, sizes, 0.0), sizes, orders)
    moves = reach > 1e-9
    turning = np.sort((drawn - others[moves]) / reach[moves])
    same, total = int((~moves).sum()), len(orders) + 1
    out = max(-1, _out_of_reach(total, tail) - same)
    tiny = 1e-12
    as_low = int((turning >= -tiny).sum()) + same + 1
    as_high = int((turning <= tiny).sum()) + same + 1
    has_limits = 0 <= out < len(turning)
    low = float(turning[out]) if has_limits else -math.inf
    high = float(turning[-1 - out]) if has_limits else math.inf
    return Contrast(float(drawn), low, high, min(1.0, 2.0 * min(as_low, as_high) / total), total)


def _difference(sums: Numbers, sizes: Numbers, orders: NDArray[np.bool_]) -> Numbers:
    """On less off of the pooled level, for every order."""
    on_sum, on_size = orders @ sums, orders @ sizes
    return np.asarray(on_sum / on_size - (sums.sum() - on_sum) / (sizes.sum() - on_size), dtype=np.float64)


def _out_of_reach(total: int, tail: float) -> int:
    """How many other orders may lie beyond the limit on one side; below zero, no order is rare enough."""
    return math.floor(tail * total + 1e-9) - 1
