"""GitHub: changes with their reviews, requests and landings; issues; releases.

One GraphQL page holds 50 changes with everything inside, where REST would need three requests for each. Lists are read
newest first. The first sync walks back to the `since` date and can be cut anywhere; later syncs read from the front
down to the last known update less an overlap of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeVar
from urllib.parse import quote

from msgspec import structs

from podium.core.errors import CannotReach, Misuse, Refused
from podium.core.trace import Event, Kind, ObjectKind, Verb, Via
from podium.sources import Cursor, Page, Setting, Settings, Source, bots, graph
from podium.sources.github_words import (
    MORE_ACTS,
    MORE_REVIEWS,
    QUERIES,
    Act,
    Acts,
    Data,
    Found,
    Item,
    More,
    Node,
    PageInfo,
    Review,
    Reviews,
    Who,
)  # fmt: skip
from podium.sources.lenient import (
    DAY_S,
    NEVER,
    Tally,
    Walk,
    is_dated,
    items,
    micro,
    number,
    second,
    since_s,
    text_of,
    words,
    work_type,
)  # fmt: skip
from podium.sources.secret import Secret
from podium.sources.wire import Line, Wire

T = TypeVar("T")
PAGE: Final = 50
LEAST_PAGE: Final = 5
_STATES = {
    "APPROVED": "approved", "CHANGES_REQUESTED": "changes_requested", "COMMENTED": "commented",
    "DISMISSED": "dismissed",
}  # fmt: skip
_VERBS: Final[dict[str, Verb]] = {
    "ReviewRequestedEvent": "requested", "ClosedEvent": "closed", "ReopenedEvent": "reopened",
    "AssignedEvent": "assigned", "IssueComment": "commented",
}  # fmt: skip
_LANDING = frozenset({
    "ReadyForReviewEvent", "AutoMergeEnabledEvent", "AutoMergeDisabledEvent", "AddedToMergeQueueEvent",
    "RemovedFromMergeQueueEvent",
})  # fmt: skip


class _Hub:
    """One conversation with one GitHub."""

    def __init__(self, settings: Settings, secret: Secret, wire: Wire) -> None:
        self.wire = wire
        address = settings.get("address") or "https://api.github.com"
        self.line: Line = wire.line(address, headers={"authorization": f"bearer {secret.reveal()}"})
        self.first = PAGE

    def found(self, repo: str, query: str, after: str) -> Found:
        owner, _, name = repo.partition("/")
        while True:
            variables = {"owner": owner, "name": name, "first": self.first, "after": after or None}
            data = graph.ask(self.wire, self.line, "graphql", query, variables, Data)
            if data is None:
                self._ask_for_less()
                continue
            if data.repository is None:
                raise Refused("there is no such repository, or the token may not see it", where=repo)
            return data.repository.found

    def _ask_for_less(self) -> None:
        if self.first <= LEAST_PAGE:
            raise CannotReach("the server gives up even on small pages", next_step="run `podium sync` later")
        self.first = max(LEAST_PAGE, self.first // 2)

    def filled(self, item: Item) -> Item:
        """The item with what did not fit into the page."""
        reviews, acts = item.reviews, item.timeline_items
        walk = Walk(self.line.address)
        while reviews and reviews.page_info.has_next_page:
            walk.step(("reviews", reviews.page_info.end_cursor))
            more = self._more(MORE_REVIEWS, item.id, reviews.page_info)
            if more is None or more.reviews is None:
                break
            reviews = Reviews(reviews.nodes + more.reviews.nodes, more.reviews.page_info)
        while acts and acts.page_info.has_next_page:
            walk.step(("acts", acts.page_info.end_cursor))
            more = self._more(MORE_ACTS, item.id, acts.page_info)
            if more is None or more.timeline_items is None:
                break
            acts = Acts(acts.nodes + more.timeline_items.nodes, more.timeline_items.page_info)
        return structs.replace(item, reviews=reviews, timeline_items=acts)

    def _more(self, query: str, node_id: str, info: PageInfo) -> Node | None:
        found = graph.ask(self.wire, self.line, "graphql", query, {"id": node_id, "after": info.end_cursor}, More)
        return found.node if found else None


def read(settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: Wire) -> Iterator[Page]:
    """Changes, issues and releases of each repository named."""
    repos = words(settings.get("repos", ""))
    if secret is None or not repos or any(repo.count("/") != 1 for repo in repos):
        raise Misuse("GitHub needs a token and repositories written as owner/name", where="repos")
    hub = _Hub(settings, secret, wire)
    with hub.line:
        since = since_s(settings, wire.clock())
        for repo in repos:
            for name in ("changes", "issues", "releases"):
                tally = Tally(f"{name}:{repo}")
                yield from _stream(hub, repo, QUERIES[name], tally, cursors.get(tally.stream), since)


def _stream(hub: _Hub, repo: str, query: str, tally: Tally, cursor: Cursor | None, since: int) -> Iterator[Page]:
    """Newest first, down to the floor; `high` is where the next sync stops, `after` where a cut one goes on."""
    start_s = int(hub.wire.clock())
    after, high, began = text_of(cursor, "after"), number(cursor, "high"), number(cursor, "began") or start_s
    is_back = high is None or bool(after)
    floor = since if is_back or high is None else high - DAY_S
    top = high if is_back else None
    walk = Walk(hub.line.address)
    while True:
        walk.step(after)
        found = hub.found(repo, query, after)
        nodes = list(items(found.nodes, Item, tally))
        # A record without a date is told (and counted) and says nothing about how far back the page reaches.
        fresh = [node for node in nodes if (at := _moved(node)) is NEVER or second(at) >= floor]
        top = max([second(_moved(node)) for node in nodes] + [top or 0])
        after = found.page_info.end_cursor or ""
        is_over = not found.page_info.has_next_page or not after or len(fresh) < len(nodes)
        events, whole = _told(hub, repo, fresh, tally)
        reach = (since, began) if is_over else (None, None)
        cursor = _cursor(is_over, is_back, top, after, began)
        # Later syncs read only the front of the list: how much of it is not known beforehand.
        total = found.total_count if is_back else None
        yield tally.page(events, cursor, whole=whole, complete=reach, total=total, items=len(nodes))
        if is_over:
            return


def _moved(node: Item) -> datetime:
    # A release's list is ordered by creation, and its updates are not; all others are ordered by update.
    moment = (node.created_at if node.tag_name else node.updated_at) or node.created_at
    return moment if moment is not None and is_dated(moment) else NEVER


def _cursor(is_over: bool, is_back: bool, top: int, after: str, began: int) -> Cursor | None:
    if is_over:
        return {"high": top}
    return {"high": top, "after": after, "began": began} if is_back else None


def _told(hub: _Hub, repo: str, nodes: list[Item], tally: Tally) -> tuple[list[Event], dict[str, int]]:
    events: list[Event] = []
    whole: dict[str, int] = {}
    for node in nodes:
        teller = Teller(repo, hub.filled(node), tally)
        if node.number or node.tag_name:
            whole[teller.object_id] = teller.revision
        events.extend(teller.tell())
    return events, whole


class Teller:
    """One change, issue or release told as acts."""

    def __init__(self, repo: str, item: Item, tally: Tally) -> None:
        """What all acts on this item share."""
        self._item, self._repo, self._tally = item, repo, tally
        mark = item.tag_name or item.number
        self.object_id = f"github:{repo}#{mark}"
        self.revision = micro(item.updated_at)
        self._kind: ObjectKind = (
            "release" if item.tag_name else "change" if tally.stream.startswith("changes") else "issue"
        )
        names = [label.name for label in (item.labels.nodes or ()) if label] if item.labels else []
        self._work = work_type(names)
        self._goal = f"github:{repo}/milestone/{item.milestone.number}" if item.milestone else None
        self._author = self._who(item.author)
        path = "releases/tag" if item.tag_name else "pull" if self._kind == "change" else "issues"
        self._url = f"https://github.com/{repo}/{path}/{quote(str(mark), safe='')}"

    def tell(self) -> Iterator[Event]:
        """Every act that has a date and a word."""
        item = self._item
        if item.tag_name:
            if not item.is_draft:
                yield from self._event("released", item.id, item.published_at, item.author)
            return
        if not item.number:
            self._tally.missing("number")
            return
        yield from self._event(
            "opened", str(item.number), item.created_at, item.author, size=item.additions + item.deletions
        )
        acts = self._there("timelineItems", item.timeline_items.nodes if item.timeline_items else None)
        if item.merged_at is not None:
            via = _landing(acts)
            yield from self._event(
                "merged", str(item.number), item.merged_at, item.merged_by, via=via, subject=self._author
            )
        if self._kind == "change":
            for review in self._there("reviews", item.reviews.nodes if item.reviews else None):
                yield from self._review(review)
        for act in acts:
            yield from self._act(act)

    def _there(self, name: str, nodes: tuple[T | None, ...] | None) -> list[T]:
        """The nodes of a list that always comes; a list or a node the server could not give is counted."""
        if nodes is None or None in nodes:
            self._tally.missing(name)
        return [node for node in nodes or () if node is not None]

    def _review(self, review: Review) -> Iterator[Event]:
        state = _STATES.get(review.state)
        if review.state == "PENDING":
            return
        if state is None:
            self._tally.unknown("review.state", review.state)
            return
        size = review.comments.total_count if review.comments else None
        yield from self._event(
            "reviewed", review.id, review.submitted_at, review.author, state=state, subject=self._author, size=size
        )

    def _act(self, act: Act) -> Iterator[Event]:
        verb = _VERBS.get(act.kind)
        if verb is None:
            if act.kind not in _LANDING:
                self._tally.unknown("timeline", act.kind)
            return
        if verb == "closed" and self._item.merged_at is not None:
            return
        subject = self._who(act.reviewer or act.assignee) if verb in {"requested", "assigned"} else self._author
        yield from self._event(verb, act.id, act.at, act.actor, subject=subject)

    def _event(
        self, verb: Verb, native: str, at: datetime | None, who: Who | None, *,
        state: str | None = None, via: Via = "", subject: str | None = None, size: int | None = None,
    ) -> Iterator[Event]:  # fmt: skip
        if at is None or not is_dated(at) or not native:
            self._tally.missing(f"{verb}.time" if native else f"{verb}.id")
            return
        actor, kind, is_doubtful = _account(who)
        if is_doubtful and actor:
            self._tally.doubt(actor)
        yield Event(
            event_id=f"github:{self._repo}:{native}:{verb}", source="github", instance=self._repo, verb=verb, ts=at,
            actor=actor, actor_kind=kind, object_kind=self._kind, object_id=self.object_id,
            subject=subject, state=state, via=via, work_type=self._work, goal_id=self._goal, size=size,
            container=self._repo, ref_url=self._url, revision=self.revision,
        )  # fmt: skip

    def _who(self, who: Who | None) -> str | None:
        key, _, is_doubtful = _account(who)
        if is_doubtful and key:
            self._tally.doubt(key)
        return key


@lru_cache(maxsize=65_536)
def _account(who: Who | None) -> tuple[str | None, Kind, bool]:
    """Identity key, kind, and whether it may be automation; the same few people act all the time."""
    if who is None:
        return None, "deleted", False
    if not who.login:
        return f"github:team/{who.team}" if who.team else None, "team", False
    key = f"github:{who.login.lower()}" + (f"#{who.number}" if who.number else "")
    return key, bots.kind(who.login, who.kind), bots.is_doubtful(who.login)


def _landing(acts: list[Act]) -> Via:
    """Auto-merge and queues land changes when nobody is at the keyboard: such a landing says nothing about hours."""
    via: Via = ""
    for act in sorted(acts, key=lambda act: act.at.timestamp() if act.at else 0):
        if act.kind == "AddedToMergeQueueEvent":
            via = "merge_queue"
        elif act.kind == "AutoMergeEnabledEvent":
            via = "auto_merge"
        elif act.kind == "AutoMergeDisabledEvent":
            via = ""
    return via


SOURCE = Source(
    name="github",
    title="GitHub",
    informs=("code_refuge", "strategic_tunnel", "firefighting"),
    settings=(
        Setting("repos", "Which repositories, as owner/name, separated by commas?"),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
        Setting("address", "Address of the API?", default="https://api.github.com", is_needed=False),
    ),
    secret="a fine-grained token",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="read-only: Metadata, Pull requests, Issues, Contents; for the named repositories only",
    reads="who opened, asked for review, reviewed, landed, closed and released what, and when",
    never_reads="titles, texts of changes, reviews and comments, code, e-mail addresses",
    blind_to="the local hour of an act (the server tells UTC), reviews given in person, deleted accounts",
    read=read,
)
