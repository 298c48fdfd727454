"""Declared leave as stretches of days: from her journal, her own file and her calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium.core.time import DAY_S, Window, day_date
from podium.evidence.events.store import EventStore
from podium.evidence.people import me_file
from podium.evidence.people.book import Book
from podium.evidence.people.me_file import Span
from podium.evidence.views.query import HORIZON_DAYS, Evidence, SourceActs
from podium.journal.kinds import leave
from podium.system import paths

if TYPE_CHECKING:
    from podium.evidence.people.me_file import MeFile
    from podium.journal import Journal

# The field guide's planned absence; a shorter one is no test of what a team does alone.
WHOLE_LEAVE_DAYS = 5
AHEAD_DAYS = 400
_DAYS = "select distinct at_s from mine where verb = 'away' and ref like 'leave:%'"


class Away(msgspec.Struct, frozen=True, order=True):
    """Days away without a working day between them.

    Attributes:
        first, last: both included, in her own calendar.
        told_by: where it is declared: journal, your own file, calendar.
        backup: who acts for her, as written in leave.toml.
    """

    first: date
    last: date
    told_by: tuple[str, ...] = ()
    backup: str = ""

    @property
    def working_days(self) -> int:
        """Mondays to Fridays in it."""
        return sum(day.weekday() < 5 for day in days_between(self.first, self.last))

    @property
    def is_whole(self) -> bool:
        """Whether it is long enough for a debrief."""
        return self.working_days >= WHOLE_LEAVE_DAYS

    def __str__(self) -> str:
        """`2026-12-07 to 2026-12-11`."""
        return f"{self.first} to {self.last}"


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day, both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def ahead(journal: Journal, today: date, me: Sequence[str] = ()) -> tuple[Away, ...]:
    """Leave that is not over, from all three places, without looking at any clone."""
    file = with_journal(me_file.read(paths.me_file()), journal)
    store = EventStore(paths.evidence() / "sources")
    snapshot = store.snapshot()
    end = datetime(today.year, today.month, today.day, tzinfo=UTC) + timedelta(days=AHEAD_DAYS)
    evidence = Evidence(
        [],
        file,
        Book(file, me=list(me)),
        as_of_s=int(end.timestamp()),
        acts=None if snapshot is None else SourceActs(snapshot, store.person),
    )
    try:
        return tuple(away for away in declared(evidence, journal) if away.last >= today)
    finally:
        evidence.close()


def with_journal(file: MeFile, journal: Journal) -> MeFile:
    """Her own file with the leave of her journal added."""
    spans = tuple(Span(e.head.first, e.head.last) for e in journal.entries(leave.KIND))
    return replace(file, me=replace(file.me, leave=(*file.me.leave, *spans)))


def declared(evidence: Evidence, journal: Journal | None) -> tuple[Away, ...]:
    """Every stretch of declared leave the evidence reaches, oldest first; one that goes on after it is told whole."""
    reach = Window(evidence.as_of_s - HORIZON_DAYS * DAY_S, evidence.as_of_s + AHEAD_DAYS * DAY_S)
    days = {day_date(at_s // DAY_S) for (at_s,) in evidence.ask(_DAYS, reach, question="declared leave")}
    days |= set(_days_of(evidence.me.me.leave, reach))
    rows = journal.entries(leave.KIND) if journal is not None else ()
    journal_days = set(_days_of([Span(e.head.first, e.head.last) for e in rows], reach))
    own = set(_days_of(evidence.me.me.leave, reach)) - journal_days
    absences = []
    for first, last in stretches(days):
        inside = set(days_between(first, last)) & days
        days_by_origin = [
            ("journal", inside & journal_days),
            ("your own file", inside & own),
            ("calendar", inside - journal_days - own),
        ]
        backup = next((e.head.backup for e in rows if e.head.backup and first <= e.head.first <= last), "")
        absences.append(Away(first, last, tuple(name for name, origin_days in days_by_origin if origin_days), backup))
    return tuple(absences)


def _days_of(spans: Iterable[Span], reach: Window) -> Iterator[date]:
    first, last = day_date(reach.start_s // DAY_S), day_date(reach.end_s // DAY_S)
    for span in spans:
        yield from days_between(max(span.first, first), min(span.last, last))


def stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days joined where nothing but a weekend lies between them."""
    ranges: list[tuple[date, date]] = []
    for day in sorted(days):
        if ranges and not any(d.weekday() < 5 for d in days_between(ranges[-1][1] + timedelta(1), day - timedelta(1))):
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return ranges
