"""Apache DevLake: the domain tables of somebody's DevLake database, read and never written."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final, Protocol
from urllib.parse import unquote, urlsplit

from podium.core.errors import CannotReach, Misuse, Refused
from podium.core.trace import Event, ObjectKind, Verb
from podium.sources import Cursor, Page, Setting, Settings, Source, bots
from podium.sources.lenient import DAY_S, Tally, number, second, since_s, work_type
from podium.sources.secret import Secret
from podium.sources.wire import Wire

BATCH: Final = 2_000
Row = tuple[Any, ...]
# Each row: id, object, container, actor, subject, type, goal, state, address, time of change, then one column for each
# verb of the stream.
_CHANGE = "SELECT id, id, base_repo_id, {actor}, author_id, type, NULL, NULL, url, updated_at, {at} FROM pull_requests"
_TICKET = (
    "SELECT id, id, original_project, creator_id, assignee_id, {type}, {goal}, NULL, url, updated_at, created_date, "
    "resolution_date FROM {table}"
)
_COMMENT = (
    "SELECT c.id, c.pull_request_id, p.base_repo_id, c.account_id, p.author_id, c.type, NULL, c.status, p.url, "
    "c.updated_at, c.created_date FROM pull_request_comments c JOIN pull_requests p ON p.id = c.pull_request_id"
)
_BOTH: Final[tuple[Verb, ...]] = ("opened", "closed")
_ASKS: Final[dict[str, tuple[str, tuple[Verb, ...], ObjectKind]]] = {
    "changes": (_CHANGE.format(actor="author_id", at="created_date"), ("opened",), "change"),
    "landings": (_CHANGE.format(actor="NULL", at="merged_date"), ("merged",), "change"),
    "reviews": (_COMMENT, ("commented",), "change"),
    "issues": (_TICKET.format(type="type", goal="epic_key", table="issues"), _BOTH, "issue"),
    "incidents": (_TICKET.format(type="'INCIDENT'", goal="NULL", table="incidents"), _BOTH, "incident"),
}
_STATES: Final = {
    "APPROVED": "approved", "CHANGES_REQUESTED": "changes_requested", "COMMENTED": "commented",
    "DISMISSED": "dismissed",
}  # fmt: skip


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

    def cursor(self) -> Answer:
        """A place to ask."""
        ...

    def rollback(self) -> Any:
        """Forget a failed question."""
        ...

    def close(self) -> Any:
        """Hang up."""
        ...


def read(settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: Wire) -> Iterator[Page]:
    """Each domain table that is there, from the last known change on."""
    address = settings.get("address", "")
    link, faults = _connect(address, secret)
    with closing(link):
        accounts = _accounts(link, faults)
        for stream in _ASKS:
            tally = Tally(stream)
            yield from _Table(link, faults, stream, tally, _host(address), accounts).read(
                number(cursors.get(stream), "high"), since_s(settings, wire.clock()), int(wire.clock())
            )


class _Table:
    def __init__(
        self, link: Link, faults: type[Exception], stream: str, tally: Tally, host: str, accounts: Mapping[str, str]
    ) -> None:
        self._link, self._faults, self._stream, self._tally = link, faults, stream, tally
        self._host, self._accounts = host, accounts
        self._sql, self._verbs = _ASKS[stream][:2]
        self._kind: ObjectKind = _ASKS[stream][2]

    def read(self, high: int | None, since: int, now: int) -> Iterator[Page]:
        start = since if high is None else high - DAY_S
        prefix = "c." if "pull_request_comments c" in self._sql else ""
        asked = f"{self._sql} WHERE {prefix}updated_at >= %s ORDER BY {prefix}updated_at, {prefix}id"
        top = high or start
        answer = self._link.cursor()
        with closing(answer):
            try:
                answer.execute(asked, (datetime.fromtimestamp(start, UTC).replace(tzinfo=None),))
            except self._faults:
                self._link.rollback()
                self._tally.note("this DevLake has no such table or columns", field=self._stream)
                yield self._tally.page(())
                return
            while rows := answer.fetchmany(BATCH):
                events = [event for row in rows for event in self._tell(row)]
                top = max([top, *(second(_utc(row[9])) for row in rows if row[9])])
                yield self._tally.page(events, {"high": top})
        first = since if high is None else None
        # DevLake itself collects on a schedule: only up to the newest row it has is anything known to be complete.
        yield self._tally.page((), {"high": top}, complete=(first, min(top, now)))

    def _tell(self, row: Row) -> Iterator[Event]:
        native, about, container, actor, subject, kind, goal, state, url, changed = row[:10]
        for verb, at in zip(self._verbs, row[10:], strict=True):
            if at is None:
                continue
            told = _STATES.get(str(state or "").upper())
            said: Verb = "reviewed" if self._stream == "reviews" and (told or kind == "REVIEW") else verb
            who = self._person(actor) if verb != "closed" else None
            yield Event(
                event_id=f"devlake:{self._host}:{native}:{said}", source="devlake", instance=self._host, verb=said,
                ts=_utc(at), actor=who, actor_kind=bots.kind(who or "") if who else "unknown", object_kind=self._kind,
                object_id=f"devlake:{about}", subject=self._person(subject),
                state=told or ("commented" if said == "reviewed" else None),
                work_type=work_type([str(kind or "")]), goal_id=f"devlake:{goal}" if goal else None,
                container=str(container or "")[:200], ref_url=_shown(url),
                revision=second(_utc(changed)) if changed else 0,
            )  # fmt: skip

    def _person(self, account: Any) -> str | None:
        if not account:
            return None
        key = f"devlake:{account}"
        self._tally.bridge(key, self._accounts.get(str(account)))
        return key


def _connect(address: str, secret: Secret | None) -> tuple[Link, type[Exception]]:
    """A connection that can only read; PostgreSQL or MySQL by the scheme of the address."""
    parts = urlsplit(address)
    if parts.password:
        raise Misuse("the password does not belong in the address", where="address", next_step="podium asks for it")
    given: dict[str, Any] = {
        "host": parts.hostname or "127.0.0.1", "user": unquote(parts.username or ""),
        "password": secret.reveal() if secret else "", "connect_timeout": 15,
    }  # fmt: skip
    name = parts.path.lstrip("/")
    try:
        if parts.scheme in {"postgresql", "postgres"}:
            import psycopg

            return _postgres(psycopg, name, parts.port or 5432, given), psycopg.Error
        if parts.scheme == "mysql":
            pymysql: Any = importlib.import_module("pymysql")
            link: Any = pymysql.connect(database=name, port=parts.port or 3306, **given)
            link.cursor().execute("SET SESSION TRANSACTION READ ONLY")
            return link, pymysql.Error
    except ImportError as fault:
        raise CannotReach(
            "the driver for this database is not installed", next_step="pip install psycopg[binary] or pymysql"
        ) from fault
    raise Misuse("write the address as postgresql://user@host/lake or mysql://user@host/lake", where="address")


def _postgres(driver: Any, name: str, port: int, given: dict[str, Any]) -> Link:
    try:
        link: Link = driver.connect(dbname=name, port=port, options="-c default_transaction_read_only=on", **given)
    except driver.Error as fault:
        raise Refused("the database did not let podium in", where=str(given["host"])) from fault
    return link


def _accounts(link: Link, faults: type[Exception]) -> dict[str, str]:
    answer = link.cursor()
    with closing(answer):
        try:
            answer.execute("SELECT id, email FROM accounts WHERE email <> ''")
        except faults:
            link.rollback()
            return {}
        found: dict[str, str] = {}
        while rows := answer.fetchmany(BATCH):
            found.update({str(native): str(email) for native, email in rows})
        return found


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


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
    settings=(
        Setting("address", "Its database, as in postgresql://reader@host/lake or mysql://reader@host/lake?"),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
    ),
    secret="the password of a database user that may only read",  # noqa: S106 - the words of a question
    scope="SELECT on pull_requests, pull_request_comments, issues, incidents and accounts; nothing else",
    reads="who opened, reviewed and commented changes; when they landed; issues and incidents opened and closed",
    never_reads="titles, descriptions, texts of comments, commits, files",
    blind_to="who landed a change or closed an issue (DevLake does not keep it); local hours; what it did not collect",
    read=read,
)
