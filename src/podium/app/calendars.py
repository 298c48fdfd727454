"""The calendars podium writes its own events into: named, shown, taken back, handed out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.app import last_look
from podium.calendar import write as writing
from podium.calendar.block import hours_of
from podium.calendar.connected import named as connected_calendar
from podium.calendar.connected import of_card
from podium.calendar.last_seen import Asked, LastSeen
from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar, Place, joined
from podium.calendar.write import Outcome
from podium.connections import sync
from podium.core.errors import CannotTell, Misuse
from podium.sources.http.client import HttpClient
from podium.sources.http.patience import INTERACTIVE
from podium.system import files, paths, tokens

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.calendar.block import Block
    from podium.calendar.ledger import Entry
    from podium.experiments.calendar_state import Readable

__all__ = ["Outcome", "Place"]

Find = Callable[[Mapping[str, str]], Place]


class Standing(msgspec.Struct, frozen=True):
    """A calendar some events were put on: where, how many stand there, and whether it is a file."""

    where: str
    count: int
    is_file: bool


class CalendarContents(msgspec.Struct, frozen=True):
    """One event podium wrote, as it is listed."""

    practice: str
    title: str
    state: str
    uid: str
    hours: str
    calendar: str
    at: str


def feed() -> Path:
    """The calendar file of podium's own that other programs can subscribe to."""
    return paths.home() / "calendar" / "podium.ics"


def feed_path() -> str:
    """Where `podium serve` hands that file out: an address nobody else on this machine knows.

    Raises:
        CannotRead: the kept token is damaged. CannotWrite: the disk refused.
    """
    return f"/feed/{tokens.kept('feed-token')}/podium.ics"


def feed_text() -> bytes:
    """That file as it is now; an empty calendar before anything stands in it.

    Raises:
        CannotRead: it cannot be read.
    """
    return FileCalendar(feed()).whole() or joined([])


def ledger() -> Ledger:
    """What podium wrote into calendars, line by line."""
    return Ledger(paths.home())


def wire(session: Session) -> HttpClient:
    """A connection to servers that says what it waits for."""
    return HttpClient(say=session.say, patience=INTERACTIVE, is_stopped=session.is_stopped)


def choose(session: Session, target: str) -> Place | None:
    """The calendar a person names: `feed` or nothing for podium's own file, `none`, a FILE.ics, a connected label.

    Raises:
        Misuse: there is no such calendar, or it can only be read.
    """
    if target == "none":
        return None
    return connected_calendar(str(feed()) if target in {"", "feed"} else target, wire(session))


def choose_one(session: Session, target: str) -> Place:
    """As `choose`, where a calendar is needed."""
    place = choose(session, target)
    if place is None:
        raise Misuse("a calendar is needed", next_step="name a FILE.ics, a connected CalDAV label, or feed")
    return place


def file_of(typed: str) -> str:
    """A calendar file's full path as it was typed on a page.

    Raises:
        Misuse: it is no full path of a calendar file.
    """
    path = Path(typed).expanduser()
    if not path.is_absolute() or path.suffix.lower() not in {".ics", ".ical"}:
        raise Misuse("Not a calendar file", where=typed[:80], next_step="write a full path that ends in .ics")
    return str(path)


def servers() -> list[str]:
    """The labels of connected calendars that can be written to."""
    return [connection.name for connection in sync.connections() if connection.source == "caldav"]


def finder(session: Session) -> Find:
    """Finds the calendar a line of the ledger names."""
    places: dict[tuple[tuple[str, str], ...], Place] = {}

    def find(card: Mapping[str, str]) -> Place:
        key = tuple(sorted(card.items()))
        if key not in places:
            places[key] = of_card(card, wire(session))
        return places[key]

    return find


def looker(session: Session) -> Callable[[Mapping[str, str]], Readable]:
    """Looks into the calendar a line of the ledger names, and remembers what a server answers."""
    find, last_seen, now = finder(session), LastSeen(paths.home()), session.now()

    def look(card: Mapping[str, str]) -> Readable:
        place = find(card)
        return place if card.get("kind") == "file" else Asked(place, last_seen, now)

    return look


def is_on_a_server(practice: str) -> bool:
    """Whether events of a practice stand in a calendar that has to be asked."""
    return any(not entry.is_file for entry in standing(practice))


def find_file(card: Mapping[str, str]) -> Place:
    """The calendar a line of the ledger names, when it is a file: a page asks no server."""
    if card.get("kind") != "file":
        raise Misuse("it is on a server, which `podium practice show` asks")
    return FileCalendar(Path(card["path"]))


def write(session: Session, blocks: Sequence[Block], place: Place) -> list[Outcome]:
    """Put events on a calendar; what stands there already is left as it is."""
    for block in blocks[:1]:
        keep_zone(session, block.zone)
    return writing.write(blocks, place, ledger(), session.now().astimezone(UTC))


def keep_zone(session: Session, zone: str) -> None:
    """Remember the time zone of events when podium would not have taken it by itself."""
    if zone != session.zone_or_empty():
        last_look.keep_zone(zone)


def spoken(place: Place) -> str:
    """A calendar as its owner knows it: the label it was connected under, or the file."""
    return where(place.card)


def where(card: Mapping[str, str]) -> str:
    """The same from a line of the ledger."""
    return card.get("path", "") if card.get("kind") == "file" else card.get("connection", "")


def standing(practice: str) -> list[Standing]:
    """Where the events of a practice stand, as the ledger has it."""
    counts: dict[tuple[str, bool], int] = {}
    for entry in ledger().entries(practice):
        if entry.state != "undone":
            key = where(entry.place), entry.place.get("kind") == "file"
            counts[key] = counts.get(key, 0) + 1
    return [Standing(place, count, is_file) for (place, is_file), count in counts.items()]


def show(practice: str = "") -> list[CalendarContents]:
    """Every event podium wrote for a practice, its id or its name; of all practices without one."""
    return [_shown(entry) for entry in _entries(practice)]


def undo(session: Session, practice: str, *, is_forced: bool = False) -> list[Outcome]:
    """Take all events of a practice back out, or none when one was changed since.

    Raises:
        Misuse: several practices are meant. CannotTell: no event of it stands anywhere. CannotWrite: one was changed.
    """
    names = {entry.practice for entry in _entries(practice) if entry.state != "undone"}
    if len(names) > 1:
        raise Misuse(f"{practice!r} may be {' or '.join(sorted(names))}", next_step="name one of them")
    name = names.pop() if names else practice
    now = session.now().astimezone(UTC)
    outcomes = writing.undo(name, ledger(), finder(session), now, is_forced=is_forced)
    if not outcomes:
        raise CannotTell(f"no events of {practice!r} stand in a calendar", next_step="`podium calendar show`")
    return outcomes


def take_out(session: Session, practice: str, *uids: str) -> list[Outcome]:
    """Take some events of a practice out, all or none.

    Raises:
        CannotWrite: it was changed since, so it is its owner's.
    """
    return writing.undo(practice, ledger(), finder(session), session.now().astimezone(UTC), only=set(uids))


def finish(session: Session) -> list[Outcome]:
    """Write what was begun and cut short."""
    return writing.finish(ledger(), finder(session), session.now().astimezone(UTC))


def export(practice: str = "") -> bytes:
    """The events that stand, as one calendar file.

    Raises:
        CannotTell: there are none.
    """
    return joined([entry.text for entry in _standing_with_text(practice)])


def export_to(practice: str, target: Path) -> int:
    """The same into a new file; returns how many events are in it."""
    entries = _standing_with_text(practice)
    files.create(target.absolute(), joined([entry.text for entry in entries]))
    return len(entries)


def _standing_with_text(practice: str) -> list[Entry]:
    entries = [entry for entry in _entries(practice) if entry.state != "undone" and entry.text]
    if not entries:
        raise CannotTell("there is nothing to export", next_step="`podium calendar show`")
    return entries


def _entries(practice: str) -> Iterable[Entry]:
    """The entries of an id; of a practice's name, those of every time it was started; all without a name."""
    entries = ledger().entries()
    exact = tuple(entry for entry in entries if practice in {"", entry.practice})
    if exact:
        return exact
    id_of_it = re.compile(rf"\d{{4}}-\d\d-\d\d-{re.escape(practice)}(-\d+)?")
    return tuple(entry for entry in entries if id_of_it.fullmatch(entry.practice))


def _shown(entry: Entry) -> CalendarContents:
    return CalendarContents(
        practice=entry.practice,
        title=entry.title,
        state=entry.state,
        uid=entry.uid,
        hours=hours_of(entry.text, entry.uid),
        calendar=where(entry.place),
        at=entry.at.isoformat(),
    )
