"""One event out of its text; what the exceptions of a series share is parsed once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import icalendar
from icalendar.prop import vDDDTypes

if TYPE_CHECKING:
    from podium.sources.calendars.recurrence_rules import VEvent

# A time as nearly every program writes it; any other form is left to the library.
TIME_PARTS = rb"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?P<utc>Z?)"
_TIME = re.compile(rb"(DTSTART|DTEND|RECURRENCE-ID|DTSTAMP)(?:;TZID=([A-Za-z0-9_+/.-]{1,60}))?:" + TIME_PARTS)


class Parser:
    """Parses event after event of one series; what is no time is parsed anew only when it differs from the last one."""

    def __init__(self) -> None:
        """Nothing was parsed yet."""
        self._text_without_times = b""
        self._event: icalendar.Event | None = None

    def event(self, text: bytes) -> VEvent:
        """The event of a text whose lines are unfolded.

        Raises:
            ValueError: the library cannot read it; it raises others, too.
        """
        lines = text.split(b"\r\n")
        times: dict[str, vDDDTypes] = {}
        others: list[bytes] = []
        for line in lines:
            match = _TIME.fullmatch(line)
            value = None if match is None else _value(match)
            if match is None or value is None:
                others.append(line)
                continue
            name = match[1].decode()
            if name in times:
                return whole(text)
            times[name] = value
        text_without_times = b"\r\n".join(others)
        if self._event is None or text_without_times != self._text_without_times:
            self._event, self._text_without_times = _parsed(text_without_times), text_without_times
        if not times.keys().isdisjoint(self._event):
            return whole(text)
        event = cast("VEvent", self._event.copy())
        for name, value in times.items():
            event[name] = value
        return event


def whole(text: bytes) -> VEvent:
    """The event as the library alone parses it."""
    return cast("VEvent", _parsed(text))


def _parsed(text: bytes) -> icalendar.Event:
    return cast("icalendar.Event", icalendar.Event.from_ical(text))


def _value(written: re.Match[bytes]) -> vDDDTypes | None:
    """A time in UTC or on a named clock; None for what is neither, and for no time at all."""
    zone_name = (written[2] or b"").decode()
    is_utc = bool(written[9])
    if is_utc == bool(zone_name) or zone_name.upper() == "UTC":
        return None
    year, month, day, hour, minute, second = map(int, written.groups()[2:8])
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC if is_utc else None)
    except ValueError:
        return None
    value = vDDDTypes(moment)
    if zone_name:
        value.params["TZID"] = zone_name
    return value
