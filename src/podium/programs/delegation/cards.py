"""What a delegation card says and leaves open: level, limits, check-ins, the two-stretch cap."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from podium.journal import Entry
from podium.journal.kinds.delegation import KIND, Delegation

if TYPE_CHECKING:
    from podium.journal import Journal

LEVELS = ("tell", "sell", "consult", "agree", "advise", "inquire", "delegate")
STRETCH_LEVEL = 5
MOST_OPEN_STRETCHES = 2
MOST_PER_PERSON = 1
# What makes a card an agreement: each with the question it answers.
ASKS = {
    "to": "to a person or to an agent",
    "learns": "who learns from it",
    "success": "what done looks like",
    "authority": "what they decide alone, and the limit",
    "error_budget": "how much may go wrong before you talk",
    "take_back": "the one reason you would take it back",
    "check_ins": "the days you look together",
    "by_when": "when it is due",
}
Card = Entry[Delegation]


class CardRecord(msgspec.Struct, frozen=True):
    """One card for scripts; the person as you call them in your own journal stays out."""

    id: str
    file: str
    task: str
    level: int
    level_name: str
    status: str
    started: str
    is_stretch: bool
    next_check_in: str | None
    blanks: list[str]
    seen: list[str]
    by_when: str | None


def cards(journal: Journal, *, is_open_only: bool = False) -> tuple[Card, ...]:
    """Every card, oldest first."""
    oldest_first = sorted(journal.entries(KIND), key=lambda e: (e.head.started, e.id))
    return tuple(card for card in oldest_first if card.head.status == "open" or not is_open_only)


def level(head: Delegation) -> str:
    """`5 advise`."""
    return f"{head.level} {LEVELS[head.level - 1]}" if 1 <= head.level <= len(LEVELS) else str(head.level)


def blanks(head: Delegation) -> tuple[str, ...]:
    """What the card does not say yet."""
    return tuple(f"{name}: {meaning}" for name, meaning in ASKS.items() if not getattr(head, name))


def is_stretch(head: Delegation) -> bool:
    """Somebody new to the area decides: level five or more, fewer than three changes of theirs there before."""
    return head.level >= STRETCH_LEVEL and head.is_new_area is True


def warnings(journal: Journal) -> tuple[str, ...]:
    """Where open stretches are too many: for one person, or for you to stand by; no name, only the cards' files."""
    stretches = [card for card in cards(journal, is_open_only=True) if is_stretch(card.head)]
    sentences = []
    for person, count in sorted(Counter(card.head.person for card in stretches).items()):
        if count > MOST_PER_PERSON:
            files = ", ".join(card.file for card in stretches if card.head.person == person)
            sentences.append(f"the same person carries {count} open stretches ({files}); one at a time")
    if len(stretches) > MOST_OPEN_STRETCHES:
        sentences.append(
            f"{len(stretches)} stretches are open at once; the practice says two, so that you can stand by"
        )
    return tuple(sentences)


def next_check_in(head: Delegation, today: date) -> date | None:
    """The next day to look together; None when none is to come."""
    return min((day for day in head.check_ins if day >= today), default=None)


def propose_check_ins(started: date, by_when: date | None) -> tuple[date, ...]:
    """After the first week, halfway, and a week before the end; working days, at least four days apart."""
    end = by_when or started + timedelta(weeks=4)
    length = (end - started).days
    wanted = [started + timedelta(days=n) for n in (7, length // 2, length - 7) if 0 < n < length]
    days: list[date] = []
    for day in sorted(_working_day(due_day) for due_day in wanted):
        if not days or (day - days[-1]).days >= 4:
            days.append(day)
    return tuple(days)


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def as_data(card: Card, today: date) -> CardRecord:
    """One card for scripts; the person as she calls them in her own journal stays out."""
    head = card.head
    due = next_check_in(head, today)
    return CardRecord(
        id=card.id,
        file=card.file,
        task=head.task,
        level=head.level,
        level_name=level(head),
        status=head.status,
        started=head.started.isoformat(),
        is_stretch=is_stretch(head),
        next_check_in=due.isoformat() if due else None,
        blanks=list(blanks(head)),
        seen=list(head.seen),
        by_when=head.by_when.isoformat() if head.by_when else None,
    )
