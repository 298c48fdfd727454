"""Apache DevLake: the domain tables of somebody's DevLake database, read and never written."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol, cast
from urllib.parse import unquote, urlsplit

import msgspec

from podium.core.errors import CannotReach, Misuse, Refused
from podium.core.event import Event
from podium.sources import Guide, Setting, Source, bots
from podium.sources.records import DAY_S, Tally, is_dated, micro, number, second, since_s, work_type
from podium.system.extras import install_line

if TYPE_CHECKING:
    from podium.core.event import ObjectKind, Verb
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret

BATCH: Final = 2_000
MOST_ROWS: Final = 2_000_000
Row = tuple[Any, ...]
# Each row: id, object, container, actor, subject, type, goal, state, address, time of change, then one column for each
# verb of the stream. Where DevLake's tables grew a column, the older form of the question follows the newer.
_CHANGE = "SELECT id, id, base_repo_id, {actor}, author_id, type, NULL, NULL, url, updated_at, {at} FROM pull_requests"
_TICKET = (
    "SELECT id, id, original_project, creator_id, assignee_id, {type}, {goal}, NULL, url, updated_at, created_date, "
    "resolution_date FROM {table}"
)
_COMMENT = (
    "SELECT c.id, c.pull_request_id, p.base_repo_id, c.account_id, p.author_id, c.type, NULL, c.status, p.url, "
    "c.updated_at, c.created_date FROM pull_request_comments c JOIN pull_requests p ON p.id = c.pull_request_id"
)
_EDIT = (
    "SELECT c.id, c.issue_id, i.original_project, c.author_id, "
    "CASE WHEN c.field_name = 'assignee' THEN c.original_to_value END, i.type, i.epic_key, "
    "CONCAT(c.field_name, ':', COALESCE(c.from_value, ''), '>', COALESCE(c.to_value, '')), i.url, c.updated_at, "
    "c.created_date FROM issue_changelogs c JOIN issues i ON i.id = c.issue_id"
)
_BOTH: Final[tuple[Verb, ...]] = ("opened", "closed")
_EDITED: Final[tuple[Verb, ...]] = ("assigned",)
_ASKS: Final[dict[str, tuple[tuple[str, ...], tuple[Verb, ...], ObjectKind]]] = {
    "changes": ((_CHANGE.format(actor="author_id", at="created_date"),), ("opened",), "change"),
    "landings": (
        (_CHANGE.format(actor="merged_by_id", at="merged_date"), _CHANGE.format(actor="NULL", at="merged_date")),
        ("merged",),
        "change",
    ),
    "reviews": ((_COMMENT,), ("commented",), "change"),
    "issues": ((_TICKET.format(type="type", goal="epic_key", table="issues"),), _BOTH, "issue"),
    "edits": ((_EDIT,), _EDITED, "issue"),
    "incidents": ((_TICKET.format(type="'INCIDENT'", goal="NULL", table="incidents"),), _BOTH, "incident"),
}
_STATES: Final = {
    "APPROVED": "approved",
    "CHANGES_REQUESTED": "changes_requested",
    "COMMENTED": "commented",
    "DISMISSED": "dismissed",
}
_CATEGORIES: Final = frozenset({"TODO", "IN_PROGRESS", "DONE", "OTHER", ""})


class Answer(Protocol):
    """The part of a database cursor that is used."""

    def execute(self, operation: str, parameters: Any = ..., /) -> Any:
        """Ask."""
        ...

    def fetchmany(self, size: int, /) -> Sequence[Row]:
        """Take some rows."""
        ...

    def close(self) -> Any:
        """Be done."""
        ...


class Link(Protocol):
    """The part of a database connection that is used."""

    def rollback(self) -> Any:
        """Forget a failed question."""
        ...

    def close(self) -> Any:
        """Hang up."""
        ...


class Lake(msgspec.Struct, frozen=True):
    """An open database.

    Attributes:
        faults: what its driver raises.
        cursor: a place to ask, whose rows stay on the server until they are taken.
    """

    link: Link
    faults: type[Exception]
    cursor: Callable[[], Answer]

    def ask(self, questions: Sequence[str], values: tuple[object, ...]) -> Iterator[Sequence[Row]] | None:
        """Rows in batches, by the first question this database understands; None when it understands none."""
        for question in questions:
            answer = self.cursor()
            try:
                answer.execute(question, values)
                first = answer.fetchmany(BATCH)
            except self.faults:
                self.link.rollback()
                continue
            return self._rows(answer, first)
        return None

    def _rows(self, answer: Answer, first: Sequence[Row]) -> Iterator[Sequence[Row]]:
        with closing(answer):
            rows = first
            while rows:
                yield rows
                try:
                    rows = answer.fetchmany(BATCH)
                except self.faults as fault:
                    raise CannotReach("the database hung up", next_step="run `podium sync` again") from fault


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Each domain table that is there, from the last known change on."""
    address = settings.get("address", "")
    lake = _connect(address, secret)
    with closing(lake.link):
        account_rows = lake.ask(("SELECT id, email FROM accounts WHERE email <> ''",), ())
        accounts = {str(native): str(email) for rows in account_rows or () for native, email in rows}
        for stream in _ASKS:
            tally = Tally(stream)
            yield from _Table(lake, stream, tally, _host(address), accounts).read(
                number(cursors.get(stream), "high"), since_s(settings, wire.clock()), int(wire.clock())
            )


class _Table:
    def __init__(self, lake: Lake, stream: str, tally: Tally, host: str, accounts: Mapping[str, str]) -> None:
        self._lake, self._stream, self._tally = lake, stream, tally
        self._host, self._accounts = host, accounts
        self._questions, self._verbs = _ASKS[stream][:2]
        self._kind: ObjectKind = _ASKS[stream][2]

    def read(self, high: int | None, since: int, now: int) -> Iterator[StreamPage]:
        start = since if high is None else high - DAY_S
        queries = [
            f"{sql} WHERE {_of(sql)}updated_at >= %s ORDER BY {_of(sql)}updated_at, {_of(sql)}id"
            for sql in self._questions
        ]
        batches = self._lake.ask(queries, (datetime.fromtimestamp(start, UTC).replace(tzinfo=None),))
        if batches is None:
            self._tally.note("this DevLake has no such table or columns", field=self._stream)
            yield self._tally.page(())
            return
        top, rows_read = high or start, 0
        for rows in batches:
            if rows_read >= MOST_ROWS:
                # It goes on from here with the next sync; only how many there are is never asked.
                self._tally.unread(f"more than {MOST_ROWS:,} rows", 1, "batches of rows")
                yield self._tally.page((), {"high": top})
                return
            rows_read += len(rows)
            self._tally.came(len(rows))
            events = [event for row in rows for event in self._tally.acts(self._tell(row))]
            top = max([top, *(second(at) for row in rows if (at := _utc(row[9])) is not None)])
            yield self._tally.page(events, {"high": top})
        first = since if high is None else None
        # DevLake itself collects on a schedule: only up to the newest row it has is anything known to be complete.
        yield self._tally.page((), {"high": top}, complete=(first, min(top, now)))

    def _tell(self, row: Row) -> Iterator[Event]:
        native, about, container, actor, subject, kind, goal, state, url, changed = row[:10]
        for verb, moment in zip(self._verbs, row[10:], strict=True):
            at, verb_name = _utc(moment), self._said(verb, kind, state)
            if verb_name is None or (moment is None and verb in {"merged", "closed"}):
                continue
            if at is None or not native:
                self._tally.missing(f"{verb_name}.{'time' if native else 'id'}")
                continue
            who = self._person(actor) if verb != "closed" else None
            verdict = _STATES.get(str(state or "").upper())
            yield Event(
                event_id=f"devlake:{self._host}:{native}:{verb_name}",
                source="devlake",
                instance=self._host,
                verb=verb_name,
                ts=at,
                actor=who,
                actor_kind=bots.kind(who or "") if who else "unknown",
                object_kind=self._kind,
                object_id=f"devlake:{about}",
                subject=self._person(subject),
                state=verdict or ("commented" if verb_name == "reviewed" else None),
                work_type=work_type([str(kind or "")]),
                goal_id=f"devlake:{goal}" if goal else None,
                container=str(container or "")[:200],
                ref_url=_shown(url),
                revision=micro(_utc(changed)),
            )

    def _said(self, verb: Verb, kind: Any, state: Any) -> Verb | None:
        """What a row says: a comment may be a verdict; an edit is a new assignee, a start, a return, or nothing."""
        if self._stream == "reviews":
            return "reviewed" if kind == "REVIEW" or str(state or "").upper() in _STATES else verb
        if self._stream != "edits":
            return verb
        field, _, steps = str(state or "").partition(":")
        before, _, after = steps.partition(">")
        if field.lower() != "status":
            return "assigned" if field.lower() == "assignee" else None
        if {before, after} - _CATEGORIES:
            self._tally.unknown("status", after)
            return None
        # The end of a ticket is told by the ticket itself.
        return "reopened" if before == "DONE" != after else "started" if after == "IN_PROGRESS" != before else None

    def _person(self, account: Any) -> str | None:
        if not account:
            return None
        key = f"devlake:{account}"
        self._tally.bridge(key, self._accounts.get(str(account)))
        return key


def _of(sql: str) -> str:
    return "c." if " c JOIN " in sql else ""


_PATIENCE_S = 15


def _connect(address: str, secret: Secret | None) -> Lake:
    """A connection that can only read; PostgreSQL or MySQL by the scheme of the address."""
    parts = urlsplit(address)
    if parts.password:
        raise Misuse("the password does not belong in the address", where="address", next_step="podium asks for it")
    password = secret.reveal() if secret else ""
    server = _Server(parts.hostname or "127.0.0.1", parts.port, unquote(parts.username or ""), password)
    name = parts.path.lstrip("/")
    opened = {"postgresql": _postgres, "postgres": _postgres, "mysql": _mysql, "mariadb": _mysql}.get(parts.scheme)
    if opened is None:
        raise Misuse("write the address as postgresql://user@host/lake or mysql://user@host/lake", where="address")
    try:
        return opened(name, server)
    except ImportError as fault:
        raise CannotReach("the driver for this database is not installed", next_step=install_line("devlake")) from fault


class _Server(msgspec.Struct, frozen=True):
    host: str
    port: int | None
    user: str
    password: str

    def __repr__(self) -> str:
        """Without the password."""
        return f"{self.user}@{self.host}"


def _postgres(name: str, server: _Server) -> Lake:
    import psycopg
    from psycopg.types.datetime import TimestampLoader, TimestamptzLoader

    try:
        link = psycopg.connect(
            dbname=name,
            host=server.host,
            port=server.port or 5432,
            user=server.user,
            password=server.password,
            connect_timeout=_PATIENCE_S,
            client_encoding="UTF8",  # else texts of a database made in the locale C come as bytes
            options="-c default_transaction_read_only=on",
        )
    except psycopg.Error as fault:
        raise _shut(server) from fault
    link.adapters.register_loader("timestamp", _far_dates(TimestampLoader))
    link.adapters.register_loader("timestamptz", _far_dates(TimestamptzLoader))
    return Lake(link, psycopg.Error, lambda: cast("Answer", link.cursor("podium")))


def _far_dates(usual: type[Any]) -> type[Any]:
    """Reads an instant as psycopg does; one outside the calendar (`infinity`, the year 20000) is none, not an error."""

    class Instant(usual):  # type: ignore[misc]
        """An instant, or None."""

        def load(self, data: Any) -> datetime | None:
            """The instant; None outside the calendar."""
            with suppress(ValueError, OverflowError, self.fault):
                return cast("datetime", super().load(data))
            return None

        fault: type[Exception] = importlib.import_module("psycopg").Error

    return Instant


def _mysql(name: str, server: _Server) -> Lake:
    pymysql: Any = importlib.import_module("pymysql")
    cursors: Any = importlib.import_module("pymysql.cursors")
    try:
        link: Any = pymysql.connect(
            database=name,
            host=server.host,
            port=server.port or 3306,
            user=server.user,
            password=server.password,
            connect_timeout=_PATIENCE_S,
        )
        with link.cursor() as cursor:
            cursor.execute("SET SESSION TRANSACTION READ ONLY")
    except pymysql.Error as fault:
        raise _shut(server) from fault
    return Lake(link, pymysql.Error, lambda: link.cursor(cursors.SSCursor))


def _shut(server: _Server) -> Refused:
    return Refused(
        "the database did not let podium in",
        where=server.host,
        next_step="check host, port, user and password; `podium connect devlake` asks again",
    )


def _utc(moment: object) -> datetime | None:
    """A cell as an instant: DevLake keeps UTC without saying so; MySQL's zero dates and Go's year 1 are none."""
    if not isinstance(moment, datetime):
        return None
    placed = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return placed if is_dated(placed) else None


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname or 'local'}{parts.path}"


def _shown(url: Any) -> str:
    text = str(url or "")
    return text.partition("?")[0] if text.startswith("https://") else ""


SOURCE = Source(
    name="devlake",
    title="Apache DevLake",
    informs=("code_refuge", "strategic_tunnel", "firefighting"),
    feeds=("code review", "tickets", "incidents"),
    settings=(
        Setting("address", "Its database, as in postgresql://reader@host/lake or mysql://reader@host/lake?"),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
    ),
    secret="the password of a database user that may only read",  # noqa: S106 - the words of a question
    scope="SELECT on pull_requests, pull_request_comments, issues, issue_changelogs, incidents and accounts; nothing else",
    reads="who opened, reviewed, commented and landed changes; issues and incidents opened, started, handed "
    "over and closed; accounts' addresses",
    never_reads="titles, descriptions, texts of comments, commits, files",
    blind_to="who closed an issue; who landed a change where an older DevLake does not keep it; local hours; what it "
    "did not collect",
    guide=Guide(
        where=("in the database: a user of its own, with GRANT SELECT on the tables named above and nothing else",),
        first_sync="one question for each of six tables, 2,000 rows at a time",
        fails=(
            (
                "the database did not let podium in",
                "check host, port, user and password; a database in a cluster needs a tunnel",
            ),
            (
                "the driver for this database is not installed",
                "podium connect devlake prints the line that installs it",
            ),
        ),
    ),
    read=read,
)
