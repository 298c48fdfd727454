"""The numbers beside the registered one: what must not get worse, what should not move.

Described, never judged: with three more numbers beside the metric, one of seven idle practices would show something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from podium.statistics.compare import MOST_WEEKS_BEFORE, say_missing
from podium.statistics.latent import find_step
from podium.statistics.series import Direction, Series
from podium.statistics.verdict import DUST, Unit, change_of, say_change, say_level, unit_of

Sight = Literal["worse", "not worse", "moved", "did not move", "not enough data"]


@dataclass(frozen=True, slots=True)
class Guard:
    """A guardrail: a metric, and the direction in which it would do harm."""

    name: str
    harm: Direction


@dataclass(frozen=True, slots=True)
class Reading:
    """A number beside the registered one, with its interval."""

    name: str
    sight: Sight
    estimate: float | None
    low: float | None
    high: float | None
    unit: Unit
    words: str


def read_guard(guard: Guard, before: Series, after: Series) -> Reading:
    """Whether a guardrail got worse beyond its interval."""
    return _read(guard.name, guard.harm, before, after)


def read_untouched(name: str, before: Series, after: Series) -> Reading:
    """Whether the number that should not move did; if so, something else happened in these weeks."""
    return _read(name, None, before, after)


def _read(name: str, harm: Direction | None, before: Series, after: Series) -> Reading:
    before = before.between(max(0, len(before.weeks) - MOST_WEEKS_BEFORE), len(before.weeks))
    unit = unit_of(before.kind)
    missing = say_missing(before, after, 0)
    if missing:
        return Reading(name, "not enough data", None, None, None, unit, f"{name}: not enough data, {missing}.")
    step = find_step(before, after)
    estimate, low, high = (change_of(value, before) for value in (step.estimate, step.low, step.high))
    sight = _sight(harm, low, high)
    words = (
        f"{name}: {sight}; {say_level(before)} before, {say_level(after)} after "
        f"({say_change(estimate, unit)}, interval {say_change(low, unit)} to {say_change(high, unit)})."
    )
    return Reading(name, sight, estimate, low, high, unit, words)


def _sight(harm: Direction | None, low: float, high: float) -> Sight:
    is_up, is_down = low > DUST, high < -DUST
    if harm is None:
        return "moved" if is_up or is_down else "did not move"
    return "worse" if (is_up if harm == "up" else is_down) else "not worse"
