"""Weekly series with a known truth, many runs at once: no effect at all, or exactly the one that was planted."""

from __future__ import annotations

import math
from statistics import NormalDist

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from podium.statistics.imagine import log_odds, middle_of, sigmoid
from podium.statistics.runs import Numbers, Runs, levels
from podium.statistics.series import StatisticKind

_NORMAL = np.array([NormalDist().inv_cdf((part + 0.5) / 15) for part in range(15)])
WINDOW = 4
SEARCHED = 26
# A pause takes two or three weeks.
PAUSED = (2, 3)
# A practice that a finding started needs this many weeks of baseline.
FOUND_BEFORE = 12


class World(msgspec.Struct, frozen=True):
    """How somebody's weeks behave.

    Attributes:
        kind: what is counted.
        rate: events a week (of a share: all of them; of durations: how many end).
        drift: standard deviation of the hidden weekly level, in logarithms or log-odds.
        memory: how much of last week's drift is left this week (autocorrelation).
        wave: height of a yearly wave, phase drawn at random.
        release: height of a wave with a period of six weeks.
        share: the typical share.
    """

    kind: StatisticKind
    rate: float
    drift: float
    memory: float = 0.0
    wave: float = 0.0
    release: float = 0.0
    share: float = 0.4


# The drift of shares is the one measured on 132 real histories (0.9); counts and durations are restless in proportion.
WORLDS = {
    "count 3": World("count", 3, 0.4),
    "count 6": World("count", 6, 0.4),
    "count 30": World("count", 30, 0.4),
    "share of 8": World("share", 8, 0.9),
    "share of 20": World("share", 20, 0.9),
    "share of 60": World("share", 60, 0.9, share=0.15),
    "duration 6": World("duration", 6, 0.5),
}
MEMORIES = (0.0, 0.3, 0.6)
INSIDE_SPREAD = 1.0


class Hidden(msgspec.Struct, frozen=True):
    """Where the weeks of each run stand, so that they can go on."""

    week: int
    year: Numbers
    cycle: Numbers
    drift: Numbers

    def only(self, run: int) -> Hidden:
        """One of them."""
        return Hidden(self.week, self.year[run : run + 1], self.cycle[run : run + 1], self.drift[run : run + 1])

    def repeated(self, times: int) -> Hidden:
        """Every run again and again, each to go on in its own way."""
        return Hidden(self.week, *(np.repeat(part, times, axis=0) for part in (self.year, self.cycle, self.drift)))


def live(world: World, steps: Numbers, runs: int, rng: np.random.Generator) -> Runs:
    """`runs` runs of weeks; `steps` is the planted effect of each week, in logarithms or log-odds."""
    return go_on(world, steps, begin(world, runs, rng), rng)[0]


def begin(world: World, runs: int, rng: np.random.Generator) -> Hidden:
    """Runs that have no week yet."""
    year, cycle = rng.random((2, runs, 1))
    return Hidden(0, year, cycle, world.drift * rng.standard_normal(runs))


def go_on(world: World, steps: Numbers, hidden: Hidden, rng: np.random.Generator) -> tuple[Runs, Hidden]:
    """More weeks of the same runs."""
    at = hidden.week + np.arange(steps.shape[-1])
    push = world.wave * np.sin(2 * math.pi * (at / 52 + hidden.year))
    push = push + world.release * np.sin(2 * math.pi * (at / 6 + hidden.cycle)) + steps
    fresh = world.drift * math.sqrt(1 - world.memory**2) * rng.standard_normal(push.shape)
    drift = hidden.drift
    for week in range(len(at)):
        push[:, week] += drift
        drift = world.memory * drift + fresh[:, week]
    return _seen(world, push, rng), replace(hidden, week=hidden.week + len(at), drift=drift)


def _seen(world: World, push: Numbers, rng: np.random.Generator) -> Runs:
    if world.kind == "count":
        return Runs("count", _whole(rng.poisson(world.rate * np.exp(push - world.drift**2 / 2))), np.ones_like(push))
    size = rng.poisson(world.rate, push.shape)
    if world.kind == "share":
        odds = math.log(world.share / (1 - world.share)) + push
        return Runs("share", _whole(rng.binomial(size, 1 / (1 + np.exp(-odds)))), _whole(size))
    noise = np.sqrt(INSIDE_SPREAD / np.maximum(size, 1))
    means = 2.0 + push + noise * rng.standard_normal(push.shape)
    return Runs("duration", means, _whole(size), INSIDE_SPREAD)


def _whole(values: NDArray[np.int64]) -> Numbers:
    return values.astype(np.float64)


def find_start(runs: Runs, before: int, after: int, start: str) -> NDArray[np.int64]:
    """The week a practice starts in: any week, or one window after a finding fired on bad (high) weeks.

    "first alarm" fires the first time four weeks stand above every earlier four; "worst weeks" knows the whole half
    year and picks its peak; "at once" picks the peak and starts without the delay.
    """
    last = runs.size.shape[1] - after
    if start == "any week":
        return np.full(len(runs.size), last)
    ends = np.arange(last - SEARCHED, last - WINDOW + 1)
    heights = np.stack([_height(runs, end - WINDOW) for end in ends], axis=1)
    worst = heights.argmax(axis=1)
    if start == "at once":
        return ends[worst]
    if start == "first alarm":
        earlier = [_height(runs, first) for first in range(ends[0] - before, ends[0] - 2 * WINDOW + 1)]
        above = heights > np.max(earlier, axis=0)[:, None]
        worst = np.where(above.any(axis=1), above.argmax(axis=1), len(ends) - 1)
    return ends[worst] + WINDOW


def _height(runs: Runs, first: int, weeks: int = WINDOW) -> Numbers:
    part = runs.between(first, first + weeks)
    return np.where(part.size.sum(axis=1) > 0, levels(part), -np.inf)


def sides(
    world: World,
    before: int,
    after: int,
    start: str,
    step: float,
    runs: int,
    rng: np.random.Generator,
    pause: str = "",
) -> tuple[Runs, Runs]:
    """The weeks before and after a start; `step` is planted from the start on, where the start was not selected."""
    ahead = after + max(PAUSED) if pause else after
    if start == "any week":
        whole = live(world, np.repeat([0.0, step], [before, ahead]), runs, rng)
        known = before
    elif step:
        raise ValueError("a start that was selected is only asked about no effect at all")
    else:
        lived = live(world, np.zeros(before + SEARCHED + ahead), runs, rng)
        at = find_start(lived, before, ahead, start)
        known = max(before, FOUND_BEFORE)
        rows = np.arange(runs)[:, None]
        picked = at[:, None] + np.arange(-known, ahead)
        whole = replace(lived, amount=lived.amount[rows, picked], size=lived.size[rows, picked])
    since = whole.between(known, known + ahead)
    return whole.between(0, known), laid_aside(since, after, pause, rng) if pause else since


def laid_aside(after: Runs, planned: int, pause: str, rng: np.random.Generator) -> Runs:
    """The weeks since the start with a pause left out, and as many weeks more at the end.

    "random" begins anywhere between the first week and the planned end. "after the worst" begins as soon as the two
    worst (highest) weeks in a row of the whole run are over: she stops when it goes badly.
    """
    runs, weeks = after.size.shape
    length = rng.integers(PAUSED[0], PAUSED[1] + 1, runs)
    if pause == "random":
        first = rng.integers(1, planned, runs)
    else:
        heights = np.stack([_height(after, at - 2, 2) for at in range(2, planned)], axis=1)
        first = 2 + heights.argmax(axis=1)
    at = np.arange(weeks)
    is_out = (at >= first[:, None]) & (at < (first + length)[:, None]) | (at >= planned + length[:, None])
    return replace(after, size=np.where(is_out, 0.0, after.size), amount=np.where(is_out, 0.0, after.amount))


def planted(world: World, step: float) -> float:
    """The hidden step that moves what is seen by `step`: where weeks drift, shares squeeze a hidden step together."""
    if world.kind != "share":
        return step
    middle = log_odds(world.share)
    seen = float(np.mean(1 / (1 + np.exp(-(middle + world.drift * _NORMAL)))))
    return middle_of(sigmoid(log_odds(seen) + step), world.drift) - middle


def restless(world: World, memory: float, wave: float = 0.0, release: float = 0.0) -> World:
    """The same world with another memory and other seasons."""
    return replace(world, memory=memory, wave=wave, release=release)
