"""Before a practice starts: when to start, and the smallest change her weeks could show."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from podium.core.chance import dice, quantile
from podium.effects.compare import FEWEST_EVENTS, FEWEST_WEEKS, MOST_WEEKS_BEFORE, judge, judge_switched
from podium.effects.imagine import World, imagine, log_odds
from podium.effects.series import Direction, Series, level_of
from podium.effects.switch import Schedule, draw_schedule
from podium.effects.verdict import Unit, Verdict, change_of, say_size, unit_of

Sides = tuple[Series, Series]
Drawn = tuple[Series, Schedule]
Run = TypeVar("Run")
# The chance to see the printed change, were it real.
POWER = 0.8
WINDOW_WEEKS = 4
# Beyond a twentieth or twenty-fold, "smallest visible" says nothing useful.
FARTHEST = math.log(20.0)
TRIES = 120
ROUNDS = 4
# Neighbouring weeks that resemble each other flatter on/off weeks, so these are imagined with less memory.
IMAGINED_MEMORIES = (0.0, 0.2, 0.4, 0.6)
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


def find_smallest_visible(
    before: Series,
    weeks_after: int,
    *,
    better: Direction,
    minimum: float = 0.0,
    history: Series | None = None,
    seed: str = "",
    judges: Callable[[Sequence[Sides]], Sequence[Verdict]] | None = None,
) -> Visible:
    """What `weeks_after` weeks could show against the weeks before, at her own rate and restlessness.

    Args:
        before: the weeks up to now; the last 26 are used.
        weeks_after: the planned length.
        better: the direction registered beforehand.
        minimum: the smallest change worth having, which the verdict asks for too.
        history: all weeks up to now; where her own past has a say in the verdict, it has one here.
        seed: the same seed prints the same sentence.
        judges: how many imagined runs are judged; podium's own verdict, one after the other, unless said.
    """
    before = before.between(max(0, len(before.weeks) - MOST_WEEKS_BEFORE), len(before.weeks))
    if _is_too_thin(before, weeks_after):
        return _nothing_visible(before, weeks_after, "there is not enough to compare with yet")
    world = imagine(before, IMAGINED_MEMORIES)
    known = len(before.weeks)

    def live(step: float, rng: random.Random) -> Sides:
        weeks = world.live(rng, [0.0] * known + [step] * weeks_after, known)
        return weeks.between(0, known), weeks.between(known, len(weeks.weeks))

    def judged(runs: Sequence[Sides]) -> Sequence[Verdict]:
        return [judge(*run, better=better, minimum=minimum, weeks_planned=weeks_after, history=history) for run in runs]

    search = _Search(world, better, minimum, live, judges or judged, seed, POWER)
    return search.tell(weeks_after, f"{weeks_after} weeks")


def find_smallest_switched(
    before: Series,
    weeks: int,
    *,
    better: Direction,
    minimum: float = 0.0,
    seed: str = "",
    judges: Callable[[Sequence[Drawn]], Sequence[Verdict]] | None = None,
) -> Visible:
    """What `weeks` of on and off weeks in a drawn order could show."""
    before = before.between(max(0, len(before.weeks) - MOST_WEEKS_BEFORE), len(before.weeks))
    if _is_too_thin(before, weeks):
        return _nothing_visible(before, weeks, "there is not enough to compare with yet")
    world = imagine(before, SWITCHED_MEMORIES)

    def live(step: float, rng: random.Random) -> Drawn:
        schedule = draw_schedule(weeks, f"{seed} {rng.random()}")
        return world.live(rng, [step if flag else 0.0 for flag in schedule.is_on], 0), schedule

    def judged(runs: Sequence[Drawn]) -> Sequence[Verdict]:
        return [judge_switched(*run, better=better, minimum=minimum) for run in runs]

    aim = POWER if before.kind == "duration" else SWITCHED_AIM
    search = _Search(world, better, minimum, live, judges or judged, seed, aim)
    return search.tell(weeks, f"{weeks} weeks, half of them on,")


@dataclass(frozen=True, slots=True)
class _Search(Generic[Run]):
    """Move the step until a share `aim` of imagined runs is called better; every run is a whole verdict."""

    world: World
    better: Direction
    minimum: float
    live: Callable[[float, random.Random], Run]
    judges: Callable[[Sequence[Run]], Sequence[Verdict]]
    seed: str
    aim: float

    @property
    def sign(self) -> float:
        """Which way is better."""
        return 1.0 if self.better == "up" else -1.0

    def tell(self, weeks: int, spoken: str) -> Visible:
        """The smallest step, and the sentence about it."""
        series, step = self.world.series, self.sign * 0.5
        for _ in range(ROUNDS):
            short = [self._short_by(verdict) for verdict in self._verdicts(step)]
            lacking = quantile([gap for gap in short if gap is not None], self.aim)
            if lacking is None or sum(gap is None for gap in short) > (1.0 - self.aim) * TRIES:
                return _nothing_visible(series, weeks, "most such runs would stay without a verdict")
            step += self.sign * min(2.0, lacking)
            if not 0.0 < step * self.sign <= FARTHEST:
                break
        if not 0.0 < step * self.sign <= FARTHEST:
            why = "no change up to twenty-fold would be seen four times in five"
            return _nothing_visible(series, weeks, why)
        seen = sum(verdict.result == "better" for verdict in self._verdicts(step, "power")) / TRIES
        change, unit = change_of(step, series), unit_of(series.kind)
        words = f"With your {_say_rate(series)}, {spoken} see a change of {say_size(change, unit)} or more."
        return Visible(change, step, unit, seen, words)

    def _verdicts(self, step: float, *more: str) -> Sequence[Verdict]:
        return self.judges([self.live(step, dice(self.seed, *more, run)) for run in range(TRIES)])

    def _short_by(self, verdict: Verdict) -> float | None:
        """How much farther the step would have had to go for this run to be called better."""
        near = verdict.low if self.better == "up" else verdict.high
        if near is None or verdict.estimate is None:
            return None
        least = _step_of(self.sign * self.minimum, self.world) - _step_of(verdict.estimate, self.world)
        return max(-self.sign * _step_of(near, self.world), self.sign * least)


def _step_of(change: float, world: World) -> float:
    """A change she can read, back on the series' own scale."""
    if world.series.kind == "share":
        moved = min(0.999, max(0.001, world.level + change))
        return log_odds(moved) - log_odds(world.level)
    if change <= -1.0:
        return -9.0
    return math.log1p(min(change, 1e4))


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
