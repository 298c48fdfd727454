"""Put a practice's blocks into a calendar exactly once, and take back what nobody changed."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from podium.calendar.block import fingerprint, hours_of, mark_of
from podium.calendar.ledger import Line
from podium.calendar.places import Place
from podium.core.errors import CannotWrite

if TYPE_CHECKING:
    from podium.calendar.block import Block
    from podium.calendar.ledger import Entry, Ledger, State
    from podium.calendar.places import Seen

Find = Callable[[Mapping[str, str]], Place]


@dataclass(frozen=True, slots=True)
class Outcome:
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
        known = {e.uid: e.state for e in ledger.entries() if dict(e.place) == card}
        ledger.append(
            Line(
                at=now,
                state="intended",
                practice=block.practice,
                uid=block.uid,
                place=card,
                title=block.title,
                text=block.text(now).decode(),
            )
            for block in blocks
            if known.get(block.uid) in {None, "undone"}
        )
        wanted = {block.uid for block in blocks}
        mine = [e for e in ledger.entries() if e.uid in wanted and dict(e.place) == card]
        return [_settle(entry, place, ledger, now) for entry in mine]


def finish(ledger: Ledger, find: Find, now: datetime, *, practice: str = "") -> list[Outcome]:
    """Write what was intended and never confirmed: after a kill, a full disk, a server that was away."""
    with ledger.held():
        left = [entry for entry in ledger.entries(practice) if entry.state == "intended"]
        return [_settle(entry, find(entry.place), ledger, now) for entry in left]


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
    looked: list[tuple[Entry, Place, Seen | None]] = []
    for entry in entries:
        place = find(entry.place)
        seen = place.seen(entry.uid)
        if seen is not None:
            _check(entry, seen, is_forced=is_forced)
        looked.append((entry, place, seen))
    done: list[Outcome] = []
    for entry, place, seen in looked:
        if seen is not None:
            place.remove(entry.uid, seen.version)
        ledger.append([_line(entry, "undone", now)])
        done.append(_outcome(entry, "gone already" if seen is None else "removed"))
    return done


def _settle(entry: Entry, place: Place, ledger: Ledger, now: datetime) -> Outcome:
    """Make sure one intended event stands in its calendar, and confirm it with what a person would see."""
    seen = place.seen(entry.uid)
    what = "there already"
    if seen is None and entry.state == "written":
        return _outcome(entry, "taken out by you")
    if seen is None:
        place.add(entry.uid, entry.text)
        seen, what = place.seen(entry.uid), "written"
    if seen is None or mark_of(seen.text, entry.uid) != entry.practice:
        raise CannotWrite(
            "the calendar has an event of this UID that is not podium's; it was left alone", where=entry.title
        )
    if entry.state != "written":
        ledger.append([_line(entry, "written", now, print=fingerprint(entry.text, entry.uid))])
    return _outcome(entry, what)


def _outcome(entry: Entry, what: str) -> Outcome:
    return Outcome(entry.uid, entry.title, what, hours_of(entry.text, entry.uid))


def _check(entry: Entry, seen: Seen, *, is_forced: bool) -> None:
    if mark_of(seen.text, entry.uid) != entry.practice:
        raise CannotWrite("an event of this UID is not podium's; nothing was removed", where=entry.title)
    meant = entry.print or fingerprint(entry.text, entry.uid)
    if not is_forced and fingerprint(seen.text, entry.uid) != meant:
        raise CannotWrite(
            "you changed this event after podium wrote it, so it is yours now; nothing was removed",
            where=f"{entry.title}, {hours_of(entry.text, entry.uid)}",
            next_step=f"`podium calendar undo {entry.practice} --force` removes it all the same",
        )


def _line(entry: Entry, state: State, now: datetime, *, print: str = "") -> Line:
    return Line(
        at=now, state=state, practice=entry.practice, uid=entry.uid, place=entry.place, title=entry.title, print=print
    )
