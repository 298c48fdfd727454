"""Her own clock: the offset each of her acts is read with, and whether it was in her hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from podium.core.time import Hours, day_date, day_no, is_usable, minute_of_week, offset_in, week_of_day
from podium.evidence.me_file import Me, Span, hours

NIGHT_FROM_MIN, NIGHT_TO_MIN = 22 * 60, 6 * 60
# Below this many commits of her own machine nobody can tell a UTC container from a person at UTC.
_LEAST_TO_DOUBT = 20


class Act(NamedTuple):
    """One act of hers before its local time is known: instant, recorded offset, and whose machine recorded it.

    `has_hour` is false for what happened without her hand (a merge queue), and for a day or a time without a zone.
    """

    at_s: int
    offset_min: int | None
    is_own_machine: bool
    has_hour: bool = True


class Local(NamedTuple):
    """Her local time of an act; None where there is no clock to trust.

    `night` counts from 22:00 to 06:00 and names the evening's day in `night_no`.
    """

    day_no: int | None
    week_no: int | None
    wmin: int | None
    off_hours: int | None
    night_no: int | None
    away: int
    on_call: int


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What 'late' means for her, and why; printed in every receipt that uses it.

    Attributes:
        hours: declared hours, or None.
        own_hours: her eight heaviest clock hours, used when none are declared.
        zone: home zone, or empty.
        is_zone_trusted: False when nearly all her commits carry +0000 and no zone is declared.
    """

    hours: Hours | None
    own_hours: frozenset[int]
    zone: str
    is_zone_trusted: bool

    @property
    def words(self) -> str:
        """The yardstick in one sentence."""
        clock = "" if self.is_zone_trusted else "; your commits carry +0000 only, so their clock hour may not be yours"
        if self.hours is not None:
            return f"outside your declared hours{clock}"
        listed = ", ".join(f"{h:02d}" for h in sorted(self.own_hours))
        return f"outside your own eight heaviest clock hours ({listed}), as no hours are declared{clock}"


def yardstick(me: Me, acts: Sequence[Act]) -> Yardstick:
    """What late means, from what she declared, else from her own acts."""
    own = [a.offset_min for a in acts if a.is_own_machine and a.offset_min is not None]
    is_trusted = bool(me.zone) or len(own) < _LEAST_TO_DOUBT or sum(o == 0 for o in own) < 0.9 * len(own)
    declared = hours(me.hours) if me.hours else None
    heaviest = Counter(
        minute_of_week(a.at_s, o) % 1440 // 60 for a in acts if (o := _offset(a, me, is_trusted=is_trusted)) is not None
    )
    ranked = sorted(heaviest, key=lambda h: (-heaviest[h], h))[:8]
    return Yardstick(declared, frozenset(ranked), me.zone, is_trusted)


def _offset(act: Act, me: Me, *, is_trusted: bool) -> int | None:
    """The recorded offset; the declared zone's where none was recorded or all were +0000; none without an hour."""
    if not act.has_hour:
        return None
    if me.zone and (act.offset_min in (None, 0) or not is_usable(act.offset_min)):
        return offset_in(me.zone, act.at_s)
    return act.offset_min if is_usable(act.offset_min) else None


def read(act: Act, me: Me, yard: Yardstick) -> Local:
    """Her local time of one act. Web-made commits of others' clocks must not be handed in."""
    offset = _offset(act, me, is_trusted=yard.is_zone_trusted)
    if offset is None:
        day = day_no(act.at_s, 0)
        return Local(None, None, None, None, None, _is_in(me.leave, day), _is_in(me.rota, day))
    day, minute = day_no(act.at_s, offset), minute_of_week(act.at_s, offset)
    return Local(
        day,
        week_of_day(day),
        minute,
        int(_is_off(minute, yard)),
        _night(day, minute) if yard.is_zone_trusted else None,
        _is_in(me.leave, day),
        _is_in(me.rota, day),
    )


def _is_off(minute: int, yard: Yardstick) -> bool:
    if yard.hours is not None:
        return not yard.hours.covers(minute)
    return minute % 1440 // 60 not in yard.own_hours


def _night(day: int, minute: int) -> int | None:
    of_day = minute % 1440
    if of_day >= NIGHT_FROM_MIN:
        return day
    return day - 1 if of_day < NIGHT_TO_MIN else None


def _is_in(spans: Iterable[Span], day: int) -> int:
    try:
        when = day_date(day)
    except OverflowError:
        return 0
    return int(any(s.first <= when <= s.last for s in spans))


def working_s(start_s: int, end_s: int, me: Me) -> int:
    """Seconds of her working time between two instants, leave left out; Monday to Friday nine to six if not declared."""
    yard = hours(me.hours) if me.hours else Hours()
    quarter = 15 * 60
    total, at = 0, start_s
    # A request older than a quarter of a year is no wait but a forgotten one; the count stops there.
    last = min(end_s, start_s + 92 * 86_400)
    while at < last:
        step = min(quarter - at % quarter, last - at)
        offset = (offset_in(me.zone, at) if me.zone else 0) or 0
        if yard.covers(minute_of_week(at, offset)) and not _is_in(me.leave, day_no(at, offset)):
            total += step
        at += step
    return total


def days_of(spans: Iterable[Span], *, first: date, last: date) -> list[int]:
    """Day numbers of the spans between two dates, both included, each once."""
    found: set[int] = set()
    for span in spans:
        start, end = max(span.first, first), min(span.last, last)
        found.update(range((start - date(1970, 1, 1)).days, (end - date(1970, 1, 1)).days + 1))
    return sorted(found)
