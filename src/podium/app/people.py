"""People: what you owe to whom; nothing about anybody is counted, compared or kept here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from podium.journal import Entry, Journal

if TYPE_CHECKING:
    from podium.app.session import Session

__all__ = ["Entry", "Journal"]


class OpenEnds(msgspec.Struct, frozen=True):
    """The open ends with one person.

    Attributes:
        next, last: the planned talk to come and the newest one before today; None without one.
        cards: what is in their hands. promised: at the last talk. unsaid: feedback that was not given yet.
    """

    entry: Entry[Any]
    next: Entry[Any] | None
    last: Entry[Any] | None
    cards: tuple[Entry[Any], ...]
    promised: tuple[str, ...]
    unsaid: tuple[Entry[Any], ...]


def open_ends(session: Session) -> list[OpenEnds]:
    """Everybody you listed, in the order of the list."""
    journal, today = session.journal(), session.today()
    return [_of_person(journal, entry, today) for entry in journal.entries("person")]


def _of_person(journal: Journal, entry: Entry[Any], today: date) -> OpenEnds:
    talks = sorted(
        (talk for talk in journal.entries("one-on-one") if talk.head.person == entry.id),
        key=lambda talk: talk.head.planned,
    )
    ahead = [talk for talk in talks if talk.head.planned >= today and talk.head.status == "planned"]
    past = [talk for talk in talks if talk.head.planned < today]
    cards = [card for card in journal.entries("delegation") if card.head.person == entry.id]
    feedback = [note for note in journal.entries("feedback") if note.head.person == entry.id]
    return OpenEnds(
        entry=entry,
        next=ahead[0] if ahead else None,
        last=past[-1] if past else None,
        cards=tuple(card for card in cards if card.head.status == "open"),
        promised=tuple(past[-1].head.promised) if past else (),
        unsaid=tuple(note for note in feedback if note.head.given is None),
    )
