"""An event that takes place once, written as most programs write it, read directly.

A calendar of 200,000 such events is read in seconds. Whatever is written in another way, repeats, or might be read in
two ways is None here and left to the libraries; where a line is read, it says what the libraries say.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import icalendar

from podium.sources.calendars.parsing import TIME_PARTS

if TYPE_CHECKING:
    from podium.sources.calendars.recurrence_rules import VEvent
    from podium.sources.calendars.time_zones import Zones

# A parameter or a backslash would need the library; of a UID and a stamp nothing is asked where there is one event.
_LINE = re.compile(
    rb"(?P<time>DTSTART|DTEND)(?:;TZID=(?P<zone>[A-Za-z0-9_+/.-]{1,60}))?:"
    + TIME_PARTS
    + rb"|(?P<unasked>UID|DTSTAMP):[^\\;]*|(?P<count>SEQUENCE):\d{1,9}"
    rb"|(?P<name>SUMMARY|STATUS|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS):(?P<value>[^\\]*)"
    rb"|(?P<person>ORGANIZER|ATTENDEE)[;:].+"
)
_STAMP = re.compile(rb"DTSTAMP:\d{8}T\d{6}Z")
_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\n"


class PlainEvent(NamedTuple):
    """When an event begins and ends, on its clocks, and what else its lines say."""

    start: datetime
    end: datetime
    properties: VEvent


def plain_event(text: bytes, zones: Zones) -> PlainEvent | None:
    """The event of a text whose lines are unfolded; None where only the libraries can tell."""
    times: dict[bytes, datetime | None] = {}
    properties: dict[str, Any] = {}
    names: set[bytes] = set()
    for line in text[len(_BEGIN) : -len(_END)].split(b"\r\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        name = match["time"] or match["unasked"] or match["count"] or match["name"] or match["person"]
        if name == b"ATTENDEE":
            guest = _person(line)
            if guest is None:
                return None
            properties.setdefault("ATTENDEE", []).append(guest)
            continue
        if name in names:
            return None
        names.add(name)
        value: Any = None
        if match["time"]:
            value = times[name] = _moment(match, zones)
        elif match["name"]:
            value = properties[name.decode()] = _decoded(match["value"])
        elif name == b"ORGANIZER":
            value = properties["ORGANIZER"] = _person(line)
        elif name != b"DTSTAMP" or _STAMP.fullmatch(line):
            continue
        if value is None:
            return None
    start, end = times.get(b"DTSTART"), times.get(b"DTEND")
    if start is None or end is None or start.tzinfo is not end.tzinfo or start > end:
        return None
    return PlainEvent(start, end, properties)


def _moment(match: re.Match[bytes], zones: Zones) -> datetime | None:
    """A time in UTC or on a clock somebody knows."""
    zone_name, is_utc = (match["zone"] or b"").decode(), bool(match["utc"])
    if is_utc == bool(zone_name):
        return None
    parts = match.group("year", "month", "day", "hour", "minute", "second")
    try:
        written = datetime(*map(int, parts), tzinfo=UTC if is_utc else None)  # type: ignore[arg-type, misc]
    except ValueError:
        return None
    placed = zones.place(written, zone_name)
    return placed if isinstance(placed, datetime) and placed.tzinfo is not None else None


def _decoded(value: bytes) -> str | None:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None


@lru_cache(maxsize=4096)
def _person(line: bytes) -> icalendar.vCalAddress | None:
    """An organiser or guest as the library reads the line: the same few people stand in most events."""
    try:
        event = icalendar.Event.from_ical(_BEGIN + line + _END)
    except ValueError:
        return None
    value = event.get("ORGANIZER") or event.get("ATTENDEE")
    return value if isinstance(value, icalendar.vCalAddress) else None
