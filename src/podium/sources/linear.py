"""Linear: issues opened, started, done, cancelled, reopened, and handed from one to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from podium.core.errors import CannotReach, Misuse
from podium.core.event import Event, acted_by
from podium.core.time import zone
from podium.sources import SERVER_FAILS, Guide, Setting, Source, bots
from podium.sources.http import graphql
from podium.sources.records import (
    DAY_S,
    Record,
    Tally,
    Walk,
    is_dated,
    items,
    micro,
    number,
    since_s,
    text_of,
    utc_text,
    words,
    work_type,
)

if TYPE_CHECKING:
    from podium.core.event import Actor, Verb
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient, Origin
    from podium.sources.secrets import Secret

PAGE: Final = 50
LEAST_PAGE: Final = 5
_WHO = "{id email timezone app}"
_HISTORY = (
    f"pageInfo{{hasNextPage endCursor}} nodes{{id createdAt actor{_WHO} botActor{{id type}} "
    f"fromState{{type}} toState{{type}} fromAssignee{{id}} toAssignee{_WHO}}}"
)
ISSUES: Final = f"""query($first:Int!,$after:String,$filter:IssueFilter){{
issues(first:$first,after:$after,filter:$filter,includeArchived:true,orderBy:updatedAt){{
 pageInfo{{hasNextPage endCursor}} nodes{{id identifier createdAt updatedAt creator{_WHO} botActor{{id type}}
 parent{{identifier}} project{{id}} team{{key}} labels(first:10){{nodes{{name}}}}
 history(first:30){{{_HISTORY}}}}}}}}}"""
MORE: Final = f"query($id:String!,$after:String){{issue(id:$id){{history(first:100,after:$after){{{_HISTORY}}}}}}}"
QUERIES: Final = {"issues": ISSUES, "more": MORE}
_OVER: Final = frozenset({"completed", "canceled", "duplicate"})


class Person(Record, frozen=True):
    """An account."""

    id: str = ""
    email: str | None = None
    timezone: str | None = None
    app: bool = False


class Bot(Record, frozen=True):
    """An integration."""

    id: str | None = None
    type: str = ""


class StateType(Record, frozen=True):
    """A state's type: backlog, unstarted, started, completed, canceled, triage."""

    type: str = ""


class Named(Record, frozen=True):
    """A parent, a project, a team or a label."""

    id: str = ""
    identifier: str = ""
    key: str = ""
    name: str = ""


class Labels(Record, frozen=True):
    """Labels."""

    nodes: tuple[Named, ...] = ()


class PageInfo(Record, frozen=True, rename="camel"):
    """Whether there is more, and where."""

    has_next_page: bool = False
    end_cursor: str | None = None


class Step(Record, frozen=True, rename="camel"):
    """One edit."""

    id: str = ""
    created_at: datetime | None = None
    actor: Person | None = None
    bot_actor: Bot | None = None
    from_state: StateType | None = None
    to_state: StateType | None = None
    from_assignee: Named | None = None
    to_assignee: Person | None = None


class Steps(Record, frozen=True, rename="camel"):
    """Edits, perhaps not all."""

    nodes: tuple[Step, ...]
    page_info: PageInfo = PageInfo()


class Issue(Record, frozen=True, rename="camel"):
    """An issue and its edits."""

    id: str = ""
    identifier: str = ""

    created_at: datetime | None = None
    updated_at: datetime | None = None
    creator: Person | None = None
    bot_actor: Bot | None = None
    parent: Named | None = None
    project: Named | None = None
    team: Named | None = None
    labels: Labels | None = None
    history: Steps | None = None


class IssuePage(Record, frozen=True, rename="camel"):
    """A page of issues."""

    nodes: tuple[msgspec.Raw, ...]
    page_info: PageInfo = PageInfo()


class Data(Record, frozen=True):
    """An answer about many issues."""

    issues: IssuePage


class One(Record, frozen=True):
    """An answer about one issue."""

    issue: Issue | None = None


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Issues by update, newest first; a cut first read goes on where it stopped."""
    if secret is None:
        raise Misuse("Linear needs an API key", where="linear")
    address = settings.get("address") or "https://api.linear.app"
    with wire.line(address, headers={"authorization": secret.reveal()}) as line:
        desk = _Desk(line, wire, settings)
        yield from desk.read(cursors.get("issues"), since_s(settings, wire.clock()))


class _Desk:
    def __init__(self, line: Origin, wire: HttpClient, settings: Settings) -> None:
        self._line, self._wire = line, wire
        self._teams = words(settings.get("teams", ""))
        self._instance = settings.get("workspace") or "linear"
        self._tally = Tally("issues")
        self._first = PAGE

    def read(self, cursor: Cursor | None, since: int) -> Iterator[StreamPage]:
        high, after = number(cursor, "high"), text_of(cursor, "after")
        began = number(cursor, "began") or int(self._wire.clock())
        is_back = high is None or bool(after)
        floor = since if is_back or high is None else high - DAY_S
        walk = Walk(self._line.address)
        while True:
            walk.step(after)
            listing = self._ask(floor, after)
            issues = list(items(listing.nodes, Issue, self._tally))
            events = [event for issue in issues for event in self._tell(self._filled(issue))]
            after = listing.page_info.end_cursor or ""
            is_over = not listing.page_info.has_next_page or not after
            going: Cursor | None = {"high": began, "after": after, "began": began} if is_back else None
            whole = {self._mark(issue): micro(issue.updated_at) for issue in issues}
            reach = (floor if is_back else None, began) if is_over else (None, None)
            yield self._tally.page(events, {"high": began} if is_over else going, whole=whole, complete=reach)
            if is_over:
                return

    def _ask(self, floor: int, after: str) -> IssuePage:
        of_teams = {"team": {"key": {"in": list(self._teams)}}} if self._teams else {}
        limit = {"updatedAt": {"gte": utc_text(floor)}, **of_teams}
        while True:
            variables = {"first": self._first, "after": after or None, "filter": limit}
            data = graphql.ask(self._wire, self._line, "graphql", ISSUES, variables, Data)
            if data is not None:
                return data.issues
            if self._first <= LEAST_PAGE:
                raise CannotReach("the server gives up even on small pages", next_step="run `podium sync` later")
            self._first = max(LEAST_PAGE, self._first // 2)

    def _filled(self, issue: Issue) -> Issue:
        steps = issue.history
        walk = Walk(self._line.address)
        while steps and steps.page_info.has_next_page and not walk.is_long:
            walk.step(steps.page_info.end_cursor)
            variables = {"id": issue.id, "after": steps.page_info.end_cursor}
            data = graphql.ask(self._wire, self._line, "graphql", MORE, variables, One)
            rest = data.issue.history if data and data.issue else None
            if rest is None:
                self._tally.unread("the server did not give the rest", 1, "edits")
                break
            steps = Steps(steps.nodes + rest.nodes, rest.page_info)
        if walk.is_long:
            self._tally.missing("acts of one entry after its first hundred pages")
        return msgspec.structs.replace(issue, history=steps)

    def _mark(self, issue: Issue) -> str:
        return f"linear:{self._instance}:{issue.identifier or issue.id}"

    def _tell(self, issue: Issue) -> Iterator[Event]:
        opened = self._event("opened", issue, issue.id, issue.created_at, issue.creator, issue.bot_actor)
        yield from self._tally.acts(opened)
        steps = self._tally.told("history", issue.history.nodes if issue.history else None)
        self._tally.came(len(steps))
        for step in steps:
            yield from self._tally.acts(self._edited(issue, step))

    def _edited(self, issue: Issue, step: Step) -> Iterator[Event]:
        """One edit: a step to another state, somebody it was given to, or both."""
        self._tally.leave("edits of other fields, and steps between states that mean the same")
        if verb := self._verb(step):
            yield from self._event(verb, issue, step.id, step.created_at, step.actor, step.bot_actor)
        if step.to_assignee is not None:
            subject = f"linear:{step.to_assignee.id}"
            self._tally.bridge(subject, step.to_assignee.email)
            yield from self._event(
                "assigned", issue, step.id, step.created_at, step.actor, step.bot_actor, subject=subject
            )

    def _verb(self, step: Step) -> Verb | None:
        before = step.from_state.type if step.from_state else ""
        after = step.to_state.type if step.to_state else ""
        if not after or before == after:
            if step.to_state is not None and not after:
                self._tally.missing("toState.type")
            return None
        if after in _OVER:
            return None if before in _OVER else "closed"
        if before in _OVER:
            return "reopened"
        if after not in {"started", "backlog", "unstarted", "triage"}:
            self._tally.unknown("state.type", after)
        return "started" if after == "started" else None

    def _event(
        self,
        verb: Verb,
        issue: Issue,
        native: str,
        at: datetime | None,
        who: Person | None,
        bot: Bot | None,
        *,
        subject: str | None = None,
    ) -> Iterator[Event]:
        if at is None or not is_dated(at) or not native:
            self._tally.missing(f"{verb}.time" if native else f"{verb}.id")
            return
        goal = issue.project.id if issue.project else issue.parent.identifier if issue.parent else ""
        names = [label.name for label in issue.labels.nodes] if issue.labels else []
        yield Event(
            event_id=f"linear:{self._instance}:{native}:{verb}",
            source="linear",
            instance=self._instance,
            verb=verb,
            ts=at,
            **self._who(who, bot),
            object_kind="issue",
            object_id=self._mark(issue),
            subject=subject,
            work_type=work_type(names),
            goal_id=f"linear:{goal}" if goal else None,
            container=issue.team.key if issue.team else "",
            revision=micro(issue.updated_at),
        )

    def _who(self, who: Person | None, bot: Bot | None) -> Actor:
        if who is None or not who.id:
            return acted_by(f"linear:bot/{bot.type}" if bot else None, "bot" if bot else "deleted")
        key = f"linear:{who.id}"
        self._tally.bridge(key, who.email)
        zone_name = who.timezone if who.timezone and zone(who.timezone) else None
        return acted_by(key, bots.kind("", "app" if who.app else ""), zone_name)


SOURCE = Source(
    name="linear",
    title="Linear",
    informs=("strategic_tunnel", "firefighting", "code_refuge"),
    feeds=("tickets",),
    settings=(
        Setting("teams", "Which teams, by key (empty: all you may see)?", is_needed=False),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
        Setting("workspace", "A short name for the workspace?", default="linear", is_needed=False, is_label=True),
        Setting("address", "Address of the API?", default="https://api.linear.app", is_needed=False),
    ),
    secret="a personal API key",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="a personal API key with Read only, limited to the teams you name",
    reads="who opened, started, finished, reopened and was handed which issue; its labels, parent and project; "
    "accounts' addresses and zones",
    never_reads="titles, descriptions, comments, documents, attachments",
    blind_to="work that has no issue; comments; edits Linear has folded together in an issue's history",
    guide=Guide(
        where=(
            "Settings > Account > Security & access > Personal API keys > New API key",
            "Permissions: Only select permissions > Read; Team access: only the teams you name",
        ),
        first_sync="50 issues a request: about 40 requests for 2,000 issues",
        fails=SERVER_FAILS,
    ),
    read=read,
)
