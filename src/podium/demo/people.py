"""Who is in the made team, and the weeks in which Ana is away."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ANA = "ana"
OTHERS = ("bo", "chi", "dee", "eli", "fay", "gus")
WEEKS = 52
BERLIN = ZoneInfo("Europe/Berlin")
# Weeks of the year in which Ana is on leave, and in which each of the others is.
AWAY = (4, 10, 16, 17, 23, 29, 35, 36, 42)
_AWAY_OF_OTHERS = {who: tuple(range(2 + 3 * n % 7 + n, WEEKS, 6)) for n, who in enumerate(OTHERS)}


def address(who: str) -> str:
    """How git and the calendar spell somebody."""
    return f"{who}@example.org"


def is_away(who: str, week: int) -> bool:
    """Whether somebody wrote nothing in a week of the year."""
    return week in (AWAY if who == ANA else _AWAY_OF_OTHERS[who])


def monday_of(week: int, last_monday: date) -> date:
    """The Monday of a week, 0 for the first of the year."""
    return last_monday - timedelta(weeks=WEEKS - 1 - week)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on the clock of Berlin."""
    return datetime.combine(day, time(hour, minute), BERLIN)


def utc(moment: datetime) -> datetime:
    """The same moment, UTC."""
    return moment.astimezone(UTC)
