"""What to doubt about connected sources: reach, gaps, unknown values, limits, clocks, bots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from podium import sources
from podium.app.sources import day, instant
from podium.connections import sync
from podium.core.intake import Intake
from podium.sources import secrets
from podium.sources.http.client import HttpClient
from podium.sources.http.patience import INTERACTIVE
from podium.system import paths

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.connections.sync import Connection
    from podium.evidence.events.records import Batch, StreamCoverage
    from podium.sources.secrets import Secret

_STALE_S = 7 * 86_400
_AHEAD_S = 86_400
# Calendars and rotas tell of the future too.
_AHEAD_BY_NATURE = frozenset({"events", "occurrences", "oncalls"})


class Stream(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """One list of a source; days are UTC, `unknown` where nobody knows."""

    stream: str
    acts: int
    with_local_hour: int
    first: str
    last: str
    complete_from: str
    complete_until: str


class Run(msgspec.Struct, frozen=True):
    """What the last sync met.

    Attributes:
        fault: why the source could not be read, until a sync succeeds; empty where it could. failed: when.
        came_in: stream -> what came in last and what became of it. came: when.
    """

    ended: str
    requests: int
    acts: int
    missing: Mapping[str, int]
    unknown: Mapping[str, int]
    notes: Sequence[str]
    may_be_bots: int
    limits: Mapping[str, str]
    fault: str
    failed: str
    came_in: Mapping[str, Intake]
    came: str


class Checked(msgspec.Struct, frozen=True, omit_defaults=True):
    """One connection with what podium can rely on and what it cannot.

    Attributes:
        secret: where it lies; `none` without one.
        perhaps_automation: accounts to be asked about; None when the source was not asked.
    """

    name: str
    source: str
    least_scope: str
    cannot_see: str
    secret: str
    streams: tuple[Stream, ...]
    last_run: Run | None
    doubts: tuple[str, ...]
    perhaps_automation: tuple[str, ...] | None = None


def check(session: Session, names: Sequence[str] = (), *, asks_source: bool = False) -> list[Checked]:
    """Every connection named, or all.

    Args:
        asks_source: read from the source which accounts look like automation; they are kept nowhere.

    Raises:
        Misuse: a name that is not connected. CannotReach: a source that was asked does not answer.
    """
    store = sync.store()
    chosen = [sync.connection(name) for name in names] or list(sync.connections())
    batches = {batch.connection: batch for batch in store.accounts()}
    coverage = store.coverage()
    return [
        _check(
            session,
            connection,
            [row for row in coverage if row.connection == connection.name],
            batches.get(connection.name),
            asks_source=asks_source,
        )
        for connection in chosen
    ]


def _check(
    session: Session, connection: Connection, rows: Sequence[StreamCoverage], batch: Batch | None, *, asks_source: bool
) -> Checked:
    secret = secrets.find(paths.home(), connection.name, secrets.system_ring())
    source = sources.load(connection.source)
    return Checked(
        name=connection.name,
        source=source.title,
        least_scope=source.scope,
        cannot_see=source.blind_to,
        secret=secret.place if secret else "none",
        streams=tuple(_stream(row) for row in rows),
        last_run=_run(batch) if batch else None,
        doubts=tuple(_doubts(rows, batch, session.now().timestamp())),
        perhaps_automation=_accounts(session, connection, secret.secret if secret else None) if asks_source else None,
    )


def _accounts(session: Session, connection: Connection, secret: Secret | None) -> tuple[str, ...]:
    return tuple(
        sync.doubts(
            connection,
            session.me(),
            secret,
            HttpClient(say=session.say, patience=INTERACTIVE, is_stopped=session.is_stopped),
        )
    )


def _stream(row: StreamCoverage) -> Stream:
    return Stream(
        row.stream,
        row.events,
        row.hours,
        day(row.first_s),
        day(row.last_s),
        day(row.complete_from_s),
        day(row.complete_until_s),
    )


def _run(batch: Batch) -> Run:
    return Run(
        day(batch.ended_s),
        batch.requests,
        batch.events,
        batch.missing,
        batch.unknown,
        batch.notes,
        len(batch.doubts),
        batch.limits,
        batch.fault,
        instant(batch.failed_s) if batch.fault else "",
        batch.intake,
        instant(batch.intake_s) if batch.intake else "",
    )


def _doubts(rows: Sequence[StreamCoverage], batch: Batch | None, now_s: float) -> Iterator[str]:
    if batch is None:
        yield "never read; run `podium sync`"
        return
    if batch.ended_s is None:
        yield "the last sync was cut; run it again"
    for row in rows:
        yield from _stream_doubts(row, now_s)
    readable = [key for key in batch.doubts if not key.startswith("p_")]
    for key in readable:
        yield f"{key}: a person or automation? Put it under `bots` or `humans` in me.toml"
    if unnamed := len(batch.doubts) - len(readable):
        yield (
            f"{unnamed} accounts look like automation and count as people: `podium doctor --ask` reads their names "
            "from the source; put them under `bots` or `humans` in me.toml"
        )


def _stream_doubts(row: StreamCoverage, now_s: float) -> Iterator[str]:
    if row.complete_until_s is None and row.events:
        yield f"{row.stream}: silence means nothing here, podium does not know what is complete"
    elif row.complete_until_s is not None and row.complete_until_s < now_s - _STALE_S:
        yield f"{row.stream}: nothing is known after {day(row.complete_until_s)}"
    if row.last_s is not None and row.last_s > now_s + _AHEAD_S and row.stream not in _AHEAD_BY_NATURE:
        yield f"{row.stream}: the newest act lies in the future; a clock is wrong somewhere"
    if row.events and not row.hours:
        yield (
            f"{row.stream}: it tells no local hours; a look reads your acts by your zone, else by what a profile, your "
            "calendar or your commits tell (`podium me` says which); landings by your zone only: give it in me.toml"
        )
