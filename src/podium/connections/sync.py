"""Connections and their syncs: a source, its secret, the listed people and the event store.

The list of what is connected is one text file, `sources.toml`, beside the file about her; secrets are elsewhere.
"""

from __future__ import annotations

import gc
import re
import sys
import tomllib
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium import journal, sources
from podium.core.errors import CannotRead, Misuse, OurFault, Stop
from podium.core.event import VERBS
from podium.core.event_batch import Sheet
from podium.evidence.events.records import Batch
from podium.evidence.events.store import EventStore
from podium.evidence.people.known_people import KnownPeople
from podium.evidence.people.me_file import circle
from podium.sources import secrets
from podium.sources.records import UNREAD
from podium.system import files, paths

if TYPE_CHECKING:
    from podium.evidence.events.records import Added
    from podium.evidence.events.writer import Writer
    from podium.evidence.people.me_file import MeFile
    from podium.sources import Cursor, Source, StreamPage
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Ring, Secret

# Rows and cursor are stored together each time this many acts have come in, or this many seconds have gone by.
FLUSH_EVENTS = 15_000
FLUSH_S = 10.0
HAND_OVER_S = 0.00003
MOST_DOUBTS = 50
TITLES: Mapping[str, str] = {
    "code_refuge": "Code Refuge",
    "meritocracy_myth": "Meritocracy Myth",
    "eq_blind_spots": "EQ Blind Spots",
    "strategic_tunnel": "Strategic Tunnel Vision",
    "firefighting": "Firefighting Spiral",
}
# What a cursor says of whom her map held, and what in it says that nothing changed since.
_MAP, _UNCHANGED = "map", frozenset({"tag", "token", "print", "series"})
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
# What a reader may raise on a record it did not foresee: the sync of this source ends, and says so as a fault of ours.
_UNFORESEEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Connection(msgspec.Struct, frozen=True):
    """One connected source: its label, the source's name, and the answers given."""

    name: str
    source: str
    settings: Mapping[str, str]


class Report(msgspec.Struct, frozen=True):
    """What a sync did."""

    connection: str
    events: int
    fresh: int
    changed: int
    gone: int
    requests: int
    waited_s: float
    batch: Batch

    def unread(self) -> tuple[str, ...]:
        """What was left unread because a limit was met, with its count: `unread rows: more than ... (17)`."""
        counts = ((key.partition(": ")[2], count) for key, count in sorted(self.batch.missing.items()))
        return tuple(f"{what} ({count:,})" for what, count in counts if what.startswith(UNREAD))


def store() -> EventStore:
    """The event store of this home."""
    return EventStore(paths.evidence() / "sources")


def connections() -> tuple[Connection, ...]:
    """Everything in `sources.toml`, by label."""
    path = _file()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CannotRead(f"the list of sources cannot be read: {fault}", where=str(path)) from fault
    all_connections: list[Connection] = []
    for name, settings_table in sorted(table.items()):
        if (
            not isinstance(settings_table, dict)
            or not isinstance(settings_table.get("source"), str)
            or not _NAME.fullmatch(name)
        ):
            raise CannotRead(
                f"podium did not write the connection [{name}]", where=str(path), next_step="remove that block"
            )
        settings = {key: str(value) for key, value in settings_table.items() if key != "source"}
        all_connections.append(Connection(name, settings_table["source"], settings))
    return tuple(all_connections)


def connection(name: str) -> Connection:
    """One connection by label; Misuse when there is none."""
    all_connections = connections()
    for candidate in all_connections:
        if candidate.name == name:
            return candidate
    labels = ", ".join(c.name for c in all_connections) or "nothing is connected yet"
    raise Misuse(f"{name!r} is not connected", next_step=f"connected: {labels}")


def keep(fresh: Connection) -> None:
    """Write a connection into the list, replacing one of the same label."""
    if not _NAME.fullmatch(fresh.name):
        raise Misuse(f"Not a valid name: {fresh.name}", next_step="use small letters, digits, - and _")
    _write({**{c.name: c for c in connections()}, fresh.name: fresh})


def drop(name: str, ring: Ring | None) -> int:
    """Remove a connection, its secret and everything it brought; returns the acts removed."""
    rest = {c.name: c for c in connections() if c.name != name}
    count = store().forget(name)
    secrets.forget(paths.home(), name, ring)
    _write(rest)
    return count


def try_out(fresh: Connection, secret: Secret | None, wire: HttpClient, *, pages: int = 4) -> list[StreamPage]:
    """The first pages of a source, read and not kept, until one has acts."""
    pages_read: list[StreamPage] = []
    for page in _pages(sources.load(fresh.source), fresh, secret, {}, wire):
        pages_read.append(_checked(page))
        if page.events or len(pages_read) >= pages:
            break
    return pages_read


def doubts(
    connection: Connection, people: MeFile, secret: Secret | None, wire: HttpClient, *, pages: int = 20
) -> list[str]:
    """Accounts of the newest pages that may be automation, read from the source again and kept nowhere."""
    who, doubtful = KnownPeople.of(people), set[str]()
    for number, page in enumerate(_pages(sources.load(connection.source), connection, secret, {}, wire), 1):
        doubtful |= {key for key in page.doubts if not who.is_settled(key)}
        if number >= pages:
            break
    return sorted(doubtful)


def run(
    connection: Connection,
    people: MeFile,
    wire: HttpClient,
    ring: Ring | None,
    *,
    believe: bool = False,
    show: Callable[[int, int | None], None] = lambda _items_done, _total: None,
) -> Report:
    """Read what is new of one connection into the store.

    Args:
        believe: accept that most of what was known is gone.
        show: called with items read of a stream and how many there are at most; with acts read where nobody says.
    """
    source = sources.load(connection.source)
    stored = secrets.find(paths.home(), connection.name, ring)
    who = KnownPeople.of(people)
    kept_store, on_map = store(), journal.facts.mapped(circle(people))
    with kept_store.writing(who.is_known, on_map) as writer:
        batch = writer.begin(connection.name, source.name, int(wire.clock()))
        mark = kept_store.person(" ".join(sorted(on_map))) if on_map else ""
        intake = _Intake(writer, batch, who, wire, believe, show, mark)
        try:
            intake.take(source, connection, stored.secret if stored else None)
            batch.fault, batch.failed_s = "", None
        except Stop as stop:
            batch.fault, batch.failed_s = str(stop), int(wire.clock())
            raise
        finally:
            batch.requests, batch.limits = wire.requests, dict(sorted(wire.limits.items()))
            writer.link(who.links(writer.listed().values()))
            writer.end(batch, int(wire.clock()))
    return Report(
        connection.name, batch.events, intake.fresh, intake.changed, intake.gone, wire.requests, wire.waited_s, batch
    )


class _Intake:
    def __init__(
        self,
        writer: Writer,
        batch: Batch,
        who: KnownPeople,
        wire: HttpClient,
        believe: bool,
        show: Callable[[int, int | None], None],
        mark: str = "",
    ) -> None:
        self._writer, self._batch, self._who, self._wire = writer, batch, who, wire
        self._believe, self._show, self._mark = believe, show, mark
        self._held: list[StreamPage] = []
        self._count, self._since, self._read = 0, wire.clock(), 0
        self._done: dict[str, int] = {}
        self._pen = ThreadPoolExecutor(1, "pen")
        self._written: Future[Added] | None = None
        self.fresh = self.changed = self.gone = 0

    def take(self, source: Source, connection: Connection, secret: Secret | None) -> None:
        """Page by page; what was read is stored even when the source stops in between.

        The store writes in a thread of its own, one transaction after the other, while the next pages are read.
        """
        with self._pen, _handing_over():
            try:
                for page in _pages(source, connection, secret, self._cursors(connection.name), self._wire):
                    self._hold(_checked(page))
            finally:
                self._flush()
                self._settle()

    def _cursors(self, name: str) -> dict[str, Cursor]:
        """Where each stream stopped; what did not change is read again once her map holds other people."""
        return {
            stream: cursor
            if cursor.get(_MAP, "") == self._mark
            else {key: value for key, value in cursor.items() if key not in _UNCHANGED}
            for stream, cursor in self._writer.cursors(name).items()
        }

    def _hold(self, page: StreamPage) -> None:
        self._account(page)
        if page.cursor is not None and self._mark:
            page = replace(page, cursor={**page.cursor, _MAP: self._mark})
        self._who.bridge(page.bridges)
        page = replace(page, events=self._who.settled(page.events))
        self._held.append(page)
        self._count += len(page.events)
        self._read += len(page.events)
        items_done = self._done[page.stream] = self._done.get(page.stream, 0) + page.items
        self._show(items_done if page.total else self._read, page.total)
        if self._count >= FLUSH_EVENTS or self._wire.clock() - self._since > FLUSH_S:
            self._flush()

    def _account(self, page: StreamPage) -> None:
        for sums, page_counts in ((self._batch.missing, page.missing), (self._batch.unknown, page.unknown)):
            for key, count in page_counts.items():
                sums[f"{page.stream}: {key}"] = sums.get(f"{page.stream}: {key}", 0) + count
        self._batch.take_in(page.stream, page.intake)
        self._batch.notes = (self._batch.notes + [str(note) for note in page.notes])[:50]
        doubtful = {key for key in page.doubts if not self._who.is_settled(key)}
        self._batch.doubts = sorted({*self._batch.doubts, *map(self._writer.veiled_unless_listed, doubtful)})[
            :MOST_DOUBTS
        ]

    def _flush(self) -> None:
        pages_held, self._held, self._count, self._since = self._held, [], 0, self._wire.clock()
        # The columns are made here: whatever needs the interpreter would only wait for it in the other thread.
        lot = self._writer.lot(pages_held)
        self._settle()
        if pages_held:
            self._written = self._pen.submit(self._writer.add, self._batch, lot, believe=self._believe)

    def _settle(self) -> None:
        """Wait until the store has written what it was given; stops here with whatever stopped it."""
        write_under_way, self._written = self._written, None
        if write_under_way is None:
            return
        added = write_under_way.result()
        self.fresh += added.fresh
        self.changed += added.changed
        self.gone += added.gone


@contextmanager
def _handing_over() -> Generator[None]:
    """The store's thread needs the interpreter for moments only; by default it would wait 5 ms for each of them.

    And what was there before is left out of the collector's rounds: a sync makes much that is new, and few circles.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(HAND_OVER_S)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        sys.setswitchinterval(before)


def _pages(
    source: Source, connection: Connection, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Generator[StreamPage]:
    """The pages of a source; whatever a reader did not foresee is an OurFault of this source and of no other."""
    pages: Iterator[StreamPage] | None = None
    while True:
        try:
            pages = iter(source.read(connection.settings, secret, cursors, wire)) if pages is None else pages
            page = next(pages, None)
        except _UNFORESEEN as fault:
            raise OurFault(
                f"a fault of podium's own while it read {connection.name}: {type(fault).__name__}",
                where=source.name,
                next_step="what was read before is kept; report it, and `podium sync` reads the other sources",
            ) from fault
        if page is None:
            return
        yield page


def _checked(page: StreamPage) -> StreamPage:
    acts = page.events
    if isinstance(acts, Sheet):
        odd = set(acts.verb) - VERBS or (acts.event_id[:1] if any(at.tzinfo is None for at in acts.ts) else ())
    else:
        odd = [act.event_id for act in acts if act.verb not in VERBS or act.ts.tzinfo is None]
    if odd:
        raise OurFault(f"a reader sent an act podium does not know: {min(odd)!r}", where=page.stream)
    return page


def _file() -> Path:
    return paths.home() / "sources.toml"


def _write(connections: Mapping[str, Connection]) -> None:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("What podium reads. Written by `podium connect`; secrets are not here."))
    for name, connection in sorted(connections.items()):
        table = tomlkit.table()
        table.update(
            {"source": connection.source, **{key: connection.settings[key] for key in sorted(connection.settings)}}
        )
        document[name] = table
    files.write(_file(), tomlkit.dumps(document))
