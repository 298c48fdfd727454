"""What the mirror's pictures show, as numbers: weeks of a question, hours, work, absence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from podium import signals
from podium.core.folds import Fold
from podium.core.measure import say as say_value
from podium.core.time import DAY_S, WEEK_S, Window, week_no
from podium.evidence.people import me_file
from podium.evidence.views import rows_for_pictures
from podium.experiments import metric
from podium.signals.absence import ABSENCE, WHOLE_WEEK_DAYS, weeks_beside_usual
from podium.statistics.absence_test import BLOCK_WEEKS, is_year_end
from podium.text.work_kind.weights import load_table
from podium.traps import BASELINE_DAYS, Line, Trap, signal_weeks

if TYPE_CHECKING:
    from podium.mirror.mirror import Mirror
    from podium.signals import Signal
    from podium.traps import AnyLine

__all__ = ["BLOCK_WEEKS", "Trap", "say_value"]

# A share of one or two is no share.
LEAST_OF_A_SHARE = 3
LEAST_OF_A_MIX = 20


class WeekOfQuestion(msgspec.Struct, frozen=True):
    """One week: its first second, its value, None with too little to count, and how many rows it rests on, as told."""

    start_s: int
    value: float | None
    size: str


class WeeksOfQuestion(msgspec.Struct, frozen=True):
    """A question of a trap week by week.

    Attributes:
        unit: of the values. norm: the line's fixed threshold; None for a line against your own past.
        now: the value over the window in words, empty when it cannot be told; `why_none` says why.
    """

    name: str
    asks: str
    unit: str
    norm: float | None
    now: str
    why_none: str
    weeks: tuple[WeekOfQuestion, ...]


class Hours(msgspec.Struct, frozen=True):
    """Acts by the hour of your own clock, those outside your hours, and what outside means.

    Attributes:
        declared: start and end of your declared hours as parts of a day; None when there are none.
    """

    acts: int
    by_hour: Counter[int]
    late: Counter[int]
    late_means: str
    declared: tuple[float, float] | None


class WorkMix(msgspec.Struct, frozen=True):
    """Kinds of work week by week, as shares of the week; the team's where five people are behind it, else your own.

    Attributes:
        changes: how many there are, as told. is_enough: that they make a picture.
    """

    changes: str
    is_enough: bool
    is_team: bool
    first_s: int
    weeks: tuple[dict[str, float], ...]

    @property
    def off_by(self) -> dict[str, int]:
        """How many points the share of a kind is off by at most, nine times in ten, over 150 changes."""
        return {kind: round(100 * error) for kind, error in load_table().unlabelled_error.items()}


class WeekOfOthers(msgspec.Struct, frozen=True):
    """One week: what the others landed as a part of their usual week, and whether you were here, away, or it is left out."""

    number: int
    pace: float
    state: Literal["here", "away", "out"]


class Absence(msgspec.Struct, frozen=True):
    """The weeks of the absence test and its answer; empty words and a reason where it cannot tell."""

    weeks: tuple[WeekOfOthers, ...]
    answer: str
    reading: str
    why_none: str


def questions_of(mirror: Mirror, trap: Trap) -> list[WeeksOfQuestion]:
    """Every question of a trap that can be told week by week; its own picture's question first."""
    return [_weeks_of(mirror, signal, line) for signal, line in _asked(trap) if isinstance(signal.fold, Fold)]


def hours(mirror: Mirror) -> Hours:
    """When you wrote, landed and reviewed, over baseline and window."""
    acts = rows_for_pictures.own_hours(mirror.evidence, _whole(mirror))
    return Hours(
        acts=len(acts),
        by_hour=Counter(hour for hour, _ in acts),
        late=Counter(hour for hour, is_off in acts if is_off),
        late_means=mirror.evidence.yardstick.words,
        declared=_declared(mirror),
    )


def work_mix(mirror: Mirror) -> WorkMix:
    """What kind of work the weeks of baseline and window were made of."""
    whole = _whole(mirror)
    count = (whole.end_s - whole.start_s) // WEEK_S
    first_s = whole.end_s - count * WEEK_S
    team = rows_for_pictures.team_kinds(mirror.evidence, whole)
    if not team.why_none:
        return WorkMix(
            str(team.size), team.size.high > LEAST_OF_A_MIX, True, first_s, team.shares_by_week(first_s, count)
        )
    changes = rows_for_pictures.own_kinds(mirror.evidence, whole)
    weeks: list[Counter[str]] = [Counter() for _ in range(count)]
    for at_s, kind in changes:
        place = (at_s - first_s) // WEEK_S
        if 0 <= place < count:
            weeks[place][kind] += 1
    shares = tuple({kind: n / week.total() for kind, n in sorted(week.items())} for week in weeks)
    return WorkMix(str(len(changes)), len(changes) >= LEAST_OF_A_MIX, False, first_s, shares)


def absence(mirror: Mirror) -> Absence | None:
    """The whole weeks of the absence test; None for fewer than five people or without any.

    Leave that was not kept counts as neither, as in the test.
    """
    measure = mirror.reader(ABSENCE)
    window = signals.window_of(ABSENCE, mirror.window)
    others = weeks_beside_usual(measure)
    if not others:
        return None
    present = rows_for_pictures.present_weeks(mirror.evidence, window)
    first = max(week_no(window.start_s) + 1, min([*others, *present]))
    numbers = range(first, week_no(window.end_s))
    days = rows_for_pictures.leave_days(mirror.evidence, window)
    leave = {week for week, count in days.items() if count >= WHOLE_WEEK_DAYS and week in numbers}

    def state(week: int) -> Literal["here", "away", "out"]:
        if is_year_end(week) or (week in leave and week in present):
            return "out"
        return "away" if week not in present else "here"

    weeks = tuple(WeekOfOthers(week, others.get(week, 0.0), state(week)) for week in numbers)
    answer = "" if measure.value is None else measure.text
    return Absence(weeks, answer, measure.reading, measure.why_none)


def _whole(mirror: Mirror) -> Window:
    """Baseline and window."""
    return Window(mirror.window.start_s - BASELINE_DAYS * DAY_S, mirror.window.end_s)


def _asked(trap: Trap) -> Iterator[tuple[Signal, AnyLine | None]]:
    names: set[str] = set()
    pairs: list[tuple[Signal, AnyLine | None]] = [(trap.picture, None)] if trap.picture else []
    lines = [(line.signal, line) for flag in trap.flags for line in (*flag.all_of, *flag.any_of)]
    of_picture = [pair for pair in lines if trap.picture and pair[0].name == trap.picture.name]
    for signal, line in [*of_picture, *pairs, *lines]:
        if signal.name not in names and signal.name in metric.names():
            names.add(signal.name)
            yield signal, line


def _weeks_of(mirror: Mirror, signal: Signal, line: AnyLine | None) -> WeeksOfQuestion:
    now = signals.read(signal, mirror.evidence, mirror.window)
    return WeeksOfQuestion(
        name=signal.name,
        asks=signal.asks,
        unit=signal.fold.unit,
        norm=_norm(line, mirror.reader.group_size()),
        now=now.text if now.value is not None else "",
        why_none=now.why_none,
        weeks=tuple(weekly(mirror, signal)),
    )


def weekly(mirror: Mirror, signal: Signal) -> list[WeekOfQuestion]:
    """A signal week by week; baseline first, the window last."""
    whole = _whole(mirror)
    least = LEAST_OF_A_SHARE if signal.fold.unit == "share" else 1
    weeks = signal_weeks.weekly(signal, mirror.evidence, whole, least=least)
    first_s = whole.end_s - len(weeks) * WEEK_S
    return [WeekOfQuestion(first_s + n * WEEK_S, week.value, week.size) for n, week in enumerate(weeks)]


def _norm(line: AnyLine | None, people: int) -> float | None:
    if not isinstance(line, Line) or line.lift is not None:
        return None
    if line.by_team:
        return next((amber for most, amber in line.by_team if people <= most), None)
    return line.amber if line.amber is not None else line.red


def _declared(mirror: Mirror) -> tuple[float, float] | None:
    if not mirror.file.me.hours:
        return None
    declared = me_file.hours(mirror.file.me.hours)
    end = declared.end_min if declared.end_min > declared.start_min else declared.end_min + 1440
    return declared.start_min / 1440, end / 1440
