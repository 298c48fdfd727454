"""Gerrit: changes with votes, comments, reviewer requests and submissions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from podium.core.errors import Misuse
from podium.core.event import Event
from podium.sources import SERVER_FAILS, Guide, Setting, Source, bots
from podium.sources.records import (
    DAY_S,
    Record,
    Tally,
    Whole,
    by_position,
    decode,
    is_dated,
    items,
    micro,
    number,
    since_s,
    words,
)

if TYPE_CHECKING:
    from podium.core.event import Verb, Via
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient, Origin
    from podium.sources.secrets import Secret

PAGE: Final = 50
REVIEW: Final = "Code-Review"
# Gerrit puts this before every answer so that a browser does not run it.
_GUARD: Final = b")]}'"
_OPTIONS: Final = "o=DETAILED_LABELS&o=DETAILED_ACCOUNTS&o=MESSAGES&o=REVIEWER_UPDATES"


class Account(Record, frozen=True, rename={"account": "_account_id"}):
    """An account."""

    account: Whole = 0
    name: str = ""
    email: str | None = None
    username: str | None = None
    tags: tuple[str, ...] = ()


class Vote(Account, frozen=True):
    """A vote on a label, by the account it is part of."""

    value: Whole = 0
    date: str | None = None


class Label(Record, frozen=True):
    """All votes on one label."""

    all: tuple[Vote, ...] = ()


class Message(Record, frozen=True):
    """A message: author, time and tag, never its words."""

    id: str = ""
    author: Account | None = None
    date: str | None = None
    tag: str | None = None


class ReviewerUpdate(Record, frozen=True):
    """A reviewer added or removed."""

    updated: str | None = None
    updated_by: Account | None = None
    reviewer: Account | None = None
    state: str = ""


class Change(Record, frozen=True, rename={"number": "_number"}):
    """A change."""

    number: Whole = 0
    project: str = ""
    status: str = ""
    created: str | None = None
    updated: str | None = None
    submitted: str | None = None
    owner: Account | None = None
    submitter: Account | None = None
    insertions: Whole = 0
    deletions: Whole = 0
    labels: dict[str, msgspec.Raw] | None = None
    messages: tuple[Message, ...] | None = None
    reviewer_updates: tuple[ReviewerUpdate, ...] | None = None


class More(Record, frozen=True, rename={"has_more": "_more_changes"}):
    """Whether there are more behind a change."""

    has_more: bool = False


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Changes by update, newest first."""
    address = settings.get("address", "")
    if not address:
        raise Misuse("Gerrit needs its address", where="address")
    user = settings.get("user", "")
    basic = (user, secret.reveal()) if secret and user else None
    with wire.line(f"{address.rstrip('/')}/a" if basic else address, basic=basic) as line:
        desk = _Desk(line, wire, settings, address)
        yield from desk.read(cursors.get("changes"), since_s(settings, wire.clock()))


class _Desk:
    def __init__(self, line: Origin, wire: HttpClient, settings: Settings, address: str) -> None:
        self._line, self._wire = line, wire
        self._host = address.partition("://")[2].rstrip("/")
        self._address = address.rstrip("/")
        self._projects = words(settings.get("projects", ""))
        if any('"' in project for project in self._projects):
            raise Misuse("a project's name holds no quotation marks", where="projects")
        self._tally = Tally("changes")

    def read(self, cursor: Cursor | None, since: int) -> Iterator[StreamPage]:
        began, last_until_s = int(self._wire.clock()), number(cursor, "until")
        floor = since if last_until_s is None else max(since, last_until_s - DAY_S)
        for raws in by_position(lambda position: self._ask(floor, position), self._address):
            changes = list(items(raws, Change, self._tally))
            events = [event for change in changes for event in self._tell(change)]
            whole = {self._mark(change): micro(when(change.updated)) for change in changes}
            yield self._tally.page(events, whole=whole)
        yield self._tally.page((), {"until": began}, complete=(since if last_until_s is None else None, began))

    def _ask(self, floor: int, position: int) -> tuple[tuple[msgspec.Raw, ...], bool]:
        from urllib.parse import quote

        parts = [f'after:"{datetime.fromtimestamp(floor, UTC):%Y-%m-%d %H:%M:%S} +0000"']
        if self._projects:
            parts.append("(" + " OR ".join(f'project:"{project}"' for project in self._projects) + ")")
        where = f"changes/?q={quote(' '.join(parts))}&{_OPTIONS}&n={PAGE}&S={position}"
        body = self._line.get(where).body
        raws = decode(body.removeprefix(_GUARD), tuple[msgspec.Raw, ...], "changes")
        return raws, any(more.has_more for more in items(raws[-1:], More, Tally("changes")))

    def _mark(self, change: Change) -> str:
        return f"gerrit:{self._host}:{change.number}"

    def _tell(self, change: Change) -> Iterator[Event]:
        yield from self._tally.acts(self._own(change))
        if change.number:
            yield from self._inside(change)

    def _own(self, change: Change) -> Iterator[Event]:
        """What the record itself tells: opened, and landed or given up."""
        if not change.number:
            self._tally.missing("change.number")
            return
        size = change.insertions + change.deletions
        yield from self._event("opened", change, "0", change.created, change.owner, size=size)
        if change.submitted:
            yield from self._event("merged", change, "0", change.submitted, change.submitter)
        elif change.status == "ABANDONED":
            yield from self._event("closed", change, "0", change.updated, None)

    def _inside(self, change: Change) -> Iterator[Event]:
        """The votes, messages and requests inside a change."""
        if change.labels is None:
            self._tally.missing("labels")
        voted = (raw for name, raw in (change.labels or {}).items() if name == REVIEW)
        for label in items(voted, Label, self._tally):
            self._tally.settle("unused", "labels as a whole; each vote counts")
            self._tally.came(len(label.all))
            for vote in label.all:
                yield from self._tally.acts(self._vote(change, vote))
        messages = self._tally.told("messages", change.messages)
        self._tally.came(len(messages))
        for message in messages:
            yield from self._tally.acts(self._message(change, message))
        requests = self._tally.told("reviewer_updates", change.reviewer_updates)
        self._tally.came(len(requests))
        for request in requests:
            yield from self._tally.acts(self._request(change, request))

    def _vote(self, change: Change, vote: Vote) -> Iterator[Event]:
        if not vote.value:
            self._tally.leave("votes of nought")
            return
        state = "approved" if vote.value > 1 else "commented" if vote.value > 0 else "changes_requested"
        yield from self._event("reviewed", change, f"{REVIEW}/{vote.account}", vote.date, vote, state=state)

    def _message(self, change: Change, message: Message) -> Iterator[Event]:
        if (message.tag or "").startswith("autogenerated:"):
            self._tally.leave("messages of Gerrit itself")
            return
        yield from self._event("commented", change, message.id, message.date, message.author)

    def _request(self, change: Change, asked: ReviewerUpdate) -> Iterator[Event]:
        if asked.state not in {"REVIEWER", "CC", "REMOVED"}:
            self._tally.unknown("reviewer_updates.state", asked.state)
        elif asked.reviewer is None:
            self._tally.missing("reviewer")
        elif asked.state == "REVIEWER":
            native = f"asked/{asked.reviewer.account}/{asked.updated}"
            subject = self._key(asked.reviewer)
            yield from self._event("requested", change, native, asked.updated, asked.updated_by, subject=subject)
        else:
            self._tally.leave("reviewers removed or only copied")

    def _event(
        self,
        verb: Verb,
        change: Change,
        native: str,
        at_text: str | None,
        who: Account | None,
        *,
        state: str | None = None,
        subject: str | None = None,
        size: int | None = None,
    ) -> Iterator[Event]:
        at = when(at_text)
        if at is None or not is_dated(at) or not native:
            self._tally.missing(f"{verb}.time" if native else f"{verb}.id")
            return
        kind = bots.kind(who.username or who.name, who.tags[0] if who.tags else "") if who else "deleted"
        via: Via = "automation" if kind == "bot" else ""
        yield Event(
            event_id=f"{self._mark(change)}:{native}:{verb}",
            source="gerrit",
            instance=self._host,
            verb=verb,
            ts=at,
            actor=self._key(who),
            actor_kind=kind,
            object_kind="change",
            object_id=self._mark(change),
            via=via,
            subject=subject if verb in {"opened", "requested"} else self._key(change.owner),
            state=state,
            size=size,
            container=change.project,
            ref_url=f"{self._address}/c/{change.number}",
            revision=micro(when(change.updated)),
        )

    def _key(self, who: Account | None) -> str | None:
        if who is None or not who.account:
            return None
        key = f"gerrit:{self._host}/{who.account}"
        self._tally.bridge(key, who.email)
        if bots.is_doubtful(who.username or who.name):
            self._tally.doubt(key)
        return key


def when(text: str | None) -> datetime | None:
    """Gerrit's `2013-02-01 09:59:32.126000000`: UTC, with nine digits of a second."""
    try:
        return datetime.fromisoformat((text or "")[:26]).replace(tzinfo=UTC)
    except ValueError:
        return None


SOURCE = Source(
    name="gerrit",
    title="Gerrit",
    informs=("code_refuge", "strategic_tunnel"),
    feeds=("code review",),
    settings=(
        Setting("address", "Its address, as in https://review.example.org?"),
        Setting("projects", "Which projects (empty: all you may see)?", is_needed=False),
        Setting("user", "Your user name (empty: as a guest)?", is_needed=False),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
    ),
    secret="an HTTP password (empty: as a guest)",  # noqa: S106 - the words of a question
    scope="an HTTP password of an account that may read the projects; as a guest none is needed",
    reads="who opened, voted, commented, was asked and submitted what, and when; what was abandoned; lines changed; accounts' addresses",
    never_reads="subjects, commit messages, the words of comments, code",
    blind_to="the local hour of an act (the server tells UTC); votes that were taken back; who abandoned a change",
    guide=Guide(
        where=(
            "your name at the top right > Settings > HTTP Credentials > Generate New Password",
            "a public Gerrit can be read as a guest: leave user and password empty",
        ),
        first_sync="50 changes a request: about 75 requests for 3,600 changes",
        fails=SERVER_FAILS,
    ),
    read=read,
)
