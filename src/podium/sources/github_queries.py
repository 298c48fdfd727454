"""What podium asks GitHub and takes from the answer: people and dates, never a text.

Names and dates, never a text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from podium.sources.records import Record, Whole

_WHO = "{__typename login ...on User{databaseId} ...on Bot{databaseId}}"
_COMMON = f"""...on ClosedEvent{{id createdAt actor{_WHO}}}
 ...on ReopenedEvent{{id createdAt actor{_WHO}}}
 ...on AssignedEvent{{id createdAt actor{_WHO} assignee{{__typename ...on User{{login databaseId}}}}}}
 ...on IssueComment{{id createdAt actor:author{_WHO}}}"""
_ISSUE_ACTS = f"pageInfo{{hasNextPage endCursor}} nodes{{__typename {_COMMON}}}"
_CHANGE_ACTS = f"""pageInfo{{hasNextPage endCursor}} nodes{{__typename {_COMMON}
 ...on ReviewRequestedEvent{{id createdAt actor{_WHO} requestedReviewer{{__typename ...on User{{login databaseId}}
  ...on Team{{teamSlug:slug}}}}}}
 ...on ReadyForReviewEvent{{id createdAt actor{_WHO}}}
 ...on AutoMergeEnabledEvent{{id createdAt actor{_WHO}}}
 ...on AutoMergeDisabledEvent{{id createdAt actor{_WHO}}}
 ...on AddedToMergeQueueEvent{{id createdAt actor{_WHO}}}
 ...on RemovedFromMergeQueueEvent{{id createdAt actor{_WHO}}}}}"""
_ACTS = (
    "REVIEW_REQUESTED_EVENT,READY_FOR_REVIEW_EVENT,AUTO_MERGE_ENABLED_EVENT,AUTO_MERGE_DISABLED_EVENT,"
    "ADDED_TO_MERGE_QUEUE_EVENT,REMOVED_FROM_MERGE_QUEUE_EVENT,CLOSED_EVENT,REOPENED_EVENT,ASSIGNED_EVENT,ISSUE_COMMENT"
)
_REVIEWS = f"pageInfo{{hasNextPage endCursor}} nodes{{id state submittedAt author{_WHO} comments{{totalCount}}}}"
CHANGES: Final = f"""query($owner:String!,$name:String!,$first:Int!,$after:String){{
repository(owner:$owner,name:$name){{found:pullRequests(first:$first,after:$after,
 orderBy:{{field:UPDATED_AT,direction:DESC}}){{totalCount pageInfo{{hasNextPage endCursor}} nodes{{
 id number createdAt updatedAt mergedAt additions deletions author{_WHO} mergedBy{_WHO}
 labels(first:10){{nodes{{name}}}} milestone{{number}}
 reviews(first:30){{{_REVIEWS}}}
 timelineItems(first:40,itemTypes:[{_ACTS}]){{{_CHANGE_ACTS}}}}}}}}}}}"""
ISSUES: Final = f"""query($owner:String!,$name:String!,$first:Int!,$after:String){{
repository(owner:$owner,name:$name){{found:issues(first:$first,after:$after,
 orderBy:{{field:UPDATED_AT,direction:DESC}}){{totalCount pageInfo{{hasNextPage endCursor}} nodes{{
 id number createdAt updatedAt author{_WHO} labels(first:10){{nodes{{name}}}} milestone{{number}}
 timelineItems(first:30,itemTypes:[CLOSED_EVENT,REOPENED_EVENT,ASSIGNED_EVENT,ISSUE_COMMENT]){{{_ISSUE_ACTS}}}}}}}}}}}"""
RELEASES: Final = """query($owner:String!,$name:String!,$first:Int!,$after:String){
repository(owner:$owner,name:$name){found:releases(first:$first,after:$after,
 orderBy:{field:CREATED_AT,direction:DESC}){totalCount pageInfo{hasNextPage endCursor} nodes{
 id createdAt updatedAt publishedAt tagName isDraft author{__typename login databaseId}}}}}"""
MORE_REVIEWS: Final = f"""query($id:ID!,$after:String){{node(id:$id){{...on PullRequest{{
 reviews(first:100,after:$after){{{_REVIEWS}}}}}}}}}"""
MORE_ACTS: Final = f"""query($id:ID!,$after:String){{node(id:$id){{
 ...on PullRequest{{timelineItems(first:100,after:$after,itemTypes:[{_ACTS}]){{{_CHANGE_ACTS}}}}}
 ...on Issue{{timelineItems(first:100,after:$after,
  itemTypes:[CLOSED_EVENT,REOPENED_EVENT,ASSIGNED_EVENT,ISSUE_COMMENT]){{{_ISSUE_ACTS}}}}}}}}}"""
QUERIES: Final = {
    "changes": CHANGES,
    "issues": ISSUES,
    "releases": RELEASES,
    "more reviews": MORE_REVIEWS,
    "more acts": MORE_ACTS,
}


class Who(Record, frozen=True, rename={"kind": "__typename", "number": "databaseId", "team": "teamSlug"}):
    """An account; a team has no login."""

    kind: str = ""
    login: str = ""
    number: Whole | None = None
    team: str = ""


class PageInfo(Record, frozen=True, rename="camel"):
    """Whether there is more, and where."""

    has_next_page: bool = False
    end_cursor: str | None = None


class Count(Record, frozen=True, rename="camel"):
    """How many."""

    total_count: Whole = 0


class Review(Record, frozen=True, rename="camel"):
    """A verdict on a change; its words are not asked for."""

    id: str = ""
    state: str = ""
    submitted_at: datetime | None = None
    author: Who | None = None
    comments: Count | None = None


class Reviews(Record, frozen=True, rename="camel"):
    """Verdicts, perhaps not all."""

    nodes: tuple[Review | None, ...]
    page_info: PageInfo = PageInfo()


class Act(Record, frozen=True, rename={"kind": "__typename", "at": "createdAt", "reviewer": "requestedReviewer"}):
    """A dated act on a change or an issue."""

    kind: str = ""
    id: str = ""
    at: datetime | None = None
    actor: Who | None = None
    reviewer: Who | None = None
    assignee: Who | None = None


class Acts(Record, frozen=True, rename="camel"):
    """Acts, perhaps not all."""

    nodes: tuple[Act | None, ...]
    page_info: PageInfo = PageInfo()


class Label(Record, frozen=True):
    """A label's name."""

    name: str = ""


class Labels(Record, frozen=True):
    """Labels."""

    nodes: tuple[Label | None, ...] | None = None


class Numbered(Record, frozen=True):
    """A milestone or an issue, by number."""

    number: int = 0


class Item(Record, frozen=True, rename="camel"):
    """A change, an issue or a release."""

    id: str = ""
    number: Whole = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    merged_at: datetime | None = None
    published_at: datetime | None = None
    tag_name: str = ""
    is_draft: bool = False
    additions: Whole = 0
    deletions: Whole = 0
    author: Who | None = None
    merged_by: Who | None = None
    labels: Labels | None = None
    milestone: Numbered | None = None
    reviews: Reviews | None = None
    timeline_items: Acts | None = None


class ItemPage(Record, frozen=True, rename="camel"):
    """A page of a list; without its nodes it is no answer."""

    nodes: msgspec.Raw
    total_count: int = 0
    page_info: PageInfo = PageInfo()


class Repository(Record, frozen=True):
    """The list asked for."""

    found: ItemPage


class Data(Record, frozen=True):
    """An answer."""

    repository: Repository | None = None


class Node(Record, frozen=True, rename="camel"):
    """The rest of a long list."""

    reviews: Reviews | None = None
    timeline_items: Acts | None = None


class More(Record, frozen=True):
    """An answer about one node."""

    node: Node | None = None
