"""Before a practice starts: when to start, and the smallest change her weeks could show."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

from podium.statistics.chance import dice
from podium.statistics.compare import (
    FEWEST_EVENTS,
    FEWEST_WEEKS,
    LONGEST,
    MOST_WEEKS_BEFORE,
    judge_many,
    judge_switched,
)
from podium.statistics.imagine import World, imagine
from podium.statistics.series import Direction, Series, raw_level
from podium.statistics.switch import Schedule
from podium.statistics.verdict import Result, Unit, change_of, say_at, say_level, unit_of

Sides = tuple[Series, Series]
Drawn = tuple[Series, Schedule]
Run = TypeVar("Run")
WINDOW_WEEKS = 4
# Where the smallest step is looked for. Beyond a twentieth or twenty-fold, "smallest visible" says nothing useful.
LADDER = tuple(math.log(20.0) * rung / 6 for rung in range(1, 7))
HALVINGS = 4
STRETCH = 1.05
# How often the smallest visible change is to be seen, were it real.
POWER = 0.8
# Imagined runs by which a step is looked for, and how many fresh ones then say how often it is seen: whoever counts with
# the runs that chose the step counts its luck too.
TRIES = 80
COUNTED = 160
# A range that begins below this is not printed; the step is made larger. So no range is wider than 25 points.
LEAST_POWER = 0.75
# What a week holds; whoever knows what is counted puts its name here.
ROWS = "events"
NEIGHBOURS = "how much your weeks resemble their neighbours"


class Visible(msgspec.Struct, frozen=True):
    """The smallest change that would be seen about four times in five or more, in every world her weeks do not rule out.

    Attributes:
        change: as she reads it, negative for less; None when no change up to twenty-fold would be seen.
        step: the same on the series' own scale.
        unit: "relative" or "points".
        power, most: how often the simulated verdict saw it, in the world that sees least and the one that sees most.
        words: the sentence printed before she starts, the power in it.
        level: where her weeks stand now, raw.
    """

    change: float | None
    step: float | None
    unit: Unit
    power: float
    most: float
    words: str
    level: float | None = None


def find_smallest_visible(
    before: Series,
    weeks_after: int,
    *,
    better: Direction,
    minimum: float = 0.0,
    history: Series | None = None,
    seed: str = "",
    judges: Callable[[Sequence[Sides]], Sequence[Result]] | None = None,
) -> Visible:
    """What `weeks_after` weeks could show against the weeks before, at her own rate and restlessness.

    Args:
        before: the weeks up to now; the last 26 are used.
        weeks_after: the planned length.
        better: the direction registered beforehand.
        minimum: the smallest change worth having, which the verdict asks for too.
        history: all weeks up to now; they tell more about how she drifts, and from two years on have a say.
        seed: the same seed prints the same sentence.
        judges: how many imagined runs are judged; podium's own verdict, one after the other, unless said.
    """
    before = before.newest(MOST_WEEKS_BEFORE)
    if _is_too_thin(before, weeks_after):
        return _nothing_visible(before, weeks_after, "there is not enough to compare with yet")
    if why := _why_no_room(before, better):
        return _nothing_visible(before, weeks_after, why)

    def judged(runs: Sequence[Sides]) -> Sequence[Result]:
        futures = [after for _, after in runs]
        return judge_many(before, futures, better=better, minimum=minimum, history=history)

    worlds = imagine(before, history or before)
    # The more the weeks remember the less is seen: the worst is asked first.
    is_on = [1.0] * (LONGEST * weeks_after)
    search = _Search(
        worlds[::-1], better, lambda weeks: (before, weeks), is_on, weeks_after, judges or judged, seed, NEIGHBOURS
    )
    return search.tell(weeks_after, f"{weeks_after} measured weeks")


def find_smallest_switched(
    before: Series,
    schedule: Schedule,
    *,
    better: Direction,
    minimum: float = 0.0,
    history: Series | None = None,
    seed: str = "",
    judges: Callable[[Sequence[Drawn]], Sequence[Result]] | None = None,
) -> Visible:
    """What on and off weeks in the order that was drawn could show."""
    before = before.newest(MOST_WEEKS_BEFORE)
    weeks = len(schedule.is_on)
    if _is_too_thin(before, weeks):
        return _nothing_visible(before, weeks, "there is not enough to compare with yet")
    if why := _why_no_room(before, better):
        return _nothing_visible(before, weeks, why)

    def judged(runs: Sequence[Drawn]) -> Sequence[Result]:
        return [judge_switched(*run, better=better, minimum=minimum).result for run in runs]

    worlds = imagine(before, history or before)
    doubt = NEIGHBOURS
    if before.kind == "count":
        # With few events a verdict hangs on how many there will be, and somebody told so after full weeks may be lucky.
        worlds = [*(world.at_its_emptiest() for world in worlds), *worlds]
        doubt = f"how full your weeks will be and {NEIGHBOURS}"
    is_on = [float(flag) for flag in schedule.is_on]
    search = _Search(worlds, better, lambda lived: (lived, schedule), is_on, None, judges or judged, seed, doubt)
    return search.tell(weeks, f"{weeks} weeks, half of them on")


class _Search(msgspec.Struct, Generic[Run], frozen=True):
    """The smallest step that is called better often enough in every world; every imagined run is a whole verdict."""

    worlds: Sequence[World]
    better: Direction
    run: Callable[[Series], Run]
    is_on: Sequence[float]
    measured: int | None
    judges: Callable[[Sequence[Run]], Sequence[Result]]
    seed: str
    doubt: str
    known: dict[tuple[int, float], float] = msgspec.field(default_factory=dict[tuple[int, float], float])

    def tell(self, weeks: int, spoken: str) -> Visible:
        """The smallest step, and the sentence about it."""
        series, size, powers = self.worlds[0].series, 0.0, [0.0]
        while min(powers) < LEAST_POWER:
            size *= STRETCH
            for world in self.worlds:
                smallest = self._smallest(world, size)
                if smallest is None:
                    most = max(
                        self._power(world, rung) for rung in (size, *(r for r in LADDER if r > size)) if rung > 0.0
                    )
                    why = (
                        f"even the largest would be seen in no more than {most * 100:.0f} of 100 runs"
                        if round(most * 100)
                        else "not even the largest would be seen"
                    )
                    return _nothing_visible(series, weeks, why)
                size = smallest
            powers = [self._count(world, size, COUNTED, "counted") for world in self.worlds]
        step = size if self.better == "up" else -size
        change, unit = change_of(step, series), unit_of(series.kind)
        if series.kind == "count" and raw_level(series) * math.exp(step) > series.most:
            return _nothing_visible(
                series, weeks, f"a week holds no more than {series.most:.0f} {series.unit}".rstrip()
            )
        words = (
            f"From {say_level(series)} to about {_say_reached(change, series)} or "
            f"{'more' if self.better == 'up' else 'less'} would be seen in {spoken}; anything smaller will probably read "
            f"no change seen. Simulated on your own weeks{_say_rate(series)}: "
            f"{_say_power(min(powers), max(powers), self.doubt)}."
        )
        return Visible(change, step, unit, min(powers), max(powers), words, raw_level(series))

    def _smallest(self, world: World, least: float) -> float | None:
        """The smallest step from `least` on that is seen often enough; None when none of the ladder is."""
        low = high = least
        for high in (least, *(rung for rung in LADDER if rung > least)):
            if high > 0.0 and self._power(world, high) >= POWER:
                break
            low = high
        else:
            return None
        for _ in range(HALVINGS if high > least else 0):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if self._power(world, middle) >= POWER else (middle, high)
        return high

    def _power(self, world: World, size: float) -> float:
        key = self.worlds.index(world), size
        if key not in self.known:
            self.known[key] = self._count(world, size, TRIES)
        return self.known[key]

    def _count(self, world: World, size: float, tries: int, *more: str) -> float:
        step = size if self.better == "up" else -size
        steps = [step * flag for flag in self.is_on]
        results = self.judges(
            [self.run(world.live(dice(self.seed, *more, run), steps, self.measured)) for run in range(tries)]
        )
        return sum(result == "better" for result in results) / tries


def _is_too_thin(before: Series, weeks_after: int) -> bool:
    is_too_few = before.events < FEWEST_EVENTS[before.kind][0]
    return is_too_few or len(before.measured) < FEWEST_WEEKS or weeks_after < FEWEST_WEEKS


def _nothing_visible(before: Series, weeks: int, why: str) -> Visible:
    level = f" from {say_level(before)}" if before.measured else ""
    words = f"{weeks} weeks{_say_rate(before)} cannot show a change{level}: {why}."
    return Visible(None, None, unit_of(before.kind), 0.0, 0.0, words)


def _why_no_room(before: Series, better: Direction) -> str:
    """Why nothing can be won where the level already stands at its end; empty where it does not."""
    level = raw_level(before)
    if better == "down" and before.kind != "duration" and level <= 0.0:
        return "it cannot go any lower"
    most = 1.0 if before.kind == "share" else before.most
    return "it cannot go any higher" if better == "up" and before.kind != "duration" and level >= most else ""


def _say_power(power: float, most: float, doubt: str) -> str:
    """A range where her weeks cannot tell."""
    if round(power * 100.0) == round(most * 100.0):
        return f"seen in {power * 100.0:.0f} of 100 runs"
    return f"seen in {power * 100.0:.0f} to {most * 100.0:.0f} of 100 runs, depending on {doubt}"


def _say_reached(change: float, before: Series) -> str:
    """The level a change leads to."""
    level = raw_level(before)
    reached = level + change if before.kind == "share" else level * (1.0 + change)
    return say_at(max(0.0, reached), before)


def _say_rate(before: Series) -> str:
    """How much there is to go by; a count says it with its level."""
    if before.kind == "count" or not before.measured:
        return ""
    return f" with about {before.size / len(before.measured):.0f} {ROWS} each"
