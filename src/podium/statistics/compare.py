"""Did it work: the weeks before against the weeks after, or weeks on against weeks off."""

from __future__ import annotations

from podium.core.measure import counted
from podium.statistics.history import Past, compare_past
from podium.statistics.latent import Step, find_step
from podium.statistics.series import Direction, Series, joined, level_of
from podium.statistics.switch import Contrast, Schedule, compare_switched
from podium.statistics.verdict import Verdict, change_of, name_result, say_level, say_verdict, unit_of

FEWEST_WEEKS = 8
# A finding looks at four weeks and the start waits four more: fewer than these would be all baseline there is.
FEWEST_WEEKS_FOUND = 12
# Longer baselines make every method worse: people drift.
MOST_WEEKS_BEFORE = 26
FEWEST_EVENTS = {"count": (20, 8), "share": (60, 20), "duration": (20, 8)}
OBSERVATIONAL = "Observational: something else that began in the same weeks would look the same."
RANDOMISED = "Randomised: a draw made beforehand decided which weeks were on, so the draw itself is the yardstick."
BEFORE_AFTER = "one step in a series that drifts, remembers last week and may follow the year"
ON_OFF = "the drawn order of on and off weeks against every other order"


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
        weeks_planned: the planned length; nothing is judged before it is reached, so looking early costs nothing.
        was_found: a finding led to the practice, so four more weeks of baseline are needed.
        history: all weeks up to the start; from two years on, her own past has to agree.
    """
    _check_kinds(before, after)
    before = before.between(max(0, len(before.weeks) - MOST_WEEKS_BEFORE), len(before.weeks))
    missing = say_missing(before, after, weeks_planned, FEWEST_WEEKS_FOUND if was_found else FEWEST_WEEKS)
    if missing:
        return _too_little(before, after, missing, BEFORE_AFTER)
    step = find_step(before, after)
    past = compare_past(history, before, after) if history is not None else None
    low, high, p = _with_past(step, past)
    return _verdict(before, after, (step.estimate, low, high, p), better, minimum, past)


def judge_switched(series: Series, schedule: Schedule, *, better: Direction, minimum: float = 0.0) -> Verdict:
    """On weeks against off weeks, in the order drawn and written down before the first of them."""
    on = _labelled(series, schedule, is_on=True)
    off = _labelled(series, schedule, is_on=False)
    if len(series.weeks) < len(schedule.is_on):
        return _too_little(off, on, "the planned weeks are not over", ON_OFF)
    missing = _say_few_events(joined([on, off]), FEWEST_EVENTS[series.kind][0])
    contrast = None if missing else compare_switched(series, schedule)
    if contrast is None:
        return _too_little(off, on, missing or "too few other orders were possible", ON_OFF)
    unit = unit_of(series.kind)
    estimate, low, high = (_change_between(value, series) for value in (contrast.estimate, contrast.low, contrast.high))
    result = name_result(low, high, estimate, better, minimum)
    words = (
        f"{say_level(off)} in off weeks, {say_level(on)} in on weeks. "
        f"{say_verdict(result, estimate, low, high, unit, minimum)} {_say_orders(contrast)} {RANDOMISED}"
    )
    weeks = len(off.measured), len(on.measured)
    return Verdict(result, estimate, low, high, unit, contrast.p, *weeks, series.events, ON_OFF, words)


def say_missing(before: Series, after: Series, weeks_planned: int, weeks_needed: int = FEWEST_WEEKS) -> str:
    """What is still missing for a verdict; empty when nothing is.

    Counts of the weeks after the start never decide: a practice that brings a count to zero has to be visible.
    """
    if len(after.weeks) < weeks_planned:
        return f"{len(after.weeks)} of {counted(weeks_planned, 'planned week')} {'is' if len(after.weeks) == 1 else 'are'} over"
    for side, name, needed in ((before, "before", weeks_needed), (after, "after", FEWEST_WEEKS)):
        if len(side.measured) < needed:
            return f"{counted(len(side.measured), 'measured week')} {name} the start, at least {needed} are needed"
    fewest_before, fewest_after = FEWEST_EVENTS[before.kind]
    expected = round(level_of(before) * after.size) if before.kind == "count" else after.events
    few = _say_few_events(before, fewest_before)
    if not few and expected < fewest_after:
        few = f"about {expected} events to be expected after the start, at least {fewest_after} are needed"
    return few


def _with_past(step: Step, past: Past | None) -> tuple[float, float, float]:
    """The interval that also holds what her own past does by itself."""
    if past is None:
        return step.low, step.high, step.p
    return min(step.low, past.seen - past.usual), max(step.high, past.seen + past.usual), max(step.p, past.p)


def _verdict(
    before: Series,
    after: Series,
    found: tuple[float, float, float, float],
    better: Direction,
    minimum: float,
    past: Past | None,
) -> Verdict:
    unit = unit_of(before.kind)
    estimate, low, high = (change_of(value, before) for value in found[:3])
    result = name_result(low, high, estimate, better, minimum)
    words = (
        f"{say_level(before)} before, {say_level(after)} after. "
        f"{say_verdict(result, estimate, low, high, unit, minimum)} {_say_past(past)}{OBSERVATIONAL}"
    )
    weeks = len(before.measured), len(after.measured)
    method = f"{BEFORE_AFTER}; and her own past" if past else BEFORE_AFTER
    n = before.events + after.events
    return Verdict(result, estimate, low, high, unit, found[3], *weeks, n, method, words)


def _too_little(before: Series, after: Series, missing: str, method: str) -> Verdict:
    weeks = len(before.measured), len(after.measured)
    n = before.events + after.events
    words = f"Not enough data: {missing}."
    return Verdict("not enough data", None, None, None, unit_of(before.kind), None, *weeks, n, method, words)


def _say_few_events(series: Series, fewest: int) -> str:
    return "" if series.events >= fewest else f"{counted(series.events, 'event')}, at least {fewest} are needed"


def _say_past(past: Past | None) -> str:
    if past is None:
        return ""
    return f"A change this large happened by itself in {past.as_large} of your last {past.frames} windows. "


def _say_orders(contrast: Contrast) -> str:
    share = "less than 1 %" if contrast.p < 0.01 else f"{contrast.p * 100.0:.0f} %"
    return f"Of {contrast.orders} orders that could have been drawn, {share} would show as much, either way."


def _labelled(series: Series, schedule: Schedule, *, is_on: bool) -> Series:
    weeks = zip(series.weeks, schedule.is_on, strict=False)
    return Series(series.kind, tuple(week for week, flag in weeks if flag == is_on), series.spread)


def _change_between(step: float, series: Series) -> float:
    """A difference around the common level as the change from off weeks to on weeks."""
    level = level_of(series)
    if series.kind == "share":
        return max(-1.0, min(1.0, step * level * (1.0 - level)))
    if series.kind == "duration":
        return change_of(step, series)
    if step >= 2.0:
        return float("inf")
    return (2.0 + step) / (2.0 - step) - 1.0 if step > -2.0 else -1.0


def _check_kinds(before: Series, after: Series) -> None:
    if before.kind != after.kind:
        raise ValueError("before and after have to be the same kind of number")
