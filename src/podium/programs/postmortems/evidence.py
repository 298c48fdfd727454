"""What traces say of an incident: pages and answers as roles, changes around it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead
from podium.evidence.commits.store import landed_between
from podium.evidence.events.snapshot import incident_acts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

MOST_BYTES = 20_000_000
BEFORE_S, AFTER_S = 6 * 3600, 3600
_SAYS = {
    "opened": "opened",
    "assigned": "paged: {subject}",
    "requested": "asked for help: {subject}",
    "acknowledged": "acknowledged by {actor}",
    "joined": "{actor} joined",
    "commented": "note by {actor}",
    "reopened": "opened again",
    "closed": "resolved by {actor}",
    "released": "release of {place}",
}
_PAGERDUTY = {
    "trigger": "opened",
    "assign": "assigned",
    "escalate": "assigned",
    "delegate": "assigned",
    "acknowledge": "acknowledged",
    "responder_request": "requested",
    "responder_accept": "joined",
    "annotate": "commented",
    "resolve": "closed",
}


class Act(msgspec.Struct, frozen=True):
    """One dated act on an incident; people are keys here and roles on the page."""

    at_s: int
    verb: str
    actor: str
    actor_is_person: bool
    subject: str
    link: str
    place: str = ""


class TimelineEntry(msgspec.Struct, frozen=True):
    """One line of a timeline: when (UTC), what, and where to look it up."""

    at_s: int
    what: str
    link: str

    def __str__(self) -> str:
        """`- 2026-10-06 21:30 opened [link]`."""
        when = datetime.fromtimestamp(self.at_s, UTC).strftime("%Y-%m-%d %H:%M")
        return f"- {when} {self.what} [{self.link}]"


class Incident(msgspec.Struct, frozen=True):
    """An incident as its acts say it."""

    id: str
    acts: tuple[Act, ...]

    @property
    def opened_s(self) -> int:
        """Its first act."""
        return min(act.at_s for act in self.acts)

    @property
    def resolved_s(self) -> int | None:
        """Its last closing; None while it is open."""
        return max((act.at_s for act in self.acts if act.verb == "closed"), default=None)


def from_snapshot(snapshot: Path, incident: str, my_keys: Iterable[str] = ()) -> Incident:
    """An incident of a connected source, by its id or the end of it.

    Raises:
        CannotRead: none of that id, or several.
    """
    mine = set(my_keys)
    rows = [act for act in incident_acts(snapshot) if act.is_incident]
    names = sorted(
        {act.object_id for act in rows if act.object_id == incident or act.object_id.endswith(f":{incident}")}
    )
    if len(names) != 1:
        listed = ", ".join((names or sorted({act.object_id for act in rows}))[-8:])
        raise CannotRead(
            f"{len(names) or 'no'} incidents are called {incident!r}",
            next_step=f"name one of: {listed}" if listed else "podium connect pagerduty",
        )
    acts = [
        Act(
            act.at_s,
            act.verb,
            "me" if act.actor in mine else act.actor or "",
            act.actor_kind == "human",
            "me" if act.subject in mine else act.subject or "",
            act.ref_url or act.object_id,
            act.container,
        )
        for act in rows
        if act.object_id == names[0]
    ]
    return Incident(names[0], tuple(sorted(acts, key=lambda act: (act.at_s, act.verb))))


def from_export(files: Sequence[Path], incident: str) -> Incident:
    """An incident of exported PagerDuty log entries (JSON pages with `log_entries`).

    Raises:
        CannotRead: no such file, another format, or no such incident in it.
    """
    entries = [entry for path in files for entry in _entries(path) if entry.incident is not None]
    names = sorted({entry.incident.id for entry in entries if entry.incident is not None})
    wanted = incident or (names[0] if len(names) == 1 else "")
    acts = [
        act for entry in entries if entry.incident is not None and entry.incident.id == wanted for act in entry.acts()
    ]
    if not acts:
        where = ", ".join(map(str, files))
        raise CannotRead(
            f"the export has no incident {incident!r}", where=where, next_step=f"name one of: {', '.join(names[:12])}"
        )
    return Incident(wanted, tuple(sorted(acts, key=lambda act: (act.at_s, act.verb))))


def _entries(path: Path) -> tuple[_Entry, ...]:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as fault:
        raise CannotRead(f"cannot be read: {fault.strerror}", where=str(path)) from None
    try:
        entries = msgspec.json.decode(data, type=_Export).log_entries if len(data) <= MOST_BYTES else ()
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError):
        entries = ()
    if not entries:
        raise CannotRead(
            "this is not an export of PagerDuty's log entries, or more than 20 MB",
            where=str(path),
            next_step="export /log_entries as JSON, or `podium connect pagerduty`",
        )
    return entries


class _Reference(msgspec.Struct, frozen=True):
    id: str = ""
    type: str = ""
    summary: str | None = None


class _Entry(msgspec.Struct, frozen=True):
    type: str = ""
    created_at: datetime | None = None
    agent: _Reference | None = None
    incident: _Reference | None = None
    service: _Reference | None = None
    assignees: tuple[_Reference, ...] | None = None
    html_url: str | None = None

    def acts(self) -> list[Act]:
        """The act of an entry, once for each person it was handed to."""
        verb = _PAGERDUTY.get(self.type.removesuffix("_reference").removesuffix("_log_entry"))
        at = self.created_at
        if verb is None or at is None or at.tzinfo is None:
            return []
        agent = self.agent or _Reference()
        is_person = agent.type.startswith("user")
        link = self.html_url if (self.html_url or "").startswith("https://") else ""
        place = (self.service.summary or "") if self.service else ""
        people = [who.id for who in self.assignees or () if who.type.startswith("user")] or [""]
        return [Act(int(at.timestamp()), verb, agent.id, is_person, who, link or self.type, place) for who in people]


class _Export(msgspec.Struct, frozen=True):
    log_entries: tuple[_Entry, ...] = ()


def timeline(incident: Incident, called: Callable[[str], str] = lambda _key: "") -> tuple[TimelineEntry, ...]:
    """The incident's lines; a person is `you`, a name she gave them herself, or a role in the order of appearance.

    Args:
        called: the name she uses for a key of people/; empty for nobody she listed.
    """
    roles: dict[str, str] = {}

    def person(key: str, *, is_person: bool) -> str:
        if not key:
            return "nobody named"
        if key == "me":
            return "you"
        if not is_person:
            return "a monitor"
        return called(key) or roles.setdefault(key, f"responder {len(roles) + 1}")

    lines: list[TimelineEntry] = []
    for act in incident.acts:
        if act.verb not in _SAYS or (act.verb in {"assigned", "requested"} and not act.subject):
            continue
        what = _SAYS[act.verb].format(
            actor=person(act.actor, is_person=act.actor_is_person),
            subject=person(act.subject, is_person=True),
            place=act.place,
        )
        lines.append(TimelineEntry(act.at_s, what, act.link))
    return tuple(dict.fromkeys(lines))


class Landed(msgspec.Struct, frozen=True):
    """A change that landed around an incident; not whose it is."""

    repository: str
    hash: str
    at_s: int
    subject: str

    def line(self) -> TimelineEntry:
        """It as a line of the timeline."""
        return TimelineEntry(
            self.at_s,
            f"change landed in {self.repository}: {self.subject[:120]}",
            f"{self.repository}@{self.hash[:12]}",
        )


def landed_around(parts: Sequence[tuple[str, Sequence[Path]]], incident: Incident) -> tuple[Landed, ...]:
    """Changes of the clones from six hours before it opened until an hour after it was resolved.

    Args:
        parts: repository names with their kept history files.
    """
    low = incident.opened_s - BEFORE_S
    high = (incident.resolved_s or incident.opened_s) + AFTER_S
    changes = [
        Landed(repository, commit.hash, commit.committer_at, commit.message.split("\n", 1)[0])
        for repository, files in parts
        for commit in landed_between(files, low, high + 1)
    ]
    return tuple(sorted(set(changes), key=lambda change: (change.at_s, change.hash)))
