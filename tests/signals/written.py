"""What she wrote down, as facts of the last days of March: for tests of questions to the journal."""

from __future__ import annotations

from datetime import UTC, date, datetime

from podium.core.journal_facts import Fact, Witness

# One act of hers on the last day, so that the window ends there.
LAST = "2026-03-31 10:00+0100 ana wrote last a.py\n"
LAST_DAY = date(2026, 3, 31)


def fact(what: str, ref: str, day: str | None = "2026-03-30", amount: float | None = None, state: str = "") -> Fact:
    """One fact; without a day it holds until it is changed."""
    if day is None:
        return Fact(what, ref, None, None, amount, state)
    at_s = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    return Fact(what, ref, at_s, (LAST_DAY - date.fromisoformat(day)).days, amount, state)


def series(what: str, amounts: list[float], state: str = "", day: str | None = "2026-03-30") -> Witness:
    """One fact for each amount."""
    return Witness(tuple(fact(what, f"{what}-{n}.md", day, a, state) for n, a in enumerate(amounts)), ())
