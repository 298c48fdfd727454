"""A question told week by week, in the form a verdict is made from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import signals
from podium.core.errors import Misuse
from podium.core.folds import Fold
from podium.core.time import DAY_S, WEEK_S, Window, week_no, week_start
from podium.signals import Signal, Study
from podium.statistics.series import Series, StatisticKind, count_weeks, duration_weeks, share_weeks

if TYPE_CHECKING:
    from podium.core.folds import Row, Statistic
    from podium.mirror.mirror import Mirror

_KINDS: Mapping[Statistic, StatisticKind] = {"share": "share", "count": "count", "median": "duration"}
# What a whole week can hold.
_MOST = {"days": 7.0, "nights": 7.0}
# Working days away from which a week says nothing about a usual one.
AWAY_DAYS = 3
LEAD_WEEKS = 4
TURN_OF_YEAR = frozenset({51, 52, 53, 1})


class Metric(msgspec.Struct, frozen=True):
    """A signal that can be told for a single week.

    Attributes:
        kind: what its weeks are. rows_are: what is counted, in the plural.
    """

    signal: Signal
    kind: StatisticKind
    rows_are: str

    @property
    def name(self) -> str:
        """The signal's name."""
        return self.signal.name


def metric(name: str) -> Metric:
    """The metric of a signal.

    Raises:
        Misuse: there is no such signal, or it needs more than a week to say anything.
    """
    signal = signals.named(name)
    kind = kind_of(signal)
    if kind is None:
        raise Misuse(
            f"{name!r} cannot be measured week by week, so no practice can be judged by it",
            next_step=f"choose one of {', '.join(names())}",
        )
    return Metric(signal, kind, signal.rows_are)


def names() -> tuple[str, ...]:
    """Every signal a practice can be judged by."""
    return tuple(s.name for s in signals.every() if kind_of(s) is not None)


def kind_of(signal: Signal) -> StatisticKind | None:
    """What a week of it is; None where a single week would say something else than many."""
    kind = _KINDS.get(signal.fold.kind)
    # How often a group did something in a week is not told.
    return None if signal.is_group and kind == "count" else kind


class Sides(msgspec.Struct, frozen=True):
    """The weeks of a metric: long before (her own past), before, and since the start."""

    past: Series
    before: Series
    after: Series


def tell(wanted: Metric, mirror: Mirror, first_week: int, last_week: int) -> Series:
    """Weeks from first to last, both included; those away, at the turn of the year or before any trace are None."""
    # A question may look back a fortnight; without a lead the first weeks would look better than they were.
    lead = first_week - LEAD_WEEKS
    question = replace(wanted.signal, least=0, over="window")
    window = Window(start_of(lead), start_of(last_week + 1))
    rows_of: dict[int, list[Row]] = defaultdict(list)
    for row in signals.read(question, mirror.evidence, window).for_judging.rows:
        rows_of[week_no(row.moment)].append(row)
    skipped = unmeasured(mirror, first_week, last_week)
    # Before the first row there was nobody to count; a nought there would be invented.
    first_seen = min(rows_of, default=last_week + 1) if wanted.kind == "count" else first_week
    weeks = [
        rows_of.get(week, []) if week not in skipped and week >= first_seen else None
        for week in range(first_week, last_week + 1)
    ]
    wholes = _wholes(question, mirror, window)
    return _series(
        wanted, weeks, None if wholes is None else [wholes.get(first_week + n, 0.0) for n in range(len(weeks))]
    )


def _wholes(signal: Signal, mirror: Mirror, window: Window) -> dict[int, float] | None:
    """What the amounts of each week are a part of; None where each receipt counts as one."""
    fold = signal.fold
    if isinstance(fold, Fold) or fold.sizes is None:
        return None
    wholes: dict[int, float] = defaultdict(float)
    for moment, size in fold.sizes(mirror.evidence.ask(fold.beside, window, question=signal.name)):
        wholes[week_no(moment)] += size
    return wholes


def tell_sides(wanted: Metric, mirror: Mirror, weeks: tuple[int, int, int, int]) -> Sides:
    """The weeks from `weeks` = first of the past, first of the baseline, start, last; told as one and then cut.

    A team number is told only if five people acted before as well as since the start.
    """
    past, first, start, last = weeks
    whole = tell(wanted, mirror, past, max(last, start - 1))
    if wanted.signal.is_group and not all(
        not mirror.evidence.why_few(Window(start_of(begin), start_of(end)))
        for begin, end in ((first, start), (start, last + 1))
        if begin < end
    ):
        whole = replace(whole, weeks=(None,) * len(whole.weeks))
    return Sides(
        whole.between(0, start - past),
        whole.between(first - past, start - past),
        whole.between(start - past, len(whole.weeks)),
    )


def why_silent(wanted: Metric, mirror: Mirror, first_week: int, last_week: int) -> str:
    """Why a metric has no weeks at all, such as a team of fewer than five; empty when it has some."""
    whole_signal = replace(wanted.signal, least=1, over="window")
    return signals.read(whole_signal, mirror.evidence, Window(start_of(first_week), start_of(last_week + 1))).why_none


def _series(wanted: Metric, weeks: Sequence[list[Row] | None], wholes: Sequence[float] | None) -> Series:
    fold = wanted.signal.fold
    if wanted.kind == "count":
        series = count_weeks(None if rows is None else max(0, round(_sum(rows))) for rows in weeks)
        return replace(series, unit="" if fold.unit == "count" else fold.unit, most=_MOST.get(fold.unit, math.inf))
    if wanted.kind == "duration" and isinstance(fold, Fold):
        # A thing done at once took some part of the unit; a logarithm needs more than zero.
        series = duration_weeks(
            None if rows is None else [max(fold.least, row.amount / fold.scale) for row in rows] for rows in weeks
        )
        return replace(series, unit=fold.unit)
    scale = fold.scale if isinstance(fold, Study) else 1.0
    sizes = wholes or [float(len(rows or ())) for rows in weeks]
    return share_weeks(
        None if rows is None else (min(size, _sum(rows)) / scale, size / scale)
        for rows, size in zip(weeks, sizes, strict=True)
    )


def _sum(rows: Sequence[Row]) -> float:
    return math.fsum(row.amount for row in rows)


def unmeasured(mirror: Mirror, first_week: int, last_week: int) -> dict[int, str]:
    """Weeks that say nothing about a usual one, and why."""
    away: set[date] = set()
    first, last = week_start(first_week), week_start(last_week) + timedelta(days=6)
    for span in mirror.file.me.leave:
        day = max(span.first, first)
        while day <= min(span.last, last):
            away.add(day)
            day += timedelta(days=1)
    weeks = why_unmeasured(away, first_week, last_week)
    if since := mirror.file.me.manages_since:
        weeks |= dict.fromkeys(range(first_week, min(last_week + 1, week_of(since))), "before you managed")
    return weeks


def why_unmeasured(away: Collection[date], first_week: int, last_week: int) -> dict[int, str]:
    """The same from a set of days away."""
    why_by_week: dict[int, str] = {}
    for week in range(first_week, last_week + 1):
        monday = week_start(week)
        if monday.isocalendar().week in TURN_OF_YEAR:
            why_by_week[week] = "turn of the year"
        elif sum(monday + timedelta(days=n) in away for n in range(5)) >= AWAY_DAYS:
            why_by_week[week] = "your leave"
    return why_by_week


def start_of(week: int) -> int:
    """The first second of a week, UTC."""
    return week * WEEK_S + 4 * DAY_S


def week_of(day: date) -> int:
    """The number of the week a day lies in."""
    return (day - date(1970, 1, 5)).days // 7


def last_full_week(mirror: Mirror) -> int:
    """The last week that lies before the end of the evidence."""
    return week_no(mirror.window.end_s) - 1
