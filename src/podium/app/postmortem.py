"""Postmortems: draft from evidence, check, page, status, a draft for the portfolio."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.connections import sync
from podium.core.errors import CannotRead, CannotTell, Misuse
from podium.evidence.commits.store import HistoryStore
from podium.evidence.people import me_file
from podium.journal import Entry
from podium.journal.entry import alike
from podium.journal.kinds import mentor, person
from podium.journal.kinds import postmortem as kind
from podium.journal.kinds import postmortem_action as action_kind
from podium.journal.typed import make_id
from podium.mirror import read_clones
from podium.programs.postmortems import check, evidence
from podium.programs.postmortems.check import Lag, Problem
from podium.programs.postmortems.page import postmortem_page
from podium.system import paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from podium.documents import Document
    from podium.journal import Journal
    from podium.programs.postmortems.evidence import Incident

Postmortem = Entry[kind.Postmortem]
Action = Entry[action_kind.PostmortemAction]

__all__ = [
    "Lag",
    "NewPostmortem",
    "Problem",
    "Standing",
    "actions_of",
    "draft",
    "named",
    "page",
    "problems",
    "status",
    "to_portfolio",
]


class NewPostmortem(msgspec.Struct, frozen=True, kw_only=True):
    """What to draft from.

    Attributes:
        incident: its id in the source, or the last part of it; may be empty for an export that holds one.
        exports: files of exported log entries; none for the connected sources.
        clones: repositories whose changes around the incident belong on the timeline.
    """

    title: str
    incident: str = ""
    exports: tuple[Path, ...] = ()
    clones: tuple[Path, ...] = ()
    severity: str = "sev2"


class Standing(msgspec.Struct, frozen=True):
    """Where one postmortem stands."""

    entry: Postmortem
    talk: Lag
    actions: tuple[tuple[Action, Lag], ...]


def draft(journal: Journal, request: NewPostmortem) -> Path:
    """Write a postmortem with its timeline in UTC, a link on each line; causes and impact are left to her.

    Raises:
        CannotRead: no such incident. Misuse: no title.
    """
    if not request.title.strip():
        raise Misuse("the title is empty", next_step='--title "Payments slow for 41 minutes"')
    incident = _incident(request)
    lines = [*evidence.timeline(incident, _called(journal))]
    if request.clones:
        store = HistoryStore(paths.evidence())
        parts = [
            (gathered.repository.name, store.parts(gathered.repository.key))
            for gathered in read_clones.gather(request.clones, store)
        ]
        lines += [change.line() for change in evidence.landed_around(parts, incident)]
    ordered = sorted(lines, key=lambda one_line: (one_line.at_s, one_line.what))
    resolved_s = incident.resolved_s or max(act.at_s for act in incident.acts)
    fields = {
        "title": request.title,
        "incident": incident.id,
        "resolved": datetime.fromtimestamp(resolved_s, UTC).date(),
        "severity": request.severity,
        "minutes": round((resolved_s - incident.opened_s) / 60),
    }
    body = "\n".join(["# Timeline (UTC)", "", *map(str, ordered), "", "# What happened, as a story", ""])
    return journal.create(kind.KIND.name, make_id(kind.KIND, fields), fields, body=body)


def _incident(request: NewPostmortem) -> Incident:
    if request.exports:
        return evidence.from_export(request.exports, request.incident)
    snapshot = sync.store().snapshot()
    if snapshot is None or not request.incident:
        raise CannotRead(
            "no incident is named, or no source is connected",
            next_step="podium postmortem new PINC001 --title ..., or --from EXPORT.json",
        )
    own = me_file.read(paths.me_file()).me
    keys = [sync.store().person(f"email:{address}") for address in own.emails]
    return evidence.from_snapshot(snapshot, request.incident, [*keys, *(f"email:{a}" for a in own.emails)])


class _called:  # noqa: N801 - used as a function
    """The name she gave somebody in people/, by one of their keys."""

    def __init__(self, journal: Journal) -> None:
        self.names = {key: entry.id for entry in journal.entries(person.KIND) for key in entry.head.keys}

    def __call__(self, key: str) -> str:
        return self.names.get(key) or self.names.get(f"pd:{key}") or ""


def named(journal: Journal, name: str) -> Postmortem:
    """One postmortem; without a name the only one.

    Raises:
        CannotRead: there is none of that name.
    """
    entries = journal.entries(kind.KIND)
    if not name and len(entries) == 1:
        return entries[0]
    entry = journal.entry(kind.KIND, name) if name else None
    if entry is None:
        listed = ", ".join(e.id for e in entries)
        raise CannotRead(f"there is no postmortem called {name!r}", next_step=listed or "podium postmortem new")
    return entry


def actions_of(journal: Journal, entry: Postmortem) -> tuple[Action, ...]:
    """Its actions, in the order of the table."""
    return tuple(a for a in journal.entries(action_kind.KIND) if alike(a.head.postmortem) == alike(entry.id))


def problems(journal: Journal, name: str) -> tuple[Problem, ...]:
    """Everything to change before it is shared."""
    entry = named(journal, name)
    return check.problems(entry, actions_of(journal, entry), _names(journal))


def _names(journal: Journal) -> list[str]:
    """How people may stand in a text: ids of people/, mentors, owners, and the local part of their addresses."""
    names = [entry.id for entry in journal.entries(person.KIND)]
    names += [entry.head.person for entry in journal.entries(mentor.KIND)]
    keys = [key.partition(":")[2] or key for entry in journal.entries(person.KIND) for key in entry.head.keys]
    return [*names, *(key.partition("@")[0] for key in keys)]


def page(journal: Journal, name: str, today: date) -> Document:
    """The document; refused while a cause names a person.

    Raises:
        CannotTell: somebody stands in a cause.
    """
    entry = named(journal, name)
    blame = [p for p in check.problems(entry, (), _names(journal)) if p.where == "factors" and "empty" not in p.what]
    if blame:
        raise CannotTell(
            f"{blame[0].what}: individuals are never a cause", where=entry.file, next_step=blame[0].instead
        )
    return postmortem_page(entry, actions_of(journal, entry), today)


def status(journal: Journal, today: date) -> tuple[Standing, ...]:
    """Where every postmortem stands, newest first."""
    entries = sorted(journal.entries(kind.KIND), key=lambda entry: (entry.head.resolved, entry.id), reverse=True)
    return tuple(
        Standing(
            entry,
            check.talk_lag(entry.head, today),
            tuple((action, check.action_lag(entry.head, action.head, today)) for action in actions_of(journal, entry)),
        )
        for entry in entries
    )


def to_portfolio(journal: Journal, name: str) -> Path:
    """Draft a portfolio entry from what the postmortem changed; what it cannot know becomes a question.

    Raises:
        CannotTell: nothing was changed yet.
    """
    entry = named(journal, name)
    closed = [action for action in actions_of(journal, entry) if action.head.closed_on is not None]
    if not entry.head.decision_changed and not closed:
        raise CannotTell(
            "nothing is changed by it yet", where=entry.file, next_step="close an action, or write decision_changed"
        )
    questions = _questions(entry.head, closed)
    fields = {
        "date": max(
            [a.head.closed_on for a in closed if a.head.closed_on] or [entry.head.met_on or entry.head.resolved]
        ),
        "outcome": entry.head.decision_changed or closed[0].head.what,
        "status": "draft",
        "axis": "risk",
        "receipts": (entry.file, *(action.head.ticket for action in closed if action.head.ticket)),
        "drafted_from": (entry.file,),
        "questions": questions,
        "for_whom": ", ".join(entry.head.teams) or None,
    }
    id_fields = {"date": fields["date"], "outcome": fields["outcome"]}
    from podium.journal.kinds.portfolio_entry import KIND as PORTFOLIO

    return journal.create(PORTFOLIO.name, make_id(PORTFOLIO, id_fields), fields, body=_story(entry, closed))


def _questions(head: kind.Postmortem, closed: Sequence[Action]) -> tuple[str, ...]:
    questions = [
        "worth: So what: why does it matter to the business?",
        "credit: Who did it, by name, with their leave?",
    ]
    if not head.decision_changed:
        questions.insert(0, "outcome: What changed, for whom?")
    if closed:
        questions.append("before, after, unit: Which number moved?")
    return tuple(questions)


def _story(entry: Postmortem, closed: Sequence[Action]) -> str:
    lines = [f"- Closed on {a.head.closed_on}: {a.head.what} [{a.head.ticket or entry.file}]" for a in closed]
    return "\n".join(["# The story in three sentences", "", "# What the traces say", "", *lines, ""])
