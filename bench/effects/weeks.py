"""Weekly series with a known truth: no effect at all, or exactly the one that was planted."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

from podium.effects.design import draw_binomial, draw_poisson
from podium.effects.series import Kind, Series, Week, level_of

WINDOW = 4
SEARCHED = 26


@dataclass(frozen=True, slots=True)
class World:
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

    kind: Kind
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


def live(world: World, steps: list[float], rng: random.Random) -> Series:
    """One run of weeks; `steps` is the planted effect of each, in logarithms or log-odds."""
    drift = rng.gauss(0.0, world.drift)
    year, cycle = rng.random(), rng.random()
    weeks: list[Week | None] = []
    for index, step in enumerate(steps):
        wave = world.wave * math.sin(2 * math.pi * (index / 52 + year))
        wave += world.release * math.sin(2 * math.pi * (index / 6 + cycle))
        weeks.append(_week(world, drift + wave + step, rng))
        drift = world.memory * drift + rng.gauss(0.0, world.drift * math.sqrt(1 - world.memory**2))
    return Series(world.kind, tuple(weeks), INSIDE_SPREAD if world.kind == "duration" else 0.0)


def _week(world: World, push: float, rng: random.Random) -> Week | None:
    if world.kind == "count":
        return Week(draw_poisson(rng, world.rate * math.exp(push - world.drift**2 / 2)), 1.0)
    size = draw_poisson(rng, world.rate)
    if size == 0:
        return None
    if world.kind == "share":
        odds = math.log(world.share / (1 - world.share)) + push
        return Week(draw_binomial(rng, size, 1 / (1 + math.exp(-odds))), size)
    return Week(rng.gauss(2.0 + push, math.sqrt(INSIDE_SPREAD / size)), size)


def _height(series: Series, first: int) -> float:
    part = series.between(first, first + WINDOW)
    return level_of(part) if part.measured else -math.inf


def find_start(series: Series, before: int, after: int, start: str) -> int:
    """The week a practice starts in: any week, or one window after a finding fired on bad (high) weeks.

    "first alarm" fires the first time four weeks stand above every earlier four; "worst weeks" knows the whole half
    year and picks its peak; "at once" picks the peak and starts without the delay.
    """
    last = len(series.weeks) - after
    if start == "any week":
        return last
    ends = range(last - SEARCHED, last - WINDOW + 1)
    heights = {end: _height(series, end - WINDOW) for end in ends}
    found = max(ends, key=lambda end: heights[end])
    if start == "at once":
        return found
    if start == "first alarm":
        earlier = max(_height(series, first) for first in range(ends[0] - before, ends[0] - 2 * WINDOW + 1))
        for end in ends:
            if heights[end] > earlier:
                found = end
                break
        else:
            found = ends[-1]
    return found + WINDOW


def sides(world: World, before: int, after: int, start: str, step: float, rng: random.Random) -> tuple[Series, Series]:
    """The weeks before and after a start, with `step` planted from the start on."""
    length = before + SEARCHED + after
    state = rng.getstate()
    at = find_start(live(world, [0.0] * length, rng), before, after, start)
    if start != "any week":
        before = max(before, 12)
    # The same weeks once more, now with the effect: the dice are wound back.
    rng.setstate(state)
    whole = live(world, [0.0] * at + [step] * (length - at), rng)
    return whole.between(at - before, at), whole.between(at, at + after)


def restless(world: World, memory: float, wave: float = 0.0, release: float = 0.0) -> World:
    """The same world with another memory and other seasons."""
    return replace(world, memory=memory, wave=wave, release=release)
