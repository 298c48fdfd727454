"""The numbers beside the registered one: what must not get worse, what should not move.

Described, never judged: with three more numbers beside the metric, one of seven idle practices would show something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from podium.statistics.compare import judge, judge_switched
from podium.statistics.series import Direction
from podium.statistics.verdict import DUST, Unit, say_change, say_size

if TYPE_CHECKING:
    from podium.statistics.series import Series
    from podium.statistics.switch import Schedule
    from podium.statistics.verdict import Verdict

Sight = Literal["worse", "cannot tell", "better", "moved", "did not move", "not enough data"]


class Guard(msgspec.Struct, frozen=True):
    """A guardrail: a metric, and the direction in which it would do harm."""

    name: str
    harm: Direction


class Reading(msgspec.Struct, frozen=True):
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


def read_switched(guard: Guard, series: Series, schedule: Schedule) -> Reading:
    """A guardrail inside on and off weeks, where the measure itself is judged so."""
    verdict = judge_switched(series, schedule, better="down" if guard.harm == "up" else "up")
    return _reading(guard.name, guard.harm, verdict)


def read_untouched_switched(name: str, series: Series, schedule: Schedule) -> Reading:
    """The number that should not move, inside on and off weeks."""
    return _reading(name, None, judge_switched(series, schedule, better="up"))


def _read(name: str, harm: Direction | None, before: Series, after: Series) -> Reading:
    return _reading(name, harm, judge(before, after, better="down" if harm == "up" else "up", weeks_planned=0))


def _reading(name: str, harm: Direction | None, verdict: Verdict) -> Reading:
    estimate, low, high = verdict.estimate, verdict.low, verdict.high
    levels = verdict.words.partition(". ")[0]
    if estimate is None or low is None or high is None:
        return Reading(name, "not enough data", None, None, None, verdict.unit, verdict.words)
    is_up, is_down = low > DUST, high < -DUST
    worst = high if harm == "up" else -low
    interval = f"({say_change(estimate, verdict.unit)}, interval {say_change(low, verdict.unit)} to {say_change(high, verdict.unit)})"
    sight: Sight
    if harm is None:
        sight = "moved" if is_up or is_down else "did not move"
        sentence = f"{sight}; {levels} {interval}."
    elif is_up if harm == "up" else is_down:
        sight = "worse"
        sentence = f"worse; {levels} {interval}."
    elif worst > DUST:
        sight = "cannot tell"
        sentence = f"cannot tell, up to {say_size(worst, verdict.unit)} worse fits; {levels}."
    else:
        sight = "better"
        sentence = f"it even moved the other way; {levels} {interval}."
    return Reading(name, sight, estimate, low, high, verdict.unit, sentence)
