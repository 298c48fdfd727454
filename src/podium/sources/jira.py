"""Jira, in the cloud or your own: issues opened, started, done, reopened and handed over.

Issues opened, started, done, reopened, and handed from one to another.

Search answers late and reads times in the account's zone with minutes, so every sync overlaps a day; changes are told
apart by the history's id together with its issue. Pages are continued by position, and a page must begin with issues
the last one ended with: if not, the list moved while it was read, and podium goes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import msgspec

from podium.core.errors import Misuse
from podium.core.event import Event, acted_by
from podium.core.time import zone
from podium.sources import SERVER_FAILS, Guide, Setting, Source, bots
from podium.sources.records import (
    DAY_S,
    Record,
    Tally,
    Walk,
    Whole,
    by_position,
    decode,
    instant,
    items,
    micro,
    number,
    second,
    since_s,
    words,
    work_type,
)

if TYPE_CHECKING:
    from podium.core.event import Actor, Verb
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient, Origin
    from podium.sources.secrets import Secret

PAGE: Final = 50
SCOPED: Final = "https://api.atlassian.com/ex/jira/"
_CATEGORIES: Final = frozenset({"new", "indeterminate", "done", "undefined"})
FIELDS: Final = "issuetype,parent,reporter,creator,assignee,status,created,updated,resolutiondate,project"


_ACCOUNT: Final = {"account_id": "accountId", "email": "emailAddress", "kind": "accountType", "zone": "timeZone"}


class Person(Record, frozen=True, rename=_ACCOUNT):
    """An account."""

    account_id: str | None = None
    key: str | None = None
    name: str | None = None
    email: str | None = None
    kind: str | None = None
    zone: str | None = None


class Category(Record, frozen=True):
    """To do, in progress, done."""

    key: str = ""


class Status(Record, frozen=True, rename={"category": "statusCategory"}):
    """A status and its category."""

    id: str = ""
    category: Category | None = None


class Named(Record, frozen=True):
    """A type, a project or a parent."""

    name: str = ""
    key: str = ""
    id: str = ""


class Change(Record, frozen=True, rename={"source": "from"}):
    """One field that changed."""

    field: str = ""
    source: str | None = None
    to: str | None = None


class History(Record, frozen=True):
    """One edit."""

    id: str | int = ""
    created: str | None = None
    author: Person | None = None
    items: tuple[Change, ...] | None = None


class Changelog(Record, frozen=True):
    """Edits, perhaps not all."""

    total: Whole = 0
    histories: tuple[History, ...] | None = None
    values: tuple[History, ...] | None = None


class Fields(Record, frozen=True):
    """The fields asked for."""

    issuetype: Named | None = None
    parent: Named | None = None
    project: Named | None = None
    reporter: Person | None = None
    creator: Person | None = None
    assignee: Person | None = None
    status: Status | None = None
    created: str | None = None
    updated: str | None = None


class Issue(Record, frozen=True):
    """An issue and its edits."""

    id: str = ""
    key: str = ""
    fields: Fields | None = None
    changelog: Changelog | None = None


class SearchPage(Record, frozen=True, rename="camel"):
    """A page of a search, old or new; without its issues it is no answer."""

    issues: tuple[msgspec.Raw, ...]
    total: Whole | None = None
    next_page_token: str | None = None


class Server(Record, frozen=True, rename="camel"):
    """What kind of server it is, and the address people see."""

    deployment_type: str = ""
    base_url: str = ""


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Every issue of the projects named, oldest update first."""
    if secret is None or not settings.get("address"):
        raise Misuse("Jira needs its address and a token", where="jira")
    email = settings.get("email", "")
    with wire.line(
        settings["address"],
        basic=(email, secret.reveal()) if email else None,
        headers={} if email else {"authorization": f"Bearer {secret.reveal()}"},
    ) as line:
        yield from _Tracker(line, wire, settings).read(cursors.get("issues"))


class _Tracker:
    def __init__(self, line: Origin, wire: HttpClient, settings: Settings) -> None:
        self._line, self._wire = line, wire
        self._since = since_s(settings, wire.clock())
        self._projects = words(settings.get("projects", ""))
        server = decode(line.get("rest/api/2/serverInfo").body, Server, "serverInfo")
        # A token with scopes has an address of its own; people, links and earlier acts know the site's.
        has_own_address = line.address.startswith(SCOPED) and server.base_url.startswith("https://")
        self._site = server.base_url.rstrip("/") if has_own_address else line.address
        self._instance = self._site.partition("://")[2]
        self._is_cloud = server.deployment_type == "Cloud"
        statuses = decode(line.get("rest/api/2/status").body, tuple[msgspec.Raw, ...], "status")
        self._tally = Tally("issues")
        status_list = list(items(statuses, Status, self._tally))
        self._tally.settle("unused", "statuses, for their categories", len(status_list))
        self._categories = {s.id: s.category.key for s in status_list if s.category and s.category.key in _CATEGORIES}
        me = line.get("rest/api/2/myself", takes=frozenset({401, 403, 404}))
        self._zone = (decode(me.body, Person, "myself").zone if me.status == 200 else None) or "UTC"

    def read(self, cursor: Cursor | None) -> Iterator[StreamPage]:
        began = int(self._wire.clock())
        high = number(cursor, "high")
        start = self._since if high is None else high - DAY_S
        pages = self._cloud(start) if self._is_cloud else self._own(start)
        top = high or start
        for search_page in pages:
            events: list[Event] = []
            for issue in items(search_page.issues, Issue, self._tally):
                events.extend(self._tell(self._complete(issue)))
                updated = instant(issue.fields.updated) if issue.fields else None
                top = max(top, second(updated)) if updated else top
            yield self._tally.page(events, {"high": top}, total=search_page.total, items=len(search_page.issues))
        # Search shows a write late: what happened in the last minutes may still be missing.
        first = self._since if high is None else None
        yield self._tally.page((), {"high": max(top, began - DAY_S)}, complete=(first, began - 600))

    def _jql(self, start: int) -> str:
        place = zone(self._zone) or UTC
        moment = datetime.fromtimestamp(start - 60, place)
        which = f"project in ({','.join(self._quoted(p) for p in self._projects)}) AND " if self._projects else ""
        return f'{which}updated >= "{moment:%Y-%m-%d %H:%M}" ORDER BY updated ASC, key ASC'

    def _question(self, start: int) -> dict[str, str | int]:
        return {"jql": self._jql(start), "fields": FIELDS, "expand": "changelog", "maxResults": PAGE}

    @staticmethod
    def _quoted(project: str) -> str:
        if not project.replace("_", "").isalnum():
            raise Misuse(f"{project!r} is not a project key", where="projects")
        return f'"{project}"'

    def _cloud(self, start: int) -> Iterator[SearchPage]:
        token: str | None = ""
        walk = Walk(self._line.address)
        while token is not None:
            walk.step(token)
            params = self._question(start) | ({"nextPageToken": token} if token else {})
            search_page = decode(self._line.get("rest/api/3/search/jql", params=params).body, SearchPage, "search")
            yield search_page
            token = search_page.next_page_token or None

    def _own(self, start: int) -> Iterator[SearchPage]:
        total: list[int | None] = [None]

        def ask(position: int) -> tuple[tuple[msgspec.Raw, ...], bool]:
            params = {**self._question(start), "startAt": position}
            search_page = decode(self._line.get("rest/api/2/search", params=params).body, SearchPage, "search")
            total[0] = search_page.total
            return search_page.issues, position + len(search_page.issues) < (search_page.total or 0)

        for issues in by_position(ask, self._line.address):
            yield SearchPage(tuple(issues), total[0])

    def _complete(self, issue: Issue) -> Issue:
        """The issue with all its edits: some servers leave them out of a search, some cut them off."""
        log = issue.changelog
        if log is None and not self._is_cloud:
            where, query = f"rest/api/2/issue/{issue.key}", {"expand": "changelog", "fields": FIELDS}
            reply = self._line.get(where, params=query, takes=frozenset({404}))
            return decode(reply.body, Issue, "issue") if reply.status == 200 else issue
        edits = (log.histories or ()) if log else ()
        if not self._is_cloud or (log is not None and log.total <= len(edits)):
            return issue
        histories: list[History] = []
        walk = Walk(self._line.address)
        while True:
            where = f"rest/api/3/issue/{issue.id}/changelog"
            more = decode(
                self._line.get(where, params={"startAt": len(histories), "maxResults": 100}).body, Changelog, where
            )
            histories.extend(more.values or ())
            walk.step(more.values)
            if not more.values or len(histories) >= more.total:
                if log is not None and len(histories) < log.total:
                    self._tally.missing("changelog")
                return msgspec.structs.replace(issue, changelog=Changelog(len(histories), tuple(histories)))

    def _tell(self, issue: Issue) -> Iterator[Event]:
        fields = issue.fields
        yield from self._tally.acts(self._record(issue))
        is_whole = fields is not None and issue.id and instant(fields.created) is not None
        edits = (
            self._tally.told("changelog", issue.changelog.histories if issue.changelog else None) if is_whole else ()
        )
        for edit in edits:
            changes = self._tally.told("history.items", edit.items)
            self._tally.came(len(changes))
            for change in changes:
                yield from self._tally.acts(self._edited(issue, edit, change))

    def _record(self, issue: Issue) -> Iterator[Event]:
        """What the record itself tells: opened, and whom it was given to."""
        fields = issue.fields
        created = instant(fields.created) if fields else None
        if fields is None or created is None or not issue.id:
            self._tally.missing("issue.created" if issue.id else "issue.id")
            return
        revision = micro(instant(fields.updated))
        yield self._event("opened", issue, fields, issue.id, created, fields.reporter or fields.creator, revision)
        if assignee := _first_assignee(issue, fields):
            who = fields.creator or fields.reporter
            yield self._event("assigned", issue, fields, issue.id, created, who, revision, f"jira:{assignee}")

    def _edited(self, issue: Issue, edit: History, change: Change) -> Iterator[Event]:
        """One changed field of one edit."""
        at, fields = instant(edit.created), issue.fields
        if at is None or fields is None:
            self._tally.missing("history.created")
            return
        if verb := self._verb(change):
            subject = f"jira:{change.to}" if verb == "assigned" and change.to else None
            native, revision = f"{issue.id}/{edit.id}", micro(instant(fields.updated))
            yield self._event(verb, issue, fields, native, at, edit.author, revision, subject)

    def _verb(self, change: Change) -> Verb | None:
        if not change.field:
            self._tally.missing("history.items.field")
            return None
        if change.field == "assignee":
            return "assigned"
        if change.field != "status":
            self._tally.leave("edits of other fields")
            return None
        before, after = self._categories.get(change.source or ""), self._categories.get(change.to or "")
        if after is None:
            self._tally.unknown("status", change.to)
            return None
        self._tally.leave("steps between statuses that mean the same")
        if before == after:
            return None
        if after == "done":
            return "closed"
        if before == "done":
            return "reopened"
        return "started" if after == "indeterminate" else None

    def _event(
        self,
        verb: Verb,
        issue: Issue,
        fields: Fields,
        native: str,
        at: datetime,
        who: Person | None,
        revision: int,
        subject: str | None = None,
    ) -> Event:
        kind = fields.issuetype.name if fields.issuetype else ""
        return Event(
            event_id=f"jira:{self._instance}:{native}:{verb}",
            source="jira",
            instance=self._instance,
            verb=verb,
            ts=at.astimezone(UTC),
            **self._who(who),
            object_kind="issue",
            object_id=f"jira:{self._instance}:{issue.key}",
            subject=subject,
            work_type=work_type([kind]) or kind.lower() or None,
            goal_id=f"jira:{self._instance}:{fields.parent.key}" if fields.parent and fields.parent.key else None,
            container=fields.project.key if fields.project else "",
            ref_url=f"{self._site}/browse/{quote(issue.key, safe='')}",
            revision=revision,
        )

    def _who(self, who: Person | None) -> Actor:
        native = (who.account_id or who.key or who.name) if who else None
        if who is None or not native:
            return acted_by(None, "deleted")
        self._tally.bridge(f"jira:{native}", who.email)
        kind = "bot" if who.kind == "app" else bots.kind(who.name or native)
        return acted_by(f"jira:{native}", kind, who.zone if who.zone and zone(who.zone) else None)


def _first_assignee(issue: Issue, fields: Fields) -> str | None:
    """Who the issue was given to when it was made: whom the first edit took it from, else who has it now."""
    log = issue.changelog
    edits = (log.histories or log.values or ()) if log else ()
    if log is None or len(edits) < log.total:
        return None  # without all edits nobody knows
    dated = sorted(((at, edit) for edit in edits if (at := instant(edit.created))), key=lambda pair: pair[0])
    for _, edit in dated:
        for change in edit.items or ():
            if change.field == "assignee":
                return change.source or None
    now = fields.assignee
    return (now.account_id or now.key or now.name or None) if now else None


SOURCE = Source(
    name="jira",
    title="Jira (Cloud or Data Center)",
    informs=("strategic_tunnel", "firefighting", "code_refuge"),
    feeds=("tickets",),
    settings=(
        Setting("address", "Its address, as in https://acme.atlassian.net (token with scopes: see its page)?"),
        Setting("email", "Your account's address (Cloud; leave empty for a personal access token)?", is_needed=False),
        Setting("projects", "Which projects, by key (empty: all you may see)?", is_needed=False),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
    ),
    secret="an API token (Cloud) or a personal access token (Data Center)",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="read:jira-work and read:jira-user; the account needs to browse the projects and nothing more",
    reads="who opened, started, finished, reopened and was handed which issue; its type, epic and project; accounts' addresses and zones",
    never_reads="summaries, descriptions, comments, attachments, estimates",
    blind_to="work that has no issue; comments; edits made before the history begins",
    guide=Guide(
        where=(
            "Cloud: id.atlassian.com > Account settings > Security > Create and manage API tokens > Create API token with scopes",
            "choose Jira, then read:jira-work and read:jira-user",
            "a token with scopes has an address of its own: https://api.atlassian.com/ex/jira/CLOUDID; CLOUDID stands at https://YOUR-SITE.atlassian.net/_edge/tenant_info",
            "Data Center: your picture > Profile > Personal Access Tokens > Create token; leave `email` empty",
        ),
        first_sync="50 issues a request: about 40 requests for 2,000 issues in the cloud; an old server is asked once more for each issue",
        fails=(
            *SERVER_FAILS,
            (
                "there is nothing at this address, with a token with scopes",
                "use the address of api.atlassian.com, not your site's",
            ),
        ),
    ),
    read=read,
)
