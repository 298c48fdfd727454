"""The sessions of a rung as calendar blocks, invitations where an address is named."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from podium.calendar.block import Block
from podium.core.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from podium.programs.ladders.standing import RungStanding

_MOST_TITLE = 80


def session_days(rung: RungStanding, first: date, away: Sequence[tuple[date, date]] = ()) -> tuple[date, ...]:
    """The days of what is still to do on a rung, by its rhythm; leave and weekends move a day on.

    Raises:
        Misuse: leave leaves no room within a year.
    """
    missing = max(1, rung.rung.times - len(rung.counted))
    days: list[date] = []
    day = first
    while len(days) < missing:
        while day.weekday() > 4 or any(start <= day <= end for start, end in away):
            day += timedelta(days=1)
            if (day - first).days > 366:
                raise Misuse("leave leaves no room for these sessions within a year")
        days.append(day)
        day += timedelta(days=rung.rung.every_days)
    return tuple(days)


def session_blocks(
    run: str,
    title: str,
    rung: RungStanding,
    days: Sequence[date],
    at: time,
    zone: str,
    *,
    organizer: str = "",
    guest: str = "",
) -> tuple[Block, ...]:
    """One block for each day; it names the ladder and the rung, and no person but a guest she invites.

    Raises:
        Misuse: an hour or an address that cannot be.
    """
    blocks: list[Block] = []
    for day in days:
        start = datetime.combine(day, at)
        blocks.append(
            Block(
                practice=calendar_name(run),
                title=f"{title}: {rung.rung.name}"[:_MOST_TITLE],
                start=start,
                end=start + timedelta(minutes=rung.rung.minutes),
                zone=zone,
                line=f"{rung.rung.does}\n\nHand in: {rung.rung.artefact}.\nEvidence: {rung.rung.evidence}.",
                organizer=organizer,
                guests=(guest,) if guest else (),
            )
        )
    return tuple(blocks)


def calendar_name(run: str) -> str:
    """How the calendar's ledger knows a run: `podium calendar undo NAME` takes its events back."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", run.lower()).strip("-._")
    if slug == run and len(slug) <= 60:
        return f"ladder-{slug}"
    return f"ladder-{slug[:50]}-{hashlib.sha256(run.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
