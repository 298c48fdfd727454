"""A registered practice and its result in words and as data, for the terminal and for pages."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from podium import signals
from podium.core import weekly_hours
from podium.core.group import Band, coarse
from podium.core.time import week_start
from podium.experiments import adherence, metric, pause, registration
from podium.experiments.result import state

if TYPE_CHECKING:
    from podium.experiments.plan import Plan
    from podium.experiments.registration import Registration
    from podium.experiments.result import Result
    from podium.journal import Journal
    from podium.statistics.guard import Reading
    from podium.statistics.series import Series

PROMISE = {"down": "goes down", "up": "goes up"}


def registration_lines(made: Registration) -> Iterator[str]:
    """What was promised, one line each."""
    yield f"hypothesis: {made.hypothesis}"
    yield f"metric: {made.metric} {PROMISE[made.direction]}, by {_least(made)} or more to matter"
    guards = "; ".join(f"{g.signal} must not go {g.toward}" for g in made.guardrails)
    yield f"guardrails: {guards or 'none'}"
    if made.comparison:
        yield f"should not move: {made.comparison}"
    habit = f"habit: from {made.habit_from}; " if made.habit_from < made.starts_on else ""
    yield f"{habit}baseline: from {made.baseline_from}; counted from {made.starts_on} to {made.ends_on}"
    if made.pauses:
        stretches = pause.say(made.pauses)
        yield f"paused after it began: {stretches}; it runs until {made.runs_until}" + (
            " and as long as the pause lasts" if made.is_paused and made.design != "on-off" else ""
        )
    if made.zones:
        yield f"hours: {weekly_hours.say(made.zones)} ({made.zone})"
    if made.on_weeks:
        yield f"on in the weeks of {', '.join(map(str, made.on_weeks))}; off in the others, as drawn"


def _least(made: Registration) -> str:
    return f"{made.minimum * 100:.0f} {'points' if metric.metric(made.metric).kind == 'share' else '%'}"


def plan_lines(plan: Plan) -> Iterator[str]:
    """What she should read before she says yes."""
    yield plan.registration.id
    yield from (f"  {line}" for line in registration_lines(plan.registration))
    yield from (f"  {word}" for word in plan.words)


def where_it_stands(made: Registration, today: date) -> str:
    """One line while there is no verdict to read: how far it is, and what comes next; empty once there is."""
    where = state(made, today)
    if where == "registered":
        return f"registered; it begins on {made.habit_from} and is judged once, after {made.runs_until}"
    if where == "running" and today < made.starts_on:
        return f"running; its weeks count from {made.starts_on} on, and it is judged once, after {made.runs_until}"
    if where == "running":
        week, last = metric.week_of(today) - made.start_week + 1, metric.week_of(made.runs_until) - made.start_week + 1
        return f"running, week {week} of {last}; it is judged once, after {made.runs_until}"
    if where == "paused":
        return f"paused; `podium practice resume {made.id}` goes on"
    return f"stopped on {made.stopped_on}; there is no verdict on part of a plan" if where == "stopped" else ""


def result_lines(found: Result, today: date) -> Iterator[str]:
    """The verdict, or how far it is until there is one; then everything it has to be read with."""
    made, verdict = found.registration, found.verdict
    if where := where_it_stands(made, today):
        yield f"{made.id}: {where} ({found.kind})"
    elif made.status == "finished":
        yield from _judged(found)
    else:
        yield f"{made.id}: {verdict.result} ({found.kind})"
        yield f"  {made.metric}: {verdict.words}"
    yield f"  n = {_n(found)} in {verdict.weeks_before} + {verdict.weeks_after} measured weeks; {verdict.method}"
    for doubt in found.doubts:
        yield f"  doubt: {doubt}"
    for reading in found.guards:
        yield f"  guardrail {reading.words}"
    if found.untouched:
        yield f"  should not move: {found.untouched.words}"
    yield from (f"  {line}" for line in adherence.say(found.held))
    yield f"  meanwhile: {'; '.join(found.happened) or 'nothing noted (`podium new happening` notes what else goes on)'}"


def _judged(found: Result) -> Iterator[str]:
    """The result as it was written down, once; what is read today only speaks where it differs."""
    made, told = found.registration, found.registration.told
    yield f"{made.id}: {told.get('result')} ({found.kind}), judged on {told.get('judged_on')}"
    yield f"  {made.metric}: {told.get('result_words')}"
    if told.get("result") != found.verdict.result:
        yield f"  doubt: read again today it would be {found.verdict.result}: the evidence is another one than when it was judged"
    if told.get("held_words") != found.held.words:
        yield f"  when it was judged: {told.get('held_words')}"


def now_lines(journal: Journal, today: date) -> Iterator[str]:
    """One line for each practice that is on its way, for the foot of the mirror."""
    for made in registration.every(journal):
        where = state(made, today)
        if where == "over":
            yield f"{made.practice} is over: podium practice finish {made.id}"
        elif where == "paused":
            yield f"{made.practice} is paused: podium practice resume {made.id}"
        elif where == "registered":
            yield f"{made.practice} begins on {made.habit_from}: podium practice show {made.id}"
        elif where == "running":
            yield f"{made.practice} is running until {made.runs_until}: podium practice show {made.id}"


def as_data(made: Registration, today: date) -> dict[str, Any]:
    """A registration as plain values."""
    return {
        "id": made.id,
        "practice": made.practice,
        "state": state(made, today),
        "metric": made.metric,
        "direction": made.direction,
        "hypothesis": made.hypothesis,
        "minimum": made.minimum,
        "guardrails": [{"metric": g.signal, "harm": g.toward} for g in made.guardrails],
        "comparison": made.comparison,
        "registered_on": str(made.registered_on),
        "starts_on": str(made.starts_on),
        "ends_on": str(made.ends_on),
        "baseline_from": str(made.baseline_from),
        "design": made.design,
        "pauses": [str(one) for one in made.pauses],
        "runs_until": str(made.runs_until),
        "on_weeks": [str(day) for day in made.on_weeks],
        "hours": weekly_hours.say(made.zones),
        "zone": made.zone,
        "amended": list(made.amended),
        "confounded_with": list(made.confounded_with),
        "was_found": made.was_found,
        "visible": made.told.get("visible", ""),
        "result": made.told.get("result"),
    }


def plan_data(plan: Plan, today: date) -> dict[str, Any]:
    """A plan as plain values."""
    seen = plan.visible
    return {
        **as_data(plan.registration, today),
        "words": list(plan.words),
        "smallest_visible": {
            "change": seen.change,
            "unit": seen.unit,
            "power": seen.power,
            "power_at_most": seen.most,
            "words": seen.words,
        },
    }


def result_data(found: Result, today: date) -> dict[str, Any]:
    """A result as plain values; numbers that have no end are null."""
    verdict = found.verdict
    return {
        **as_data(found.registration, today),
        "judged": _as_judged(found.registration),
        "result": verdict.result,
        "kind": found.kind,
        "unit": verdict.unit,
        "estimate": _finite(verdict.estimate),
        "low": _finite(verdict.low),
        "high": _finite(verdict.high),
        "p": verdict.p,
        "n": None if _is_group(found) else verdict.n,
        "size": _n(found),
        "weeks_before": verdict.weeks_before,
        "weeks_after": verdict.weeks_after,
        "method": verdict.method,
        "words": verdict.words,
        "guards": [_reading(r) for r in found.guards],
        "untouched": _reading(found.untouched) if found.untouched else None,
        "held": {
            "words": found.held.words,
            "unseen": found.held.unseen,
            "kept": found.held.kept,
            "told": found.held.told,
            "away": found.held.away,
            "paused": found.held.paused,
            "to_come": found.held.to_come,
            "broken": [
                {
                    "day": str(b.slot.day),
                    "hours": str(b.slot.zone),
                    "acts": [{"at": at, "what": what, "where": where} for at, what, where in b.acts],
                }
                for b in found.held.broken
            ],
        },
        "meanwhile": list(found.happened),
        "doubts": list(found.doubts),
        "weeks": [
            *_weeks(found, found.before, found.first_week),
            *_weeks(found, found.after, found.registration.start_week),
        ],
    }


def _as_judged(made: Registration) -> dict[str, str] | None:
    """What was written down at the end; None before."""
    if made.status != "finished":
        return None
    return {key: str(made.told.get(key)) for key in ("result", "judged_on", "result_words", "held_words")}


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "metric": reading.name,
        "sight": reading.sight,
        "estimate": _finite(reading.estimate),
        "low": _finite(reading.low),
        "high": _finite(reading.high),
        "unit": reading.unit,
        "words": reading.words,
    }


def _is_group(found: Result) -> bool:
    return signals.named(found.registration.metric).is_group


def _n(found: Result) -> str:
    return str(Band.of(found.verdict.n)) if _is_group(found) else str(found.verdict.n)


def _weeks(found: Result, series: Series, first: int) -> Iterator[dict[str, Any]]:
    for n, week in enumerate(series.weeks):
        if _is_group(found):
            share = None if week is None or not week.size else coarse(week.amount / week.size)
            yield {"monday": str(week_start(first + n)), "share": share}
            continue
        yield {
            "monday": str(week_start(first + n)),
            "amount": None if week is None else week.amount,
            "size": None if week is None else week.size,
        }


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
