"""Reverse mentoring: what to learn, a programme of sessions, frictions fixed, thanks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.app import calendars, last_look
from podium.calendar.block import Block
from podium.calendar.write import Outcome
from podium.connections import sync
from podium.core.errors import CannotTell, Misuse
from podium.journal.kinds import leave, mentor, mentoring
from podium.journal.typed import make_id
from podium.programs.mentoring import mentors, programme
from podium.programs.mentoring.mentors import Candidate
from podium.programs.mentoring.programme import Status
from podium.programs.mentoring.topics import Topic, propose

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.calendar.places import Place
    from podium.documents import Document
    from podium.journal import Journal
    from podium.mirror.look import Scope

__all__ = ["Status", "Topic"]

# What entered the repositories in two quarters, and where you were not for a year.
WEEKS = 52
SESSION_MINUTES = 45


class Topics(msgspec.Struct, frozen=True):
    """What is worth learning, by area, and whom you listed for it.

    Attributes:
        asks: for each topic whom to ask, in words; empty where nobody is listed. unread: files that could not be read.
    """

    topics: tuple[Topic, ...]
    asks: tuple[str, ...]
    is_listed: tuple[bool, ...]
    unread: tuple[str, ...]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A programme to plan.

    Attributes:
        mentor: an id of mentors.toml. first, at: day and hour of the first session on your clock.
        every_days: between sessions. calendar: as in `calendars.choose`. guest: the mentor's address to be invited.
        with_reports: the mentor may be a direct report.
    """

    topic: str
    mentor: str
    first: date
    at: time
    sessions: int = 4
    every_days: int = 7
    zone: str = ""
    calendar: str = "feed"
    guest: str = ""
    with_reports: bool = False


class Planned(msgspec.Struct, frozen=True):
    """A programme before it is written."""

    id: str
    request: Request
    mentor: Candidate
    days: tuple[date, ...]
    blocks: tuple[Block, ...]


class Begun(msgspec.Struct, frozen=True):
    """What was written; the file is None when the programme was there already, `calendar` empty without one."""

    file: Path | None
    outcomes: tuple[Outcome, ...]
    calendar: str
    practice: str


class StatusRecord(msgspec.Struct, frozen=True):
    """A programme for `--json`."""

    id: str
    topic: str
    status: str
    sessions: int
    held: int
    next: str | None
    learnt: list[str]
    used_by_next_day: int
    fixed_within_30_days: list[str]
    fixed_later: list[str]
    open: list[str]
    overdue: list[str]
    left: list[str]


def asked(
    paths: Sequence[Path] = (), as_of: date | None = None, me: Sequence[str] = (), team: Path | None = None
) -> Scope:
    """What to look at: the paths named, else those of the last look.

    Raises:
        Misuse: nothing was looked at yet.
    """
    return last_look.named_or_last(paths, as_of=as_of, me=me, team=team, weeks=WEEKS, is_same_day=True)


def topics(session: Session, scope: Scope, *, with_reports: bool = False) -> Topics:
    """What entered the repositories, where you were not for a year, what rubs, and what you added yourself."""
    journal = session.journal() if session.journal_folder() is not None else None
    people = mentors.candidates(journal, with_reports=with_reports)
    with session.mirror(scope) as mirror:
        proposal = propose(mirror, journal)
    asks = tuple(mentors.words(topic.area, people) for topic in proposal.topics)
    is_listed = tuple(bool(mentors.for_area(topic.area, people)) for topic in proposal.topics)
    return Topics(tuple(proposal.topics), asks, is_listed, tuple(proposal.unread))


def plan(session: Session, request: Request) -> Planned:
    """Days and events of a programme; nothing is written.

    Raises:
        Misuse: the mentor gave no yes, days or zone that cannot be, no address of yours for an invitation.
    """
    journal = session.journal()
    who = mentors.willing(journal, request.mentor, with_reports=request.with_reports)
    days = programme.days(request.first, request.sessions, request.every_days, _leave(session, journal))
    name = make_id(mentoring.KIND, {"topic": request.topic, "mentor": who.id, "sessions": days})
    if not name:
        raise Misuse("the topic has no letters", where=ascii(request.topic[:40]))
    zone = session.zone(request.zone)
    organizer = own_address(session, request.calendar) if request.guest else ""
    blocks = programme.blocks(
        name, request.topic, days, request.at, SESSION_MINUTES, zone, organizer=organizer, guest=request.guest
    )
    return Planned(name, request, who, tuple(days), tuple(blocks))


def begin(session: Session, planned: Planned) -> Begun:
    """Write the programme down and put its sessions on the calendar.

    Raises:
        Misuse: a programme of that name has other days, or there is no such calendar.
    """
    journal, request = session.journal(), planned.request
    place: Place | None = calendars.choose(session, request.calendar)
    file = None
    if journal.entry(mentoring.KIND, planned.id) is None:
        fields = {"topic": request.topic, "mentor": planned.mentor.id, "sessions": planned.days}
        file = journal.create("mentoring", planned.id, fields)
    elif tuple(programme.named(journal, planned.id).head.sessions) != planned.days:
        raise Misuse(
            "a programme of that name has other days",
            where=f"mentoring/{planned.id}.md",
            next_step="change that file, or the topic's words",
        )
    outcomes = calendars.write(session, planned.blocks, place) if place is not None else []
    spoken = calendars.spoken(place) if place is not None else ""
    return Begun(file, tuple(outcomes), spoken, planned.blocks[0].practice)


def every(session: Session) -> list[Status]:
    """Every programme with what was learnt, fixed and is next."""
    journal = session.journal()
    return [_status(session, journal, entry.id) for entry in journal.entries(mentoring.KIND)]


def named(session: Session, name: str) -> Status:
    """One programme; without a name the only one.

    Raises:
        Misuse: there is none of that name, or several.
    """
    journal = session.journal()
    return _status(session, journal, programme.named(journal, name).id)


def sheet(session: Session, name: str) -> Document:
    """The sheet of the next session."""
    status = named(session, name)
    number = status.head.sessions.index(status.next_on) + 1 if status.next_on else status.held + 1
    return programme.sheet(status.head.topic, number, status.next_on)


def fixed(session: Session, friction: str, day: date | None = None) -> Path:
    """Write down that a friction is gone, today unless said otherwise; returns its file."""
    return session.journal().write("friction", friction, {"fixed_on": day or session.today()})


def thanks(session: Session, name: str, *, is_said: bool = False) -> tuple[Status, str]:
    """A public thank-you from what you wrote; only with the mentor's consent.

    Args:
        is_said: it was said; today is written down.

    Raises:
        CannotTell: the mentor is no longer listed, or did not consent.
    """
    status = named(session, name)
    text = programme.thanks(status, _person(session.journal(), status.head.mentor))
    if is_said:
        session.journal().write("mentoring", status.id, {"thanked_on": session.today()})
    return status, text


def summary(session: Session, name: str) -> Document:
    """The closing page of a programme.

    Raises:
        CannotTell: the mentor is no longer listed, or something is left to do.
    """
    status = named(session, name)
    return programme.summary(status, _person(session.journal(), status.head.mentor), session.today())


def facts(status: Status) -> StatusRecord:
    """A programme for `--json`."""
    return StatusRecord(
        id=status.id,
        topic=status.head.topic,
        status=status.head.status,
        sessions=len(status.head.sessions),
        held=status.held,
        next=status.next_on.isoformat() if status.next_on else None,
        learnt=list(status.learnt),
        used_by_next_day=status.used_soon,
        fixed_within_30_days=list(status.fixed),
        fixed_later=list(status.late),
        open=list(status.open),
        overdue=list(status.overdue),
        left=list(status.missing),
    )


def _status(session: Session, journal: Journal, name: str) -> Status:
    return programme.status(journal, programme.named(journal, name), session.today())


def _person(journal: Journal, name: str) -> str:
    entry = journal.entry(mentor.KIND, name)
    if entry is None:
        raise CannotTell("the mentor is no longer listed in mentors.toml", next_step="podium new mentor")
    return entry.head.person


def _leave(session: Session, journal: Journal) -> list[tuple[date, date]]:
    declared = [(span.first, span.last) for span in session.me().me.leave]
    return declared + [(entry.head.first, entry.head.last) for entry in journal.entries(leave.KIND)]


def own_address(session: Session, calendar: str) -> str:
    """The address you invite from: that of the connected calendar, else the first one of `podium me`."""
    connected = [connection for connection in sync.connections() if connection.name == calendar]
    addresses = [
        connection.settings["me"].split(",")[0].strip() for connection in connected if connection.settings.get("me")
    ]
    addresses += session.me().me.emails[:1]
    if not addresses:
        raise Misuse(
            "an invitation needs your own address",
            next_step='write emails = ["you@example.org"] with `podium me --edit`',
        )
    return addresses[0]
