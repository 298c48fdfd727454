"""incident.io: who declared, took a role, was paged, acknowledged and updated which incident."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import msgspec

from podium.core.errors import CannotReach, Misuse
from podium.core.event import Event, acted_by
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
    since_s,
    utc_text,
)

if TYPE_CHECKING:
    from podium.core.event import Actor as EventActor
    from podium.core.event import Quality, Verb
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient, Origin
    from podium.sources.secrets import Secret

PAGE: Final = 25
_OVER: Final = frozenset({"closed", "declined", "merged", "canceled"})
_ESCALATED: Final[dict[str, Verb]] = {
    "triggered": "opened",
    "notified_users": "requested",
    "acked": "acknowledged",
    "resolved": "closed",
}
_LEFT_OUT: Final = frozenset(
    {
        "notified_channels",
        "entered_grace_period",
        "expired",
        "cancelled",
        "nacked",
        "snoozed",
        "unsnoozed",
        "repeated",
        "branched",
        "condition_evaluated",
        "attempted_notify",
        "assigned",
    }
)


class User(Record, frozen=True):
    """An account, with its address and its Slack account: a bridge."""

    id: str = ""
    email: str | None = None
    slack_user_id: str | None = None


class Named(Record, frozen=True):
    """An alert, a key, a workflow, a severity, a type or a role, by id and name."""

    id: str = ""
    name: str = ""
    role_type: str = ""
    category: str = ""


class Actor(Record, frozen=True):
    """A person or one of several kinds of automation."""

    user: User | None = None
    alert: Named | None = None
    api_key: Named | None = None
    workflow: Named | None = None


class Role(Record, frozen=True):
    """A role and who has it."""

    assignee: User | None = None
    role: Named | None = None


class Incident(Record, frozen=True):
    """An incident; its name and summary are not taken."""

    id: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    creator: Actor | None = None
    severity: Named | None = None
    incident_type: Named | None = None
    incident_role_assignments: tuple[Role, ...] | None = None
    permalink: str | None = None
    mode: str = ""


class Update(Record, frozen=True):
    """A status or severity told; its words are not taken."""

    id: str = ""
    incident_id: str = ""
    created_at: datetime | None = None
    updater: Actor | None = None
    new_incident_status: Named | None = None


class Moment(Record, frozen=True):
    """Something that happened to an escalation."""

    id: str = ""
    event: str = ""
    occurred_at: datetime | None = None
    users: tuple[User, ...] = ()


class Escalation(Record, frozen=True):
    """A page to people, and what became of it."""

    id: str = ""
    updated_at: datetime | None = None
    events: tuple[Moment, ...] | None = None
    related_incidents: tuple[Named, ...] = ()


class Meta(Record, frozen=True):
    """Where the next page begins."""

    after: str | None = None
    total_record_count: Whole | None = None


class Listing(Record, frozen=True):
    """A page of any list; only the one that was asked for is there."""

    incidents: tuple[msgspec.Raw, ...] | None = None
    incident_updates: tuple[msgspec.Raw, ...] | None = None
    escalations: tuple[msgspec.Raw, ...] | None = None
    pagination_meta: Meta | None = None


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Escalations, incidents and updates; each list from the front, down to the last sync less a day."""
    if secret is None:
        raise Misuse("incident.io needs an API key", where="incident-io")
    address = settings.get("address") or "https://api.incident.io"
    with wire.line(address, headers={"authorization": f"Bearer {secret.reveal()}"}) as line:
        desk = _Desk(line, wire, settings.get("account") or "incident-io")
        since = since_s(settings, wire.clock())
        for stream, filters in (("escalations", "created_at"), ("incidents", "updated_at"), ("incident_updates", "")):
            yield from desk.stream(stream, filters, cursors.get(stream), since)


class _Desk:
    def __init__(self, line: Origin, wire: HttpClient, account: str) -> None:
        self._line, self._wire, self._account = line, wire, account

    def stream(self, stream: str, filters: str, cursor: Cursor | None, since: int) -> Iterator[StreamPage]:
        tally = Tally(stream)
        began, last_until_s = int(self._wire.clock()), number(cursor, "until")
        floor = since if last_until_s is None else max(since, last_until_s - DAY_S)
        params: dict[str, str | int] = {"page_size": PAGE}
        if filters:
            params[f"{filters}[gte]"] = utc_text(floor)[:10]
        after: str | None = ""
        walk = Walk(stream)
        while after is not None:
            walk.step(after)
            more = {"after": after} if after else {}
            listing = decode(self._line.get(f"v2/{stream}", params={**params, **more}).body, Listing, stream)
            if listing.incidents is listing.incident_updates is listing.escalations is None:
                raise CannotReach(f"the answer holds no {stream}", where=self._line.address)
            events = list(self._told(listing, tally))
            meta = listing.pagination_meta or Meta()
            after = meta.after or None
            end: Cursor | None = None if after else {"until": began}
            reach = (None, None) if after else (since if last_until_s is None else None, began)
            items_read = len(listing.incidents or listing.incident_updates or listing.escalations or ())
            yield tally.page(events, end, complete=reach, total=meta.total_record_count, items=items_read)

    def _told(self, listing: Listing, tally: Tally) -> Iterator[Event]:
        for incident in items(listing.incidents or (), Incident, tally):
            yield from self._incident(incident, tally)
        for update in items(listing.incident_updates or (), Update, tally):
            status = update.new_incident_status
            verb: Verb = "closed" if status and status.category in _OVER else "commented"
            update_event = self._event(verb, update.id, update.incident_id, update.created_at, update.updater, tally)
            yield from tally.acts(update_event)
        for escalation in items(listing.escalations or (), Escalation, tally):
            tally.settle("unused", "escalations as a whole; each of their steps counts")
            yield from self._escalation(escalation, tally)

    def _incident(self, incident: Incident, tally: Tally) -> Iterator[Event]:
        if incident.mode in {"test", "tutorial"}:
            tally.settle("unused", "tests and tutorials")
            return
        url = (incident.permalink or "").partition("?")[0]
        more: _Incident = {
            "revision": micro(incident.updated_at),
            "ref_url": url if url.startswith("https://") else "",
            "work_type": "incident",
            "container": incident.incident_type.name if incident.incident_type else "",
        }
        severity = incident.severity.name.lower() if incident.severity else None
        opened = self._event(
            "opened", incident.id, incident.id, incident.created_at, incident.creator, tally, state=severity, **more
        )
        yield from tally.acts(opened)
        roles = tally.told("incident_role_assignments", incident.incident_role_assignments)
        tally.came(len(roles))
        for assignment in roles:
            yield from tally.acts(self._role(incident, assignment, tally, more))

    def _role(self, incident: Incident, given: Role, tally: Tally, more: _Incident) -> Iterator[Event]:
        role = given.role
        if given.assignee is None or role is None:
            tally.leave("roles nobody has")
            return
        # The server does not tell when a role was taken: the day is known, the hour is not.
        yield from self._event(
            "joined",
            f"{incident.id}/{role.id}/{given.assignee.id}",
            incident.id,
            incident.created_at,
            Actor(user=given.assignee),
            tally,
            quality="day",
            state=role.role_type or role.name.lower(),
            **more,
        )

    def _escalation(self, escalation: Escalation, tally: Tally) -> Iterator[Event]:
        about = escalation.related_incidents[0].id if escalation.related_incidents else f"escalation/{escalation.id}"
        moments = tally.told("escalation.events", escalation.events)
        tally.came(len(moments))
        for moment in moments:
            yield from tally.acts(self._moment(escalation, moment, about, tally))

    def _moment(self, escalation: Escalation, moment: Moment, about: str, tally: Tally) -> Iterator[Event]:
        verb = _ESCALATED.get(moment.event)
        if verb is None:
            if moment.event in _LEFT_OUT:
                tally.leave("steps of escalations of other kinds")
            else:
                tally.unknown("escalation.event", moment.event)
            return
        if escalation.related_incidents and verb in {"opened", "closed"}:
            tally.leave("begin and end of an escalation; the incident itself tells them")
            return
        users = moment.users if verb in {"acknowledged", "requested", "closed"} else ()
        for user in users or (None,):
            native = f"{escalation.id}/{moment.id}" + (f"/{user.id}" if user else "")
            is_asked = verb == "requested" and user is not None
            actor = Actor(user=None if is_asked else user)
            subject = f"incident-io:{user.id}" if is_asked and user else None
            yield from self._event(verb, native, about, moment.occurred_at, actor, tally, subject=subject)

    def _event(
        self,
        verb: Verb,
        native: str,
        incident_id: str,
        at: datetime | None,
        actor: Actor | None,
        tally: Tally,
        *,
        quality: Quality = "exact",
        subject: str | None = None,
        state: str | None = None,
        **more: Unpack[_Incident],
    ) -> Iterator[Event]:
        if at is None or not is_dated(at) or not native:
            tally.missing(f"{verb}.time" if native else f"{verb}.id")
            return
        yield Event(
            event_id=f"incident-io:{self._account}:{native}:{verb}",
            source="incident-io",
            instance=self._account,
            verb=verb,
            ts=at,
            ts_quality=quality,
            **_who(actor, tally),
            object_kind="incident",
            object_id=f"incident-io:{self._account}:{incident_id}",
            subject=subject,
            state=state,
            **more,
        )


class _Incident(TypedDict, total=False):
    revision: int
    ref_url: str
    work_type: str
    container: str


def _who(actor: Actor | None, tally: Tally) -> EventActor:
    user = actor.user if actor else None
    if user is None or not user.id:
        return acted_by(None, "bot" if actor else "deleted")
    key = f"incident-io:{user.id}"
    tally.bridge(key, user.email)
    if user.slack_user_id:
        tally.bridge(f"slack:{user.slack_user_id}", user.email)
    return acted_by(key, bots.kind(""))


SOURCE = Source(
    name="incident-io",
    title="incident.io",
    informs=("firefighting", "code_refuge"),
    feeds=("incidents",),
    settings=(
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
        Setting("account", "A short name for the account?", default="incident-io", is_needed=False, is_label=True),
        Setting("address", "Address of the API?", default="https://api.incident.io", is_needed=False),
    ),
    secret="an API key",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="an API key that may view incidents, incident updates and escalations, and create or change nothing",
    reads="who declared, was paged, acknowledged, took which role and told an update, and when; severities, types; accounts' addresses",
    never_reads="names and summaries of incidents, messages, postmortems, call links, custom fields",
    blind_to="who was on duty; when a role was taken (the incident's day stands for it); help given without role, page or update",
    guide=Guide(
        where=(
            "Settings > API keys > Add new",
            "tick only: View data, like public incidents and organisation settings; escalations too where you use On-call",
        ),
        first_sync="25 records a request: about 60 requests for 500 incidents with their updates and escalations",
        fails=SERVER_FAILS,
    ),
    read=read,
)
