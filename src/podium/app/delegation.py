"""Work handed over on purpose: cards, what they leave open, take-backs, reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.app import calendars, last_look
from podium.calendar.write import Outcome
from podium.core.errors import CannotRead, CannotWrite, Misuse
from podium.core.note import Note
from podium.journal.kinds.delegation import KIND
from podium.journal.typed import make_id
from podium.mirror.look import MOST_WEEKS
from podium.programs.delegation import cards, detect_take_backs
from podium.programs.delegation import remind as reminding
from podium.programs.delegation.cards import LEVELS, Card

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.journal import Journal

__all__ = ["LEVELS", "Card", "blanks", "facts", "is_stretch", "level", "warnings"]

blanks = cards.blanks
is_stretch = cards.is_stretch
level = cards.level
warnings = cards.warnings


class NewCard(msgspec.Struct, frozen=True):
    """A new card.

    Attributes:
        notes: mistakes among the cards. days: when you could look together, where the card names no day.
        warnings: of all cards together.
    """

    path: Path
    card: Card
    notes: tuple[Note, ...]
    days: tuple[date, ...]
    warnings: tuple[str, ...]


class CardList(msgspec.Struct, frozen=True):
    """Cards, mistakes among them, and what of all of them together is to be doubted."""

    cards: tuple[Card, ...]
    notes: tuple[Note, ...]
    warnings: tuple[str, ...]


class TakeBacks(msgspec.Struct, frozen=True):
    """Take-backs of one card.

    Attributes:
        take_backs: in words. fresh: those that were not on the card yet and are now.
    """

    card: Card
    take_backs: tuple[str, ...]
    fresh: tuple[str, ...]

    @property
    def is_blind(self) -> bool:
        """Whether the card names nothing by which a take-back could be seen."""
        return not (self.card.head.tickets or self.card.head.paths)


class Reminded(msgspec.Struct, frozen=True):
    """What became of the reminders.

    Attributes:
        taken_out: reminders that are not asked for any more. left: those that could not be taken out, and why.
        without_card: names of reminders that belong to no card here.
        proposals: for open cards without a day to come: the file and days they could be looked at.
        outcomes: of the reminders written, on `calendar`.
    """

    notes: tuple[Note, ...]
    taken_out: tuple[Outcome, ...]
    left: tuple[str, ...]
    without_card: tuple[str, ...]
    proposals: tuple[tuple[str, tuple[date, ...]], ...]
    outcomes: tuple[Outcome, ...]
    calendar: str
    practice: str


def make(session: Session, values: Mapping[str, Any], name: str = "") -> NewCard:
    """Write a card.

    Args:
        values: of its fields; empty ones are left out. name: its id; without one it is made of day and task.

    Raises:
        CannotWrite: there is such a card. CannotRead: it cannot be read as it was written.
    """
    journal = session.journal()
    filled = {"started": session.today()} | {key: v for key, v in values.items() if v not in (None, "", [], ())}
    card_id = name or make_id(KIND, filled)
    path = journal.create(KIND.name, card_id, {k: list(v) if isinstance(v, tuple) else v for k, v in filled.items()})
    card = journal.entry(KIND, card_id)
    if card is None:
        raise CannotRead("the card was written and cannot be read", where=str(path), next_step="podium journal check")
    days = () if card.head.check_ins else cards.propose_check_ins(card.head.started, card.head.by_when)
    return NewCard(path, card, _notes(journal), tuple(days), tuple(cards.warnings(journal)))


def listed(session: Session, *, is_open_only: bool = True) -> CardList:
    """The cards; one that cannot be read is left out and stands among the notes."""
    journal = session.journal()
    chosen = cards.cards(journal, is_open_only=is_open_only)
    return CardList(tuple(chosen), _notes(journal), tuple(cards.warnings(journal)))


def next_check_in(session: Session, card: Card) -> date | None:
    """The next day you look together; None when none is to come."""
    return cards.next_check_in(card.head, session.today())


def facts(session: Session, card: Card) -> cards.CardRecord:
    """A card for `--json`."""
    return cards.as_data(card, session.today())


def check(
    session: Session,
    paths: Sequence[Path] = (),
    as_of: date | None = None,
    me: Sequence[str] = (),
    team: Path | None = None,
    *,
    is_dry: bool = False,
) -> list[TakeBacks]:
    """Look for take-backs in your own traces and write them on the cards as receipts.

    Args:
        is_dry: write nothing.

    Raises:
        Misuse: nothing was looked at yet. CannotRead: the journal is locked.
    """
    open_cards = cards.cards(session.journal(), is_open_only=True)
    weeks = detect_take_backs.weeks_back(open_cards, as_of or session.today(), most=MOST_WEEKS)
    rows: list[TakeBacks] = []
    with session.mirror(last_look.named_or_last(paths, as_of=as_of, me=me, team=team, weeks=weeks)) as mirror:
        if mirror.journal is None:
            raise CannotRead("the journal cannot be read now", next_step="podium journal unlock")
        for card in cards.cards(mirror.journal, is_open_only=True):
            take_backs = detect_take_backs.find(mirror, card)
            fresh = () if is_dry else detect_take_backs.record(mirror.journal, card, take_backs)
            rows.append(TakeBacks(card, tuple(map(str, take_backs)), tuple(fresh)))
    return rows


def remind(session: Session, at: time, *, card: str = "", zone: str = "", calendar: str = "feed") -> Reminded:
    """Put the check-ins to come on a calendar, of one card or of all; outdated reminders are taken out.

    Raises:
        Misuse: no such card or calendar, or the zone is not known.
    """
    journal, today, ledger = session.journal(), session.today(), calendars.ledger()
    every = cards.cards(journal)
    chosen = [candidate for candidate in every if card in {"", candidate.id}]
    if card and not chosen:
        raise Misuse(f"no card is called {card!r}", next_step="podium delegation list --all")
    own_zone = session.zone(zone)
    wanted = {open_card.id: reminding.blocks_of(open_card, today, at, own_zone) for open_card in chosen}
    taken_out: list[Outcome] = []
    not_removed: list[str] = []
    for open_card in chosen:
        for uid in reminding.outdated(open_card, wanted[open_card.id], ledger, today):
            try:
                taken_out += calendars.take_out(session, reminding.name_of(open_card), uid)
            except CannotWrite as fault:
                not_removed.append(str(fault))
    blocks = [block for card_blocks in wanted.values() for block in card_blocks]
    place = calendars.choose_one(session, calendar) if blocks else None
    return Reminded(
        notes=_notes(journal),
        taken_out=tuple(taken_out),
        left=tuple(not_removed),
        without_card=() if card else tuple(reminding.without_card(every, ledger, today)),
        proposals=() if blocks else tuple(_proposals(chosen, today)),
        outcomes=tuple(calendars.write(session, blocks, place)) if place else (),
        calendar=calendars.spoken(place) if place else "",
        practice=blocks[0].practice if blocks else "",
    )


def _proposals(chosen: Sequence[Card], today: date) -> list[tuple[str, tuple[date, ...]]]:
    """Days an open card without any to come could be looked at."""
    rows: list[tuple[str, tuple[date, ...]]] = []
    for card in chosen:
        days = tuple(day for day in cards.propose_check_ins(card.head.started, card.head.by_when) if day >= today)
        if card.head.status == "open" and days:
            rows.append((card.file, days))
    return rows


def _notes(journal: Journal) -> tuple[Note, ...]:
    return tuple(note for note in journal.notes() if note.file.startswith(f"{KIND.place}/"))
