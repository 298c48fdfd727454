"""One dated act of one actor on one object, as every source reports it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypedDict, get_args

import msgspec

Verb = Literal[
    "authored",
    "committed",
    "opened",
    "requested",
    "reviewed",
    "commented",
    "merged",
    "closed",
    "reopened",
    "assigned",
    "started",
    "acknowledged",
    "joined",
    "on_call",
    "met",
    "invited",
    "declined",
    "cancelled",
    "moved",
    "away",
    "released",
    "reverted",
    "prompted",
]
ActorKind = Literal["human", "agent", "bot", "team", "deleted", "unknown"]
Quality = Literal["exact", "minute", "day", "floating", "ambiguous"]
ZoneFrom = Literal["recorded", "declared", "profile", "calendar", "inferred", "none"]
ObjectKind = Literal["change", "commit", "issue", "incident", "meeting", "shift", "thread", "release"]
Via = Literal["web", "cli", "api", "mobile", "auto_merge", "merge_queue", "automation", "mail", ""]
Scope = Literal["self", "aggregate", "never"]

# Whoever sits at this machine: the manager, as a source of her own machine names her.
SELF = "self:me"

VERBS: frozenset[str] = frozenset(get_args(Verb))


class Actor(TypedDict, total=False):
    """The fields of an event that say who did it, and on which clock."""

    actor: str | None
    actor_kind: ActorKind
    tz: str | None
    tz_from: ZoneFrom


def acted_by(key: str | None, kind: ActorKind, tz: str | None = None) -> Actor:
    """Who did it, with the zone of their profile where one is known."""
    return Actor(actor=key, actor_kind=kind, tz=tz, tz_from="profile") if tz else Actor(actor=key, actor_kind=kind)


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One dated act. The key is `event_id`; a later revision of the same id replaces the earlier one.

    Attributes:
        event_id: `source:instance:native-id[:verb]`, the same for the same act at every reading.
        source: the reader's name: git, ics, github, pagerduty, ...
        instance: host and project, repository set or calendar within the source.
        verb: what was done; closed list, unknown native acts are counted by the reader and dropped.
        actor: identity key `ns:value` (`email:ada@example.org`, `github:ada#17`); None for a deleted account.
        ts: the instant, aware, UTC.
        ts_end: end of an interval (met, on_call, away), aware, UTC; None for a point.
        ts_quality: how well the instant is known; `floating` is calendar time without a zone.
        utc_offset_min: minutes east of UTC as recorded; None when not recorded, never invented.
        tz: IANA zone name when known.
        tz_from: how the zone is known; `none` means there is no local hour.
        local_hour: 0-23; None unless the zone is known.
        local_dow: 0 Monday - 6 Sunday; None unless the zone is known.
        local_date: the actor's own date; None unless the zone is known.
        object_kind, object_id: the thing acted on, `github:acme/pay#88`.
        subject: identity key of the person acted upon: author under review, requested reviewer, new assignee.
        with_count: people present other than the actor; None when it means nothing.
        with_keys: their identity keys; a store keeps only those of people the manager has listed or mapped.
        state: approved, changes_requested, commented; accepted, declined, tentative, cancelled; from->to.
        work_type: the source's own type: bug, feature, task, incident_followup, sev1, one_on_one, ...
        goal_id: epic, initiative or milestone.
        dur_s: seconds; size: lines or items; None when unknown.
        container: repository, project, calendar, service or channel.
        title: opt-in; empty for everything but the manager's own items.
        ref_url: a link a person can open; never a secret address.
        receipt: `batch:offset` into the page it came from.
        revision: grows when the source changes the record; the greatest wins.
        deleted: the source says it is gone.
        scope: `self` may be shown singly, `aggregate` only in groups of five or more, `never` not at all.
    """

    event_id: str
    source: str
    instance: str
    verb: Verb
    ts: datetime
    actor: str | None = None
    actor_kind: ActorKind = "human"
    ts_end: datetime | None = None
    ts_quality: Quality = "exact"
    utc_offset_min: int | None = None
    tz: str | None = None
    tz_from: ZoneFrom = "none"
    local_hour: int | None = None
    local_dow: int | None = None
    local_date: date | None = None
    object_kind: ObjectKind = "change"
    object_id: str = ""
    subject: str | None = None
    with_count: int | None = None
    with_keys: tuple[str, ...] = ()
    state: str | None = None
    via: Via = ""
    work_type: str | None = None
    goal_id: str | None = None
    size: int | None = None
    dur_s: int | None = None
    container: str = ""
    title: str = ""
    ref_url: str = ""
    receipt: str = ""
    revision: int = 0
    deleted: bool = False
    scope: Scope = "aggregate"
