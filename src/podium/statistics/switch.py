"""Weeks with and without a practice in a drawn order, and what that draw alone could do.

Because the draw decided which week is which, nothing is assumed about the weeks: they may drift, repeat with the
season or remember each other. The verdict asks how many of the other orders would have looked as good.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from podium.statistics.chance import dice, shuffled
from podium.statistics.latent import points_of
from podium.statistics.series import Series

FEWEST_WEEKS = 8
# From here on neighbouring pairs leave enough orders; below it, larger blocks do.
PAIRS_FROM_WEEKS = 16
MOST_ORDERS = 1_024
TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Schedule:
    """Which weeks are on, and inside which blocks the order was drawn; written down before the first week."""

    is_on: tuple[bool, ...]
    blocks: tuple[tuple[int, ...], ...]
    seed: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """On weeks against off weeks, in units of the series' own level scale; None where too few orders exist."""

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


def compare_switched(series: Series, schedule: Schedule) -> Contrast | None:
    """On minus off with the interval of every step that the drawn order does not rule out."""
    if len(series.weeks) != len(schedule.is_on):
        raise ValueError("the schedule has another number of weeks")
    blocks = _usable_blocks(series, schedule)
    orders = _other_orders(schedule, blocks)
    if _out_of_reach(len(orders.others) + 1) < 0:
        return None
    points = points_of(series)
    levels = {index: point.level for index, point in enumerate(points) if point is not None}
    noise = {index: point.noise for index, point in enumerate(points) if point is not None}
    weights = _weights(levels, noise, blocks)
    is_on = {index: float(schedule.is_on[index]) for block in blocks for index in block}
    # How far each week lies from the middle of its block, precise blocks counting more; labels play no part. Then the
    # same for a series that is 1 in on weeks and 0 in off weeks.
    return _contrast(_centred(levels, weights, blocks), _centred(is_on, weights, blocks), orders)


def _blocks(weeks: int) -> tuple[tuple[int, ...], ...]:
    if weeks >= PAIRS_FROM_WEEKS:
        return tuple((first, first + 1) for first in range(0, weeks, 2))
    if weeks < 12:
        return (tuple(range(weeks)),)
    first = 2 * math.ceil(weeks / 4)
    return tuple(range(first)), tuple(range(first, weeks))


def _usable_blocks(series: Series, schedule: Schedule) -> tuple[tuple[int, ...], ...]:
    """Each block without its missing weeks, as long as both an on and an off week are left."""
    kept = [tuple(index for index in block if series.weeks[index] is not None) for block in schedule.blocks]
    return tuple(block for block in kept if len({schedule.is_on[index] for index in block}) == 2)


@dataclass(frozen=True, slots=True)
class _Orders:
    """The orders that could have been drawn, each as one way through the first blocks and one through the rest.

    Attributes:
        halves: the on weeks of every way through either half. drawn: those of the drawn order.
        others: the other orders, as places in the two halves.
    """

    halves: tuple[list[tuple[int, ...]], list[tuple[int, ...]]]
    drawn: tuple[tuple[int, ...], tuple[int, ...]]
    others: list[tuple[int, int]]


@lru_cache(maxsize=64)
def _other_orders(schedule: Schedule, blocks: tuple[tuple[int, ...], ...]) -> _Orders:
    """Every order that could have been drawn but the drawn one, or a seeded sample of all."""
    sizes = [sum(schedule.is_on[index] for index in block) for block in blocks]
    cut = len(blocks) // 2
    first, second = _ways(blocks[:cut], sizes[:cut]), _ways(blocks[cut:], sizes[cut:])
    drawn = tuple(index for block in blocks for index in block if schedule.is_on[index])
    at = sum(sizes[:cut])
    mine = drawn[:at], drawn[at:]
    if len(first) * len(second) <= MOST_ORDERS:
        pairs = itertools.product(range(len(first)), range(len(second)))
        others = [(one, two) for one, two in pairs if (first[one], second[two]) != mine]
        return _Orders((first, second), mine, others)
    rng = dice("orders", schedule.seed, *drawn)
    place = {way: index for ways in (first, second) for index, way in enumerate(ways)}
    sample = [_draw(blocks, sizes, rng) for _ in range(MOST_ORDERS - 1)]
    others = [(place[tuple(sorted(order[:at]))], place[tuple(sorted(order[at:]))]) for order in sample]
    return _Orders((first, second), mine, others)


def _ways(blocks: Sequence[tuple[int, ...]], sizes: Sequence[int]) -> list[tuple[int, ...]]:
    choices = [itertools.combinations(block, size) for block, size in zip(blocks, sizes, strict=True)]
    return [tuple(itertools.chain.from_iterable(way)) for way in itertools.product(*choices)]


def _draw(blocks: Sequence[tuple[int, ...]], sizes: Sequence[int], rng: random.Random) -> tuple[int, ...]:
    return tuple(
        index
        for block, size in zip(blocks, sizes, strict=True)
        for index in ((block[rng.getrandbits(1)],) if len(block) == 2 else rng.sample(block, size))
    )


def _weights(levels: dict[int, float], noise: dict[int, float], blocks: Sequence[tuple[int, ...]]) -> list[float]:
    """The precision of each block: counting noise plus what the weeks differ beyond it."""
    inside = _centred(levels, [1.0] * len(blocks), blocks)
    free = sum(len(block) - 1 for block in blocks)
    seen = math.fsum(pull * pull for pull in inside.values()) / free if free else 0.0
    counted = [math.fsum(noise[index] for index in block) / len(block) for block in blocks]
    beyond = max(0.0, seen - math.fsum(counted) / len(counted)) if counted else 0.0
    return [1.0 / (one + beyond) if one + beyond > 0.0 else 1.0 for one in counted]


def _centred(values: dict[int, float], weights: Sequence[float], blocks: Sequence[tuple[int, ...]]) -> dict[int, float]:
    pulls: dict[int, float] = {}
    for weight, block in zip(weights, blocks, strict=True):
        middle = math.fsum(values[index] for index in block) / len(block)
        pulls.update({index: weight * (values[index] - middle) for index in block})
    return pulls


def _contrast(pulls: dict[int, float], design: dict[int, float], orders: _Orders) -> Contrast:
    """The step, and the interval read off the other orders.

    An order looks at least as low as the drawn one once the assumed step exceeds that order's own turning point, so
    the sorted turning points are the limits of the interval: no search, and no distance between p and interval.
    """
    seen, full = (math.fsum(values[index] for half in orders.drawn for index in half) for values in (pulls, design))
    gaps, reaches = _short_of_drawn(pulls, orders), _short_of_drawn(design, orders)
    turning: list[float] = []
    same = 0
    for one, two in orders.others:
        reach = reaches[0][one] + reaches[1][two]
        if reach > full * 1e-9:
            turning.append((gaps[0][one] + gaps[1][two]) / reach)
        else:
            same += 1
    turning.sort()
    total = len(orders.others) + 1
    out = max(-1, _out_of_reach(total) - same)
    tiny = 1e-12
    as_low = sum(point >= -tiny for point in turning) + same + 1
    as_high = sum(point <= tiny for point in turning) + same + 1
    low = turning[out] if 0 <= out < len(turning) else -math.inf
    high = turning[-1 - out] if 0 <= out < len(turning) else math.inf
    return Contrast(seen / full, low, high, min(1.0, 2.0 * min(as_low, as_high) / total), total)


def _short_of_drawn(values: dict[int, float], orders: _Orders) -> list[list[float]]:
    """By how much each way through a half stays behind the drawn one."""
    return [
        [math.fsum(map(values.__getitem__, drawn)) - math.fsum(map(values.__getitem__, way)) for way in ways]
        for ways, drawn in zip(orders.halves, orders.drawn, strict=True)
    ]


def _out_of_reach(total: int) -> int:
    """How many other orders may lie beyond the limit on one side; below zero, no order is rare enough."""
    return math.floor(TAIL * total + 1e-9) - 1
