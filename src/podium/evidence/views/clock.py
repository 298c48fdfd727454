"""Her own clock: the offset each of her acts is read with, and whether it was in her hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from podium.core.event import ZoneFrom
from podium.core.measure import counted
from podium.core.time import Hours, day_date, day_no, is_usable, minute_of_week, offset_in, week_of_day
from podium.evidence.people.me_file import hours
from podium.evidence.views.home_zone import Commits, HomeClock

if TYPE_CHECKING:
    from podium.evidence.people.me_file import Me, Span

NIGHT_FROM_MIN, NIGHT_TO_MIN = 22 * 60, 6 * 60
# Below this many commits of her own machine nobody can tell a UTC container from a person at UTC.
_LEAST_TO_DOUBT = 20
_SAYS: Mapping[ZoneFrom, str] = {
    "profile": "the zone of your account's profile",
    "calendar": "your calendar's zone",
    "inferred": "a zone inferred from your commits",
}


class Act(NamedTuple):
    """One act of hers before its local time is known: instant, recorded offset, and whose machine recorded it.

    `has_hour` is false for what happened without her hand (a merge queue), and for a day or a time without a zone. A
    landing that carries no offset may have happened without her hand too, so only her own word gives it an hour.
    `is_day` is true for a whole day of leave or rota: its instant is only that day's name, the same on every clock.
    `is_in_git` is false for what a connected source told.
    """

    at_s: int
    offset_min: int | None
    is_own_machine: bool
    has_hour: bool = True
    is_landing: bool = False
    offset_from: ZoneFrom = "recorded"
    is_day: bool = False
    is_in_git: bool = True


class Local(NamedTuple):
    """Her local time of an act; None where there is no clock to trust.

    `night` counts from 22:00 to 06:00 and names the evening's day in `night_no`; `zone_from` says how the clock is known.
    """

    day_no: int | None
    week_no: int | None
    wmin: int | None
    off_hours: int | None
    night_no: int | None
    away: int
    on_call: int
    offset_min: int | None = None
    zone_from: ZoneFrom = "none"


class Yardstick(msgspec.Struct, frozen=True):
    """What 'late' means for her, and why; printed in every receipt that uses it.

    Attributes:
        hours: declared hours, or None.
        own_hours: her eight heaviest clock hours, used when none are declared.
        home: whose clock an act without one is read by.
        is_zone_trusted: False when nearly all her commits carry +0000 and no zone is declared.
        read_by: how many acts without a clock of their own were read by which part of the ladder.
    """

    hours: Hours | None
    own_hours: frozenset[int]
    home: HomeClock
    is_zone_trusted: bool
    read_by: tuple[tuple[ZoneFrom, int], ...] = ()

    @property
    def words(self) -> str:
        """The yardstick in one sentence."""
        clock = "" if self.is_zone_trusted else "; your commits carry +0000 only, so their clock hour may not be yours"
        clock += "".join(f"; {counted(n, 'act')} without a clock read by {_SAYS[how]}" for how, n in self.read_by)
        if self.hours is not None:
            return f"outside your declared hours{clock}"
        listed = ", ".join(f"{h:02d}" for h in sorted(self.own_hours))
        return f"outside your eight usual hours ({listed}); declare yours with `podium me --edit`{clock}"


def commits_of(acts: Iterable[Act]) -> Commits:
    """The offsets her own machine recorded."""
    return Commits((a.at_s, a.offset_min) for a in acts if a.is_own_machine and a.offset_min is not None)


def yardstick(me: Me, acts: Sequence[Act], home: HomeClock | None = None) -> Yardstick:
    """What late means, from what she declared, else from her own acts."""
    home = home or HomeClock(me.zone, {}, commits_of(acts))
    own = [a.offset_min for a in acts if a.is_own_machine and a.offset_min is not None]
    is_trusted = bool(me.zone) or len(own) < _LEAST_TO_DOUBT or sum(o == 0 for o in own) < 0.9 * len(own)
    declared = hours(me.hours) if me.hours else None
    moments = [(a.at_s, *offset_of(a, home)) for a in acts]
    in_git = [one for a, one in zip(acts, moments, strict=True) if a.is_in_git and one[1] is not None]
    # A source that is connected later must not move what late means, so git alone says it wherever it can.
    judged = in_git if len(in_git) >= _LEAST_TO_DOUBT else moments
    heaviest = Counter(minute_of_week(at, offset) % 1440 // 60 for at, offset, _ in judged if offset is not None)
    ranked = sorted(heaviest, key=lambda h: (-heaviest[h], h))[:8]
    filled: Counter[ZoneFrom] = Counter(
        how for a, (_, _, how) in zip(acts, moments, strict=True) if a.offset_min is None
    )
    read_by: tuple[tuple[ZoneFrom, int], ...] = tuple((how, filled[how]) for how in _SAYS if filled[how])
    return Yardstick(declared, frozenset(ranked), home, is_trusted, read_by)


def offset_of(act: Act, home: HomeClock) -> tuple[int | None, ZoneFrom]:
    """The offset an act is read with and how it is known; None without an hour.

    What was recorded holds, but for +0000 where she declared a zone; what carries nothing is read by the ladder.
    """
    if not act.has_hour or act.is_day:
        return None, "none"
    if home.declared and (not act.offset_min or not is_usable(act.offset_min)):
        return offset_in(home.declared, act.at_s), "declared"
    if act.offset_min is not None:
        return (act.offset_min, act.offset_from) if is_usable(act.offset_min) else (None, "none")
    if act.is_landing:
        return None, "none"
    place, how = home.place_at(act.at_s)
    return (offset_in(place, act.at_s) if place else None), how


def read(act: Act, me: Me, yard: Yardstick) -> Local:
    """Her local time of one act. Web-made commits of others' clocks must not be handed in."""
    offset, zone_from = offset_of(act, yard.home)
    if offset is None:
        day = day_no(act.at_s, 0)
        of_day, of_week = (day, week_of_day(day)) if act.is_day else (None, None)
        return Local(of_day, of_week, None, None, None, _is_in(me.leave, day), _is_in(me.rota, day))
    day, minute = day_no(act.at_s, offset), minute_of_week(act.at_s, offset)
    return Local(
        day,
        week_of_day(day),
        minute,
        int(_is_off(minute, yard)),
        _night(day, minute) if yard.is_zone_trusted else None,
        _is_in(me.leave, day),
        _is_in(me.rota, day),
        offset,
        zone_from,
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


def _is_in(spans: Sequence[Span], day: int) -> int:
    if not spans:
        return 0
    try:
        when = day_date(day)
    except OverflowError:
        return 0
    return int(any(s.first <= when <= s.last for s in spans))


def working_s(request_s: int, answer: Act, me: Me, home: HomeClock) -> int | None:
    """Seconds of her working time from a request to her answer, leave left out; None where no clock of hers is known.

    Monday to Friday nine to six if no hours are declared.
    """
    answer_offset, how = offset_of(answer, home)
    if answer_offset is None:
        return None
    place = "" if how == "recorded" else home.place_at(answer.at_s)[0]
    yard = hours(me.hours) if me.hours else Hours()
    quarter = 15 * 60
    total, at = 0, request_s
    # A request older than a quarter of a year is no wait but a forgotten one; the count stops there.
    last = min(answer.at_s, request_s + 92 * 86_400)
    while at < last:
        step = min(quarter - at % quarter, last - at)
        shift = offset_in(place, at) if place else None
        offset = answer_offset if shift is None else shift
        if yard.covers(minute_of_week(at, offset)) and not _is_in(me.leave, day_no(at, offset)):
            total += step
        at += step
    return total


def days_of(spans: Iterable[Span], *, first: date, last: date) -> list[int]:
    """Day numbers of the spans between two dates, both included, each once."""
    day_numbers: set[int] = set()
    for span in spans:
        start, end = max(span.first, first), min(span.last, last)
        day_numbers.update(range((start - date(1970, 1, 1)).days, (end - date(1970, 1, 1)).days + 1))
    return sorted(day_numbers)
