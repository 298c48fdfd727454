"""Ana's made calendar: 1:1s that are held or called off, leave, and reviews of incidents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from podium.demo.people import ANA, OTHERS, WEEKS, address, at, is_away, monday_of, utc

_WEEKS_SHOWN = 30


def write(path: Path, last_monday: date) -> None:
    """The calendar as a file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//podium//example//EN"]
    for week in range(WEEKS - _WEEKS_SHOWN, WEEKS):
        monday = monday_of(week, last_monday)
        lines += _leave(week, monday) if is_away(ANA, week) else _talks(week, monday)
    path.write_bytes(("\r\n".join([*lines, "END:VCALENDAR", ""])).encode())


def _talks(week: int, monday: date) -> Iterator[str]:
    """Three 1:1s a week, each with everybody every other week; one in four is called off by Ana."""
    for n, who in enumerate(OTHERS[week % 2 :: 2]):
        start = at(monday + timedelta(days=n + 1), 14)
        is_off = (week * 3 + n) % 4 == 1
        yield from _event(f"talk-{week}-{who}", f"1:1 {who.capitalize()}", start, 30, who, is_off=is_off)
    yield from _event(f"planning-{week}", "Planning", at(monday, 10), 60, OTHERS[0], OTHERS[1], OTHERS[2])
    if week % 2:
        yield from _event(f"review-{week}", "Incident review", at(monday + timedelta(days=4), 10), 45, *OTHERS[:3])


def _leave(week: int, monday: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:leave-{week}@example.org"
    yield f"DTSTAMP:{monday:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{monday:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{monday + timedelta(days=5):%Y%m%d}"
    yield "SUMMARY:Vacation"
    yield f"ORGANIZER:mailto:{address(ANA)}"
    yield "END:VEVENT"


def _event(uid: str, title: str, start: datetime, minutes: int, *guests: str, is_off: bool = False) -> Iterator[str]:
    begins, ends = utc(start), utc(start) + timedelta(minutes=minutes)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}@example.org"
    yield f"DTSTAMP:{begins:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART:{begins:%Y%m%dT%H%M%SZ}"
    yield f"DTEND:{ends:%Y%m%dT%H%M%SZ}"
    yield f"SUMMARY:{title}"
    yield f"STATUS:{'CANCELLED' if is_off else 'CONFIRMED'}"
    yield f"ORGANIZER:mailto:{address(ANA)}"
    for who in (ANA, *guests):
        yield f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{address(who)}"
    yield "END:VEVENT"
