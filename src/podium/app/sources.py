"""Sources: what can be connected, tried, kept, read, and how far each reaches."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium import sources
from podium.app import asker, last_look
from podium.connections import sync
from podium.connections.sync import TITLES, Connection, Report
from podium.core.errors import Misuse, Stop
from podium.core.intake import Intake
from podium.core.measure import counted
from podium.core.time import local_text
from podium.evidence.events.records import StreamCoverage
from podium.sources import Setting, Source, secrets
from podium.sources.http.client import HttpClient
from podium.sources.http.patience import INTERACTIVE
from podium.sources.secrets import Secret
from podium.system import paths

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.evidence.events.records import Batch

__all__ = ["Connection", "Intake", "Report", "Secret", "Setting", "Source"]

# How the fates of records are called where she reads them.
FATES = {"unused": "not used", "unknown": "unknown", "refused": "refused", "unread": "left unread"}

connection = sync.connection
connections = sync.connections


class KeptSecret(msgspec.Struct, frozen=True):
    """A secret that was kept earlier, and where."""

    secret: Secret
    place: str


class FirstPages(msgspec.Struct, frozen=True):
    """The first pages of a source in counts: what was done to what, never by whom.

    Attributes:
        kinds: verb, object and how often. first, last: of the acts, None without any.
        with_hour: acts with a local hour of their own.
        missing, unknown: fields that were not there and words podium does not know, with how often.
    """

    acts: int
    kinds: tuple[tuple[str, str, int], ...]
    first: datetime | None
    last: datetime | None
    with_hour: int
    missing: tuple[tuple[str, int], ...]
    unknown: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


class Reach(msgspec.Struct, frozen=True):
    """How far a connection reaches.

    Attributes:
        first_s: of its acts. complete_until_s: until then nothing is missing; None where nobody knows.
        intake: what came in last and what became of it, by stream. came_s: when; None before the first sync.
        fault: why it could not be read last, until a sync succeeds; empty where it could. failed_s: when.
    """

    connection: Connection
    acts: int
    first_s: int | None
    complete_until_s: int | None
    streams: tuple[StreamCoverage, ...]
    intake: Mapping[str, Intake]
    came_s: int | None
    fault: str
    failed_s: int | None

    def came_in(self) -> Intake:
        """All streams together."""
        whole = Intake()
        for intake in self.intake.values():
            whole.add(intake)
        return whole


def every() -> list[Source]:
    """Everything that can be connected."""
    return [sources.load(name) for name in sources.names()]


def names() -> tuple[str, ...]:
    """What can be connected, by name."""
    return sources.names()


def named(name: str) -> Source:
    """One source.

    Raises:
        Misuse: there is none of that name.
    """
    return sources.load(name)


def informed_traps(source: Source) -> list[str]:
    """The traps it informs, as a person calls them."""
    return [TITLES[trap] for trap in source.informs]


def reaches() -> list[Reach]:
    """Everything connected, by label, with how far it reaches."""
    coverage = sync.store().coverage()
    runs = {run.connection: run for run in sync.store().accounts()}
    return [
        _reach(connection, [row for row in coverage if row.connection == connection.name], runs.get(connection.name))
        for connection in sync.connections()
    ]


def _reach(connection: Connection, streams: Sequence[StreamCoverage], run: Batch | None) -> Reach:
    ends = [row.complete_until_s for row in streams if row.complete_until_s is not None]
    starts = [row.first_s for row in streams if row.first_s is not None]
    acts = sum(row.events for row in streams)
    return Reach(
        connection,
        acts,
        min(starts, default=None),
        min(ends, default=None),
        tuple(streams),
        run.intake if run else {},
        run.intake_s if run else None,
        run.fault if run else "",
        run.failed_s if run else None,
    )


def in_words(intake: Intake) -> str:
    """The sum of what came in: `12 records = 9 told as acts + 2 not used + 1 refused`."""
    fates = [f"{sum(reasons.values()):,} {FATES[fate]}" for fate, reasons in intake.by_fate().items() if reasons]
    return f"{counted(intake.read, 'record')} = {' + '.join([f'{intake.as_acts:,} told as acts', *fates])}"


def fates(intake: Intake) -> list[tuple[str, str, int]]:
    """Each reason for which records became no act: the fate in words, the reason, how many."""
    return [
        (FATES[fate], reason, count)
        for fate, reasons in intake.by_fate().items()
        for reason, count in sorted(reasons.items())
    ]


def instant(at_s: int | None) -> str:
    """The UTC minute of an instant, as in 2026-11-29 21:40 UTC; `unknown` for None."""
    return "unknown" if at_s is None else f"{local_text(at_s, 0)[:16].replace('T', ' ')} UTC"


def acts_of(name: str) -> int:
    """How many acts a connection brought."""
    return sum(row.events for row in sync.store().coverage() if row.connection == name)


def day(at_s: int | None) -> str:
    """The UTC day of an instant; `unknown` for None or what lies outside the calendar."""
    if at_s is None:
        return "unknown"
    try:
        return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d}"
    except (OverflowError, ValueError, OSError):
        return "outside the calendar"


def lies_in(source: Source) -> str:
    """Where the secret and the data lie, in words."""
    data = "The acts lie in podium's folder under `evidence/sources`, people as keys only this machine can make"
    if not source.secret:
        return f"There is no secret. {data}."
    variable = secrets.variable(source.name)
    return (
        f"The secret lies in the system's keyring, else in a file only you can read; `{variable}` in the environment wins. "
        f"{data}; `podium disconnect {source.name}` removes both."
    )


def setup_facts(source: Source) -> dict[str, object]:
    """How a source is set up, for `--json`."""
    return {
        "source": source.name,
        "title": source.title,
        "reads": source.reads,
        "never_reads": source.never_reads,
        "cannot_see": source.blind_to,
        "informs": informed_traps(source),
        "least_right": source.scope,
        "where": list(source.guide.where),
        "first_sync": source.guide.first_sync,
        "lies_in": lies_in(source),
        "when_it_fails": [{"says": says, "do": do} for says, do in source.guide.fails],
        "questions": [
            {"name": setting.name, "asks": setting.asks, "needed": setting.is_needed} for setting in source.settings
        ],
    }


# -- connect --------------------------------------------------------------------------------------------------------


def own_addresses(session: Session) -> list[str]:
    """The addresses you are known by, so that a calendar need not ask for them."""
    with contextlib.suppress(Stop):
        if emails := session.me().me.emails:
            return list(emails)
    scope = last_look.chosen()
    return [address for address in scope.me if "@" in address] if scope else []


def new_connection(source: Source, typed: Mapping[str, str], label: str = "") -> Connection:
    """A connection from the answers to the source's questions.

    Args:
        typed: by the question's name; what is missing or left as offered gets its usual answer.
        label: a name of your own, for a second connection of the same kind; empty for the source's name.

    Raises:
        Misuse: a question that needs an answer has none, or an address is not yours.
    """
    own_label = "" if label == source.name else label
    answers: dict[str, str] = {}
    for setting in source.settings:
        answer = typed.get(setting.name, "").strip()
        value = setting.usual(own_label) if answer in {"", setting.default} else answer
        if not value and setting.is_needed:
            raise Misuse("one question is open", where=setting.asks, next_step="answer it, then try again")
        if value:
            if setting.name == "me":
                asker.refuse_others(value.split(","))
            answers[setting.name] = str(Path(value).expanduser().absolute()) if setting.is_path else value
    return Connection(label or source.name, source.name, answers)


def kept_secret(source: Source, label: str) -> KeptSecret | None:
    """The secret kept for a label earlier; None without one."""
    if not source.secret:
        return None
    stored = secrets.find(paths.home(), label, secrets.system_ring())
    return KeptSecret(stored.secret, stored.place) if stored else None


def refuse_without_secret(source: Source, secret: Secret | None) -> None:
    """Stop where a source needs a secret and there is none.

    Raises:
        Misuse: names the least right the secret has to carry.
    """
    if secret is None and source.is_secret_needed:
        raise Misuse(f"{source.secret} is needed", next_step=source.scope)


def try_out(session: Session, fresh: Connection, secret: Secret | None) -> FirstPages:
    """Read the first pages and keep nothing.

    Raises:
        CannotReach, Refused: the source does not answer, or says no. Misuse: an answer that cannot be.
    """
    pages = sync.try_out(
        fresh, secret, HttpClient(say=session.say, patience=INTERACTIVE, is_stopped=session.is_stopped)
    )
    events = [event for page in pages for event in page.events]
    kinds = Counter((event.verb, event.object_kind) for event in events)
    return FirstPages(
        acts=len(events),
        kinds=tuple((verb, kind, count) for (verb, kind), count in sorted(kinds.items())),
        first=min((event.ts for event in events), default=None),
        last=max((event.ts for event in events), default=None),
        with_hour=sum(event.tz_from != "none" for event in events),
        missing=tuple(pair for page in pages for pair in sorted(page.missing.items())),
        unknown=tuple(pair for page in pages for pair in sorted(page.unknown.items())),
        notes=tuple(str(note) for page in pages for note in page.notes),
    )


def keep(fresh: Connection, secret: Secret | None) -> str:
    """Keep a connection and its secret; returns where the secret lies, empty when none had to be kept."""
    sync.keep(fresh)
    if secret is None or os.environ.get(secrets.variable(fresh.name)):
        return ""
    return secrets.keep(paths.home(), fresh.name, secret, secrets.system_ring())


# -- read and disconnect --------------------------------------------------------------------------------------------


def chosen(names: Sequence[str]) -> list[Connection]:
    """The connections named, else all.

    Raises:
        Misuse: there is none of a name, or nothing is connected yet.
    """
    connections = [sync.connection(name) for name in names] or list(sync.connections())
    if not connections:
        raise Misuse("nothing is connected yet", next_step="`podium connect` lists what can be")
    return connections


def read_new(session: Session, name: str, *, believe: bool = False) -> Report:
    """Read what is new of one connection; it can be cut at any moment and run again.

    Args:
        believe: accept that most of what was known of it is gone.

    Raises:
        CannotReach, CannotRead, Misuse: it could not be read to the end; what was read is kept.
    """
    with session.progress(f"reading {name}") as show:
        return sync.run(
            sync.connection(name),
            session.me(),
            HttpClient(say=session.say, is_stopped=session.is_stopped),
            secrets.system_ring(),
            believe=believe,
            show=show,
        )


def report_facts(report: Report) -> dict[str, object]:
    """What a sync did, for `--json`: acts, what came in and became of it, what was left unread."""
    return {
        "acts": report.events,
        "new": report.fresh,
        "changed": report.changed,
        "gone": report.gone,
        "requests": report.requests,
        "waited_s": round(report.waited_s),
        "came_in": dict(sorted(report.batch.intake.items())),
        "unread": list(report.unread()),
    }


def disconnect(name: str) -> int:
    """Remove a connection, its secret and all it brought; returns the rows removed.

    Raises:
        Misuse: it is not connected.
    """
    return sync.drop(sync.connection(name).name, secrets.system_ring())
