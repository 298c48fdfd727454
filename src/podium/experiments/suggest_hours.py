"""Which hours to offer her: when the team usually works, and what she would give up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from podium.calendar.slots import propose
from podium.core.event import Event
from podium.core.time import Hours, Window, offset_in, week_no
from podium.evidence.people.me_file import hours

if TYPE_CHECKING:
    from podium.calendar.slots import Slot
    from podium.mirror.mirror import Mirror
    from podium.practices import Proposed

WEEKS = 8
_WORK = "select at_s from ours where by_me = 0 and verb in ('authored', 'merged', 'committed')"
_MEETINGS = "select at_s, dur_s, work_type from mine where verb in ('met', 'invited') and dur_s is not null"


def offer(proposed: Proposed, mirror: Mirror, zone: str) -> list[Slot]:
    """The best half-days with their reasons, from her last eight weeks."""
    window = Window.ending(mirror.window.end_s, days=7 * WEEKS)
    meetings = _meetings(mirror, window, zone)
    declared = hours(mirror.file.me.hours) if mirror.file.me.hours else Hours()
    weeks = len({week_no(int(event.ts.timestamp())) for event in meetings})
    return propose(proposed.times, meetings, _online(mirror, window, zone), declared, weeks=weeks)


def _online(mirror: Mirror, window: Window, zone: str) -> Mapping[tuple[int, int], float]:
    """(weekday, hour) on her clock to the share of weeks somebody worked then; nothing without five others behind it."""
    team = mirror.evidence.ask_group(_WORK, window, question="when the team is online")
    if team.why_none:
        return {}

    def place(at_s: int) -> tuple[int, int]:
        local = _local(at_s, zone)
        return local.weekday(), local.hour

    shares = team.share_of_weeks(WEEKS, place)
    return {(day, hour): shares.get((day, hour), 0.0) for day in range(7) for hour in range(24)}


def _meetings(mirror: Mirror, window: Window, zone: str) -> list[Event]:
    meetings = mirror.evidence.ask(_MEETINGS, window, question="her meetings")
    return [_event(at_s, dur_s, kind, zone) for at_s, dur_s, kind in meetings]


def _event(at_s: int, dur_s: int, kind: str | None, zone: str) -> Event:
    local = _local(at_s, zone)
    return Event(
        event_id=f"mine:{at_s}",
        source="evidence",
        instance="",
        verb="met",
        ts=datetime.fromtimestamp(at_s, UTC),
        dur_s=dur_s,
        work_type=kind,
        local_dow=local.weekday(),
        local_hour=local.hour,
        utc_offset_min=offset_in(zone, at_s),
    )


def _local(at_s: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_s, UTC) + timedelta(minutes=offset_in(zone, at_s) or 0)
