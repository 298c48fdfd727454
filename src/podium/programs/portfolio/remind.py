"""Half an hour a month for the portfolio, put into a calendar once and taken back by one word."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from podium.calendar.block import Block

if TYPE_CHECKING:
    from podium.calendar.ledger import Entry, Ledger
    from podium.calendar.places import Place

PRACTICE = "portfolio"
MINUTES = 30
TITLE = "Impact portfolio: the month with its receipts"
LINE = "When this comes up, then I run `podium portfolio month` and answer its questions."


def block(today: date, at: time, zone: str, months: int) -> Block:
    """The first Friday of each month from today on."""
    start = datetime.combine(first_friday(today), at.replace(tzinfo=None))
    return Block(
        practice=PRACTICE,
        title=TITLE,
        start=start,
        end=start + timedelta(minutes=MINUTES),
        zone=zone,
        rule=f"FREQ=MONTHLY;BYDAY=1FR;COUNT={months}",
        line=LINE,
    )


def first_friday(day: date) -> date:
    """The first Friday of a month that is not before a day."""
    days = (day + timedelta(days=later) for later in range(40))
    return next(candidate for candidate in days if candidate.weekday() == 4 and candidate.day <= 7)


def standing(ledger: Ledger, place: Place, today: date) -> Entry | None:
    """The reminder that stands in this calendar already and has a day to come."""
    for entry in ledger.entries(PRACTICE):
        is_here = entry.state != "undone" and dict(entry.place) == dict(place.card)
        if is_here and last_day(entry.text) >= today and place.seen(entry.uid) is not None:
            return entry
    return None


def last_day(text: bytes) -> date:
    """The last day of a reminder podium wrote."""
    from dateutil.rrule import rrulestr
    from icalendar import Calendar

    event: Any = Calendar.from_ical(text).walk("VEVENT")[0]
    start = cast("datetime", event["DTSTART"].dt).replace(tzinfo=None)
    return list(rrulestr(event["RRULE"].to_ical().decode(), dtstart=start))[-1].date()
