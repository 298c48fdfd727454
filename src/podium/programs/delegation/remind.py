"""Check-ins of delegation cards as blocks for a calendar: ask, do not take."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from podium.calendar.block import Block
from podium.programs.delegation.cards import level

if TYPE_CHECKING:
    from podium.calendar.ledger import Ledger
    from podium.programs.delegation.cards import Card

LENGTH_MIN = 20
LINE = "If I want to fix it myself in here, then I ask what they would try next."
_MOST_TITLE = 80
_PREFIX = "delegation-"


def name_of(card: Card) -> str:
    """What the calendar's ledger calls the reminders of a card: plain letters, the same at every call."""
    slug = re.sub(r"[^a-z0-9._-]+", "-", card.id.lower()).strip("-._")
    if slug == card.id and len(slug) <= 60:
        return f"{_PREFIX}{slug}"
    mark = hashlib.sha256(card.id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{_PREFIX}{slug[:50]}-{mark}"


def blocks_of(card: Card, today: date, at: time, zone: str) -> tuple[Block, ...]:
    """One block for each check-in to come; none once the card is closed.

    Raises:
        Misuse: a clock or an hour that does not exist.
    """
    if card.head.status != "open":
        return ()
    title = "".join(c for c in " ".join(card.head.task.split()) if c.isprintable())[:_MOST_TITLE]
    days = sorted({day for day in card.head.check_ins if day >= today})
    return tuple(_block(card, title, datetime.combine(day, at), zone) for day in days)


def outdated(card: Card, blocks: Sequence[Block], ledger: Ledger, today: date) -> tuple[str, ...]:
    """UIDs of reminders still to come that the card does not ask for any more: another day, another hour, closed."""
    wanted = {block.uid for block in blocks}
    standing = (entry for entry in ledger.entries(name_of(card)) if entry.state != "undone")
    return tuple(entry.uid for entry in standing if entry.uid not in wanted and _day(entry.text) >= today)


def without_card(cards: Iterable[Card], ledger: Ledger, today: date) -> tuple[str, ...]:
    """Names of reminders still to come for whom this journal has no card: deleted, unreadable, or of another journal."""
    carded_names = {name_of(card) for card in cards}
    uncarded_names = {
        entry.practice
        for entry in ledger.entries()
        if entry.practice.startswith(_PREFIX)
        and entry.practice not in carded_names
        and entry.state != "undone"
        and _day(entry.text) >= today
    }
    return tuple(sorted(uncarded_names))


def _day(text: bytes) -> date:
    """The day of a reminder as podium wrote it."""
    from icalendar import Calendar

    (event,) = Calendar.from_ical(text).walk("VEVENT")
    start: datetime = cast("Any", event["DTSTART"]).dt
    return start.date()


def _block(card: Card, title: str, start: datetime, zone: str) -> Block:
    return Block(
        practice=name_of(card),
        title=f"Check-in: {title}",
        start=start,
        end=start + timedelta(minutes=LENGTH_MIN),
        zone=zone,
        line=_line(card),
    )


def _line(card: Card) -> str:
    head = card.head
    lines = [LINE, "", f"Level {level(head)}."]
    lines += [f"Budget of error: {head.error_budget}."] if head.error_budget else []
    lines += [f"I take it back only if: {head.take_back}."] if head.take_back else []
    return "\n".join([*lines, "", card.file])
