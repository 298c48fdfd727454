"""GitHub: changes with their reviews, requests and landings; issues; releases.

One GraphQL page holds 50 changes with everything inside, where REST would need three requests for each. Lists are read
newest first. The first sync walks back to the `since` date and can be cut anywhere; later syncs read from the front
down to the last known update less an overlap of a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar
from urllib.parse import quote

from msgspec import structs

from podium.core.errors import CannotReach, Misuse, Refused
from podium.core.event import Via
from podium.core.event_batch import Sheet
from podium.sources import SERVER_FAILS, Guide, Setting, Source, bots
from podium.sources.github_queries import (
    MORE_ACTS,
    MORE_REVIEWS,
    QUERIES,
    Acts,
    Data,
    Item,
    More,
    Reviews,
    Who,
)
from podium.sources.http import graphql
from podium.sources.records import (
    DAY_S,
    NEVER,
    Tally,
    Walk,
    are_dated,
    is_dated,
    items,
    micro,
    number,
    second,
    since_s,
    text_of,
    words,
    work_type,
)

if TYPE_CHECKING:
    from podium.core.event import ActorKind, ObjectKind, Verb, ZoneFrom
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.github_queries import (
        Act,
        ItemPage,
        Node,
        PageInfo,
        Review,
    )
    from podium.sources.http.client import HttpClient, Origin
    from podium.sources.secrets import Secret

T = TypeVar("T")
PAGE: Final = 50
LEAST_PAGE: Final = 5
_STATES = {
    "APPROVED": "approved",
    "CHANGES_REQUESTED": "changes_requested",
    "COMMENTED": "commented",
    "DISMISSED": "dismissed",
}
_VERBS: Final[dict[str, Verb]] = {
    "ReviewRequestedEvent": "requested",
    "ClosedEvent": "closed",
    "ReopenedEvent": "reopened",
    "AssignedEvent": "assigned",
    "IssueComment": "commented",
}
_KINDS: Final[dict[str, ObjectKind]] = {"changes": "change", "issues": "issue", "releases": "release"}
_PATHS: Final[dict[ObjectKind, str]] = {"change": "pull", "issue": "issues", "release": "releases/tag"}
_NEVER_S: Final = second(NEVER)
_LANDING = frozenset(
    {
        "ReadyForReviewEvent",
        "AutoMergeEnabledEvent",
        "AutoMergeDisabledEvent",
        "AddedToMergeQueueEvent",
        "RemovedFromMergeQueueEvent",
    }
)


class _Hub:
    """One conversation with one GitHub."""

    def __init__(self, settings: Settings, secret: Secret, wire: HttpClient) -> None:
        self.wire = wire
        address = settings.get("address") or "https://api.github.com"
        self.line: Origin = wire.line(address, headers={"authorization": f"bearer {secret.reveal()}"})
        self.first = PAGE

    def found(self, repo: str, query: str, after: str) -> ItemPage:
        owner, _, name = repo.partition("/")
        while True:
            variables = {"owner": owner, "name": name, "first": self.first, "after": after or None}
            data = graphql.ask(self.wire, self.line, "graphql", query, variables, Data)
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

    def filled(self, item: Item, tally: Tally) -> Item:
        """The item with what did not fit into the page."""
        reviews, acts = item.reviews, item.timeline_items
        if not (reviews and reviews.page_info.has_next_page) and not (acts and acts.page_info.has_next_page):
            return item
        walk = Walk(self.line.address)
        while reviews and reviews.page_info.has_next_page and not walk.is_long:
            walk.step(("reviews", reviews.page_info.end_cursor))
            more = self._more(MORE_REVIEWS, item.id, reviews.page_info)
            if more is None or more.reviews is None:
                break
            reviews = Reviews(reviews.nodes + more.reviews.nodes, more.reviews.page_info)
        while acts and acts.page_info.has_next_page and not walk.is_long:
            walk.step(("acts", acts.page_info.end_cursor))
            more = self._more(MORE_ACTS, item.id, acts.page_info)
            if more is None or more.timeline_items is None:
                break
            acts = Acts(acts.nodes + more.timeline_items.nodes, more.timeline_items.page_info)
        if walk.is_long:
            tally.missing("acts of one entry after its first hundred pages")
        return structs.replace(item, reviews=reviews, timeline_items=acts)

    def _more(self, query: str, node_id: str, info: PageInfo) -> Node | None:
        answer = graphql.ask(self.wire, self.line, "graphql", query, {"id": node_id, "after": info.end_cursor}, More)
        return answer.node if answer else None


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
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


def _stream(hub: _Hub, repo: str, query: str, tally: Tally, cursor: Cursor | None, since: int) -> Iterator[StreamPage]:
    """Newest first, down to the floor; `high` is where the next sync stops, `after` where a cut one goes on."""
    start_s = int(hub.wire.clock())
    after, high, began = text_of(cursor, "after"), number(cursor, "high"), number(cursor, "began") or start_s
    is_back = high is None or bool(after)
    floor = since if is_back or high is None else high - DAY_S
    top = high if is_back else None
    walk = Walk(hub.line.address)
    while True:
        walk.step(after)
        listing = hub.found(repo, query, after)
        nodes = list(items(listing.nodes, Item, tally))
        moved = list(map(_moved_s, nodes))
        # A record without a date is told (and counted) and says nothing about how far back the page reaches.
        fresh = [node for node, at_s in zip(nodes, moved, strict=True) if at_s >= floor or at_s == _NEVER_S]
        tally.settle("unused", "records older than what was asked for", len(nodes) - len(fresh))
        top = max([*moved, top or 0])
        after = listing.page_info.end_cursor or ""
        is_over = not listing.page_info.has_next_page or not after or len(fresh) < len(nodes)
        teller = Teller(repo, tally)
        acts = teller.told(hub.filled(item, tally) for item in fresh)
        reach = (since, began) if is_over else (None, None)
        cursor = _cursor(is_over, is_back, top, after, began)
        # Later syncs read only the front of the list: how much of it is not known beforehand.
        total = listing.total_count if is_back else None
        yield tally.page(acts, cursor, whole=teller.whole, complete=reach, total=total, items=len(nodes))
        if is_over:
            return


def _moved_s(node: Item) -> int:
    # A release's list is ordered by creation, and its updates are not; all others are ordered by update.
    moment = (node.created_at if node.tag_name else node.updated_at) or node.created_at
    return second(moment) if moment is not None and is_dated(moment) else _NEVER_S


def _cursor(is_over: bool, is_back: bool, top: int, after: str, began: int) -> Cursor | None:
    if is_over:
        return {"high": top}
    return {"high": top, "after": after, "began": began} if is_back else None


class _About(NamedTuple):
    """What all acts on one item share."""

    object_id: str
    author: str | None
    work_type: str | None
    goal_id: str | None
    url: str
    revision: int


# What an act is on, its native id, when, who, whom it is about, its state, how it landed, its size.
_ActRow = tuple[_About, str, datetime | None, Who | None, str | None, str | None, Via, int | None]


class Teller:
    """Tells the items of one page of a list as acts.

    Attributes:
        whole: object id -> revision of the items told.
    """

    def __init__(self, repo: str, tally: Tally) -> None:
        """Nothing told yet."""
        self.whole: dict[str, int] = {}
        self._tally, self._repo = tally, repo
        self._kind: ObjectKind = _KINDS[tally.stream.partition(":")[0]]
        self._named, self._address = f"github:{repo}", f"https://github.com/{repo}/{_PATHS[self._kind]}/"
        self._acts: defaultdict[Verb, list[_ActRow]] = defaultdict(list)

    def told(self, items: Iterable[Item]) -> Sheet:
        """Every act that has a date and a word."""
        tell = self._release if self._kind == "release" else self._item
        for item in items:
            tell(item)
        sheet = Sheet("github", self._repo, self._kind, self._repo)
        for verb, acts in self._acts.items():
            self._write(sheet, verb, acts)
        return sheet

    def _about(self, item: Item, mark: str, address: str) -> _About:
        names = tuple(label.name for label in (item.labels.nodes or ()) if label) if item.labels else ()
        goal = f"{self._named}/milestone/{item.milestone.number}" if item.milestone else None
        object_id, revision = f"{self._named}#{mark}", micro(item.updated_at)
        self.whole[object_id] = revision
        return _About(object_id, self._who(item.author), work_type(names), goal, self._address + address, revision)

    def _release(self, item: Item) -> None:
        if not item.tag_name:
            self._tally.missing("tagName")
            self._tally.settle("refused", "releases without a tag")
            return
        about = self._about(item, item.tag_name, quote(item.tag_name, safe=""))
        if item.is_draft:
            self._tally.settle("unused", "drafts")
        else:
            self._acts["released"].append((about, item.id, item.published_at, item.author, None, None, "", None))

    def _item(self, item: Item) -> None:
        if not item.number:
            self._tally.missing("number")
            self._tally.settle("refused", "records without a number")
            return
        mark, rows_by_verb = str(item.number), self._acts
        about = self._about(item, mark, mark)
        size = item.additions + item.deletions
        rows_by_verb["opened"].append((about, mark, item.created_at, item.author, None, None, "", size))
        for name, listed in (("reviews", item.reviews), ("steps", item.timeline_items)):
            if listed and listed.page_info.has_next_page:
                self._tally.unread("the server did not give the rest", 1, name)
        acts = self._there("timelineItems", item.timeline_items.nodes if item.timeline_items else None)
        if item.merged_at is not None:
            via = _landing(acts) if acts else ""
            rows_by_verb["merged"].append((about, mark, item.merged_at, item.merged_by, about.author, None, via, None))
        if self._kind == "change":
            for review in self._there("reviews", item.reviews.nodes if item.reviews else None):
                self._review(about, review)
        for act in acts:
            self._act(about, act, has_landed=item.merged_at is not None)

    def _there(self, name: str, nodes: tuple[T | None, ...] | None) -> tuple[T, ...]:
        """The nodes of a list that always comes; a list or a node the server could not give is counted."""
        there = tuple(filter(None, nodes or ()))
        self._tally.came(len(nodes or ()))
        if nodes is None or len(there) < len(nodes):
            self._tally.missing(name)
            self._tally.settle("refused", f"nothing where {name} should be", len(nodes or ()) - len(there))
        return there

    def _review(self, about: _About, review: Review) -> None:
        state = _STATES.get(review.state)
        if state is not None:
            size = review.comments.total_count if review.comments else None
            row: _ActRow = (about, review.id, review.submitted_at, review.author, about.author, state, "", size)
            self._acts["reviewed"].append(row)
        elif review.state == "PENDING":
            self._tally.settle("unused", "reviews that were not sent yet")
        else:
            self._tally.unknown("review.state", review.state)
            self._tally.settle("unknown", f"review.state={review.state[:60]}")

    def _act(self, about: _About, act: Act, *, has_landed: bool) -> None:
        verb = _VERBS.get(act.kind)
        if verb is None:
            if act.kind in _LANDING:
                self._tally.settle("unused", "steps that only say how a change landed")
            else:
                self._tally.unknown("timeline", act.kind)
                self._tally.settle("unknown", f"timeline={act.kind[:60]}")
            return
        if verb == "closed" and has_landed:
            self._tally.settle("unused", "steps that only say how a change landed")
            return
        subject = self._who(act.reviewer or act.assignee) if verb in {"requested", "assigned"} else about.author
        self._acts[verb].append((about, act.id, act.at, act.actor, subject, None, "", None))

    def _placed(self, verb: Verb, acts: list[_ActRow]) -> list[_ActRow]:
        placed: list[_ActRow] = []
        for act in acts:
            if act[1] and is_dated(act[2]):
                placed.append(act)
            else:
                self._tally.missing(f"{verb}.time" if act[1] else f"{verb}.id")
        return placed

    def _write(self, sheet: Sheet, verb: Verb, acts: list[_ActRow]) -> None:
        """The acts of one verb, column by column; what has no date or no id is counted."""
        rows = acts if are_dated(act[2] for act in acts) and all(act[1] for act in acts) else self._placed(verb, acts)
        if verb != "merged":  # told by the record of the change itself, which counts once
            self._tally.intake.as_acts += len(rows)
            self._tally.settle("refused", f"{verb} without time or id", len(acts) - len(rows))
        if not rows:
            return
        about, native, at, who, subject, state, via, size = zip(*rows, strict=True)
        object_id, _, work, goal, url, revision = zip(*about, strict=True)
        actor, kind, doubts = zip(*map(_account, who), strict=True)
        for name in filter(None, compress(actor, doubts)):
            self._tally.doubt(name)
        sheet.event_id += [f"{self._named}:{name}:{verb}" for name in native]
        verbs: list[Verb] = [verb] * len(rows)
        ladder: list[ZoneFrom] = ["none"] * len(rows)
        sheet.verb += verbs
        sheet.ts += at
        sheet.actor += actor
        sheet.actor_kind += kind
        sheet.object_id += object_id
        sheet.subject += subject
        sheet.state += state
        sheet.via += via
        sheet.work_type += work
        sheet.goal_id += goal
        sheet.size += size
        sheet.ref_url += url
        sheet.revision += revision
        sheet.tz += [None] * len(rows)
        sheet.tz_from += ladder

    def _who(self, who: Who | None) -> str | None:
        key, _, is_doubtful = _account(who)
        if is_doubtful and key:
            self._tally.doubt(key)
        return key


@lru_cache(maxsize=65_536)
def _account(who: Who | None) -> tuple[str | None, ActorKind, bool]:
    """Identity key, kind, and whether it may be automation; the same few people act all the time."""
    if who is None:
        return None, "deleted", False
    if not who.login:
        return f"github:team/{who.team}" if who.team else None, "team", False
    key = f"github:{who.login.lower()}" + (f"#{who.number}" if who.number else "")
    return key, bots.kind(who.login, who.kind), bots.is_doubtful(who.login)


def _landing(acts: Sequence[Act]) -> Via:
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
    feeds=("code review",),
    settings=(
        Setting("repos", "Which repositories, as owner/name, separated by commas?"),
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
        Setting("address", "Address of the API?", default="https://api.github.com", is_needed=False),
    ),
    secret="a fine-grained token",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="read-only: Metadata, Pull requests, Issues, Contents; for the named repositories only",
    reads="who opened, was asked, reviewed, commented on, was given, landed, closed and released what, and "
    "when; labels, milestones, lines changed",
    never_reads="titles, texts of changes, reviews and comments, code, e-mail addresses",
    blind_to="the local hour of an act (the server tells UTC), reviews given in person, who stood behind a deleted account",
    guide=Guide(
        where=(
            "Settings > Developer settings > Personal access tokens > Fine-grained tokens > Generate new token",
            "Resource owner: the organisation; Repository access: Only select repositories",
            "Permissions > Repositories: Contents, Issues, Metadata and Pull requests, each Read-only",
            "an organisation may have to approve the token before it works",
        ),
        first_sync="50 changes a request: about 75 requests for 3,600 changes, and as many issues again; GitHub's pace decides, minutes",
        fails=SERVER_FAILS,
    ),
    read=read,
)
