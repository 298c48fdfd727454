"""PagerDuty: every act on an incident in order, and who was on duty when.

Times are always sent in UTC with a Z, in windows of 30 days that lie on a fixed grid: without dates the server tells
only the last month, and a time without offset would be read in the account's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from podium.core.errors import CannotReach, Misuse
from podium.core.event import Event, acted_by
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
    number,
    second,
    since_s,
    utc_text,
)

if TYPE_CHECKING:
    from podium.core.event import Actor, ActorKind, Verb, Via
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.http.client import HttpClient, Origin
    from podium.sources.secrets import Secret

PAGE: Final = 100
WINDOW_S: Final = 30 * DAY_S
LEAST_WINDOW_S: Final = 3_600
# The server refuses an offset beyond this; a fuller window is halved.
MOST_OFFSET: Final = 9_900
_VERBS: Final[dict[str, Verb]] = {
    "trigger": "opened",
    "acknowledge": "acknowledged",
    "assign": "assigned",
    "reassign": "assigned",
    "reopen": "reopened",
    "escalate": "assigned",
    "delegate": "assigned",
    "resolve": "closed",
    "annotate": "commented",
    "responder_request": "requested",
    "responder_accept": "joined",
}
_LEFT_OUT: Final = frozenset(
    {
        "notify",
        "unacknowledge",
        "snooze",
        "exhaust_escalation_path",
        "repeat_escalation_path",
        "reach_ack_limit",
        "reach_trigger_limit",
        "priority_change",
        "urgency_change",
        "field_value_change",
        "custom_field_value_change",
        "status_update",
        "merge",
        "responder_decline",
        "no_matching_responder",
        "external_link",
    }
)
_VIA: Final[dict[str, Via]] = {
    "mobile": "mobile",
    "website": "web",
    "api": "api",
    "auto": "automation",
    "timeout": "automation",
    "email": "mail",
    "nagios": "automation",
    "note": "web",
}


class Reference(Record, frozen=True):
    """A user or a service, by id and a short name."""

    id: str = ""
    type: str = ""
    summary: str | None = None


class Incident(Record, frozen=True):
    """The incident an act is on; its summary, which is its title, is not taken."""

    id: str = ""
    html_url: str | None = None


class Channel(Record, frozen=True):
    """How an act was done."""

    type: str = ""


class Entry(Record, frozen=True):
    """One act on an incident."""

    id: str = ""
    type: str = ""
    created_at: datetime | None = None
    agent: Reference | None = None
    channel: Channel | None = None
    incident: Incident | None = None
    service: Reference | None = None
    assignees: list[Reference] | None = None


class Duty(Record, frozen=True):
    """Somebody's turn; without start and end it is always theirs."""

    user: Reference | None = None
    schedule: Reference | None = None
    escalation_policy: Reference | None = None
    escalation_level: Whole = 0
    start: datetime | None = None
    end: datetime | None = None


class User(Record, frozen=True):
    """An account, for its address and zone."""

    id: str = ""
    email: str | None = None
    time_zone: str | None = None


class Listing(Record, frozen=True):
    """A page of any list; only the one that was asked for is there."""

    log_entries: tuple[msgspec.Raw, ...] | None = None
    oncalls: tuple[msgspec.Raw, ...] | None = None
    users: tuple[msgspec.Raw, ...] | None = None
    more: bool | None = False


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """On-call turns first, so that no act is judged before it is known who was on duty; then every act."""
    if secret is None:
        raise Misuse("PagerDuty needs a read-only key", where="pagerduty")
    headers = {
        "authorization": f"Token token={secret.reveal()}",
        "accept": "application/vnd.pagerduty+json;version=2, application/json",
    }
    with wire.line(settings.get("address") or "https://api.pagerduty.com", headers=headers) as line:
        desk = _Desk(line, wire, settings.get("account") or "pagerduty")
        yield desk.users()
        for stream, path in (("oncalls", "oncalls"), ("log_entries", "log_entries")):
            yield from desk.stream(stream, path, cursors.get(stream), since_s(settings, wire.clock()))


class _Desk:
    def __init__(self, line: Origin, wire: HttpClient, account: str) -> None:
        self._line, self._wire, self._account = line, wire, account
        self._zones: dict[str, str] = {}

    def users(self) -> StreamPage:
        tally = Tally("users")
        for raws in self._listed("users", {}):
            for user in items(raws, User, tally):
                tally.settle("unused", "accounts, for their addresses and zones")
                tally.bridge(f"pd:{user.id}", user.email)
                if user.time_zone:
                    self._zones[user.id] = user.time_zone
        return tally.page(())

    def stream(self, stream: str, path: str, cursor: Cursor | None, since: int) -> Iterator[StreamPage]:
        tally = Tally(stream)
        now = int(self._wire.clock())
        last_until_s = number(cursor, "until")
        start = since if last_until_s is None else max(since, last_until_s - DAY_S)
        if stream == "oncalls":
            start -= start % WINDOW_S
        windows = (now - start) // WINDOW_S + 1
        while start < now:
            end = min(start + WINDOW_S - start % WINDOW_S, now)
            events = [event for page in self._window(stream, path, start, end, tally) for event in page]
            reach = (since if last_until_s is None else None, end)
            yield tally.page(events, {"until": end}, complete=reach, total=windows, items=1)
            start = end

    def _window(self, stream: str, path: str, start: int, end: int, tally: Tally) -> Iterator[list[Event]]:
        """A window's pages; when there are more than the server counts to, both halves instead."""
        params: dict[str, str | int] = {"since": utc_text(start), "until": utc_text(end)}
        if stream == "log_entries":
            params["is_overview"] = "false"
        else:
            params["time_zone"] = "UTC"
        for step, raws in enumerate(self._listed(path, params)):
            if step * PAGE >= MOST_OFFSET and end - start > LEAST_WINDOW_S:
                middle = (start + end) // 2
                yield from self._window(stream, path, start, middle, tally)
                yield from self._window(stream, path, middle, end, tally)
                return
            if stream == "log_entries":
                yield [e for entry in items(raws, Entry, tally) for e in tally.acts(self._acts(entry, tally))]
            else:
                yield [e for duty in items(raws, Duty, tally) for e in tally.acts(self._duty(duty, start, end, tally))]

    def _listed(self, path: str, params: Mapping[str, str | int]) -> Iterator[Sequence[msgspec.Raw]]:
        def ask(offset: int) -> tuple[tuple[msgspec.Raw, ...], bool]:
            reply = self._line.get(path, params={**params, "limit": PAGE, "offset": offset})
            listing = decode(reply.body, Listing, path)
            raw_items = {"log_entries": listing.log_entries, "oncalls": listing.oncalls, "users": listing.users}[path]
            if raw_items is None:
                raise CannotReach(f"the answer holds no {path}", where=self._line.address)
            return raw_items, bool(listing.more)

        return by_position(ask, path)

    def _acts(self, entry: Entry, tally: Tally) -> Iterator[Event]:
        """The act; once for each person an incident was handed to."""
        act = self._act(entry, tally)
        if act is None:
            return
        paged = list(dict.fromkeys(filter(None, map(_person, entry.assignees or ()))))
        for place, person in enumerate(paged or [None]):
            mark = f"/{place}" if place else ""
            event_id = f"pagerduty:{self._account}:{entry.id}{mark}:{act.verb}"
            yield msgspec.structs.replace(act, event_id=event_id, subject=person)
        if act.verb == "joined":
            # Only who was asked can accept; the log does not say of a request whom it was for.
            yield msgspec.structs.replace(
                act,
                event_id=f"{act.event_id}:requested",
                verb="requested",
                actor=None,
                actor_kind="unknown",
                subject=act.actor,
                tz=None,
                tz_from="none",
            )

    def _act(self, entry: Entry, tally: Tally) -> Event | None:
        name = entry.type.removesuffix("_log_entry").removesuffix("_reference")
        verb = _VERBS.get(name)
        if verb is None:
            if name in _LEFT_OUT:
                tally.leave("log entries of other kinds")
            else:
                tally.unknown("log_entry.type", name)
            return None
        at = entry.created_at
        if at is None or not is_dated(at) or not entry.id or entry.incident is None:
            tally.missing(f"{verb}.{'time' if entry.id else 'id'}")
            return None
        channel = entry.channel.type if entry.channel else ""
        return Event(
            event_id=f"pagerduty:{self._account}:{entry.id}:{verb}",
            source="pagerduty",
            instance=self._account,
            verb=verb,
            ts=at,
            **self._who(entry.agent),
            object_kind="incident",
            object_id=f"pagerduty:{self._account}:{entry.incident.id}",
            via=_VIA.get(channel, ""),
            container=(entry.service.summary or entry.service.id)[:200] if entry.service else "",
            ref_url=_link(entry.incident),
            work_type="incident",
        )

    def _duty(self, duty: Duty, start: int, end: int, tally: Tally) -> Iterator[Event]:
        if duty.user is None or not duty.user.id:
            tally.missing("on_call.user")
            return
        first = duty.start if is_dated(duty.start) else None
        begins = first or datetime.fromtimestamp(start - start % WINDOW_S, UTC)
        ends = duty.end if is_dated(duty.end) else None
        until = ends or datetime.fromtimestamp(end, UTC)
        if until <= begins:
            tally.missing("on_call.end")
            return
        rota = (duty.schedule or duty.escalation_policy or Reference(id="always")).id
        yield Event(
            event_id=f"pagerduty:{self._account}:{rota}:{duty.escalation_level}:{duty.user.id}:{second(begins)}:on_call",
            source="pagerduty",
            instance=self._account,
            verb="on_call",
            ts=begins,
            ts_end=until,
            **self._who(duty.user),
            object_kind="shift",
            object_id=f"pagerduty:{self._account}:{rota}",
            state=f"level_{duty.escalation_level}",
            dur_s=second(until) - second(begins),
            ts_quality="exact" if first else "day",
            revision=second(until),
        )

    def _who(self, agent: Reference | None) -> Actor:
        if agent is None:
            return acted_by(None, "unknown")
        return acted_by(f"pd:{agent.id}", _kind(agent), self._zones.get(agent.id))


def _kind(agent: Reference) -> ActorKind:
    if agent.type.startswith("user"):
        return bots.kind(agent.summary or "")
    return "team" if agent.type.startswith("team") else "bot"


def _person(reference: Reference) -> str | None:
    return f"pd:{reference.id}" if reference.id and reference.type.startswith("user") else None


def _link(incident: Incident) -> str:
    url = incident.html_url or ""
    return url.partition("?")[0] if url.startswith("https://") else ""


SOURCE = Source(
    name="pagerduty",
    title="PagerDuty",
    informs=("firefighting", "code_refuge"),
    feeds=("incidents",),
    settings=(
        Setting("since", "From which date on (empty: two years)?", is_needed=False),
        Setting("account", "A short name for the account?", default="pagerduty", is_needed=False, is_label=True),
        Setting("address", "Address of the API?", default="https://api.pagerduty.com", is_needed=False),
    ),
    secret="a read-only key",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="a read-only REST key, or scoped OAuth with incidents.read, oncalls.read, users.read",
    reads="who triggered, took, was handed, joined, noted and resolved, when and by phone or web; services; "
    "on-call turns; accounts' addresses and zones",
    never_reads="the words of notes, alert contents, incident titles, phone numbers, conference links",
    blind_to="help given without touching the pager: in chat, on a call, over a shoulder",
    guide=Guide(
        where=(
            "Integrations > Developer Tools > API Access Keys > Create New API Key",
            "tick Read-only API Key; only an admin or account owner sees this page",
        ),
        first_sync="25 windows of 30 days for duties and for the log, 100 entries a request: 50 requests and more where the log is longer",
        fails=SERVER_FAILS,
    ),
    read=read,
)
