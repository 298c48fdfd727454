"""Connections and their syncs: a source, its secret, the listed people and the event store.

Joins a source, its secret, the list of people and the event store.

The list of what is connected is one text file, `sources.toml`, beside the file about her; secrets are elsewhere.
"""

from __future__ import annotations

import gc
import re
import sys
import tomllib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgspec import structs

from podium import home, sources
from podium.core.errors import CannotRead, CannotWrite, Misuse, OurFault
from podium.core.sheet import Sheet
from podium.core.trace import VERBS, Event, Kind, Via, ZoneFrom
from podium.evidence.event_told import Added, Batch
from podium.evidence.event_writer import Writer
from podium.evidence.events import EventStore
from podium.evidence.me_file import MeFile, Person
from podium.sources import Page, Source, secret
from podium.sources.secret import Ring, Secret
from podium.sources.wire import Wire

# Rows and cursor are stored together each time this many acts have come in, or this many seconds have gone by.
FLUSH_EVENTS = 15_000
FLUSH_S = 10.0
HAND_OVER_S = 0.00003
MOST_DOUBTS = 50
TITLES: Mapping[str, str] = {
    "code_refuge": "Code Refuge", "meritocracy_myth": "Meritocracy Myth", "eq_blind_spots": "EQ Blind Spots",
    "strategic_tunnel": "Strategic Tunnel Vision", "firefighting": "Firefighting Spiral",
}  # fmt: skip
# A landing without anybody at the keyboard has no hour of anybody's.
_UNATTENDED = frozenset({"auto_merge", "merge_queue", "automation"})
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Connection:
    """One connected source: its label, the source's name, and the answers given."""

    name: str
    source: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a sync did."""

    connection: str
    events: int
    fresh: int
    changed: int
    gone: int
    requests: int
    waited_s: float
    batch: Batch


def store() -> EventStore:
    """The event store of this home."""
    return EventStore(home.evidence() / "sources")


def connections() -> tuple[Connection, ...]:
    """Everything in `sources.toml`, by label."""
    path = _file()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise CannotRead(f"the list of sources cannot be read: {fault}", where=str(path)) from fault
    found: list[Connection] = []
    for name, kept in sorted(table.items()):
        if not isinstance(kept, dict) or not isinstance(kept.get("source"), str) or not _NAME.fullmatch(name):
            raise CannotRead(f"[{name}] is no connection podium wrote", where=str(path), next_step="remove that block")
        settings = {key: str(value) for key, value in kept.items() if key != "source"}
        found.append(Connection(name, kept["source"], settings))
    return tuple(found)


def connection(name: str) -> Connection:
    """One connection by label; Misuse when there is none."""
    known = connections()
    for found in known:
        if found.name == name:
            return found
    labels = ", ".join(c.name for c in known) or "nothing is connected yet"
    raise Misuse(f"{name!r} is not connected", next_step=f"connected: {labels}")


def keep(fresh: Connection) -> None:
    """Write a connection into the list, replacing one of the same label."""
    if not _NAME.fullmatch(fresh.name):
        raise Misuse(f"{fresh.name!r} is no label", next_step="use small letters, digits, - and _")
    _write({**{c.name: c for c in connections()}, fresh.name: fresh})


def drop(name: str, ring: Ring | None) -> int:
    """Remove a connection, its secret and everything it brought; returns the acts removed."""
    rest = {c.name: c for c in connections() if c.name != name}
    count = store().forget(name)
    secret.forget(home.home(), name, ring)
    _write(rest)
    return count


def try_out(fresh: Connection, held: Secret | None, wire: Wire, *, pages: int = 4) -> list[Page]:
    """The first pages of a source, read and not kept, until one has acts."""
    taken: list[Page] = []
    for page in sources.load(fresh.source).read(fresh.settings, held, {}, wire):
        taken.append(_checked(page))
        if page.events or len(taken) >= pages:
            break
    return taken


def doubts(asked: Connection, people: MeFile, held: Secret | None, wire: Wire, *, pages: int = 20) -> list[str]:
    """Accounts of the newest pages that may be automation, read from the source again and kept nowhere."""
    who, found = Listed.of(people), set[str]()
    for number, page in enumerate(sources.load(asked.source).read(asked.settings, held, {}, wire), 1):
        found |= {key for key in page.doubts if not who.is_settled(key)}
        if number >= pages:
            break
    return sorted(found)


def run(
    asked: Connection,
    people: MeFile,
    wire: Wire,
    ring: Ring | None,
    *,
    believe: bool = False,
    show: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> Report:
    """Read what is new of one connection into the store.

    Args:
        believe: accept that most of what was known is gone.
        show: called with items read of a stream and how many there are at most; with acts read where nobody says.
    """
    source = sources.load(asked.source)
    kept = secret.find(home.home(), asked.name, ring)
    who = Listed.of(people)
    with store().writing(who.is_known) as writer:
        batch = writer.begin(asked.name, source.name, int(wire.clock()))
        intake = _Intake(writer, batch, who, wire, believe, show)
        try:
            intake.take(source, asked, kept.secret if kept else None)
        finally:
            batch.requests, batch.limits = wire.requests, dict(sorted(wire.limits.items()))
            writer.link(who.links(writer.listed().values()))
            writer.end(batch, int(wire.clock()))
    return Report(
        asked.name, batch.events, intake.fresh, intake.changed, intake.gone, wire.requests, wire.waited_s, batch
    )


@dataclass(slots=True)
class Listed:
    """The people of the file about her, by every key they are known under.

    Attributes:
        owner: identity key -> the person's first key, which stands for all of them.
        zones: first key -> declared zone.
        reasons: key -> why it belongs to its person.
        kinds: name, login or address -> what the manager said it is.
    """

    owner: dict[str, str] = field(default_factory=dict[str, str])
    zones: dict[str, str] = field(default_factory=dict[str, str])
    reasons: dict[str, str] = field(default_factory=dict[str, str])
    kinds: dict[str, Kind] = field(default_factory=dict[str, Kind])
    _said: dict[str, tuple[Kind | None, str | None]] = field(default_factory=dict[str, tuple[Kind | None, str | None]])

    @classmethod
    def of(cls, people: MeFile) -> Listed:
        """Her and everybody she listed."""
        made = cls()
        made.kinds.update({text.lower(): "bot" for text in people.bots})
        made.kinds.update({text.lower(): "human" for text in people.humans})
        me = people.me
        for person in (Person(me.name, me.emails, me.aliases, me.logins, zone=me.zone), *people.people):
            keys = [f"email:{email.lower()}" for email in person.emails]
            keys += [login.lower() for login in person.logins]
            keys += [f"name:{name.lower()}" for name in (person.name, *person.aliases) if name]
            for key in keys:
                made.owner.setdefault(key, keys[0])
                made.reasons.setdefault(key, "listed in me.toml")
            if keys and person.zone:
                made.zones.setdefault(keys[0], person.zone)
        return made

    def person(self, key: str | None) -> str | None:
        """The first key of the listed person behind an identity; None for everybody else."""
        if key is None:
            return None
        plain = key.partition("#")[0].lower()
        return self.owner.get(key) or self.owner.get(plain) or self.owner.get(plain.partition(":")[2])

    def is_known(self, key: str) -> bool:
        """Whether the manager listed this person."""
        return self.person(key) is not None

    def is_settled(self, key: str) -> bool:
        """Whether the manager said already that this account is a person or automation."""
        plain = key.partition("#")[0].lower()
        return plain in self.kinds or plain.partition(":")[2] in self.kinds

    def bridge(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take over what a source says about accounts and addresses, for listed people only."""
        for one, other in sorted(pairs):
            for known, fresh in ((one, other), (other, one)):
                first = self.person(known)
                if first is not None and self.person(fresh) is None:
                    self._said.clear()
                    self.owner[fresh] = first
                    self.reasons[fresh] = "the source tells account and address"

    def links(self, met: Iterable[str]) -> list[tuple[str, str, str]]:
        """What the store should know about the listed people it met."""
        found: list[tuple[str, str, str]] = []
        for key in sorted(met):
            first = self.person(key)
            if first is not None and first != key:
                plain = key.partition("#")[0].lower()
                found.append((key, first, self.reasons.get(key) or self.reasons.get(plain) or "listed in me.toml"))
        return found

    def settled(self, events: Sequence[Event]) -> Sequence[Event]:
        """The events as the manager's list has them: bot or human, and a declared zone where the source knows none."""
        if not self.kinds and not self.zones:
            return events
        if isinstance(events, Sheet):
            return self._settled_sheet(events)
        return tuple(self._settled_event(event) for event in events)

    def _settled_event(self, event: Event) -> Event:
        kind, zone = self._said_of(event.actor)
        if kind:
            event = structs.replace(event, actor_kind=kind)
        if zone and _is_placed(event.tz_from, event.via) and event.ts_quality in {"exact", "minute"}:
            event = structs.replace(event, tz=zone, tz_from="declared")
        return event

    def _settled_sheet(self, sheet: Sheet) -> Sheet:
        said = list(map(self._said_of, sheet.actor))
        kinds = [kind or told for (kind, _), told in zip(said, sheet.actor_kind, strict=True)]
        zones = [
            zone if zone and _is_placed(known, via) else None
            for (_, zone), known, via in zip(said, sheet.tz_from, sheet.via, strict=True)
        ]
        tz = [zone or told for zone, told in zip(zones, sheet.tz, strict=True)]
        ladder: list[ZoneFrom] = ["declared" if zone else told for zone, told in zip(zones, sheet.tz_from, strict=True)]
        return replace(sheet, actor_kind=kinds, tz=tz, tz_from=ladder)

    def _said_of(self, actor: str | None) -> tuple[Kind | None, str | None]:
        """What the list says of an identity: its kind and its declared zone."""
        if actor is None:
            return None, None
        found = self._said.get(actor)
        if found is None:
            plain = actor.partition("#")[0].lower()
            kind = self.kinds.get(plain) or self.kinds.get(plain.partition(":")[2])
            found = self._said[actor] = kind, self.zones.get(self.person(actor) or "")
        return found


def _is_placed(known: ZoneFrom, via: Via) -> bool:
    """Whether the hour of an act is her listed zone's: nobody knows better, and somebody was at the keyboard."""
    return known in {"none", "profile"} and via not in _UNATTENDED


class _Intake:
    def __init__(
        self, writer: Writer, batch: Batch, who: Listed, wire: Wire, believe: bool, show: Callable[[int, int | None], None]
    ) -> None:  # fmt: skip
        self._writer, self._batch, self._who, self._wire = writer, batch, who, wire
        self._believe, self._show = believe, show
        self._held: list[Page] = []
        self._count, self._since, self._read = 0, wire.clock(), 0
        self._done: dict[str, int] = {}
        self._pen = ThreadPoolExecutor(1, "pen")
        self._written: Future[Added] | None = None
        self.fresh = self.changed = self.gone = 0

    def take(self, source: Source, asked: Connection, held: Secret | None) -> None:
        """Page by page; what was read is stored even when the source stops in between.

        The store writes in a thread of its own, one transaction after the other, while the next pages are read.
        """
        with self._pen, _handing_over():
            try:
                for page in source.read(asked.settings, held, self._writer.cursors(asked.name), self._wire):
                    self._hold(_checked(page))
            finally:
                self._flush()
                self._settle()

    def _hold(self, page: Page) -> None:
        self._account(page)
        self._who.bridge(page.bridges)
        page = replace(page, events=self._who.settled(page.events))
        self._held.append(page)
        self._count += len(page.events)
        self._read += len(page.events)
        done = self._done[page.stream] = self._done.get(page.stream, 0) + page.items
        self._show(done if page.total else self._read, page.total)
        if self._count >= FLUSH_EVENTS or self._wire.clock() - self._since > FLUSH_S:
            self._flush()

    def _account(self, page: Page) -> None:
        for kept, met in ((self._batch.missing, page.missing), (self._batch.unknown, page.unknown)):
            for key, count in met.items():
                kept[f"{page.stream}: {key}"] = kept.get(f"{page.stream}: {key}", 0) + count
        self._batch.notes = (self._batch.notes + [str(note) for note in page.notes])[:50]
        asked = {key for key in page.doubts if not self._who.is_settled(key)}
        self._batch.doubts = sorted({*self._batch.doubts, *map(self._writer.veiled_unless_listed, asked)})[:MOST_DOUBTS]

    def _flush(self) -> None:
        held, self._held, self._count, self._since = self._held, [], 0, self._wire.clock()
        # The columns are made here: whatever needs the interpreter would only wait for it in the other thread.
        lot = self._writer.lot(held)
        self._settle()
        if held:
            self._written = self._pen.submit(self._writer.add, self._batch, lot, believe=self._believe)

    def _settle(self) -> None:
        """Wait until the store has written what it was given; stops here with whatever stopped it."""
        written, self._written = self._written, None
        if written is None:
            return
        added = written.result()
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


def _checked(page: Page) -> Page:
    acts = page.events
    if isinstance(acts, Sheet):
        odd = set(acts.verb) - VERBS or (acts.event_id[:1] if any(at.tzinfo is None for at in acts.ts) else ())
    else:
        odd = [act.event_id for act in acts if act.verb not in VERBS or act.ts.tzinfo is None]
    if odd:
        raise OurFault(f"a reader told an act podium has no word for: {min(odd)!r}", where=page.stream)
    return page


def _file() -> Path:
    return home.home() / "sources.toml"


def _write(kept: Mapping[str, Connection]) -> None:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("What podium reads. Written by `podium connect`; secrets are not here."))
    for name, one in sorted(kept.items()):
        table = tomlkit.table()
        table.update({"source": one.source, **{key: one.settings[key] for key in sorted(one.settings)}})
        document[name] = table
    path = _file()
    fresh = path.with_name(".sources.toml")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
        fresh.replace(path)
    except OSError as fault:
        raise CannotWrite("the list of sources could not be written", where=str(path)) from fault
