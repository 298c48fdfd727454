"""Her working days as a calendar shows them: how much of her declared hours was meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.time import DAY_S, day_date, offset_in
from podium.evidence.people.me_file import hours

if TYPE_CHECKING:
    import duckdb

    from podium.core.time import Hours
    from podium.evidence.people.me_file import Me, Span
    from podium.evidence.views.home_zone import HomeClock

Stretch = tuple[int, int]


class Workday(msgspec.Struct, frozen=True):
    """One day of hers.

    Attributes:
        day: her own date.
        start_s: when her hours of that day begin.
        free_s: seconds of them that no leave takes.
        met_s: how many of these lay in meetings, meetings at the same time once.
    """

    day: date
    start_s: int
    free_s: int
    met_s: int


# A block of more than twelve hours is no meeting; exports without guests still name whom a 1:1 is with by its class.
_STRETCHES = """
select verb, at_s, end_s from acts where by_me = 1 and verb in ('met', 'away') and end_s > at_s and (verb = 'away'
    or clock <> 'nobody' and end_s - at_s <= 43200
    and (with_count >= 1 or with_count is null and work_type in ('one_on_one', 'skip', 'coaching')))
order by act
"""


def of(
    db: duckdb.DuckDBPyConnection, me: Me, home: HomeClock, covered: Iterable[Stretch], *, first_day: int, until_s: int
) -> list[Workday]:
    """The working days that ended before an instant, from her acts and the hours she declared."""
    rows = db.execute(_STRETCHES).fetchall()
    meetings, away = ([(at_s, end_s) for verb, at_s, end_s in rows if verb == wanted] for wanted in ("met", "away"))
    last_day = until_s // DAY_S
    declared_days = workdays(
        hours(me.hours), home, covered, meetings, away, me.leave, first_day=first_day, last_day=last_day
    )
    return [day for day in declared_days if day.start_s + day.free_s <= until_s]


def workdays(
    declared: Hours,
    home: HomeClock,
    covered: Iterable[Stretch],
    met_stretches: Iterable[Stretch],
    away: Iterable[Stretch],
    leave: Sequence[Span],
    *,
    first_day: int,
    last_day: int,
) -> list[Workday]:
    """Days of declared hours that lie inside one covered stretch and are not wholly leave.

    A day on which no clock of hers is known is left out, as is one the calendar does not cover from beginning to end.
    """
    reach, meetings, away_stretches = joined(covered), joined(met_stretches), joined(away)
    days: list[Workday] = []
    for day in range(first_day, last_day + 1):
        when = day_date(day)
        place, _ = home.place_at(day * DAY_S + DAY_S // 2)
        if not place or when.weekday() not in declared.days or any(s.first <= when <= s.last for s in leave):
            continue
        start, end = _bounds(declared, place, day)
        if not any(first <= start and end <= last for first, last in reach):
            continue
        free = _without((start, end), away_stretches)
        if free:
            inside = sum(_length(_inside(piece, meetings)) for piece in free)
            days.append(Workday(when, start, _length(free), inside))
    return days


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order, those that touch or overlap made one."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif end > start:
            merged.append((start, end))
    return merged


def _bounds(declared: Hours, place: str, day: int) -> Stretch:
    end_min = declared.end_min if declared.end_min > declared.start_min else declared.end_min + 1440
    return _instant(place, day, declared.start_min), _instant(place, day, end_min)


def _instant(place: str, day: int, minute: int) -> int:
    """The instant of a wall clock; the second look is for the days the clocks change."""
    wall = day * DAY_S + minute * 60
    guess = wall - (offset_in(place, wall) or 0) * 60
    return wall - (offset_in(place, guess) or 0) * 60


def _inside(piece: Stretch, stretches: Sequence[Stretch]) -> list[Stretch]:
    start, end = piece
    return [(max(start, a), min(end, b)) for a, b in stretches if a < end and b > start]


def _without(piece: Stretch, stretches: Sequence[Stretch]) -> list[Stretch]:
    at, end = piece
    pieces: list[Stretch] = []
    for start, stop in _inside(piece, stretches):
        if start > at:
            pieces.append((at, start))
        at = stop
    return [*pieces, (at, end)] if at < end else pieces


def _length(stretches: Iterable[Stretch]) -> int:
    return sum(end - start for start, end in stretches)
