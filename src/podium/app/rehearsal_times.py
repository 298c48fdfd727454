"""When to rehearse: 1:1s that lie ahead in her calendar, and half an hour before one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from podium.calendar.block import Block
from podium.connections import sync
from podium.core.errors import Misuse
from podium.evidence.events.coming_talks import coming_talks as coming
from podium.gym.library import shelf
from podium.journal.kinds import person

if TYPE_CHECKING:
    from podium.app.session import Session

REHEARSAL_MINUTES = 30
TALKS_AHEAD_S = 14 * 86_400


class ComingTalk(msgspec.Struct, frozen=True):
    """A 1:1 that lies ahead.

    Attributes:
        at: on her own clock. person: the id of whoever of her journal it is with; empty for anybody else.
    """

    at: datetime
    person: str


def coming_talks(session: Session, zone: str = "", whom: str = "") -> tuple[ComingTalk, ...]:
    """The 1:1s of the next two weeks in the calendars she connected, the next one first.

    Args:
        whom: only those with this person of her journal, or this address.

    Raises:
        Misuse: no calendar tells of any, or nobody is known by that name.
    """
    store, now = sync.store(), session.now()
    snapshot, people = store.snapshot(), _people_by_key(session)
    wanted = {store.person(f"email:{whom.lower()}")} if "@" in whom else {k for k, id in people.items() if id == whom}
    if whom and not wanted:
        raise Misuse(
            f"Nobody in your journal is called {whom[:40]!r} with keys that tell their meetings.",
            next_step="write their address instead, or add keys to their file",
        )
    talks = coming(snapshot, int(now.timestamp()), int(now.timestamp()) + TALKS_AHEAD_S) if snapshot else ()
    talks = tuple((at_s, key) for at_s, key in talks if not whom or key in wanted)
    if not talks:
        raise Misuse(
            f"No calendar of yours tells of a 1:1{f' with {whom[:40]}' if whom else ''} in the next two weeks.",
            next_step="name the talk with --talk 2026-12-03T14:00, or connect one: podium connect ics",
        )
    clock = ZoneInfo(session.zone(zone))
    return tuple(
        ComingTalk(datetime.fromtimestamp(at_s, clock).replace(tzinfo=None), people.get(key, "")) for at_s, key in talks
    )


def _people_by_key(session: Session) -> dict[str, str]:
    """The people of her journal by the keys the store writes them with."""
    journal, store = session.journal_if_readable(), sync.store()
    entries = journal.entries(person.KIND) if journal else ()
    return {store.person(key): entry.id for entry in entries for key in entry.head.keys}


def rehearsal_block(
    session: Session, scenario: str, talk: datetime, *, zone: str = "", at: datetime | None = None
) -> Block:
    """Half an hour for the rehearsal: at the hour named, else the last working day before the talk at the same hour.

    Raises:
        Misuse: no such scenario, it would lie after the talk, or the zone is none.
    """
    title = shelf(session.journal_folder()).named(scenario).title
    start = at
    if start is None:
        start = talk - timedelta(days=1)
        while start.weekday() >= 5:
            start -= timedelta(days=1)
    if start + timedelta(minutes=REHEARSAL_MINUTES) > talk:
        raise Misuse("The rehearsal has to end before the talk begins.", next_step="name an earlier hour with --at")
    return Block(
        practice=f"gym-{scenario}"[:80],
        title=f"Rehearse: {title}",
        start=start,
        end=start + timedelta(minutes=REHEARSAL_MINUTES),
        zone=session.zone(zone),
        line=f"If it is time, then podium gym play {scenario}; write one line of forecast after it: podium gym forecast.",
    )
