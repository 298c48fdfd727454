"""Her weeks as they could go on: at her level, as full as hers, drifting as hers seem to."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from podium.effects.latent import points_of, weigh_guesses
from podium.effects.series import Series, Week, level_of

# The middle of each of equally likely parts of a standard normal.
_PARTS = 15
_NODES = tuple(NormalDist().inv_cdf((part + 0.5) / _PARTS) for part in range(_PARTS))
_HALVINGS = 24


@dataclass(frozen=True, slots=True)
class Drift:
    """One way her weeks could drift.

    Attributes:
        size: of the hidden drift, in logarithms or log-odds. memory: how much of it is left a week later.
    """

    weight: float
    memory: float
    size: float


@dataclass(frozen=True, slots=True)
class World:
    """Her weeks as far as they can be imagined: the level, the ways they could drift, and how full they are."""

    series: Series
    level: float
    drifts: Sequence[Drift]
    sizes: Sequence[float]

    def live(self, rng: random.Random, steps: Sequence[float], kept: int) -> Series:
        """One imagined run of weeks; the first `kept` are exactly as full, and as empty, as hers were."""
        drift = rng.choices(self.drifts, [one.weight for one in self.drifts])[0]
        middles = {step: self._middle(step, drift.size) for step in set(steps)}
        hidden = rng.gauss(0.0, drift.size)
        weeks: list[Week | None] = []
        for index, step in enumerate(steps):
            known = self.series.weeks[index] if index < kept else Week(0.0, rng.choice(self.sizes))
            weeks.append(self._draw(known.size, middles[step] + hidden, rng) if known else None)
            hidden = drift.memory * hidden + rng.gauss(0.0, drift.size * math.sqrt(1.0 - drift.memory**2))
        return Series(self.series.kind, tuple(weeks), self.series.spread)

    def _middle(self, step: float, drift: float) -> float:
        """The hidden middle around which drifting weeks average her level, moved by a step."""
        if self.series.kind == "count":
            # A drift up adds more events than a drift down takes.
            return math.log(self.level) + step - drift * drift / 2.0
        return (
            middle_of(sigmoid(log_odds(self.level) + step), drift) if self.series.kind == "share" else self.level + step
        )

    def _draw(self, size: float, push: float, rng: random.Random) -> Week:
        if self.series.kind == "count":
            return Week(float(draw_poisson(rng, size * math.exp(push))), size)
        if self.series.kind == "share":
            return Week(float(draw_binomial(rng, round(size), sigmoid(push))), size)
        return Week(rng.gauss(push, math.sqrt(self.series.spread / size)), size)


def imagine(before: Series, memories: Sequence[float]) -> World:
    """What her weeks say about how they drift; the sizes are what the hidden level must have had to look like that."""
    level = level_of(before)
    guesses = weigh_guesses(points_of(before), None, memories)
    sizes = {drift: _hidden_size(before, level, drift) for drift in {one.drift for one in guesses}}
    drifts = [Drift(one.weight, one.memory, sizes[one.drift]) for one in guesses]
    return World(before, level, drifts, [week.size for week in before.measured])


def _hidden_size(before: Series, level: float, seen: float) -> float:
    """The drift behind one that was seen where changes add up: shares squeeze it, counts stretch it."""
    if before.kind == "count":
        return math.sqrt(math.log1p(seen * seen))
    if before.kind == "duration":
        return seen
    wanted = level * (1.0 - level) * seen
    return _halve(0.0, 5.0, lambda size: _spread(middle_of(level, size), size) < wanted)


@lru_cache(maxsize=4096)
def middle_of(share: float, drift: float) -> float:
    """The log-odds around which drifting weeks average a share."""
    outside = 3.0 * drift + 1.0
    odds = log_odds(share)
    return _halve(odds - outside, odds + outside, lambda middle: _mean(middle, drift) < share)


def _mean(middle: float, drift: float) -> float:
    return math.fsum(sigmoid(middle + drift * node) for node in _NODES) / _PARTS


def _spread(middle: float, drift: float) -> float:
    mean = _mean(middle, drift)
    return math.sqrt(math.fsum((sigmoid(middle + drift * node) - mean) ** 2 for node in _NODES) / _PARTS)


def _halve(low: float, high: float, is_below: Callable[[float], bool]) -> float:
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return 0.5 * (low + high)


def log_odds(share: float) -> float:
    """A share where steps add up."""
    return math.log(share / (1.0 - share))


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
