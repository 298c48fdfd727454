"""Before a practice starts: when to start, and the smallest change her weeks could show."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podium.core.chance import dice, quantile
from podium.effects.compare import FEWEST_EVENTS, FEWEST_WEEKS, MOST_WEEKS_BEFORE, judge, judge_switched
from podium.effects.latent import MEMORIES, Guess, points_of, weigh_guesses
from podium.effects.series import Direction, Series, Week, level_of
from podium.effects.switch import Schedule, draw_schedule
from podium.effects.verdict import Unit, Verdict, change_of, say_size, unit_of

# The chance to see the printed change, were it real.
POWER = 0.8
WINDOW_WEEKS = 4
# Beyond a twentieth or twenty-fold, "smallest visible" says nothing useful.
FARTHEST = math.log(20.0)
TRIES = 120
ROUNDS = 4
# Neighbouring weeks that resemble each other flatter on/off weeks, so these are imagined with less memory.
SWITCHED_MEMORIES = (0.0, 0.2, 0.4)
# 26 weeks do not tell exactly how restless she is. With on/off weeks of counts and shares that costs about four points
# of power, so the search aims higher than the sentence promises; bench/effects compares promise and outcome.
SWITCHED_AIM = 0.84


@dataclass(frozen=True, slots=True)
class Frame:
    """The weeks of an experiment: baseline first to last, start, and planned end, all inclusive week numbers."""

    baseline_first: int
    baseline_last: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Visible:
    """The smallest change that would be seen four times in five.

    Attributes:
        change: as she reads it, negative for less; None when no change up to twenty-fold would be seen.
        step: the same on the series' own scale.
        unit: "relative" or "points".
        power: how often the simulated verdict saw it.
        words: the sentence printed before she starts.
    """

    change: float | None
    step: float | None
    unit: Unit
    power: float
    words: str


@dataclass(frozen=True, slots=True)
class _World:
    """Her weeks as far as they can be imagined: the level, the ways they could drift, and how full they are."""

    series: Series
    level: float
    guesses: Sequence[Guess]
    sizes: Sequence[float]


def plan_frame(week: int, run_weeks: int, *, was_found: bool, baseline_weeks: int = MOST_WEEKS_BEFORE) -> Frame:
    """When to start after `week`, the last full one; a practice started by a finding waits one window more."""
    delay = WINDOW_WEEKS if was_found else 0
    start = week + 1 + delay
    words = (
        f"A finding fires when things look their worst, and what looks its worst mostly gets better by itself. "
        f"So the clock starts {WINDOW_WEEKS} weeks later."
        if was_found
        else "The clock starts next week."
    )
    return Frame(start - baseline_weeks, start - 1, start, start + run_weeks - 1, words)


def find_smallest_visible(before: Series, weeks_after: int, *, better: Direction, seed: str = "") -> Visible:
    """What `weeks_after` weeks could show against the weeks before, at her own rate and restlessness."""
    before = before.between(max(0, len(before.weeks) - MOST_WEEKS_BEFORE), len(before.weeks))
    if _is_too_thin(before, weeks_after):
        return _nothing_visible(before, weeks_after, "there is not enough to compare with yet")
    world = _imagine(before, MEMORIES)

    def attempt(step: float, rng: random.Random) -> Verdict:
        weeks = _live(world, rng, [0.0] * len(before.weeks) + [step] * weeks_after, len(before.weeks))
        first, second = weeks.between(0, len(before.weeks)), weeks.between(len(before.weeks), len(weeks.weeks))
        return judge(first, second, better=better, weeks_planned=weeks_after)

    return _search(world, better, attempt, seed, POWER, (weeks_after, f"{weeks_after} weeks"))


def find_smallest_switched(before: Series, weeks: int, *, better: Direction, seed: str = "") -> Visible:
    """What `weeks` of on and off weeks in a drawn order could show."""
    before = before.between(max(0, len(before.weeks) - MOST_WEEKS_BEFORE), len(before.weeks))
    if _is_too_thin(before, weeks):
        return _nothing_visible(before, weeks, "there is not enough to compare with yet")
    world = _imagine(before, SWITCHED_MEMORIES)

    def attempt(step: float, rng: random.Random) -> Verdict:
        schedule: Schedule = draw_schedule(weeks, f"{seed} {rng.random()}")
        lived = _live(world, rng, [step if flag else 0.0 for flag in schedule.is_on], 0)
        return judge_switched(lived, schedule, better=better)

    aim = POWER if before.kind == "duration" else SWITCHED_AIM
    return _search(world, better, attempt, seed, aim, (weeks, f"{weeks} weeks, half of them on,"))


def _search(
    world: _World,
    better: Direction,
    attempt: Callable[[float, random.Random], Verdict],
    seed: str,
    aim: float,
    span: tuple[int, str],
) -> Visible:
    """Move the step until its interval leaves zero out in a share `aim` of runs; every run is a whole verdict."""
    weeks, spoken = span
    sign = 1.0 if better == "up" else -1.0
    step = sign * 0.5
    for _ in range(ROUNDS):
        short = [_short_by(attempt(step, dice(seed, run)), world, sign) for run in range(TRIES)]
        lacking = quantile([gap for gap in short if gap is not None], aim)
        if lacking is None or sum(gap is None for gap in short) > (1.0 - aim) * TRIES:
            return _nothing_visible(world.series, weeks, "most such runs would stay without a verdict")
        step += sign * min(2.0, lacking)
        if abs(step) > FARTHEST or step * sign <= 0.0:
            break
    if not 0.0 < step * sign <= FARTHEST:
        return _nothing_visible(world.series, weeks, "no change up to twenty-fold would be seen four times in five")
    seen = sum(attempt(step, dice(seed, "power", run)).result == "better" for run in range(TRIES)) / TRIES
    change, unit = change_of(step, world.series), unit_of(world.series.kind)
    words = f"With your {_say_rate(world.series)}, {spoken} see a change of {say_size(change, unit)} or more."
    return Visible(change, step, unit, seen, words)


def _short_by(verdict: Verdict, world: _World, sign: float) -> float | None:
    """How much farther the step would have had to go for this run's interval to leave zero out."""
    near = verdict.low if sign > 0.0 else verdict.high
    if near is None:
        return None
    return -sign * _step_of(near, world)


def _step_of(change: float, world: _World) -> float:
    """A change she can read, back on the series' own scale."""
    if world.series.kind == "share":
        moved = min(0.999, max(0.001, world.level + change))
        return math.log(moved / (1.0 - moved)) - math.log(world.level / (1.0 - world.level))
    if change <= -1.0:
        return -9.0
    return math.log1p(min(change, 1e4))


def _imagine(before: Series, memories: Sequence[float]) -> _World:
    guesses = weigh_guesses(points_of(before), None, memories)
    return _World(before, level_of(before), guesses, [week.size for week in before.measured])


def _live(world: _World, rng: random.Random, steps: Sequence[float], kept: int) -> Series:
    """One imagined run of weeks; the first `kept` are exactly as full, and as empty, as hers were."""
    guess = rng.choices(world.guesses, [one.weight for one in world.guesses])[0]
    drift = rng.gauss(0.0, guess.drift)
    weeks: list[Week | None] = []
    for index, step in enumerate(steps):
        known = world.series.weeks[index] if index < kept else Week(0.0, rng.choice(world.sizes))
        weeks.append(_draw(world, known.size, step + drift, guess.drift, rng) if known else None)
        drift = guess.memory * drift + rng.gauss(0.0, guess.drift * math.sqrt(1.0 - guess.memory**2))
    return Series(world.series.kind, tuple(weeks), world.series.spread)


def _draw(world: _World, size: float, push: float, drift: float, rng: random.Random) -> Week:
    if world.series.kind == "count":
        # A drift up adds more events than a drift down takes; halving its square keeps the mean at her level.
        return Week(float(draw_poisson(rng, world.level * size * math.exp(push - drift * drift / 2.0))), size)
    if world.series.kind == "share":
        odds = math.log(world.level / (1.0 - world.level)) + push
        return Week(float(draw_binomial(rng, round(size), 1.0 / (1.0 + math.exp(-odds)))), size)
    return Week(rng.gauss(world.level + push, math.sqrt(world.series.spread / size)), size)


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


def _is_too_thin(before: Series, weeks_after: int) -> bool:
    few = before.events < FEWEST_EVENTS[before.kind][0]
    return few or len(before.measured) < FEWEST_WEEKS or weeks_after < FEWEST_WEEKS


def _nothing_visible(before: Series, weeks: int, why: str) -> Visible:
    unit = unit_of(before.kind)
    rate = f"With your {_say_rate(before)}, " if before.measured else ""
    return Visible(None, None, unit, 0.0, f"{rate}{weeks} weeks cannot show a change: {why}.")


def _say_rate(before: Series) -> str:
    weeks = len(before.measured)
    if before.kind == "count":
        return f"{level_of(before):.1f} a week"
    if before.kind == "share":
        return f"{before.size / weeks:.0f} a week, {level_of(before) * 100.0:.0f} % of them counting"
    return f"{before.size / weeks:.0f} a week"
