"""The practices there are: podium's own and those in the journal's folder `practices/`."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium import practices, signals, traps
from podium.core.errors import Misuse
from podium.core.note import Note
from podium.experiments import metric
from podium.practices import Moves, Practice

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.journal import Journal
    from podium.practices import Proposed

__all__ = ["Direction", "Moves", "Practice"]

Direction = practices.Direction


class PracticeList(msgspec.Struct, frozen=True):
    """Practices, and the mistakes in those of your own."""

    practices: tuple[Practice, ...]
    notes: tuple[Note, ...]


class MovesRecord(msgspec.Struct, frozen=True):
    """A signal, which way it should go, and by how much."""

    signal: str
    toward: str
    by: float


class CalendarRecord(msgspec.Struct, frozen=True):
    """What a practice puts on the calendar."""

    title: str
    line: str
    times: int
    minutes: int


class PracticeRecord(msgspec.Struct, frozen=True):
    """Everything a practice declares."""

    name: str
    title: str
    traps: list[str]
    for_whom: str
    order: int | None
    weeks: int
    minutes_a_week: int
    hypothesis: str
    metric: MovesRecord
    guards: list[MovesRecord]
    comparison: str
    is_reversible: bool
    broken_by: list[str]
    done: str
    stop_if: str
    source: str
    grade: str
    counter: str
    artefact: str
    cadence: str
    protocol: str
    calendar: CalendarRecord | None


def own_folder(journal: Journal | None) -> Path | None:
    """Where practices of your own lie."""
    return journal.root / "practices" if journal else None


def listed(session: Session, name: str = "") -> PracticeList:
    """All practices, or the one of that name, with what in them points at nothing.

    Raises:
        Misuse: there is no practice of that name.
    """
    root = session.journal_folder()
    return in_folder(root / "practices" if root else None, name)


def in_folder(folder: Path | None, name: str = "") -> PracticeList:
    """The same for a folder of your own."""
    notes: list[Note] = []
    chosen = (practices.named(name, folder),) if name else practices.every(folder, notes=notes)
    return PracticeList(chosen, (*notes, *(note for practice in chosen for note in doubts(practice))))


def named(session: Session, name: str) -> Practice:
    """One practice.

    Raises:
        Misuse: there is none of that name.
    """
    return practices.named(name, own_folder(session.journal_if_readable()))


def titles(session: Session) -> dict[str, str]:
    """Name and title of every practice."""
    every = practices.every(own_folder(session.journal_if_readable()), notes=[])
    return {practice.name: practice.title for practice in every}


def trap_titles(names: tuple[str, ...]) -> str:
    """The traps a practice leads out of, as a person calls them."""
    title_by_name = {trap.name: trap.title for trap in traps.every()}
    return ", ".join(title_by_name.get(name, name) for name in names)


def doubts(practice: Practice) -> list[Note]:
    """What of a practice points at nothing: a trap there is not, a number that cannot be measured week by week."""
    file, trap_names = f"practices/{practice.name}.md", {trap.name for trap in traps.every()}
    notes = [
        Note(file, 0, 0, "for", f"there is no trap {name!r}", "`podium traps` lists them")
        for name in practice.traps
        if name not in trap_names
    ]
    numbers = [("moves", practice.moves.signal), *(("guards", guard.signal) for guard in practice.guards)]
    numbers += [("comparison", practice.comparison)] if practice.comparison else []
    for key, signal in numbers:
        try:
            metric.metric(signal)
        except Misuse as fault:
            notes.append(Note(file, 0, 0, key, fault.what, "`podium signals` lists them"))
    return notes


def metrics(practice: Practice) -> list[tuple[str, str]]:
    """What it can be judged by, with the question each number answers; the practice's own first."""
    asks = {signal.name: signal.asks for signal in signals.every()}
    own = practice.moves.signal
    return [(name, asks[name]) for name in sorted(metric.names(), key=lambda name: (name != own, name))]


def unit(signal: str) -> str:
    """A share moves by points, everything else by a part of itself; a signal that is not there may be either."""
    with contextlib.suppress(Misuse):
        return "points" if metric.metric(signal).kind == "share" else "%"
    return "points or %"


def facts(practice: Practice) -> PracticeRecord:
    """Everything a practice declares, for `--json`."""
    calendar = practice.calendar
    return PracticeRecord(
        name=practice.name,
        title=practice.title,
        traps=list(practice.traps),
        for_whom=practice.for_whom,
        order=practice.order if practice.order < practices.LAST else None,
        weeks=practice.weeks,
        minutes_a_week=practice.minutes_a_week,
        hypothesis=practice.hypothesis,
        metric=_moves(practice.moves),
        guards=[_moves(guard) for guard in practice.guards],
        comparison=practice.comparison,
        is_reversible=practice.is_reversible,
        broken_by=list(practice.broken_by),
        done=practice.done,
        stop_if=practice.stop_if,
        source=practice.source,
        grade=practice.grade,
        counter=practice.counter,
        artefact=practice.artefact,
        cadence=practice.cadence,
        protocol=practice.body,
        calendar=_calendar(calendar) if calendar else None,
    )


def _calendar(proposed: Proposed) -> CalendarRecord:
    return CalendarRecord(proposed.title, proposed.line, proposed.times, proposed.minutes)


def _moves(moves: Moves) -> MovesRecord:
    return MovesRecord(signal=moves.signal, toward=moves.toward, by=moves.by)
