"""A registered practice and its result in words and as data, for the terminal and for pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core import weekly_hours
from podium.core.time import week_start
from podium.experiments import adherence, metric, pause, registration
from podium.experiments.registration import state

if TYPE_CHECKING:
    from podium.experiments.plan import Plan
    from podium.experiments.registration import Registration
    from podium.experiments.result import Result
    from podium.journal import Journal
    from podium.statistics.guard import Reading
    from podium.statistics.series import Series

PROMISE = {"down": "goes down", "up": "goes up"}


class GuardRecord(msgspec.Struct, frozen=True):
    """A guardrail, and which way would be harm."""

    metric: str
    harm: str


class ActRecord(msgspec.Struct, frozen=True):
    """What stood in a protected hour."""

    at: str
    what: str
    where: str


class BrokenRecord(msgspec.Struct, frozen=True):
    """A protected hour that was not kept."""

    day: str
    hours: str
    acts: list[ActRecord]


class AdherenceRecord(msgspec.Struct, frozen=True):
    """How many of the promised hours were kept."""

    words: str
    unseen: str
    kept: int
    told: int
    away: int
    paused: int
    to_come: int
    broken: list[BrokenRecord]


class ReadingRecord(msgspec.Struct, frozen=True):
    """How one signal moved; a bound that has no end is null."""

    metric: str
    sight: str
    estimate: float | None
    low: float | None
    high: float | None
    unit: str
    words: str


class WeekRecord(msgspec.Struct, frozen=True):
    """One week of a series; null where nothing was measured."""

    monday: str
    amount: float | None
    size: float | None


class VisibleRecord(msgspec.Struct, frozen=True):
    """The smallest change such a plan would show."""

    change: float | None
    unit: str
    power: float
    power_at_most: float
    words: str


class PracticeRecord(msgspec.Struct, frozen=True):
    """A registration for scripts."""

    id: str
    practice: str
    state: str
    metric: str
    direction: str
    hypothesis: str
    minimum: float
    guardrails: list[GuardRecord]
    comparison: str
    registered_on: str
    starts_on: str
    ends_on: str
    baseline_from: str
    design: str
    pauses: list[str]
    runs_until: str
    on_weeks: list[str]
    hours: str
    zone: str
    amended: list[str]
    confounded_with: list[str]
    was_found: bool
    visible: str
    result: str | None


def registration_lines(registration: Registration) -> Iterator[str]:
    """What was promised, one line each."""
    yield f"hypothesis: {registration.hypothesis}"
    yield f"metric: {registration.metric} {PROMISE[registration.direction]}, by {_least(registration)} or more to matter"
    guards = "; ".join(f"{g.signal} must not go {g.toward}" for g in registration.guardrails)
    yield f"guardrails: {guards or 'none'}"
    if registration.comparison:
        yield f"should not move: {registration.comparison}"
    habit = f"habit: from {registration.habit_from}; " if registration.habit_from < registration.starts_on else ""
    yield f"{habit}baseline: from {registration.baseline_from}; counted from {registration.starts_on} to {registration.ends_on}"
    if registration.pauses:
        stretches = pause.say(registration.pauses)
        yield f"paused after it began: {stretches}; it runs until {registration.runs_until}" + (
            " and as long as the pause lasts" if registration.is_paused and registration.design != "on-off" else ""
        )
    if registration.zones:
        yield f"hours: {weekly_hours.say(registration.zones)} ({registration.zone})"
    if registration.on_weeks:
        yield f"on in the weeks of {', '.join(map(str, registration.on_weeks))}; off in the others, as drawn"


def _least(registration: Registration) -> str:
    return f"{registration.minimum * 100:.0f} {'points' if metric.metric(registration.metric).kind == 'share' else '%'}"


def plan_lines(plan: Plan) -> Iterator[str]:
    """What she should read before she says yes."""
    yield plan.registration.id
    yield from (f"  {line}" for line in registration_lines(plan.registration))
    yield from (f"  {word}" for word in plan.words)


def where_it_stands(registration: Registration, today: date) -> str:
    """One line while there is no verdict to read: how far it is, and what comes next; empty once there is."""
    where = state(registration, today)
    if where == "registered":
        return f"registered; it begins on {registration.habit_from} and is judged once, after {registration.runs_until}"
    if where == "running" and today < registration.starts_on:
        return f"running; its weeks count from {registration.starts_on} on, and it is judged once, after {registration.runs_until}"
    if where == "running":
        week, last = (
            metric.week_of(today) - registration.start_week + 1,
            metric.week_of(registration.runs_until) - registration.start_week + 1,
        )
        return f"running, week {week} of {last}; it is judged once, after {registration.runs_until}"
    if where == "paused":
        return f"paused; `podium practice resume {registration.id}` goes on"
    return f"stopped on {registration.stopped_on}; there is no verdict on part of a plan" if where == "stopped" else ""


def result_lines(result: Result, today: date) -> Iterator[str]:
    """The verdict, or how far it is until there is one; then everything it has to be read with."""
    registration, verdict = result.registration, result.verdict
    if where := where_it_stands(registration, today):
        yield f"{registration.id}: {where} ({result.kind})"
    elif registration.status == "finished":
        yield from _judged(result)
    else:
        yield f"{registration.id}: {verdict.result} ({result.kind})"
        yield f"  {registration.metric}: {verdict.words}"
    yield f"  n = {verdict.n} in {verdict.weeks_before} + {verdict.weeks_after} measured weeks; {verdict.method}"
    for doubt in result.doubts:
        yield f"  doubt: {doubt}"
    for reading in result.guards:
        yield f"  guardrail {reading.words}"
    if result.untouched:
        yield f"  should not move: {result.untouched.words}"
    yield from (f"  {line}" for line in adherence.say(result.held))
    yield f"  meanwhile: {'; '.join(result.happened) or 'nothing noted (`podium new happening` notes what else goes on)'}"


def _judged(result: Result) -> Iterator[str]:
    """The result as it was written down, once; what is read today only speaks where it differs."""
    registration, facts = result.registration, result.registration.told
    yield f"{registration.id}: {facts.get('result')} ({result.kind}), judged on {facts.get('judged_on')}"
    yield f"  {registration.metric}: {facts.get('result_words')}"
    if facts.get("result") != result.verdict.result:
        yield f"  doubt: read again today it would be {result.verdict.result}: the evidence is another one than when it was judged"
    if facts.get("held_words") != result.held.words:
        yield f"  when it was judged: {facts.get('held_words')}"


def now_lines(journal: Journal, today: date) -> Iterator[str]:
    """One line for each practice that is on its way, for the foot of the mirror."""
    for practice_run in registration.every(journal):
        where = state(practice_run, today)
        if where == "over":
            yield f"{practice_run.practice} is over: podium practice finish {practice_run.id}"
        elif where == "paused":
            yield f"{practice_run.practice} is paused: podium practice resume {practice_run.id}"
        elif where == "registered":
            yield f"{practice_run.practice} begins on {practice_run.habit_from}: podium practice show {practice_run.id}"
        elif where == "running":
            yield f"{practice_run.practice} is running until {practice_run.runs_until}: podium practice show {practice_run.id}"


def as_data(registration: Registration, today: date) -> PracticeRecord:
    """A registration as plain values."""
    return PracticeRecord(
        id=registration.id,
        practice=registration.practice,
        state=state(registration, today),
        metric=registration.metric,
        direction=registration.direction,
        hypothesis=registration.hypothesis,
        minimum=registration.minimum,
        guardrails=[GuardRecord(metric=g.signal, harm=g.toward) for g in registration.guardrails],
        comparison=registration.comparison,
        registered_on=str(registration.registered_on),
        starts_on=str(registration.starts_on),
        ends_on=str(registration.ends_on),
        baseline_from=str(registration.baseline_from),
        design=registration.design,
        pauses=[str(pause) for pause in registration.pauses],
        runs_until=str(registration.runs_until),
        on_weeks=[str(day) for day in registration.on_weeks],
        hours=weekly_hours.say(registration.zones),
        zone=registration.zone,
        amended=list(registration.amended),
        confounded_with=list(registration.confounded_with),
        was_found=registration.was_found,
        visible=registration.told.get("visible", ""),
        result=registration.told.get("result"),
    )


class PlanRecord(PracticeRecord, frozen=True):
    """A plan for scripts."""

    words: list[str]
    smallest_visible: VisibleRecord


class ResultRecord(PracticeRecord, frozen=True):
    """A result for scripts; numbers that have no end are null."""

    judged: dict[str, str] | None
    kind: str
    unit: str
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    n: int
    weeks_before: int
    weeks_after: int
    method: str
    words: str
    guards: list[ReadingRecord]
    untouched: ReadingRecord | None
    held: AdherenceRecord
    meanwhile: list[str]
    doubts: list[str]
    weeks: list[WeekRecord]


def plan_data(plan: Plan, today: date) -> PlanRecord:
    """A plan as plain values."""
    smallest_visible = plan.visible
    return PlanRecord(
        **msgspec.structs.asdict(as_data(plan.registration, today)),
        words=list(plan.words),
        smallest_visible=VisibleRecord(
            change=smallest_visible.change,
            unit=smallest_visible.unit,
            power=smallest_visible.power,
            power_at_most=smallest_visible.most,
            words=smallest_visible.words,
        ),
    )


def result_data(result: Result, today: date) -> ResultRecord:
    """A result as plain values; numbers that have no end are null."""
    verdict = result.verdict
    registration: Mapping[str, Any] = msgspec.structs.asdict(as_data(result.registration, today)) | {
        "result": verdict.result
    }
    return ResultRecord(
        **registration,
        judged=_as_judged(result.registration),
        kind=result.kind,
        unit=verdict.unit,
        estimate=_finite(verdict.estimate),
        low=_finite(verdict.low),
        high=_finite(verdict.high),
        p=verdict.p,
        n=verdict.n,
        weeks_before=verdict.weeks_before,
        weeks_after=verdict.weeks_after,
        method=verdict.method,
        words=verdict.words,
        guards=[_reading(r) for r in result.guards],
        untouched=_reading(result.untouched) if result.untouched else None,
        held=AdherenceRecord(
            words=result.held.words,
            unseen=result.held.unseen,
            kept=result.held.kept,
            told=result.held.told,
            away=result.held.away,
            paused=result.held.paused,
            to_come=result.held.to_come,
            broken=[
                BrokenRecord(
                    day=str(b.slot.day),
                    hours=str(b.slot.zone),
                    acts=[ActRecord(at=at, what=what, where=where) for at, what, where in b.acts],
                )
                for b in result.held.broken
            ],
        ),
        meanwhile=list(result.happened),
        doubts=list(result.doubts),
        weeks=[*_weeks(result.before, result.first_week), *_weeks(result.after, result.registration.start_week)],
    )


def _as_judged(registration: Registration) -> dict[str, str] | None:
    """What was written down at the end; None before."""
    if registration.status != "finished":
        return None
    return {key: str(registration.told.get(key)) for key in ("result", "judged_on", "result_words", "held_words")}


def _reading(reading: Reading) -> ReadingRecord:
    return ReadingRecord(
        metric=reading.name,
        sight=reading.sight,
        estimate=_finite(reading.estimate),
        low=_finite(reading.low),
        high=_finite(reading.high),
        unit=reading.unit,
        words=reading.words,
    )


def _weeks(series: Series, first: int) -> Iterator[WeekRecord]:
    for n, week in enumerate(series.weeks):
        yield WeekRecord(
            monday=str(week_start(first + n)),
            amount=None if week is None else week.amount,
            size=None if week is None else week.size,
        )


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
