"""Which clock a calendar's times are written in: a real zone, a fixed offset, or nobody's.

The ladder for a TZID: an IANA or Windows name, the definition the file carries, the name without the number Outlook
puts after it, a leading `(UTC+01:00)`. What is
none of these is floating: the wall clock is kept, no hour is told of it, and the event is counted.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from podium.core.time import MOST_OFFSET_MIN, zone

_LEADING = re.compile(r"\s*\(?(?:UTC|GMT)\s*([+-])(\d{1,2})[:.]?(\d{2})\)?", re.IGNORECASE)
_LONGEST_NAME = 120
_LARGEST_DEFINITION = 20_000
# What a zone definition may contain and still be cheap: one change of the clock a year.
_NUMBERED = re.compile(r" \d{1,3}$")
_VENDOR = re.compile(r"^tzone://[^/]*/", re.IGNORECASE)
_WORLD = frozenset({"utc", "gmt", "z", "coordinated universal time", "universal time"})
# Notes repeats the hour of DTSTART in the rule; it says nothing new and would make every definition dear.
_REPEATED_HOUR = re.compile(rb";BY(?:HOUR|MINUTE|SECOND)=\d{1,2}(?=[;\r\n])", re.IGNORECASE)
_DEAR = re.compile(rb"FREQ=(?!YEARLY)|BYHOUR|BYMINUTE|BYSECOND|BYWEEKNO|BYYEARDAY|BYSETPOS|INTERVAL=0", re.IGNORECASE)
# dateutil and icalendar raise all of these on zone definitions made by hand.
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, AssertionError)

Moment = datetime | date


class Zones(msgspec.Struct):
    """The clocks of one calendar.

    Attributes:
        default: what X-WR-TIMEZONE says; None when it says nothing usable.
        definitions: TZID -> the file's own VTIMEZONE, as bytes; looked at only when no table knows the name.
    """

    default: ZoneInfo | None = None
    definitions: dict[str, bytes] = msgspec.field(default_factory=dict[str, bytes])
    _met: dict[str, tzinfo | None] = msgspec.field(default_factory=dict[str, tzinfo | None])

    def named(self, name: str) -> tzinfo | None:
        """The clock a TZID means; None for a name nobody knows."""
        if name not in self._met:
            self._met[name] = (
                known(name) or self._defined(name) or known(_NUMBERED.sub("", name.strip(" \"'"))) or leading(name)
            )
        return self._met[name]

    def place(self, moment: Moment, tzid: str) -> Moment:
        """A written time with its clock: the TZID's, else the calendar's own for UTC and floating times."""
        if not isinstance(moment, datetime):
            return moment
        if tzid and tzid.upper() != "UTC":
            return moment.replace(tzinfo=self.named(tzid))
        if self.default is None:
            return moment if moment.tzinfo is None else moment.astimezone(UTC)
        return moment.replace(tzinfo=self.default) if moment.tzinfo is None else moment.astimezone(self.default)

    def _defined(self, name: str) -> tzinfo | None:
        text = _REPEATED_HOUR.sub(b"", self.definitions.get(name, b""))
        if not text or len(text) > _LARGEST_DEFINITION or _DEAR.search(text):
            return None
        from icalendar import Timezone

        try:
            defined_zone: tzinfo = cast("Timezone", Timezone.from_ical(text)).to_tz(lookup_tzid=False)
            datetime(2026, 1, 1, tzinfo=defined_zone).utcoffset()
        except _BROKEN:
            return None
        return defined_zone


def known(name: str) -> ZoneInfo | None:
    """The zone of an IANA or Windows name, however calendars decorate it; None for any other text."""
    plain = name.strip().strip("\"'")
    if len(plain) > _LONGEST_NAME or not plain.isprintable():
        return None
    plain = _VENDOR.sub("", plain)
    if plain.casefold() in _WORLD:
        return ZoneInfo("UTC")
    # Old exports write /freeassociation.sourceforge.net/Tzfile/Europe/Berlin; the longest end that is a zone is it.
    pieces = plain.split("/")
    ends = ["/".join(pieces[at:]) for at in range(1, len(pieces))] if plain.startswith("/") else [plain]
    return next((place for end in ends if end and (place := zone(_table().get(end.casefold(), end)))), None)


@cache
def _table() -> dict[str, str]:
    """Windows and IANA names without regard to case -> the IANA name; from CLDR and the zone database."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.casefold(): name for name in sorted(available_timezones())} | {
        name.casefold(): place for name, place in WINDOWS_TO_OLSON.items()
    }


def leading(name: str) -> timezone | None:
    """The fixed offset in front of a display name, `(UTC-05:00) Eastern Time`; summer time is not known from it."""
    offset = _LEADING.match(name[:_LONGEST_NAME])
    if not offset:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3])
    if minutes > MOST_OFFSET_MIN:
        return None
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))


def instant(moment: Moment, home: tzinfo | None) -> datetime:
    """The moment in UTC; days and floating times are placed on the home clock, or on UTC when there is none."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a day has no clock until placed
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=home or UTC)).astimezone(UTC)
