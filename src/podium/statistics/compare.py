"""Did it work: the weeks before against the weeks after, or weeks on against weeks off."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from podium.core.measure import counted
from podium.statistics.change import find_change
from podium.statistics.runs import runs_of
from podium.statistics.series import joined, level_of, raw_level
from podium.statistics.steady import WITHOUT_A_WEEK, has_counted, steady_signs
from podium.statistics.switch import TAIL, compare_switched, usable_blocks
from podium.statistics.verdict import (
    DUST,
    Verdict,
    change_of,
    name_result,
    raw_change,
    say_change,
    say_level,
    say_verdict,
    unit_of,
)

if TYPE_CHECKING:
    from podium.statistics.change import Past
    from podium.statistics.series import Direction, Series
    from podium.statistics.switch import Contrast, Schedule
    from podium.statistics.verdict import (
        Result,
        Unit,
    )

FEWEST_WEEKS = 8
# A finding looks at four weeks and the start waits four more: fewer than these would be all baseline there is.
FEWEST_WEEKS_FOUND = 12
# Longer baselines make every method worse: people drift.
MOST_WEEKS_BEFORE = 26
FEWEST_EVENTS = {"count": (20, 8), "share": (60, 20), "duration": (20, 8)}
OBSERVATIONAL = "Observational: something else that began in the same weeks would look the same."
RANDOMISED = "Randomised: a draw made beforehand decided which weeks were on, so the draw itself is the yardstick."
# A practice whose weeks have gaps goes on until as many are measured as were planned, at most this many times as long.
LONGEST = 2
BEFORE_AFTER = "the plain difference, against what your own weeks do by themselves"
ON_OFF = "the plain difference, against every other order of on and off weeks that could have been drawn"


def judge(
    before: Series,
    after: Series,
    *,
    better: Direction,
    minimum: float = 0.0,
    weeks_planned: int = FEWEST_WEEKS,
    was_found: bool = False,
    history: Series | None = None,
) -> Verdict:
    """The weeks up to the start against the weeks since; an interrupted series.

    Args:
        before: the weeks up to the start, none left out except unmeasured ones (None); the last 26 are used.
        after: the weeks since the start.
        better: the direction registered beforehand.
        minimum: the smallest change worth having, in the verdict's own unit.
        weeks_planned: the measured weeks planned; nothing is judged before they are over, so looking early costs
            nothing. After twice as many weeks it is judged by those there are.
        was_found: a finding led to the practice, so four more weeks of baseline are needed.
        history: all weeks up to the start; they tell how restless her weeks are by themselves.
    """
    _check_kinds(before, after)
    before = before.newest(MOST_WEEKS_BEFORE)
    missing = say_missing(before, after, weeks_planned, FEWEST_WEEKS_FOUND if was_found else FEWEST_WEEKS)
    if missing:
        return _too_little(before, after, missing, BEFORE_AFTER)
    change = find_change(before, after, history)
    estimate = raw_change(before, after)
    low, high = min(estimate, change_of(change.low, before)), max(estimate, change_of(change.high, before))
    past = history if history is not None and len(history.weeks) >= len(before.weeks) else before
    signs, hangs = steady_signs(runs_of([before]), runs_of([after]), runs_of([past]), past)
    result = name_result(low, high, estimate, better, minimum)
    unit = unit_of(before.kind)
    middle = say_verdict(result, estimate, low, high, unit, minimum)
    if result in {"better", "worse"} and (hangs[0] or not signs[0]):
        result, middle = "no change seen", _say_hanging(estimate, unit, is_on_a_week=bool(signs[0]))
    words = f"{say_level(before)} before, {say_level(after)} after. {middle} {say_past(change.past)}{OBSERVATIONAL}"
    weeks = len(before.measured), len(after.measured)
    n = before.events + after.events
    return Verdict(result, estimate, low, high, unit, change.p, *weeks, n, BEFORE_AFTER, words)


def judge_many(
    before: Series,
    futures: Sequence[Series],
    *,
    better: Direction,
    minimum: float = 0.0,
    history: Series | None = None,
) -> list[Result]:
    """The results of `judge` for many futures of the same weeks, once the planned weeks are over."""
    after = runs_of(futures)
    past = history if history is not None and len(history.weeks) >= len(before.weeks) else before
    signs, hangs = steady_signs(runs_of([before]), after, runs_of([past]), past)
    results: list[Result] = []
    for future, sign, is_hanging in zip(futures, signs, hangs, strict=True):
        if say_missing(before, future, 0):
            results.append("not enough data")
        elif not sign or is_hanging:
            results.append("no change seen")
        elif (sign > 0.0) != (better == "up"):
            results.append("worse")
        else:
            results.append("better" if abs(raw_change(before, future)) >= minimum else "no change seen")
    return results


def judge_switched(series: Series, schedule: Schedule, *, better: Direction, minimum: float = 0.0) -> Verdict:
    """On weeks against off weeks, in the order drawn and written down before the first of them."""
    if len(series.weeks) < len(schedule.is_on):
        on, off = (_labelled(series, schedule, range(len(series.weeks)), is_on=flag) for flag in (True, False))
        return _too_little(off, on, "the planned weeks are not over", ON_OFF)
    used = [index for block in usable_blocks(series, schedule) for index in block]
    on, off = (_labelled(series, schedule, used, is_on=flag) for flag in (True, False))
    missing = _say_few_events(joined([on, off]), FEWEST_EVENTS[series.kind][0])
    contrast = None if missing else compare_switched(series, schedule)
    if contrast is None:
        return _too_little(off, on, missing or "too few other orders were possible", ON_OFF)
    unit = unit_of(series.kind)
    estimate = raw_change(off, on)
    low, high = (_change_between(end, off) for end in (contrast.low, contrast.high))
    low, high = min(low, estimate), max(high, estimate)
    result = name_result(low, high, estimate, better, minimum)
    middle = say_verdict(result, estimate, low, high, unit, minimum)
    if result in {"better", "worse"} and (why := _hangs(series, schedule, used, on, off)):
        result, middle = "no change seen", _say_hanging(estimate, unit, is_on_a_week=why == "week")
    words = f"{say_level(off)} in off weeks, {say_level(on)} in on weeks. {middle} {_say_orders(contrast)} {RANDOMISED}"
    weeks = len(off.measured), len(on.measured)
    return Verdict(result, estimate, low, high, unit, contrast.p, *weeks, series.events, ON_OFF, words)


def _hangs(series: Series, schedule: Schedule, used: Sequence[int], on: Series, off: Series) -> str:
    """`events` or `week` when the difference rests on too few counted events or on a single week; else empty."""
    sides, sign = (runs_of([off]), runs_of([on])), 1.0 if raw_change(off, on) > 0.0 else -1.0
    if not has_counted(*sides, np.array([sign]))[0]:
        return "events"

    def left(index: int) -> Series:
        return replace(series, weeks=(*series.weeks[:index], None, *series.weeks[index + 1 :]))

    def remaining(index: int) -> float:
        rest = [week for week in used if week != index]
        parts = [_labelled(series, schedule, rest, is_on=flag) for flag in (False, True)]
        return sign * raw_change(*parts) if all(part.measured for part in parts) else math.inf

    again = compare_switched(left(min(used, key=remaining)), schedule, WITHOUT_A_WEEK * TAIL)
    is_steady = again is not None and (again.low > DUST if sign > 0.0 else again.high < -DUST)
    return "" if is_steady else "week"


def say_missing(before: Series, after: Series, weeks_planned: int, weeks_needed: int = FEWEST_WEEKS) -> str:
    """What is still missing for a verdict; empty when nothing is.

    Counts of the weeks after the start never decide: a practice that brings a count to zero has to be visible.
    """
    if len(after.measured) < weeks_planned and len(after.weeks) < LONGEST * weeks_planned:
        have = len(after.measured)
        return f"{have} of {counted(weeks_planned, 'planned week')} {'is' if have == 1 else 'are'} measured"
    for side, name, needed in ((before, "before", weeks_needed), (after, "after", FEWEST_WEEKS)):
        if len(side.measured) < needed:
            return f"{counted(len(side.measured), 'measured week')} {name} the start, at least {needed} are needed"
    fewest_before, fewest_after = FEWEST_EVENTS[before.kind]
    expected = round(level_of(before) * after.size) if before.kind == "count" else after.events
    too_few = _say_few_events(before, fewest_before)
    if not too_few and expected < fewest_after:
        too_few = f"about {expected} events to be expected after the start, at least {fewest_after} are needed"
    return too_few


def _too_little(before: Series, after: Series, missing: str, method: str) -> Verdict:
    weeks = len(before.measured), len(after.measured)
    n = before.events + after.events
    words = f"Not enough data: {missing}."
    return Verdict("not enough data", None, None, None, unit_of(before.kind), None, *weeks, n, method, words)


def _say_few_events(series: Series, fewest: int) -> str:
    return "" if series.events >= fewest else f"{counted(series.events, 'event')}, at least {fewest} are needed"


def say_past(past: Past | None) -> str:
    if past is None:
        return ""
    worth = "one" if round(past.worth) <= 1 else f"{past.worth:.0f} independent ones"
    return (
        f"A change this large happened by itself in {past.as_large} of your last {past.windows} windows; they overlap "
        f"and are worth about {worth}. "
    )


def _say_hanging(estimate: float, unit: Unit, *, is_on_a_week: bool) -> str:
    why = "it hangs on one week" if is_on_a_week else "too few events were counted on the side that changed"
    return (
        f"No change seen; {why}: without it, {say_change(estimate, unit)} would not stand."
        if is_on_a_week
        else f"No change seen: {say_change(estimate, unit)}, but {why}."
    )


def _say_orders(contrast: Contrast) -> str:
    share = "less than 1 %" if contrast.p < 0.01 else f"{contrast.p * 100.0:.0f} %"
    return f"Of {contrast.orders} orders that could have been drawn, {share} would show as much, either way."


def _labelled(series: Series, schedule: Schedule, used: Sequence[int], *, is_on: bool) -> Series:
    return replace(series, weeks=tuple(series.weeks[index] for index in used if schedule.is_on[index] == is_on))


def _change_between(difference: float, off: Series) -> float:
    """A difference of the levels as the change from off weeks to on weeks."""
    if off.kind == "share":
        level = raw_level(off)
        return max(-level, min(1.0 - level, difference))
    if off.kind == "duration":
        return change_of(difference, off)
    level = raw_level(off)
    return (
        max(-1.0, min(difference, off.most - level) / level)
        if level > 0.0
        else difference * math.inf
        if difference
        else 0.0
    )


def _check_kinds(before: Series, after: Series) -> None:
    if before.kind != after.kind:
        raise ValueError("before and after have to be the same kind of number")
