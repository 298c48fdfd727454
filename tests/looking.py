"""What stands on a mirror, fed with a week written by hand and a small journal: real evidence, no clone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from podium.core.time import Window
from podium.evidence.people.me_file import Me, MeFile, Span
from podium.evidence.views.query import Evidence
from podium.journal import Journal
from podium.laws.weeks import Week
from podium.programs.leave.leave import with_journal
from podium.traps import Reader


@dataclass
class Looking:
    """The parts of a mirror that rooms above it read."""

    evidence: Evidence
    file: MeFile
    journal: Journal | None
    window: Window
    reader: Reader


def look(week: Week, journal: Journal | None = None, *, days: int = 28) -> Looking:
    """A look at a week, with the leave of the journal already in the evidence when `about` made its file."""
    window = week.window(days)
    return Looking(week.evidence, week.file, journal, window, Reader(week.evidence, window))


def about(journal: Journal | None = None, *leave: tuple[str, str], zone: str = "") -> MeFile:
    """Ana's file, with leave of her own and of a journal."""
    spans = tuple(Span(date.fromisoformat(first), date.fromisoformat(last)) for first, last in leave)
    me = Me(emails=("ana@example.org",), aliases=("ana",), hours="Mon-Fri 09:00-18:00", zone=zone, leave=spans)
    return with_journal(MeFile(me=me), journal) if journal is not None else MeFile(me=me)
