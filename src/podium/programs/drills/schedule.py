"""When each part is due: the log of drills, replayed through a spacing scheduler."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from podium.journal import Entry
from podium.journal.kinds.drill import KIND, Drill
from podium.programs.drills.parts import Part, every

if TYPE_CHECKING:
    from podium.journal import Journal

A_WEEK = 4
# Retention is looked at on these days after a part was first met; the part is asked for then, due or not.
PROBES = (14, 45)
PROBE_LATE_DAYS = 14
_LONGEST_DAYS = 45
_RATINGS = {"again": 1, "hard": 2, "good": 3, "easy": 4}
Log = Sequence[Entry[Drill]]


class Standing(msgspec.Struct, frozen=True):
    """One part today.

    Attributes:
        times: how often it was taken. first, last: days; None when never.
        due: the day it is due; None for a part never met.
        chance: of recalling it today as the scheduler sees it, 0-1; None when never taken.
    """

    part: Part
    times: int
    first: date | None
    last: date | None
    due: date | None
    chance: float | None


def log(journal: Journal, today: date) -> Log:
    """Every drill up to today, in the order taken; a row of a day to come is a slip and left out."""
    rows = [row for row in journal.entries(KIND) if row.head.date <= today]
    return sorted(rows, key=lambda row: (row.head.date, row.line))


def standings(rows: Log, today: date) -> tuple[Standing, ...]:
    """Every part with its state."""
    drills_by_part: dict[str, list[Drill]] = {}
    for row in rows:
        drills_by_part.setdefault(row.head.part, []).append(row.head)
    return tuple(_standing(part, drills_by_part.get(part.name, []), today) for part in every())


def _standing(part: Part, rows: Sequence[Drill], today: date) -> Standing:
    if not rows:
        return Standing(part, 0, None, None, None, None)
    scheduler, card = _replayed(rows)
    first, last = rows[0].date, rows[-1].date
    due = card.due.date()
    # One that came easily is not met again the same day.
    due = max(due, last + timedelta(days=1))
    due = min([due, *(max(day, last + timedelta(days=1)) for day in _probes(rows))])
    return Standing(part, len(rows), first, last, due, scheduler.get_card_retrievability(card, _noon(today)))


def _replayed(rows: Sequence[Drill]) -> tuple[Any, Any]:
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=_LONGEST_DAYS, enable_fuzzing=False)
    card = Card(card_id=1, due=_noon(rows[0].date))
    for row in rows:
        card, _ = scheduler.review_card(card, Rating(_RATINGS[row.recall]), _noon(row.date))
    return scheduler, card


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _probes(rows: Sequence[Drill]) -> list[date]:
    """The days a look at retention is still owed, the soonest first; one missed by two weeks is given up."""
    first, last = rows[0].date, rows[-1].date
    days = [first + timedelta(days=n) for n in PROBES]
    return [day for day in days if last < day]


def probe(rows: Sequence[Drill], days: int) -> Drill | None:
    """The first drill of a part on or up to two weeks after its day 14 or 45; None when there was none."""
    start = rows[0].date + timedelta(days=days)
    return next((r for r in rows if start <= r.date <= start + timedelta(days=PROBE_LATE_DAYS)), None)


def this_week(rows: Log, today: date) -> int:
    """Drills taken since Monday."""
    monday = today - timedelta(days=today.weekday())
    return sum(row.head.date >= monday for row in rows)


def due(parts_state: Iterable[Standing], today: date) -> list[Standing]:
    """Parts that are due, the one most likely forgotten first."""
    ready = [standing for standing in parts_state if standing.due is not None and standing.due <= today]
    return sorted(ready, key=lambda standing: (standing.chance or 0.0, standing.due or today, standing.part.name))


def choose(parts_state: Sequence[Standing], today: date) -> Standing:
    """What to drill now: what is due, else a part never met, else the one due soonest."""
    ready = due(parts_state, today)
    if ready:
        return ready[0]
    fresh = [standing for standing in parts_state if standing.due is None]
    return fresh[0] if fresh else min(parts_state, key=lambda standing: (standing.due or today, standing.part.name))
