"""Her weeks as they could go on from here: at her level, as full as hers, drifting as hers do.

How much a week resembles its neighbour can hardly be read off half a year, so nothing is averaged over it: there is one
world for every memory her weeks do not rule out, and each is asked on its own.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from statistics import NormalDist

import msgspec
from msgspec.structs import replace

from podium.statistics.series import HALF_EVENT, Series, Week

# The range in which real weeks were measured.
MEMORIES = (0.0, 0.3, 0.6)
# A memory is ruled out when another explains the weeks this many times better (a likelihood interval of 95 %).
RULED_OUT = math.exp(0.5 * NormalDist().inv_cdf(0.975) ** 2)
# How far a typical week lies from its level, in logarithms (counts, durations) or log-odds (shares).
SIZES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0, 1.4)
# Where a size most likely lies before her weeks are looked at, and how sure that is (a factor of two): for shares it was
# measured on 132 real histories, counts and durations are restless in proportion.
TYPICAL = {"count": 0.4, "share": 0.9, "duration": 0.5}
UNSURE = math.log(2.0)
EMPTIEST = NormalDist().inv_cdf(0.9)
# The middle of each of equally likely parts of a standard normal.
_PARTS = 15
_NODES = tuple(NormalDist().inv_cdf((part + 0.5) / _PARTS) for part in range(_PARTS))
_LEAST_SHARE = 1e-15
_HALVINGS = 24
_ROUNDS = 5
_FARTHEST = 12.0


class Drift(msgspec.Struct, frozen=True):
    """One way her weeks could drift, and where it says they stand now.

    Attributes:
        fit: how well it explains the weeks, a logarithm.
        memory: how much of the drift is left a week later. size: how far a typical week lies from its level.
        middle, error: the level, and how far it may be off.
        ahead, tied, spread: the drift of the week to come is `ahead - tied * level`, give or take `spread`.
    """

    fit: float
    memory: float
    size: float
    middle: float
    error: float
    ahead: float
    tied: float
    spread: float


class World(msgspec.Struct, frozen=True):
    """Her weeks under one memory: the drifts they could have, each with its weight summed up, and how full they are."""

    series: Series
    memory: float
    drifts: Sequence[Drift]
    weights: Sequence[float]
    sizes: Sequence[float | None]

    def at_its_emptiest(self) -> World:
        """The same at a level so low that she stands lower once in ten."""
        low = [replace(drift, middle=drift.middle - EMPTIEST * drift.error, error=0.0) for drift in self.drifts]
        return replace(self, drifts=low)

    def live(self, rng: random.Random, steps: Sequence[float], measured: int | None = None) -> Series:
        """One imagined run of the weeks to come, each moved by its step; empty weeks come as they came to her.

        Args:
            rng: the dice.
            steps: one for each week of the calendar that it may take.
            measured: it ends once as many weeks are measured; the rest of `steps` is left empty.
        """
        drift = rng.choices(self.drifts, cum_weights=self.weights)[0]
        level = rng.gauss(drift.middle, drift.error)
        hidden = rng.gauss(drift.ahead - drift.tied * level, drift.spread)
        fresh = drift.size * math.sqrt(1.0 - drift.memory**2)
        weeks: list[Week | None] = []
        weeks_left = len(steps) if measured is None else measured
        for step in steps:
            size = rng.choice(self.sizes) if weeks_left else None
            push = level + hidden + (_hidden_step(drift, step) if self.series.kind == "share" and step else step)
            weeks.append(None if size is None else self._draw(size, push, rng))
            weeks_left -= size is not None
            hidden = drift.memory * hidden + rng.gauss(0.0, fresh)
        return replace(self.series, weeks=tuple(weeks))

    def _draw(self, size: float, push: float, rng: random.Random) -> Week:
        if self.series.kind == "count":
            most = self.series.most * size
            return Week(min(most, float(draw_poisson(rng, size * math.exp(push)))), size)
        if self.series.kind == "share":
            return Week(float(draw_binomial(rng, round(size), sigmoid(push))), size)
        return Week(rng.gauss(push, math.sqrt(self.series.spread / size)), size)


def imagine(before: Series, history: Series) -> list[World]:
    """A world for every memory that `history` does not rule out, each going on from the last week of `before`."""
    drifts_by_memory = {memory: [_explain(history, memory, size) for size in SIZES] for memory in MEMORIES}
    fits = {
        memory: [drift.fit - 0.5 * (math.log(drift.size / TYPICAL[before.kind]) / UNSURE) ** 2 for drift in drifts]
        for memory, drifts in drifts_by_memory.items()
    }
    best = max(fit for memory_fits in fits.values() for fit in memory_fits)
    weights = {memory: [math.exp(fit - best) for fit in memory_fits] for memory, memory_fits in fits.items()}
    most = max(math.fsum(memory_weights) for memory_weights in weights.values())
    sizes = [week.size if week else None for week in before.weeks]
    if before.kind == "count":
        # A count has no empty weeks; those left out were leave, and the planned end already lies behind such weeks.
        sizes = [week.size for week in before.measured]
    return [
        World(
            before,
            memory,
            _from_here(drifts_by_memory[memory], before, history),
            list(accumulate(memory_weights)),
            sizes,
        )
        for memory, memory_weights in weights.items()
        if math.fsum(memory_weights) * RULED_OUT >= most
    ]


def _from_here(drifts: Sequence[Drift], before: Series, history: Series) -> Sequence[Drift]:
    """How much she drifts is told by all there is; where she stands, by the weeks she will be compared with."""
    return drifts if history == before else [_explain(before, drift.memory, drift.size) for drift in drifts]


def _explain(series: Series, memory: float, size: float) -> Drift:
    """What one drift makes of the weeks; counts and shares are read where they would be most likely (Laplace)."""
    points = [_point(week, _first_place(week, series), series) for week in series.weeks]
    drift, places = _walk(points, memory, size)
    for _ in range(0 if series.kind == "duration" else _ROUNDS - 1):
        points = [_point(week, place, series) for week, place in zip(series.weeks, places, strict=True)]
        drift, places = _walk(points, memory, size)
    return drift


def _first_place(week: Week | None, series: Series) -> float:
    if week is None or series.kind == "duration":
        return 0.0
    if series.kind == "count":
        return math.log((week.amount + HALF_EVENT) / week.size)
    return log_odds((week.amount + HALF_EVENT) / (week.size + 2.0 * HALF_EVENT))


def _point(week: Week | None, place: float, series: Series) -> tuple[float, float, float] | None:
    """A week as if it were measured with normal noise around `place`; last, how likely it is beyond that noise."""
    if week is None:
        return None
    if series.kind == "duration":
        return week.amount, series.spread / week.size, 0.0
    place = max(-_FARTHEST, min(_FARTHEST, place))
    if series.kind == "count":
        mean = slope = week.size * math.exp(place)
        log_likelihood = week.amount * place - mean
    else:
        share = sigmoid(place)
        mean, slope = week.size * share, week.size * share * (1.0 - share)
        log_likelihood = week.amount * math.log(share) + (week.size - week.amount) * math.log1p(-share)
    off = (week.amount - mean) / slope
    return place + off, 1.0 / slope, log_likelihood - 0.5 * math.log(slope) + 0.5 * off * off * slope


def _walk(points: Sequence[tuple[float, float, float] | None], memory: float, size: float) -> tuple[Drift, list[float]]:
    """Through the weeks and back: the drift as it stands now, and where each week most likely was."""
    variance, ahead, tied = size * size, 0.0, 0.0
    pull = sure = square = 0.0
    fit = 0.0
    rows: list[tuple[float, float, float, float, float, float]] = []
    for point in points:
        now, now_tied, spread_now = ahead, tied, variance
        if point is not None:
            value, noise, extra = point
            total = variance + noise
            off, weight = value - ahead, 1.0 - tied
            sure, pull, square = sure + weight**2 / total, pull + weight * off / total, square + off**2 / total
            fit += extra - 0.5 * math.log(total)
            gain = variance / total
            now, now_tied, spread_now = ahead + gain * off, tied + gain * weight, variance * (1.0 - gain)
        rows.append((ahead, tied, variance, now, now_tied, spread_now))
        ahead, tied = memory * now, memory * now_tied
        variance = memory**2 * spread_now + size * size * (1.0 - memory**2)
    middle = pull / sure
    fit -= 0.5 * (square - pull * middle + math.log(sure))
    drift = Drift(fit, memory, size, middle, 1.0 / math.sqrt(sure), ahead, tied, math.sqrt(variance))
    return drift, list(_back(rows, memory, middle))[::-1]


def _back(rows: Sequence[tuple[float, ...]], memory: float, middle: float) -> Iterator[float]:
    later = 0.0
    after: tuple[float, ...] | None = None
    for row in reversed(rows):
        *_, now, now_tied, spread_now = row
        place = now - now_tied * middle
        if after is not None:
            place += memory * spread_now / after[2] * (later - (after[0] - after[1] * middle))
        yield middle + place
        later, after = place, row


@lru_cache(maxsize=4096)
def _hidden_step(drift: Drift, step: float) -> float:
    """The hidden step that moves a share by `step` where it is counted: drifting weeks squeeze it."""
    visible_level = log_odds(_mean(drift.middle, drift.size))
    return middle_of(sigmoid(visible_level + step), drift.size) - drift.middle


@lru_cache(maxsize=4096)
def middle_of(share: float, drift: float) -> float:
    """The log-odds around which drifting weeks average a share."""
    outside = 3.0 * drift + 1.0
    odds = log_odds(share)
    return _halve(odds - outside, odds + outside, lambda middle: _mean(middle, drift) < share)


def _mean(middle: float, drift: float) -> float:
    return math.fsum(sigmoid(middle + drift * node) for node in _NODES) / _PARTS


def _halve(low: float, high: float, is_below: Callable[[float], bool]) -> float:
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return 0.5 * (low + high)


def log_odds(share: float) -> float:
    """A share where steps add up; one that rounds to nothing or all stands just inside."""
    inside = min(max(share, _LEAST_SHARE), 1.0 - _LEAST_SHARE)
    return math.log(inside / (1.0 - inside))


def sigmoid(odds: float) -> float:
    """The share of some log-odds."""
    return 1.0 / (1.0 + math.exp(-odds)) if odds > -700.0 else 0.0


def draw_poisson(rng: random.Random, mean: float) -> int:
    """A count that averages `mean`."""
    if mean > 40.0:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    count, product, floor = 0, rng.random(), math.exp(-mean)
    while product > floor:
        count += 1
        product *= rng.random()
    return count


def draw_binomial(rng: random.Random, tries: int, share: float) -> int:
    """How many of `tries` succeed."""
    if tries > 200:
        return min(tries, max(0, round(rng.gauss(tries * share, math.sqrt(tries * share * (1.0 - share))))))
    return sum(rng.random() < share for _ in range(tries))
