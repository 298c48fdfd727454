"""GitLab: changes with approvals, requests, comments and landings; issues with their epics.

Lists are read by update time, oldest first, and each request starts where the last page ended, so nothing is skipped
when something moves. Who approved or asked when is told by the system's own notes; of all other notes only author and
time are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec

from podium.core.errors import Misuse
from podium.core.event import Event
from podium.sources import SERVER_FAILS, Guide, Setting, Source, bots
from podium.sources.records import (
    DAY_S,
    Record,
    Tally,
    Walk,
    Whole,
    decode,
    is_dated,
    items,
    micro,
    number,
    second,
    since_s,
    utc_text,
    words,
    work_type,
)

if TYPE_CHECKING:
    from podium.core.event import ObjectKind, Verb, Via
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient, Origin
    from podium.sources.secrets import Secret

PAGE: Final = 50
MOST_NOTE_PAGES: Final = 20
_NAMES: Final = rb"(@[\w.-]+(?:,? (?:and )?@[\w.-]+|, ?@[\w.-]+)*)"
# Whole sentences as GitLab writes them since 13.0. Whatever quotes free text (a title, a commit, a task) begins
# otherwise, so the same words inside a quotation are never taken for an act.
_SAID: Final[tuple[tuple[re.Pattern[bytes], Verb, str], ...]] = (
    (re.compile(rb"approved this merge request"), "reviewed", "approved"),
    (re.compile(rb"requested changes"), "reviewed", "changes_requested"),
    (re.compile(rb"(?:left review comments|reviewed this merge request)"), "reviewed", "commented"),
    (re.compile(rb"requested review from " + _NAMES + rb"(?: and removed review request for @.+)?"), "requested", ""),
    (re.compile(rb"assigned to " + _NAMES + rb"(?: and unassigned @.+)?"), "assigned", ""),
    (re.compile(rb"(?:status changed to )?reopened(?: via .+)?"), "reopened", ""),
)
# How all other sentences of its own begin; they tell nothing podium looks for.
_UNUSED: Final = re.compile(
    rb"(?:added|removed|changed|marked|unmarked|mentioned|unapproved|unassigned|closed|merged|resolved|unresolved|created"
    rb"|enabled|disabled|canceled|cancelled|aborted|set|unset|deleted|restored|moved|cloned|locked|unlocked|made|promoted"
    rb"|subtracted|reset|status changed|milestone changed|title changed|reassigned|cleared|updated"
    rb"|linked|unlinked|converted|designed|published|scheduled|started|stopped|imported|blocked|unblocked|relates|is|automatically|the)\b"
)
_FIRST_WORD: Final = re.compile(rb"[a-z]{1,20}(?= )")


_NAMED: Final = re.compile(rb"@([\w.-]*\w)")


class Account(Record, frozen=True):
    """An account."""

    id: Whole = 0
    username: str = ""
    bot: bool = False


class Epic(Record, frozen=True):
    """An epic or milestone by number."""

    iid: Whole = 0


class Item(Record, frozen=True):
    """A merge request or an issue."""

    iid: Whole = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    merged_at: datetime | None = None
    closed_at: datetime | None = None
    author: Account | None = None
    merge_user: Account | None = None
    merged_by: Account | None = None
    closed_by: Account | None = None
    labels: tuple[str, ...] = ()
    epic: Epic | None = None
    milestone: Epic | None = None
    issue_type: str = ""
    merge_when_pipeline_succeeds: bool | None = None
    web_url: str = ""


class Note(Record, frozen=True):
    """A note: author and time."""

    id: Whole = 0
    created_at: datetime | None = None
    author: Account | None = None
    system: bool = False
    type: str | None = None


class NoteWords(Record, frozen=True):
    """The words of a system note; people's notes are never decoded this far."""

    body: msgspec.Raw = msgspec.Raw(b'""')


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Merge requests and issues of each project named."""
    projects = words(settings.get("projects", ""))
    if secret is None or not projects:
        raise Misuse("GitLab needs a token and projects written as group/name", where="projects")
    address = settings.get("address") or "https://gitlab.com"
    with wire.line(f"{address}/api/v4", headers={"private-token": secret.reveal()}) as line:
        for project in projects:
            for kind in ("merge_requests", "issues"):
                stream = f"{kind}:{project}"
                reader = _Project(line, wire, project, kind, Tally(stream))
                yield from reader.read(cursors.get(stream), since_s(settings, wire.clock()))


class _Project:
    def __init__(self, line: Origin, wire: HttpClient, project: str, kind: str, tally: Tally) -> None:
        self._line, self._wire, self._project, self._kind, self._tally = line, wire, project, kind, tally
        self._path = f"projects/{quote(project, safe='')}/{kind}"
        self._object: ObjectKind = "change" if kind == "merge_requests" else "issue"
        self._mark = "!" if kind == "merge_requests" else "#"

    def read(self, cursor: Cursor | None, since: int) -> Iterator[StreamPage]:
        began = int(self._wire.clock())
        high = number(cursor, "high")
        start = since if high is None else high - DAY_S
        page, top = 1, start
        walk = Walk(self._path)
        while True:
            page_items, count = self._list(start, page)
            walk.step(tuple(page_items[:1]))
            events: list[Event] = []
            whole: dict[str, int] = {}
            for item in page_items:
                object_id = f"gitlab:{self._project}{self._mark}{item.iid}"
                whole[object_id] = micro(item.updated_at)
                events.extend(self._tell(item, object_id))
                top = max(top, second(item.updated_at)) if item.updated_at else top
            is_over = count < PAGE
            reach = (since if high is None else None, began) if is_over else (None, None)
            yield self._tally.page(events, {"high": top}, whole=whole, complete=reach)
            if is_over:
                return
            # Start again where the page ended; only when a whole page shares one second, turn the page.
            page, start = (page + 1, start) if top <= start else (1, top)

    def _list(self, start: int, page: int) -> tuple[list[Item], int]:
        """The records of a page that can be read, and how many it holds."""
        params: dict[str, str | int] = {
            "updated_after": utc_text(start - 1),
            "order_by": "updated_at",
            "sort": "asc",
            "scope": "all",
            "per_page": PAGE,
            "page": page,
        }
        body = self._line.get(self._path, params=params).body
        raws = decode(body, tuple[msgspec.Raw, ...], self._path)
        return list(items(raws, Item, self._tally)), len(raws)

    def _tell(self, item: Item, object_id: str) -> Iterator[Event]:
        say = _Saying(item, object_id, self._project, self._object, self._tally)
        yield from self._tally.acts(self._own(item, say))
        if not item.iid or not is_dated(item.created_at):
            return
        for note, note_body in self._notes(item.iid):
            yield from self._tally.acts(say.note(note, note_body))

    def _own(self, item: Item, say: _Saying) -> Iterator[Event]:
        """What the record itself tells: opened, and landed or closed."""
        if not item.iid or not is_dated(item.created_at):
            self._tally.missing("opened.time" if item.iid else "opened.id")
            return
        yield from say.act("opened", "0", item.created_at, item.author)
        if item.merged_at:
            via: Via = "auto_merge" if item.merge_when_pipeline_succeeds else ""
            who = item.merge_user or item.merged_by
            yield from say.act("merged", "0", item.merged_at, who, subject=item.author, via=via)
        elif item.closed_at:
            yield from say.act("closed", "0", item.closed_at, item.closed_by)

    def _notes(self, iid: int) -> Iterator[tuple[Note, bytes]]:
        for page in range(1, MOST_NOTE_PAGES + 1):
            where = f"{self._path}/{iid}/notes"
            reply = self._line.get(where, params={"per_page": 100, "page": page, "sort": "asc"}, takes=frozenset({404}))
            if reply.status == 404:
                return
            raws = decode(reply.body, tuple[msgspec.Raw, ...], where)
            for raw in raws:
                for note in items((raw,), Note, self._tally):
                    yield note, bytes(msgspec.json.decode(raw, type=NoteWords).body) if note.system else b""
            if len(raws) < 100:
                return
        self._tally.unread("more than 2,000 on one object", 1, "notes")


class _Saying:
    def __init__(self, item: Item, object_id: str, project: str, kind: ObjectKind, tally: Tally) -> None:
        self._tally, self._item = tally, item
        goal = item.epic or item.milestone
        self._object_id = object_id
        self._event = partial(
            Event,
            source="gitlab",
            instance=project,
            object_kind=kind,
            object_id=object_id,
            container=project,
            work_type=work_type((item.issue_type, *item.labels)),
            goal_id=f"gitlab:{project}/{'epic' if item.epic else 'milestone'}/{goal.iid}" if goal else None,
            ref_url=item.web_url.partition("?")[0] if item.web_url.startswith("https://") else "",
            revision=micro(item.updated_at),
        )

    def act(
        self,
        verb: Verb,
        native: str,
        at: datetime | None,
        who: Account | None,
        *,
        subject: Account | None = None,
        state: str = "",
        via: Via = "",
    ) -> Iterator[Event]:
        if at is None or not is_dated(at):
            self._tally.missing(f"{verb}.time")
            return
        yield self._event(
            event_id=f"{self._object_id}:{native}:{verb}",
            verb=verb,
            ts=at,
            actor=self._key(who),
            actor_kind=_kind(who),
            subject=self._key(subject),
            state=state or None,
            via=via,
        )

    def note(self, note: Note, note_body: bytes) -> Iterator[Event]:
        """A person's note is a comment; a system note is what its fixed words say, or nothing."""
        native, author = str(note.id), self._item.author
        if not note.system:
            yield from self.act("commented", native, note.created_at, note.author, subject=author)
            return
        sentence = note_body.removeprefix(b'"').removesuffix(b'"').strip()
        for words_, verb, state in _SAID:
            match = words_.fullmatch(sentence)
            if match is None:
                continue
            named = (
                [Account(username=name.decode("ascii", "replace")) for name in _NAMED.findall(match[1])]
                if (words_.groups)
                else [author]
            )
            for place, subject in enumerate(named):
                mark = f"{native}/{place}" if place else native
                yield from self.act(verb, mark, note.created_at, note.author, subject=subject, state=state)
            return
        if _UNUSED.match(sentence):
            self._tally.leave("notes of the system about other things")
            return
        word = _FIRST_WORD.match(sentence)
        self._tally.unknown("system note", word[0].decode() if word else "other")

    def _key(self, who: Account | None) -> str | None:
        if who is None or not who.username:
            return None
        key = f"gitlab:{who.username.lower()}"
        if bots.is_doubtful(who.username):
            self._tally.doubt(key)
        return key


def _kind(who: Account | None) -> Any:
    return "deleted" if who is None else bots.kind(who.username, "bot" if who.bot else "")


SOURCE = Source(
    name="gitlab",
    title="GitLab",
    informs=("code_refuge", "strategic_tunnel", "firefighting"),
    feeds=("code review",),
    settings=(
        Setting("projects", "Which projects, as group/name, separated by commas?"),
        Setting("address", "Its address?", default="https://gitlab.com", is_needed=False),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
    ),
    secret="a project, group or personal access token",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="read_api, role Reporter, for the named projects only",
    reads="who opened, was asked, approved, commented on, was given, landed, closed and reopened what, and when; labels, milestones, epics",
    never_reads="titles, descriptions, the words of people's notes, code",
    blind_to="the local hour of an act (the server tells UTC); approvals whose system note was removed, and that one was taken back",
    guide=Guide(
        where=(
            "in the project or group: Settings > Access tokens > Add new token",
            "Role: Reporter; Scopes: read_api",
            "without that right: your picture > Edit profile > Access tokens, scope read_api",
        ),
        first_sync="one request for 50 merge requests and one for the notes of each: about 3,700, a quarter of an hour at four a second",
        fails=SERVER_FAILS,
    ),
    read=read,
)
