"""What a practice did: one verdict on its registered number, and what speaks beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import signals
from podium.core.errors import CannotTell
from podium.core.measure import counted
from podium.core.time import Window, day_date, week_no, week_start
from podium.experiments import adherence, metric, pause, plan, registration
from podium.experiments.adherence import Adherence
from podium.experiments.blocks import slots_of
from podium.experiments.calendar_state import Standing
from podium.experiments.metric import Sides, start_of, week_of
from podium.experiments.plan import clashes_of
from podium.experiments.registration import Registration
from podium.journal.kinds import happening
from podium.practices import Moves
from podium.statistics.change import PAST_WEEKS as HISTORY_WEEKS
from podium.statistics.compare import LONGEST, judge, judge_switched
from podium.statistics.guardrails import (
    Guard,
    Reading,
    read_guard,
    read_switched,
    read_untouched,
    read_untouched_switched,
)
from podium.statistics.series import Series
from podium.statistics.switch import draw_schedule
from podium.statistics.together import JudgedNumber, judge_together
from podium.statistics.verdict import Verdict, unit_of

if TYPE_CHECKING:
    from podium.journal import Journal
    from podium.journal.entry import Values
    from podium.mirror.mirror import Mirror
    from podium.practices import Practice
    from podium.statistics.switch import Schedule

_RELEASES = "select at_s from ours where verb = 'released'"


class Result(msgspec.Struct, frozen=True):
    """A verdict and what it has to be read with.

    Attributes:
        verdict: on the registered metric alone.
        guards, untouched: numbers beside it, described and never judged; `untouched` should not have moved.
        first_week: of the picture. before, after: the weeks of the metric.
        happened: what else went on in these weeks.
        doubts: why this verdict is worth less than it says: amended, confounded, started at an extreme.
    """

    registration: Registration
    verdict: Verdict
    guards: tuple[Reading, ...]
    untouched: Reading | None
    held: Adherence
    first_week: int
    before: Series
    after: Series
    happened: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def kind(self) -> str:
        """`observational`, or `randomised` for weeks drawn beforehand."""
        return "randomised" if self.registration.design == "on-off" else "observational"


def reach(registration: Registration) -> date:
    """The first day the evidence has to be read in full from, so that her own past can be the yardstick."""
    return plan.reach(registration.starts_on)


def result_of(
    registration: Registration, practice: Practice, mirror: Mirror, journal: Journal, stands: Standing | None = None
) -> Result:
    """Judge a registered practice by what the evidence reaches; its hours as they stand, else as registered.

    Raises:
        Misuse: its metric is no signal any more. CannotTell: the drawn weeks are not those of its name.
    """
    first = week_of(registration.baseline_from)
    last = min(registration.last_week, metric.last_full_week(mirror))
    sides = _sides(
        registration.metric,
        registration,
        mirror,
        (registration.start_week - HISTORY_WEEKS, first, registration.start_week, last),
    )
    before, after = sides.before, sides.after
    return Result(
        registration=registration,
        verdict=_verdict(registration, mirror, sides, last),
        guards=_guards(registration, mirror, (first, first, registration.start_week, last)),
        untouched=_untouched(registration, mirror, (first, first, registration.start_week, last)),
        first_week=first,
        held=adherence.account(registration, stands or Standing(slots_of(registration)), practice, mirror),
        before=before,
        after=after,
        happened=tuple(_happened(registration, mirror, journal, last)),
        doubts=tuple(_doubts(registration, journal)),
    )


def _verdict(registration: Registration, mirror: Mirror, sides: Sides, last: int) -> Verdict:
    """The one answer, in the way that was registered."""
    before, after = sides.before, sides.after
    planned = registration.weeks + registration.is_paused
    if _is_counted_anew(registration):
        return _not_judged(before, after, _COUNTED_ANEW)
    if not registration.is_judged:
        return _not_judged(before, after, _ONLY_HELD)
    if registration.together:
        numbers = _judged_numbers(registration, mirror, sides, last)
        return judge_together(numbers, weeks_planned=planned, was_found=registration.was_found)
    if registration.design == "on-off":
        schedule = _schedule(registration)
        return judge_switched(after, schedule, better=registration.direction, minimum=registration.minimum)
    return judge(
        before,
        after,
        better=registration.direction,
        minimum=registration.minimum,
        history=sides.past,
        weeks_planned=planned,
        was_found=registration.was_found,
    )


def _is_counted_anew(registration: Registration) -> bool:
    """Whether podium counts one of its numbers in another way than when it was registered."""
    versions = (registration.measure_version, *registration.together_versions)
    return any(
        metric.metric(number).signal.version != version
        for number, version in zip(registration.numbers, versions, strict=True)
    )


def _judged_numbers(registration: Registration, mirror: Mirror, first: Sides, last: int) -> list[JudgedNumber]:
    """Every number of a practice that is judged by several, `first` being the sides of the first."""
    begin, start = week_of(registration.baseline_from), registration.start_week
    weeks = start - HISTORY_WEEKS, begin, start, last
    numbers = []
    for moves in (Moves(registration.metric, registration.direction, registration.minimum), *registration.together):
        is_first = moves.signal == registration.metric
        sides = first if is_first else _sides(moves.signal, registration, mirror, weeks)
        name = f"{signals.short_of(moves.signal)} ({moves.signal})"
        numbers.append(JudgedNumber(name, moves.toward, sides.before, sides.after, sides.past, moves.by))
    return numbers


def _sides(name: str, registration: Registration, mirror: Mirror, weeks: tuple[int, int, int, int]) -> Sides:
    """The weeks of a number, those a pause touched left out."""
    sides = metric.tell_sides(metric.metric(name), mirror, weeks)
    paused = pause.weeks_of(registration.pauses, registration.start_week, weeks[3])
    weeks_measured = (
        None if registration.start_week + n in paused else week for n, week in enumerate(sides.after.weeks)
    )
    # Weeks with the habit that do not count yet belong to neither side.
    early = registration.start_week - registration.first_habit_week
    return Sides(
        _without_last(sides.past, early),
        _without_last(sides.before, early),
        replace(sides.after, weeks=tuple(weeks_measured)),
    )


def _without_last(series: Series, weeks: int) -> Series:
    """The same series, its last weeks not measured."""
    weeks_known = len(series.weeks) - weeks
    return series if weeks <= 0 else replace(series, weeks=(*series.weeks[:weeks_known], *([None] * weeks)))


_ONLY_HELD = "Not judged: none of its numbers could show a change in your weeks. The outcome is how often you held it."
_COUNTED_ANEW = (
    "Not judged: podium counts this number in another way since you registered it, and the new way was not promised. "
    "The outcome is how often you held it."
)


def _not_judged(before: Series, after: Series, words: str) -> Verdict:
    weeks = len(before.measured), len(after.measured)
    unit = unit_of(before.kind)
    return Verdict("not enough data", None, None, None, unit, None, *weeks, before.events + after.events, "", words)


def weeks_owed(result: Result) -> int:
    """How many weeks a judged practice still has to run because as many had nothing to count; 0 when it is complete.

    It never takes more than twice the planned weeks; a drawn order of on and off weeks cannot be made longer.
    """
    registration = result.registration
    owed = registration.weeks - len(result.after.measured)
    room = LONGEST * registration.weeks - (week_of(registration.runs_until) - registration.start_week + 1)
    return max(0, min(owed, room)) if registration.is_judged and registration.design != "on-off" else 0


def _schedule(registration: Registration) -> Schedule:
    schedule = draw_schedule(week_of(registration.ends_on) - registration.start_week + 1, registration.id)
    drawn = tuple(week_start(registration.start_week + n) for n, is_on in enumerate(schedule.is_on) if is_on)
    if drawn != registration.on_weeks:
        raise CannotTell(
            "the on and off weeks are not those that were drawn for this name",
            where=registration.id,
            next_step="give the file the name it was registered under, and its weeks as they were",
        )
    return schedule


def _guards(registration: Registration, mirror: Mirror, weeks: tuple[int, int, int, int]) -> tuple[Reading, ...]:
    """Each guardrail; none of a practice that is only held."""
    guards = registration.guardrails if registration.is_judged else ()
    return tuple(_guard(guard, registration, mirror, weeks) for guard in guards)


def _guard(guard: Moves, registration: Registration, mirror: Mirror, weeks: tuple[int, int, int, int]) -> Reading:
    sides = _sides(guard.signal, registration, mirror, weeks)
    if registration.design == "on-off":
        return read_switched(Guard(guard.signal, guard.toward), sides.after, _schedule(registration))
    return read_guard(Guard(guard.signal, guard.toward), sides.before, sides.after)


def _untouched(registration: Registration, mirror: Mirror, weeks: tuple[int, int, int, int]) -> Reading | None:
    if not registration.comparison or not registration.is_judged:
        return None
    sides = _sides(registration.comparison, registration, mirror, weeks)
    if registration.design == "on-off":
        return read_untouched_switched(registration.comparison, sides.after, _schedule(registration))
    return read_untouched(registration.comparison, sides.before, sides.after)


def _happened(registration: Registration, mirror: Mirror, journal: Journal, last: int) -> Iterable[str]:
    """Leave, the turn of the year, releases, and what she noted, in the weeks it is judged by."""
    first_day, last_day = registration.baseline_from, max(registration.starts_on, week_start(last) + timedelta(days=6))
    for span in mirror.file.me.leave:
        if span.first <= last_day and span.last >= first_day:
            yield f"leave {span.first} to {span.last}"
    turns = metric.why_unmeasured((), week_of(first_day), last)
    if turns:
        yield f"{counted(len(turns), 'week')} at the turn of the year, not measured"
    window = Window(start_of(week_of(first_day)), start_of(last + 1))
    released = _weeks_of_releases(mirror, window)
    if released:
        after = sum(week >= registration.start_week for week in released)
        yield f"releases in {counted(len(released), 'week')}, {after} of them after the start"
    for entry in journal.entries(happening.KIND):
        if entry.head.first <= last_day and entry.head.until >= first_day:
            days = str(entry.head.first) + (f" to {entry.head.until}" if entry.head.until != entry.head.first else "")
            yield f"{entry.head.sort} {days}: {entry.head.what}"


def _weeks_of_releases(mirror: Mirror, window: Window) -> set[int]:
    """Weeks with a release of hers, or of a group of five."""
    team = mirror.evidence.ask_group(_RELEASES, window, question="releases")
    if not team.why_none:
        return team.weeks()
    return {week_no(at_s) for (at_s,) in mirror.evidence.ask(_RELEASES, window, question="releases")}


def _doubts(practice_run: Registration, journal: Journal) -> Iterable[str]:
    if practice_run.amended:
        yield f"amended after it was registered: {', '.join(practice_run.amended)}; the test is no longer as registered"
    if practice_run.pauses:
        yield say_pauses(practice_run)
    beside = {c.other if c.one == practice_run.id else c.one for c in clashes_of(practice_run, journal)}
    # What began after this one's last week moved nothing that is judged here.
    late = {r.id for r in registration.every(journal) if r.start_week > practice_run.last_week}
    names = sorted({*practice_run.confounded_with, *(beside - late)})
    if names:
        number = "a number it is judged by" if practice_run.together else signals.short_of(practice_run.metric)
        yield f"ran beside {', '.join(names)}; all act on {number}, and what each of them did cannot be told apart"
    if practice_run.told.get("at_an_extreme"):
        yield "started at an extreme: what looks its worst mostly gets better by itself"


def say_pauses(registration: Registration) -> str:
    """When it was paused, what that leaves out, and what it does to the result."""
    lost_weeks = len(pause.weeks_of(registration.pauses, registration.start_week, registration.last_week))
    weeks = "1 week it touches is" if lost_weeks == 1 else f"the {lost_weeks} weeks it touches are"
    if registration.is_paused:
        weeks = "every week it touches is"
    moved = (
        f", and its end moved from {registration.ends_on} to {registration.runs_until}"
        if registration.runs_until != registration.ends_on
        else ""
    )
    return f"paused {pause.say(registration.pauses)}: {weeks} left out{moved}; {pause.DOUBT}"


def outcome(result: Result, today: date) -> Values:
    """What `finish` adds to the journal's file."""
    verdict = result.verdict
    numbers = {"estimate": verdict.estimate, "low": verdict.low, "high": verdict.high, "p": verdict.p}
    held_words = "; ".join(filter(None, (result.held.words, result.held.unseen)))
    return {
        "status": "finished",
        "result": verdict.result,
        "judged_on": today,
        "n": verdict.n,
        "result_unit": verdict.unit,
        "result_words": verdict.words,
        "held_words": held_words,
        "result_kind": result.kind,
        **{name: round(value, 4) for name, value in numbers.items() if value is not None and abs(value) < 1e9},
    }


def with_outcome(result: Result, facts: Values) -> Result:
    """The result of a practice that is finished now, as the journal's file tells it from here on."""
    finished = replace(result.registration, status="finished", told={**result.registration.told, **facts})
    return replace(result, registration=finished)


def last_seen(mirror: Mirror) -> date:
    """The last day the evidence reaches."""
    return day_date((mirror.window.end_s - 1) // 86_400)
