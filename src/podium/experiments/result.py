"""What a practice did: one verdict on its registered number, and what speaks beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from podium.core.errors import CannotTell
from podium.core.measure import counted
from podium.core.time import Window, day_date, week_no, week_start
from podium.experiments import adherence, metric, pause, plan, registration
from podium.experiments.blocks import slots_of
from podium.experiments.calendar_state import Standing
from podium.experiments.metric import Sides, start_of, week_of
from podium.experiments.plan import clashes_of
from podium.journal.kinds import happening
from podium.statistics.change import PAST_WEEKS as HISTORY_WEEKS
from podium.statistics.compare import LONGEST, judge, judge_switched
from podium.statistics.guard import Guard, read_guard, read_switched, read_untouched
from podium.statistics.switch import draw_schedule
from podium.statistics.verdict import Verdict, unit_of

if TYPE_CHECKING:
    from podium.experiments.adherence import Held
    from podium.experiments.registration import Registration
    from podium.journal import Journal
    from podium.mirror.mirror import Mirror
    from podium.practices import Moves, Practice
    from podium.statistics.guard import Reading
    from podium.statistics.series import Series
    from podium.statistics.switch import Schedule

_RELEASES = "select at_s from ours where verb = 'released'"


@dataclass(frozen=True, slots=True)
class Result:
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
    held: Held
    first_week: int
    before: Series
    after: Series
    happened: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def kind(self) -> str:
        """`observational`, or `randomised` for weeks drawn beforehand."""
        return "randomised" if self.registration.design == "on-off" else "observational"


def reach(made: Registration) -> date:
    """The first day the evidence has to be read in full from, so that her own past can be the yardstick."""
    return plan.reach(made.starts_on)


def result_of(
    made: Registration, practice: Practice, mirror: Mirror, journal: Journal, stands: Standing | None = None
) -> Result:
    """Judge a registered practice by what the evidence reaches; its hours as they stand, else as registered.

    Raises:
        Misuse: its metric is no signal any more. CannotTell: the drawn weeks are not those of its name.
    """
    first = week_of(made.baseline_from)
    last = min(made.last_week, metric.last_full_week(mirror))
    sides = _sides(made.metric, made, mirror, (made.start_week - HISTORY_WEEKS, first, made.start_week, last))
    before, after = sides.before, sides.after
    if metric.metric(made.metric).signal.version != made.measure_version:
        verdict = _not_judged(before, after, _COUNTED_ANEW)
    elif not made.is_judged:
        verdict = _not_judged(before, after, _ONLY_HELD)
    elif made.design == "on-off":
        verdict = judge_switched(after, _schedule(made), better=made.direction, minimum=made.minimum)
    else:
        verdict = judge(
            before,
            after,
            better=made.direction,
            minimum=made.minimum,
            history=sides.past,
            weeks_planned=made.weeks + made.is_paused,
            was_found=made.was_found,
        )
    return Result(
        registration=made,
        verdict=verdict,
        guards=tuple(_guard(guard, made, mirror, (first, first, made.start_week, last)) for guard in made.guardrails),
        untouched=_untouched(made, mirror, (first, first, made.start_week, last)),
        first_week=first,
        held=adherence.account(made, stands or Standing(slots_of(made)), practice, mirror),
        before=before,
        after=after,
        happened=tuple(_happened(made, mirror, journal, last)),
        doubts=tuple(_doubts(made, journal)),
    )


def _sides(name: str, made: Registration, mirror: Mirror, weeks: tuple[int, int, int, int]) -> Sides:
    """The weeks of a number, those a pause touched left out."""
    sides = metric.tell_sides(metric.metric(name), mirror, weeks)
    paused = pause.weeks_of(made.pauses, made.start_week, weeks[3])
    kept = (None if made.start_week + n in paused else week for n, week in enumerate(sides.after.weeks))
    # Weeks with the habit that do not count yet belong to neither side.
    early = made.start_week - week_of(made.habit_from)
    return Sides(
        _without_last(sides.past, early),
        _without_last(sides.before, early),
        replace(sides.after, weeks=tuple(kept)),
    )


def _without_last(series: Series, weeks: int) -> Series:
    """The same series, its last weeks not measured."""
    known = len(series.weeks) - weeks
    return series if weeks <= 0 else replace(series, weeks=(*series.weeks[:known], *([None] * weeks)))


_ONLY_HELD = "Not judged: none of its numbers could show a change in your weeks. The outcome is how often you held it."
_COUNTED_ANEW = (
    "Not judged: podium counts this number in another way since you registered it, and the new way was not promised. "
    "The outcome is how often you held it."
)


def _not_judged(before: Series, after: Series, words: str) -> Verdict:
    weeks = len(before.measured), len(after.measured)
    unit = unit_of(before.kind)
    return Verdict("not enough data", None, None, None, unit, None, *weeks, before.events + after.events, "", words)


def weeks_owed(found: Result) -> int:
    """How many weeks a judged practice still has to run because as many had nothing to count; 0 when it is complete.

    It never takes more than twice the planned weeks; a drawn order of on and off weeks cannot be made longer.
    """
    made = found.registration
    owed = made.weeks - len(found.after.measured)
    room = LONGEST * made.weeks - (week_of(made.runs_until) - made.start_week + 1)
    return max(0, min(owed, room)) if made.is_judged and made.design != "on-off" else 0


def _schedule(made: Registration) -> Schedule:
    schedule = draw_schedule(week_of(made.ends_on) - made.start_week + 1, made.id)
    drawn = tuple(week_start(made.start_week + n) for n, is_on in enumerate(schedule.is_on) if is_on)
    if drawn != made.on_weeks:
        raise CannotTell(
            "the on and off weeks are not those that were drawn for this name",
            where=made.id,
            next_step="give the file the name it was registered under, and its weeks as they were",
        )
    return schedule


def _guard(guard: Moves, made: Registration, mirror: Mirror, weeks: tuple[int, int, int, int]) -> Reading:
    sides = _sides(guard.signal, made, mirror, weeks)
    if made.design == "on-off":
        return read_switched(Guard(guard.signal, guard.toward), sides.after, _schedule(made))
    return read_guard(Guard(guard.signal, guard.toward), sides.before, sides.after)


def _untouched(made: Registration, mirror: Mirror, weeks: tuple[int, int, int, int]) -> Reading | None:
    if not made.comparison:
        return None
    sides = _sides(made.comparison, made, mirror, weeks)
    return read_untouched(made.comparison, sides.before, sides.after)


def _happened(made: Registration, mirror: Mirror, journal: Journal, last: int) -> Iterable[str]:
    """Leave, the turn of the year, releases, and what she noted, in the weeks it is judged by."""
    first_day, last_day = made.baseline_from, max(made.starts_on, week_start(last) + timedelta(days=6))
    for span in mirror.file.me.leave:
        if span.first <= last_day and span.last >= first_day:
            yield f"leave {span.first} to {span.last}"
    turns = metric.why_unmeasured((), week_of(first_day), last)
    if turns:
        yield f"{counted(len(turns), 'week')} at the turn of the year, not measured"
    window = Window(start_of(week_of(first_day)), start_of(last + 1))
    released = {week_no(at_s) for (at_s,) in mirror.evidence.ask(_RELEASES, window, question="releases")}
    if released:
        after = sum(week >= made.start_week for week in released)
        yield f"releases in {counted(len(released), 'week')}, {after} of them after the start"
    for entry in journal.entries(happening.KIND):
        if entry.head.first <= last_day and entry.head.until >= first_day:
            days = str(entry.head.first) + (f" to {entry.head.until}" if entry.head.until != entry.head.first else "")
            yield f"{entry.head.sort} {days}: {entry.head.what}"


def _doubts(made: Registration, journal: Journal) -> Iterable[str]:
    if made.amended:
        yield f"amended after it was registered: {', '.join(made.amended)}; this is no registered test any more"
    if made.pauses:
        yield say_pauses(made)
    beside = {c.other if c.one == made.id else c.one for c in clashes_of(made, journal)}
    # What began after this one's last week moved nothing that is judged here.
    late = {r.id for r in registration.every(journal) if r.start_week > made.last_week}
    names = sorted({*made.confounded_with, *(beside - late)})
    if names:
        yield f"confounded with {', '.join(names)}: both act on {made.metric}, and neither can be told from the other"
    if made.told.get("at_an_extreme"):
        yield "started at an extreme: what looks its worst mostly gets better by itself"


def say_pauses(made: Registration) -> str:
    """When it was paused, what that leaves out, and what it does to the result."""
    lost = len(pause.weeks_of(made.pauses, made.start_week, made.last_week))
    weeks = "1 week it touches is" if lost == 1 else f"the {lost} weeks it touches are"
    if made.is_paused:
        weeks = "every week it touches is"
    moved = f", and its end moved from {made.ends_on} to {made.runs_until}" if made.runs_until != made.ends_on else ""
    return f"paused {pause.say(made.pauses)}: {weeks} left out{moved}; {pause.DOUBT}"


def outcome(found: Result, today: date) -> dict[str, object]:
    """What `finish` adds to the journal's file."""
    verdict = found.verdict
    numbers = {"estimate": verdict.estimate, "low": verdict.low, "high": verdict.high, "p": verdict.p}
    held_words = "; ".join(filter(None, (found.held.words, found.held.unseen)))
    return {
        "status": "finished",
        "result": verdict.result,
        "judged_on": today,
        "n": verdict.n,
        "result_unit": verdict.unit,
        "result_words": verdict.words,
        "held_words": held_words,
        "result_kind": found.kind,
        **{name: round(value, 4) for name, value in numbers.items() if value is not None and abs(value) < 1e9},
    }


def is_over(made: Registration, today: date) -> bool:
    """Whether its last day has gone by; while it is paused its end is still to be found, unless the weeks were drawn."""
    return today > made.runs_until and (made.design == "on-off" or not made.is_paused)


def state(made: Registration, today: date) -> str:
    """`registered` until its first day, then `running` or `paused`, `over` until judged; `finished` or `stopped`."""
    if made.status in {"finished", "stopped"}:
        return made.status
    if today < made.habit_from:
        return "registered"
    if is_over(made, today):
        return "over"
    return "paused" if made.is_paused else "running"


def last_seen(mirror: Mirror) -> date:
    """The last day the evidence reaches."""
    return day_date((mirror.window.end_s - 1) // 86_400)
