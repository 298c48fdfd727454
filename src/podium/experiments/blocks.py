"""The hours of a practice as calendar events, and as the instants they really lie at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from podium.calendar.block import Block
from podium.core.errors import CannotRead, Misuse
from podium.core.time import week_start
from podium.core.time import zone as place
from podium.core.weekly_hours import Zone
from podium.experiments.metric import week_of

if TYPE_CHECKING:
    from podium.experiments.registration import Registration
    from podium.practices import Proposed


class Slot(msgspec.Struct, frozen=True):
    """One stretch of one week.

    Attributes:
        day: on her own clock. start_s, end_s: epoch seconds, the end not included.
    """

    day: date
    zone: Zone
    start_s: int
    end_s: int


def blocks_of(registration: Registration, proposed: Proposed | None, now_title: str) -> tuple[Block, ...]:
    """One weekly event for each stretch, from the first week that counts to the last; off weeks are left out.

    Raises:
        Misuse: hours that do not exist on that clock.
    """
    title = proposed.title if proposed else now_title
    line = _describe(registration, proposed.line if proposed else "")
    return tuple(_block(registration, zone, title, line) for zone in registration.zones)


def _block(registration: Registration, zone: Zone, title: str, line: str) -> Block:
    weeks = [
        monday for monday in _weeks(registration) if monday + timedelta(days=zone.weekday) >= registration.habit_from
    ]
    start = _at(weeks[0] + timedelta(days=zone.weekday), zone.start_min)
    off = [n for n, monday in enumerate(weeks) if not is_on(registration, monday)]
    return Block(
        practice=registration.id,
        title=title,
        start=start,
        end=start + timedelta(minutes=zone.end_min - zone.start_min),
        zone=registration.zone,
        rule=f"FREQ=WEEKLY;COUNT={len(weeks)}",
        line=line,
        without=tuple(start + timedelta(weeks=n) for n in off),
    )


def added_blocks(
    was: Registration, registration: Registration, proposed: Proposed | None, now_title: str
) -> tuple[Block, ...]:
    """One event for each stretch of the weeks a pause moved behind the promised end."""
    title, line = proposed.title if proposed else now_title, _describe(registration, proposed.line if proposed else "")
    weeks = range(week_of(was.runs_until) + 1, week_of(registration.runs_until) + 1)
    return tuple(
        Block(
            practice=registration.id,
            title=title,
            start=_at(day, zone.start_min),
            end=_at(day, zone.end_min),
            zone=registration.zone,
            line=line,
        )
        for week in weeks
        for zone in registration.zones
        for day in [week_start(week) + timedelta(days=zone.weekday)]
    )


def _describe(registration: Registration, line: str) -> str:
    command = f"podium practice show {registration.id}"
    return f"{line}\n\n{command}" if line else command


def is_on(registration: Registration, monday: date) -> bool:
    """Whether the practice is on in a week; before the weeks that count it always is."""
    return not registration.on_weeks or monday < registration.starts_on or monday in registration.on_weeks


def _weeks(registration: Registration) -> list[date]:
    first, last = week_of(registration.habit_from), week_of(registration.ends_on)
    return [week_start(week) for week in range(first, last + 1)]


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def slots_of(registration: Registration) -> tuple[Slot, ...]:
    """Every stretch of every week it was on, with the clock changes of its zone, up to the week it was stopped in."""
    clock = place(registration.zone)
    if clock is None:
        return ()
    slots = []
    for monday in map(week_start, range(week_of(registration.habit_from), week_of(registration.runs_until) + 1)):
        if week_of(monday) > registration.last_week or not is_on(registration, monday):
            continue
        for zone in registration.zones:
            day = monday + timedelta(days=zone.weekday)
            if day < registration.habit_from:
                continue
            start, end = (_at(day, minute).replace(tzinfo=clock) for minute in (zone.start_min, zone.end_min))
            slots.append(Slot(day, zone, int(start.timestamp()), int(end.timestamp())))
    return tuple(slots)


def to_told(block: Block) -> Mapping[str, str | list[str]]:
    """A block as plain text values, so that it outlives this process."""
    return {
        "practice": block.practice,
        "title": block.title,
        "start": block.start.isoformat(),
        "end": block.end.isoformat(),
        "zone": block.zone,
        "rule": block.rule,
        "line": block.line,
        "without": [slot.isoformat() for slot in block.without],
    }


def from_told(facts: Mapping[str, Any]) -> Block:
    """The block again; CannotRead when it is not one podium wrote down."""
    try:
        return Block(
            practice=str(facts["practice"]),
            title=str(facts["title"]),
            start=datetime.fromisoformat(facts["start"]),
            end=datetime.fromisoformat(facts["end"]),
            zone=str(facts["zone"]),
            rule=str(facts["rule"]),
            line=str(facts["line"]),
            without=tuple(datetime.fromisoformat(slot) for slot in facts["without"]),
        )
    except (KeyError, TypeError, ValueError, Misuse) as fault:
        raise CannotRead(f"a block podium meant to write cannot be read: {fault}") from fault
