"""Put a practice's blocks into a calendar exactly once, and take back what nobody changed."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from podium.calendar.block import fingerprint, hours_of, mark_of
from podium.calendar.ledger import LedgerLine
from podium.calendar.places import Place
from podium.core.errors import CannotWrite
from podium.system import last_writes
from podium.system.last_writes import EventsWrite

if TYPE_CHECKING:
    from podium.calendar.block import Block
    from podium.calendar.ledger import Entry, Ledger, State
    from podium.calendar.places import CalendarEvent

Find = Callable[[Mapping[str, str]], Place]


class Outcome(msgspec.Struct, frozen=True):
    """What happened to one block: `written`, `there already`, `taken out by you`, `removed`, `gone already`.

    Attributes:
        hours: when it is, as a person reads it.
    """

    uid: str
    title: str
    what: str
    hours: str


def write(blocks: Sequence[Block], place: Place, ledger: Ledger, now: datetime) -> list[Outcome]:
    """Write down what is about to be written, write it, confirm it. Doing it again does nothing twice.

    Raises:
        CannotWrite: the ledger, or an event of somebody else's under a block's UID; what is written stays confirmed.
    """
    card = dict(place.card)
    with ledger.held():
        state_by_uid = {e.uid: e.state for e in ledger.entries() if dict(e.place) == card}
        ledger.append(
            LedgerLine(
                at=now,
                state="intended",
                practice=block.practice,
                uid=block.uid,
                place=card,
                title=block.title,
                text=block.text(now).decode(),
            )
            for block in blocks
            if state_by_uid.get(block.uid) in {None, "undone"}
        )
        wanted = {block.uid for block in blocks}
        mine = [e for e in ledger.entries() if e.uid in wanted and dict(e.place) == card]
        outcomes = [_settle(entry, place, ledger, now) for entry in mine]
    if written_uids := tuple(outcome.uid for outcome in outcomes if outcome.what == "written"):
        last_writes.remember(EventsWrite(blocks[0].practice, written_uids))
    return outcomes


def finish(ledger: Ledger, find: Find, now: datetime, *, practice: str = "") -> list[Outcome]:
    """Write what was intended and never confirmed: after a kill, a full disk, a server that was away."""
    with ledger.held():
        intended = [entry for entry in ledger.entries(practice) if entry.state == "intended"]
        return [_settle(entry, find(entry.place), ledger, now) for entry in intended]


def undo(
    practice: str,
    ledger: Ledger,
    find: Find,
    now: datetime,
    *,
    is_forced: bool = False,
    only: Container[str] | None = None,
) -> list[Outcome]:
    """Take a practice's events, or only those of some UIDs, out of every calendar they were put into; all or none.

    Raises:
        CannotWrite: an event is not podium's, or a person changed it and `is_forced` is not given; nothing was removed.
    """
    with ledger.held():
        entries = [e for e in ledger.entries(practice) if e.state != "undone" and (only is None or e.uid in only)]
        return _undo(entries, ledger, find, now, is_forced=is_forced)


def _undo(entries: Sequence[Entry], ledger: Ledger, find: Find, now: datetime, *, is_forced: bool) -> list[Outcome]:
    looked: list[tuple[Entry, Place, CalendarEvent | None]] = []
    for entry in entries:
        place = find(entry.place)
        event_there = place.seen(entry.uid)
        if event_there is not None:
            _check(entry, event_there, is_forced=is_forced)
        looked.append((entry, place, event_there))
    outcomes: list[Outcome] = []
    for entry, place, event_there in looked:
        if event_there is not None:
            place.remove(entry.uid, event_there.version)
        ledger.append([_line(entry, "undone", now)])
        outcomes.append(_outcome(entry, "gone already" if event_there is None else "removed"))
    return outcomes


def _settle(entry: Entry, place: Place, ledger: Ledger, now: datetime) -> Outcome:
    """Make sure one intended event stands in its calendar, and confirm it with what a person would see."""
    event_there = place.seen(entry.uid)
    what = "there already"
    if event_there is None and entry.state == "written":
        return _outcome(entry, "taken out by you")
    if event_there is None:
        place.add(entry.uid, entry.text)
        event_there, what = place.seen(entry.uid), "written"
    if event_there is None or mark_of(event_there.text, entry.uid) != entry.practice:
        raise CannotWrite(
            "the calendar has an event of this UID that is not podium's; it was left alone", where=entry.title
        )
    if entry.state != "written":
        ledger.append([_line(entry, "written", now, print=fingerprint(entry.text, entry.uid))])
    return _outcome(entry, what)


def _outcome(entry: Entry, what: str) -> Outcome:
    return Outcome(entry.uid, entry.title, what, hours_of(entry.text, entry.uid))


def _check(entry: Entry, event_there: CalendarEvent, *, is_forced: bool) -> None:
    if mark_of(event_there.text, entry.uid) != entry.practice:
        raise CannotWrite("an event of this UID is not podium's; nothing was removed", where=entry.title)
    meant = entry.print or fingerprint(entry.text, entry.uid)
    if not is_forced and fingerprint(event_there.text, entry.uid) != meant:
        raise CannotWrite(
            "you changed this event after podium wrote it, so it is yours now; nothing was removed",
            where=f"{entry.title}, {hours_of(entry.text, entry.uid)}",
            next_step=f"`podium calendar undo {entry.practice} --force` removes it all the same",
        )


def _line(entry: Entry, state: State, now: datetime, *, print: str = "") -> LedgerLine:
    return LedgerLine(
        at=now, state=state, practice=entry.practice, uid=entry.uid, place=entry.place, title=entry.title, print=print
    )
