"""A programme of four to six sessions: days, where it stands, sheet, thanks, closing page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from podium.calendar.block import Block
from podium.core.errors import CannotRead, Misuse
from podium.core.measure import counted
from podium.documents import Document, Heading, Item, Lines, Listing, Paragraph, Table, line
from podium.documents.template import sentence
from podium.journal.kinds import friction, mentoring, mentoring_session

if TYPE_CHECKING:
    from podium.documents import Block as PageBlock
    from podium.journal import Entry, Journal

FIX_WITHIN_DAYS = 30
DONE_SESSIONS, DONE_FRICTIONS = 4, 2
_SHEET = (
    ("Topic, chosen by the mentor", 1),
    ("What I believed before", 2),
    ("Demo or walk-through", 5),
    ("Friction seen: step, minutes lost, how often", 4),
    ("One fix I own, and by when", 2),
    ("What I will try tomorrow", 2),
    ("May I tell others about this? yes / no", 1),
    ("Next", 1),
)


class Status(msgspec.Struct, frozen=True):
    """Where a programme stands.

    Attributes:
        held: sessions with a sheet. next_on: the next day without one; None when none is left.
        learnt: what she wrote, in order. used_soon: sessions whose lesson she used by the next day.
        fixed: frictions gone within 30 days. late: gone later. open: not gone. overdue: open for more than 30 days.
    """

    id: str
    head: mentoring.Mentoring
    held: int
    next_on: date | None
    learnt: tuple[str, ...]
    used_soon: int
    fixed: tuple[str, ...]
    late: tuple[str, ...]
    open: tuple[str, ...]
    overdue: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What is left until it is done."""
        sentences = []
        if self.held < DONE_SESSIONS:
            sentences.append(_more(DONE_SESSIONS - self.held, "session"))
        if len(self.fixed) + len(self.late) < DONE_FRICTIONS:
            sentences.append(_more(DONE_FRICTIONS - len(self.fixed) - len(self.late), "friction") + " fixed")
        if not self.head.now_different:
            sentences.append("what you now do differently")
        if self.head.thanked_on is None:
            sentences.append("a thank-you, in public if they agree")
        return tuple(sentences)


def _more(count: int, thing: str) -> str:
    return f"{count} more {thing}{'s' if count > 1 else ''}"


def days(first: date, sessions: int, every_days: int, away: Sequence[tuple[date, date]] = ()) -> tuple[date, ...]:
    """The days of the sessions; one that falls into leave moves on by whole rhythms.

    Raises:
        Misuse: not four to six sessions, a weekend, or no rhythm.
    """
    if not mentoring.FEWEST <= sessions <= mentoring.MOST:
        raise Misuse(f"a programme has {mentoring.FEWEST} to {mentoring.MOST} sessions, not {sessions}")
    if every_days not in {7, 14, 21, 28}:
        raise Misuse("sessions come every 7, 14, 21 or 28 days")
    if first.weekday() > 4:
        raise Misuse(f"{first} is a {first:%A}", next_step="choose a working day")
    session_days: list[date] = []
    day = first
    while len(session_days) < sessions:
        if (day - first).days > 366:
            raise Misuse("leave leaves no room for it within a year")
        if not any(start <= day <= end for start, end in away):
            session_days.append(day)
        day += timedelta(days=every_days)
    return tuple(session_days)


def blocks(
    id: str,
    topic: str,
    when: Sequence[date],
    at: time,
    minutes: int,
    zone: str,
    *,
    organizer: str = "",
    guest: str = "",
) -> tuple[Block, ...]:
    """One calendar block for each session; topic and number, and no name but the address of a guest she invites."""
    calendar_blocks = []
    for number, day in enumerate(when, 1):
        start = datetime.combine(day, at)
        title = f"Learning: {' '.join(topic.split())[:80]} ({number} of {len(when)})"
        line = f"If it is {at:%H:%M}, then I listen, and write the sheet before the next meeting.\n\npodium reverse sheet {id}"
        calendar_blocks.append(
            Block(
                practice=calendar_name(id),
                title=title,
                start=start,
                end=start + timedelta(minutes=minutes),
                zone=zone,
                line=line,
                organizer=organizer,
                guests=(guest,) if guest else (),
            )
        )
    return tuple(calendar_blocks)


def calendar_name(id: str) -> str:
    """How the calendar's ledger knows a programme: `podium calendar undo NAME` takes its events back."""
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-._") else "-" for letter in id.lower()
    )
    return f"mentoring-{plain}"[:80]


def named(journal: Journal, id: str) -> Entry[mentoring.Mentoring]:
    """A programme; without an id the only one.

    Raises:
        CannotRead: there is none of that id. Misuse: several, and none was named.
    """
    entries = journal.entries(mentoring.KIND)
    if not id and len(entries) == 1:
        return entries[0]
    programme = next((entry for entry in entries if entry.id.casefold() == id.casefold()), None)
    if programme is None:
        listed = ", ".join(entry.id for entry in entries)
        if id or not entries:
            raise CannotRead("there is no such programme", where=id, next_step=listed or "`podium reverse plan`")
        raise Misuse("which programme?", next_step=f"name one of: {listed}")
    return programme


def status(journal: Journal, entry: Entry[mentoring.Mentoring], today: date) -> Status:
    """Where one programme stands today."""
    sheets = sorted(
        (
            session_entry.head
            for session_entry in journal.entries(mentoring_session.KIND)
            if _is_of(session_entry.head.programme, entry.id)
        ),
        key=lambda head: head.date,
    )
    past_sessions = [head for head in sheets if head.date <= today]
    rubs = [
        friction_entry.head
        for friction_entry in journal.entries(friction.KIND)
        if _is_of(friction_entry.head.programme, entry.id)
    ]
    fixed_frictions = [head for head in rubs if head.fixed_on is not None and head.fixed_on <= today]
    soon = [
        head
        for head in fixed_frictions
        if head.fixed_on is not None and (head.fixed_on - head.seen_on).days <= FIX_WITHIN_DAYS
    ]
    open_frictions = [head for head in rubs if head not in fixed_frictions]
    session_days = {head.date for head in sheets}
    return Status(
        entry.id,
        entry.head,
        len(past_sessions),
        next((day for day in entry.head.sessions if day >= today and day not in session_days), None),
        tuple(head.learnt for head in past_sessions if head.learnt.strip()),
        sum(head.tried_on is not None and 0 <= (head.tried_on - head.date).days <= 1 for head in past_sessions),
        tuple(head.what for head in soon),
        tuple(head.what for head in fixed_frictions if head not in soon),
        tuple(head.what for head in open_frictions),
        tuple(h.what for h in open_frictions if (today - h.seen_on).days > FIX_WITHIN_DAYS),
    )


def _is_of(name: str, id: str) -> bool:
    return name.casefold() == id.casefold()


def sheet(topic: str, number: int, day: date | None) -> Document:
    """A page to fill in during one session."""
    page_blocks: list[PageBlock] = []
    for heading, lines in _SHEET:
        page_blocks += [Heading(line(heading)), Lines(lines)]
    when = f", {day.day} {day:%B %Y}" if day else ""
    return Document(
        f"Session {number}: {topic}", tuple(page_blocks), f"Reverse mentoring, 45 minutes{when}. The mentor leads.", day
    )


def thanks(standing: Status, person: str) -> str:
    """A thank-you to say in public, from what she wrote.

    Raises:
        Misuse: they did not agree to be thanked in public, or nothing was learnt.
    """
    if not standing.head.thanks_consent:
        raise Misuse(
            "they have not agreed to be thanked in public",
            where=standing.id,
            next_step="ask, then set thanks_consent = true; or thank them alone",
        )
    if not standing.held:
        raise Misuse("no session has a sheet yet", where=standing.id, next_step="podium new mentoring-session")
    count = "one session" if standing.held == 1 else f"{standing.held} sessions"
    sentences = [f"Thank you, {person}: in {count} you taught me about “{standing.head.topic}”."]
    sentences += (
        [f"I now do this differently: {standing.head.now_different.rstrip('.')}."]
        if standing.head.now_different.strip()
        else []
    )
    fixed = (*standing.fixed, *standing.late)
    sentences += (
        [f"Because you showed it, this is fixed: {'; '.join(friction.rstrip('.') for friction in fixed)}."]
        if fixed
        else []
    )
    return " ".join(sentences)


def summary(standing: Status, person: str, today: date) -> Document:
    """The closing page; the mentor is named only if they agreed."""
    who = person if standing.head.thanks_consent else "somebody who works in it"
    planned = counted(len(standing.head.sessions), "session")
    body: list[PageBlock] = [
        Paragraph(line(f"{standing.held} of {planned} of {standing.head.minutes} minutes, taught by {who}.")),
        Heading(line("What I learnt")),
        _list(standing.learnt, "Nothing was written down."),
        Heading(line("What I now do differently")),
        Paragraph(line(sentence(standing.head.now_different or "Nothing was written down."))),
        Heading(line("Frictions")),
        _frictions(standing),
    ]
    if standing.missing:
        body += [Heading(line("Left to do")), _list(standing.missing, "")]
    body.append(
        Paragraph(
            line(f"From mentoring/{standing.id}, mentoring-sessions/ and frictions.toml of the journal, {today}."),
            is_small=True,
        )
    )
    return Document(standing.head.topic, tuple(body), "Reverse mentoring: closing summary", today)


def _list(texts: Sequence[str], without: str) -> PageBlock:
    return Listing(tuple(Item(line(sentence(text))) for text in texts)) if texts else Paragraph(line(without))


def _frictions(standing: Status) -> PageBlock:
    rows = [(what, "fixed within 30 days") for what in standing.fixed] + [
        (what, "fixed later") for what in standing.late
    ]
    rows += [(what, "open for more than 30 days" if what in standing.overdue else "open") for what in standing.open]
    if not rows:
        return Paragraph(line("None was written down."))
    return Table((line("What hurt"), line("Where it stands")), tuple((line(what), line(how)) for what, how in rows))
