"""The impact portfolio.

Drafted from receipts, checked for what a reader needs, handed over as pages, carried away.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import Misuse

if TYPE_CHECKING:
    from podium.journal import Entry, Journal
    from podium.journal.kinds.portfolio_entry import PortfolioEntry

KIND = "portfolio-entry"
# The words a business reader uses for the axes of a win.
AXES = {
    "cost": "cost",
    "risk": "risk",
    "speed": "velocity",
    "revenue": "revenue",
    "customer": "customers",
    "people": "people grown",
}
FRESH_DAYS = 35
MOST_MISSING = 12
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_YEAR = re.compile(r"(\d{4})")


class Period(msgspec.Struct, frozen=True, order=True):
    """A month, a quarter or a year, both ends included."""

    first: date
    last: date
    name: str

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


def month_of(year: int, month: int) -> Period:
    """One month."""
    last = calendar.monthrange(year, month)[1]
    return Period(date(year, month, 1), date(year, month, last), f"{calendar.month_name[month]} {year}")


def period(text: str) -> Period:
    """`2026-11`, `2026-Q4` or `2026`.

    Raises:
        Misuse: anything else.
    """
    if (match := _MONTH.fullmatch(text)) and 1 <= int(match[2]) <= 12 and 1980 <= int(match[1]) <= 2099:
        return month_of(int(match[1]), int(match[2]))
    if (match := _QUARTER.fullmatch(text)) and 1980 <= int(match[1]) <= 2099:
        year, quarter = int(match[1]), int(match[2])
        first, last = month_of(year, 3 * quarter - 2), month_of(year, 3 * quarter)
        return Period(first.first, last.last, f"Q{quarter} {year}")
    if (match := _YEAR.fullmatch(text)) and 1980 <= int(match[1]) <= 2099:
        return Period(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31), match[1])
    raise Misuse(f"{text!r} is not a month, a quarter or a year", next_step="write 2026-11, 2026-Q4 or 2026")


def entries(journal: Journal, within: Period | None = None) -> tuple[Entry[PortfolioEntry], ...]:
    """The entries of a period, oldest first."""
    in_period = [e for e in journal.entries(KIND) if within is None or within.holds(e.head.date)]
    return tuple(sorted(in_period, key=lambda e: (e.head.date, e.id)))


def has_number(head: PortfolioEntry) -> bool:
    """Both ends of the change and what they count."""
    return head.before is not None and head.after is not None and bool(head.unit.strip())


def filled(head: PortfolioEntry) -> tuple[str, ...]:
    """Which of an entry's seven slots hold something, in their order."""
    slots = {
        "number": has_number(head),
        "axis": head.axis is not None,
        "for_whom": bool(head.for_whom.strip()),
        "my_part": bool(head.my_part.strip()),
        "credit": any(name.strip() for name in head.credit),
        "how": bool(head.how.strip()),
        "receipts": bool(head.receipts),
    }
    return tuple(name for name, is_there in slots.items() if is_there)


SLOTS = ("number", "axis", "for_whom", "my_part", "credit", "how", "receipts")


def reminders(journal: Journal, day: date) -> list[str]:
    """What the portfolio misses on a day, one sentence each with what to type; empty when nothing is."""
    so_far = [e for e in entries(journal) if e.head.date <= day]
    if not so_far:
        has_wins = any(e.head.date <= day for e in journal.entries("win"))
        return ["Your portfolio is empty and the journal holds wins: podium portfolio month"] if has_wins else []
    sentences: list[str] = []
    missing = missing_months(journal, day)
    if missing:
        named = ", ".join(missing[-3:]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        sentences.append(f"No portfolio entry for {named}: podium portfolio month {missing[-1]}")
    age = (day - max(e.head.date for e in so_far)).days
    if age > FRESH_DAYS and not missing:
        sentences.append(f"The newest portfolio entry is {age} days old: podium portfolio month")
    stale = [e for e in so_far if e.head.status == "draft" and (day - e.head.date).days > FRESH_DAYS]
    if stale:
        drafts_wait = "1 draft waits" if len(stale) == 1 else f"{len(stale)} drafts wait"
        sentences.append(
            f"{drafts_wait} for your answers for more than {FRESH_DAYS} days, the oldest is {stale[0].file}"
        )
    return sentences


def missing_months(journal: Journal, day: date) -> list[str]:
    """Whole months without an entry since the first one, at most the last twelve."""
    days = [e.head.date for e in entries(journal) if e.head.date <= day]
    return months_between(days, day) if days else []


def months_between(days: list[date], day: date) -> list[str]:
    """Months without one of the days, from the first of them to a day."""
    there = {(d.year, d.month) for d in days}
    year, month = min(there)
    missing: list[str] = []
    while (year, month) < (day.year, day.month):
        if (year, month) not in there:
            missing.append(f"{year:04d}-{month:02d}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return missing[-MOST_MISSING:]


def number(value: float) -> str:
    """A number as a person writes it: 5, 0.23, 1,500."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:g}"
