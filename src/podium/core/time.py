"""Local days, weeks and hours from an instant and an offset.

The only time-zone arithmetic in the house.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

DAY_S = 86_400
WEEK_S = 7 * DAY_S
WEEK_MIN = 7 * 24 * 60
# Monday 1970-01-05: week 0. Days are counted from 1970-01-01, a Thursday.
FIRST_MONDAY = 4
# No place on earth keeps a clock further from UTC; what is beyond is a broken clock, not a zone.
MOST_OFFSET_MIN = 14 * 60


def is_usable(offset_min: int | None) -> bool:
    """Whether minutes east of UTC can be a real place's clock."""
    return offset_min is not None and -MOST_OFFSET_MIN <= offset_min <= MOST_OFFSET_MIN


def day_no(at_s: int, offset_min: int) -> int:
    """Local days since 1970-01-01."""
    return (at_s + offset_min * 60) // DAY_S


def week_of_day(day: int) -> int:
    """Weeks since Monday 1970-01-05."""
    return (day - FIRST_MONDAY) // 7


def week_no(at_s: int, offset_min: int = 0) -> int:
    """Local weeks since Monday 1970-01-05."""
    return week_of_day(day_no(at_s, offset_min))


def minute_of_week(at_s: int, offset_min: int) -> int:
    """Local minute of the week, 0 = Monday 00:00."""
    return ((at_s // 60 + offset_min) + 3 * 24 * 60) % WEEK_MIN


def week_start(week: int) -> date:
    """The Monday of a week number."""
    return date(1970, 1, 5) + timedelta(weeks=week)


def day_date(day: int) -> date:
    """The date of a day number."""
    return date(1970, 1, 1) + timedelta(days=day)


def local_text(at_s: int, offset_min: int | None) -> str:
    """`2026-03-02 23:40 +0100`; the instant in UTC and said so when no local clock is known."""
    if offset_min is None or not is_usable(offset_min):
        try:
            moment = datetime.fromtimestamp(at_s, UTC)
        except (OverflowError, ValueError, OSError):
            return f"{at_s} s since 1970 (outside the calendar)"
        return f"{moment:%Y-%m-%d %H:%M} UTC (no local clock)"
    try:
        moment = datetime.fromtimestamp(at_s, UTC) + timedelta(minutes=offset_min)
    except (OverflowError, ValueError, OSError):
        return f"{at_s} s since 1970 (outside the calendar)"
    return f"{moment:%Y-%m-%d %H:%M} {offset_text(offset_min)}"


def offset_text(offset_min: int) -> str:
    """`+0545`."""
    sign = "-" if offset_min < 0 else "+"
    return f"{sign}{abs(offset_min) // 60:02d}{abs(offset_min) % 60:02d}"


def zone(name: str) -> ZoneInfo | None:
    """The IANA zone, or None when there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_in(name: str, at_s: int) -> int | None:
    """Minutes east of UTC in a zone at an instant; None for an unknown zone or an instant outside the calendar."""
    place = zone(name)
    if place is None:
        return None
    try:
        shift = datetime.fromtimestamp(at_s, place).utcoffset()
    except (OverflowError, ValueError, OSError):
        return None
    return None if shift is None else int(shift.total_seconds() // 60)


class Window(msgspec.Struct, frozen=True):
    """A half-open stretch of time.

    Attributes:
        start_s, end_s: epoch seconds UTC, `start_s <= x < end_s`.
    """

    start_s: int
    end_s: int

    @classmethod
    def ending(cls, end_s: int, *, days: int) -> Window:
        """The `days` before an instant."""
        return cls(end_s - days * DAY_S, end_s)

    def before(self, *, days: int) -> Window:
        """The `days` just before this window: its baseline."""
        return Window(self.start_s - days * DAY_S, self.start_s)

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.end_s - self.start_s) / DAY_S

    def __str__(self) -> str:
        """`2026-03-02 to 2026-03-29` (both included, UTC dates)."""
        first = datetime.fromtimestamp(self.start_s, UTC).date()
        last = datetime.fromtimestamp(self.end_s - 1, UTC).date()
        return f"{first} to {last}"


class Hours(msgspec.Struct, frozen=True):
    """Declared working hours.

    Attributes:
        days: local weekdays worked, 0 Monday - 6 Sunday.
        start_min, end_min: local minutes of the day; a shift that ends past midnight has `end_min <= start_min`.
    """

    days: frozenset[int] = msgspec.field(default_factory=lambda: frozenset({0, 1, 2, 3, 4}))
    start_min: int = 9 * 60
    end_min: int = 18 * 60

    def covers(self, minute: int) -> bool:
        """Whether a minute of the week (0 = Monday 00:00) lies in these hours."""
        weekday, of_day = divmod(minute, 1440)
        if self.start_min < self.end_min:
            return weekday in self.days and self.start_min <= of_day < self.end_min
        if of_day >= self.start_min:
            return weekday in self.days
        return of_day < self.end_min and (weekday - 1) % 7 in self.days
