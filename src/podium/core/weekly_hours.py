"""The hours of the week she sets aside, as she types them: `Tue 09:00-12:30, Thu 13:00-17:00`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

import msgspec

from podium.core.errors import Misuse

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?")
_EXAMPLE = 'for example "Tue 09:00-12:30, Thu 13:00-17:00"'
MOST = 14


class Zone(msgspec.Struct, frozen=True, order=True):
    """One stretch of every week.

    Attributes:
        weekday: 0 Monday - 6 Sunday.
        start_min, end_min: minutes of that day on her own clock; the end is not included.
    """

    weekday: int
    start_min: int
    end_min: int

    def __str__(self) -> str:
        """`Tue 09:00-12:30`, which `parse` reads."""
        return f"{DAYS[self.weekday]} {_clock(self.start_min)}-{_clock(self.end_min)}"


def parse(text: str) -> tuple[Zone, ...]:
    """The stretches in the order of the week.

    Raises:
        Misuse: a part that is no day with hours, stretches that overlap, none at all, or too many.
    """
    if len(text) > 1000:
        raise Misuse("these hours are too long to be meant", next_step=_EXAMPLE)
    zones = sorted(zone for part in re.split(r"[,;\n]", text) if part.strip() for zone in _part(part.strip()))
    if not zones:
        raise Misuse("no hours are named", next_step=_EXAMPLE)
    if len(zones) > MOST:
        raise Misuse(f"{len(zones)} stretches a week is no practice any more; at most {MOST}")
    for earlier, later in itertools.pairwise(zones):
        if earlier.weekday == later.weekday and later.start_min < earlier.end_min:
            raise Misuse(f"{earlier} and {later} overlap", next_step="name each hour once")
    return tuple(zones)


def say(zones: Iterable[Zone]) -> str:
    """All stretches as they are typed."""
    return ", ".join(str(zone) for zone in zones)


def _part(part: str) -> list[Zone]:
    words = re.match(r"([A-Za-z]+(?:\s*(?:\+|&|and|/)\s*[A-Za-z]+)*)\s+(.+)", part)
    hours = _HOURS.fullmatch(words[2].strip()) if words else None
    if words is None or hours is None:
        raise Misuse(f"Not a day with hours: {part[:60]}", next_step=_EXAMPLE)
    start = _minute(hours[1], hours[2], part)
    end = _minute(hours[3], hours[4], part)
    if end <= start:
        raise Misuse(f"{part!r} ends before it begins", next_step="a stretch stays within one day")
    days = [_day(word, part) for word in re.split(r"\s*(?:\+|&|/|\band\b)\s*", words[1]) if word]
    return [Zone(day, start, end) for day in days]


def _day(word: str, part: str) -> int:
    weekdays = [n for n, name in enumerate(_LONG) if len(word) >= 2 and name.startswith(word.lower())]
    if len(weekdays) != 1:
        raise Misuse(f"Not a day of the week: {word}, in {part}", next_step=f"days are {', '.join(DAYS)}")
    return weekdays[0]


def _minute(hour: str, minute: str | None, part: str) -> int:
    minutes = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or minutes > 1440:
        raise Misuse(f"{part!r} has a time that no clock shows", next_step=_EXAMPLE)
    return minutes


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
