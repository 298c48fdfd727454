"""A registered practice and its result in words and as data, for the terminal and for pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from podium import signals
from podium.core import weekly_hours
from podium.core.group import Band, coarse
from podium.core.time import week_start
from podium.experiments import adherence, closing, metric, pause, registration
from podium.experiments.registration import state

if TYPE_CHECKING:
    from podium.experiments.plan import Plan
    from podium.experiments.registration import Registration
    from podium.experiments.result import Result
    from podium.journal import Journal
    from podium.statistics.guardrails import Reading
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
    """One week of a series; null where nothing was measured. Of a group its share in twentieths, and nothing else."""

    monday: str
    amount: float | msgspec.UnsetType | None = msgspec.UNSET
    size: float | msgspec.UnsetType | None = msgspec.UNSET
    share: float | msgspec.UnsetType | None = msgspec.UNSET


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
    together: list[str]
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
    if registration.is_judged:
        yield from _judging_lines(registration)
    else:
        yield "outcome: how often you held it; no number judges it"
        yield f"habit: from {registration.habit_from} to {registration.ends_on}"
    if registration.pauses:
        stretches = pause.say(registration.pauses)
        yield f"paused after it began: {stretches}; it runs until {registration.runs_until}" + (
            " and as long as the pause lasts" if registration.is_paused and registration.design != "on-off" else ""
        )
    if registration.zones:
        yield f"hours: {weekly_hours.say(registration.zones)} ({registration.zone})"
    if registration.on_weeks:
        yield f"on in the weeks of {', '.join(map(str, registration.on_weeks))}; off in the others, as drawn"


def _judging_lines(registration: Registration) -> Iterator[str]:
    """What it is judged by, and over which weeks."""
    least = f"by {_least(registration)} or more to matter"
    yield f"judged by: {_spoken(registration.metric)} {PROMISE[registration.direction]}, {least}"
    if registration.together:
        others = "; ".join(f"{_spoken(m.signal)} {PROMISE[m.toward]}" for m in registration.together)
        yield f"judged in one test with: {others}; one verdict about all of them"
    guards = "; ".join(f"{_spoken(g.signal)} must not go {g.toward}" for g in registration.guardrails)
    yield f"guardrails: {guards or 'none'}"
    if registration.comparison:
        yield f"should not move: {_spoken(registration.comparison)}"
    habit = f"habit: from {registration.habit_from}; " if registration.habit_from < registration.starts_on else ""
    yield f"{habit}baseline: from {registration.baseline_from}; counted from {registration.starts_on} to {registration.ends_on}"


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
        return f"registered; it begins on {registration.habit_from} and {_say_end(registration)}"
    if where == "running" and today < registration.starts_on and registration.is_judged:
        return f"running; its weeks count from {registration.starts_on} on, and it {_say_end(registration)}"
    if where == "running":
        first = registration.start_week if registration.is_judged else registration.first_habit_week
        week, last = (metric.week_of(day) - first + 1 for day in (today, registration.runs_until))
        return f"running, week {week} of {last}; it {_say_end(registration)}"
    if where == "paused":
        return f"paused; `podium practice resume {registration.id}` goes on"
    return f"stopped on {registration.stopped_on}; there is no verdict on part of a plan" if where == "stopped" else ""


def _say_end(registration: Registration) -> str:
    how = "is judged once, after" if registration.is_judged else "runs until"
    return f"{how} {registration.runs_until}"


def result_lines(result: Result, today: date) -> Iterator[str]:
    """The verdict, or how far it is until there is one; then everything it has to be read with."""
    registration, verdict = result.registration, result.verdict
    if where := where_it_stands(registration, today):
        yield f"{registration.id}: {where}"
    elif registration.status == "finished":
        yield from _judged(result)
    else:
        yield f"{registration.id}: {_named(result, verdict.result)}"
        yield f"  {_beginning(registration)}{verdict.words}"
    if registration.is_judged and not where:
        how = f"; {verdict.method}" if verdict.method else ""
        yield f"  rests on {_counted(result)} in {verdict.weeks_before} + {verdict.weeks_after} measured weeks{how}"
    for doubt in result.doubts:
        yield f"  doubt: {doubt}"
    # Numbers beside the registered one say nothing before it is over.
    for reading in () if where else result.guards:
        yield f"  guardrail: {_reading_words(reading)}"
    if result.untouched and not where:
        yield f"  should not move: {_reading_words(result.untouched)}"
    yield from (f"  {line}" for line in adherence.say(result.held))
    yield f"  meanwhile: {'; '.join(result.happened) or 'nothing noted (`podium new happening` notes what else goes on)'}"


def _named(result: Result, answer: Any) -> str:
    """The answer and what kind of evidence it is; a practice that is only held has none."""
    return f"{answer} ({result.kind})" if result.registration.is_judged else "held"


def _beginning(registration: Registration) -> str:
    """The number a verdict speaks of; several say their names themselves."""
    return f"{_spoken(registration.metric)}: " if registration.is_judged and not registration.together else ""


def _spoken(name: str) -> str:
    """A number by what a person calls it."""
    return signals.short_of(name)


def _judged(result: Result) -> Iterator[str]:
    """The result as it was written down, once; what is read today only speaks where it differs."""
    registration, facts = result.registration, result.registration.told
    ended = "judged" if registration.is_judged else "ended"
    yield f"{registration.id}: {_named(result, facts.get('result'))}, {ended} on {facts.get('judged_on')}"
    yield f"  {_beginning(registration)}{facts.get('result_words')}"
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
        together=[moves.signal for moves in registration.together],
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
        result=_result_word(registration),
    )


def _result_word(registration: Registration) -> str | None:
    """How it ended; one that no number judged ended with how often it was held."""
    if registration.is_judged or "result" not in registration.told:
        return registration.told.get("result")
    return str(registration.told.get("held_words") or "held")


class PlanRecord(PracticeRecord, frozen=True):
    """A plan for scripts."""

    words: list[str]
    smallest_visible: VisibleRecord


class ResultRecord(PracticeRecord, frozen=True):
    """A result for scripts; numbers that have no end are null, and so is the `n` of a group, whose `size` is a band."""

    judged: dict[str, str] | None
    ending: str | None
    next_step: str | None
    kind: str
    unit: str
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    n: int | None
    size: str
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
    verdict, ending = result.verdict, closing.closing_of(result)
    registration: Mapping[str, Any] = msgspec.structs.asdict(as_data(result.registration, today))
    if result.registration.is_judged:
        registration = {**registration, "result": verdict.result}
    return ResultRecord(
        **registration,
        judged=_as_judged(result.registration),
        ending=ending.says if ending else None,
        next_step=ending.next_step if ending else None,
        kind=result.kind,
        unit=verdict.unit,
        estimate=_finite(verdict.estimate),
        low=_finite(verdict.low),
        high=_finite(verdict.high),
        p=verdict.p,
        n=None if _is_group(result) else verdict.n,
        size=_n(result),
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
        weeks=[
            *_weeks(result, result.before, result.first_week),
            *_weeks(result, result.after, result.registration.start_week),
        ],
    )


def _as_judged(registration: Registration) -> dict[str, str] | None:
    """What was written down at the end; None before."""
    if registration.status != "finished":
        return None
    judged = {key: str(registration.told.get(key)) for key in ("result", "judged_on", "result_words", "held_words")}
    return {**judged, "result": str(_result_word(registration))}


def _reading(reading: Reading) -> ReadingRecord:
    return ReadingRecord(
        metric=reading.name,
        sight=reading.sight,
        estimate=_finite(reading.estimate),
        low=_finite(reading.low),
        high=_finite(reading.high),
        unit=reading.unit,
        words=_reading_words(reading),
    )


def _reading_words(reading: Reading) -> str:
    return f"{_spoken(reading.name)}: {reading.words}"


def _is_group(result: Result) -> bool:
    return any(signals.named(number).is_group for number in result.registration.numbers)


def _counted(result: Result) -> str:
    """How many things the answer rests on, with what they are; a group's as a band."""
    is_joined = bool(result.registration.together)
    return f"{_n(result)} {'things counted' if is_joined else signals.named(result.registration.metric).rows_are}"


def _n(result: Result) -> str:
    return str(Band.of(result.verdict.n)) if _is_group(result) else str(result.verdict.n)


def _weeks(result: Result, series: Series, first: int) -> Iterator[WeekRecord]:
    for n, week in enumerate(series.weeks):
        monday = str(week_start(first + n))
        if _is_group(result):
            share = None if week is None or not week.size else coarse(week.amount / week.size)
            yield WeekRecord(monday=monday, share=share)
        else:
            yield WeekRecord(
                monday=monday,
                amount=None if week is None else week.amount,
                size=None if week is None else week.size,
            )


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else value
