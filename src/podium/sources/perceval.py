"""Perceval's output: changes and tickets of GitHub as GrimoireLab fetched them, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from podium.core.errors import CannotRead
from podium.core.event import Event, acted_by
from podium.sources import Guide, Setting, Source, bots, budget
from podium.sources.files import existing, fingerprint, weight
from podium.sources.records import Record, Tally, Whole, instant, is_dated, items, micro, text_of, work_type

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from podium.core.event import Actor, ObjectKind, Verb
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.budget import Spending
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret

PAGE: Final = 5_000
LONGEST_LINE: Final = 32 << 20
_STATES: Final = {"APPROVED": "approved", "CHANGES_REQUESTED": "changes_requested", "COMMENTED": "commented"}
_LEFT_OUT: Final = frozenset({"DISMISSED", "PENDING"})
_KINDS: Final[Mapping[str, ObjectKind]] = {"pull_request": "change", "issue": "issue"}


class User(Record, frozen=True):
    """An account; `kind` as GitHub declares it."""

    login: str = ""
    kind: str = msgspec.field(default="", name="type")
    email: str | None = None


class Label(Record, frozen=True):
    """A label."""

    name: str = ""


class Said(Record, frozen=True):
    """A review or a comment: when, who, its state, never its words."""

    id: Whole = 0
    user: User | None = None
    state: str = ""
    submitted_at: str | None = None
    created_at: str | None = None


class Data(Record, frozen=True):
    """A change or a ticket as GitHub tells it, with what Perceval fetched beside it."""

    number: Whole = 0
    user: User | None = None
    user_data: User | None = None
    created_at: str | None = None
    updated_at: str | None = None
    merged_at: str | None = None
    merged_by: User | None = None
    closed_at: str | None = None
    additions: Whole = 0
    deletions: Whole = 0
    labels: tuple[Label, ...] = ()
    pull_request: dict[str, msgspec.Raw] | None = None
    reviews_data: tuple[Said, ...] | None = None
    review_comments_data: tuple[Said, ...] | None = None
    comments_data: tuple[Said, ...] | None = None


class Item(Record, frozen=True):
    """What Perceval writes around every item."""

    backend_name: str = ""
    category: str = ""
    origin: str = ""
    data: Data | None = None


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """The whole file, line by line; nothing when it is as it was."""
    path = existing(settings.get("path", ""), "the file")
    tally = Tally("items")
    if path.is_dir():
        raise CannotRead("this is a folder", where=str(path), next_step="name the file Perceval wrote")
    print_ = fingerprint(path)
    if text_of(cursors.get("items"), "print") == print_:
        yield tally.page(())
        return
    spending = budget.Spending(budget.FILE, tally, weight(path))
    yield from _pages(path, tally, spending, print_)


def _pages(path: Path, tally: Tally, spending: Spending, print_: str) -> Iterator[StreamPage]:
    events: list[Event] = []
    for item in _items(path, tally, spending):
        events.extend(tally.acts(_tell(item, tally)))
        if len(events) >= PAGE:
            yield tally.page(events)
            events = []
    if spending.is_cut:
        yield tally.page(events)
        return
    yield tally.page(events, {"print": print_}, is_whole_stream=True)


def _items(path: Path, tally: Tally, spending: Spending) -> Iterator[Item]:
    try:
        with path.open("rb") as stream:
            while line := stream.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    spending.unread(1, "lines", f"longer than {LONGEST_LINE >> 20} MB")
                    return
                if not line.strip():
                    continue
                if not spending.has_room(records=1):
                    spending.unread(1 + sum(1 for _ in stream), "lines")
                    return
                yield from items((msgspec.Raw(line.strip()),), Item, tally)
    except OSError as fault:
        raise CannotRead(f"it cannot be read: {fault.strerror}", where=str(path)) from fault


def _tell(item: Item, tally: Tally) -> Iterator[Event]:
    kind = _KINDS.get(item.category)
    if item.backend_name.lower() != "github":
        tally.unknown("backend_name", item.backend_name)
        return
    if kind is None:
        tally.unknown("category", item.category)
        return
    repo = urlsplit(item.origin).path.strip("/")
    if not repo or item.data is None:
        tally.missing("origin" if not repo else "data")
        return
    data = item.data
    if not data.number:
        tally.missing("data.number")
        return
    if kind == "issue" and data.pull_request is not None:
        tally.leave("changes told a second time as tickets")
        return
    yield from _Teller(repo, kind, data, tally).events()


class _Teller:
    def __init__(self, repo: str, kind: ObjectKind, data: Data, tally: Tally) -> None:
        self._repo, self._data, self._tally = repo, data, tally
        self._kind: ObjectKind = kind
        self._author = _key(data.user)

    def events(self) -> Iterator[Event]:
        data = self._data
        if data.user and data.user_data:
            self._tally.bridge(_key(data.user) or "", data.user_data.email)
        size = data.additions + data.deletions if self._kind == "change" else None
        yield from self._event("opened", str(data.number), data.created_at, data.user, size=size)
        if data.merged_at:
            yield from self._event("merged", str(data.number), data.merged_at, data.merged_by)
        elif data.closed_at:
            yield from self._event("closed", str(data.number), data.closed_at, None)
        is_change = self._kind == "change"
        for review in self._tally.told("reviews_data", data.reviews_data) if is_change else ():
            if (state := _STATES.get(review.state)) is not None:
                yield from self._event("reviewed", f"r{review.id}", review.submitted_at, review.user, state=state)
            elif review.state not in _LEFT_OUT:
                self._tally.unknown("review.state", review.state)
        name, said_there = "comments_data", data.comments_data
        if is_change:
            name, said_there = "review_comments_data", data.review_comments_data
        for said in self._tally.told(name, said_there):
            yield from self._event("commented", f"c{said.id}", said.created_at, said.user)

    def _event(
        self,
        verb: Verb,
        mark: str,
        at: str | None,
        who: User | None,
        *,
        state: str | None = None,
        size: int | None = None,
    ) -> Iterator[Event]:
        moment: datetime | None = instant(at)
        if moment is None or not is_dated(moment):
            self._tally.missing(f"{verb}.time")
            return
        data, place = self._data, f"{self._repo}#{self._data.number}"
        yield Event(
            event_id=f"perceval:{place}:{self._kind}:{mark}:{verb}",
            source="perceval",
            instance=self._repo,
            verb=verb,
            ts=moment,
            **self._who(who),
            object_kind=self._kind,
            object_id=f"perceval:{place}",
            subject=self._author if verb in {"merged", "reviewed", "commented"} else None,
            state=state,
            work_type=work_type(label.name for label in data.labels),
            size=size,
            container=self._repo[:200],
            revision=micro(instant(data.updated_at)),
        )

    def _who(self, who: User | None) -> Actor:
        key = _key(who)
        if who is None or key is None:
            return acted_by(None, "unknown")
        if bots.is_doubtful(who.login):
            self._tally.doubt(key)
        return acted_by(key, bots.kind(who.login, who.kind))


def _key(who: User | None) -> str | None:
    return f"github:{who.login.lower()}" if who and who.login else None


SOURCE = Source(
    name="perceval",
    title="Perceval (GrimoireLab)",
    informs=("code_refuge", "firefighting"),
    feeds=("code review", "tickets"),
    settings=(Setting("path", "Which file, as `perceval github OWNER NAME --json-line` writes it?", is_path=True),),
    reads="who opened, reviewed, commented on, landed and closed what, and when; labels, lines changed; accounts' addresses",
    never_reads="titles, texts of changes, tickets, reviews and comments, code, reactions",
    blind_to="who closed a ticket, who was asked or assigned, backends other than GitHub, anything after the file was written",
    guide=Guide(
        where=(
            "perceval github OWNER NAME --category pull_request --json-line -o changes.jsonl, and again with --category issue",
            "a file holds one JSON object a line; Perceval's indented output is not read",
        ),
        first_sync="no request is made; `podium sync` shows how far it is",
        fails=(
            ("records in a form podium cannot read", "write the file again with --json-line"),
            ("unread lines", "a limit was met: `podium doctor` names it; fetch a shorter stretch of time"),
        ),
    ),
    read=read,
)
