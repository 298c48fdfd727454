"""Interviews: kits, rounds, blind cards, the debrief in its order, calibration, practice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.errors import CannotTell, Misuse
from podium.journal.entry import alike
from podium.journal.kinds import interview as round_kind
from podium.journal.typed import make_id
from podium.programs.interviews import bank, calibration, debrief, practice, sealed
from podium.programs.interviews.bank import Kit, kit, kit_of_role
from podium.programs.interviews.calibration import OwnLine, Panel
from podium.programs.interviews.debrief import RoundStatus
from podium.programs.interviews.pages import discussion_page, kit_page, reading_page
from podium.programs.interviews.practice import Feedback

if TYPE_CHECKING:
    from pathlib import Path

    from podium.app.session import Session
    from podium.documents import Document
    from podium.journal import Journal
    from podium.programs.interviews.debrief import Round

__all__ = [
    "Feedback",
    "Kit",
    "NewRound",
    "OwnLine",
    "Panel",
    "RoundStatus",
    "blank_card",
    "check_practice",
    "competency_names",
    "decide",
    "discussion",
    "hand_in",
    "journal_if_any",
    "leave",
    "make_kit",
    "new_round",
    "open_cards",
    "open_votes",
    "own_line",
    "panel_figures",
    "practice_sheet",
    "reading",
    "roles",
    "second_vote",
    "status",
    "transcripts",
]


class NewRound(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate's interviews.

    Attributes:
        competencies: names; empty for those of the role's kit.
        name: the round's id; made of day and role where empty. It is a code, never the candidate's name.
    """

    role: str
    panel: tuple[str, ...]
    held: date
    shadows: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    name: str = ""


def make_kit(journal: Journal | None, role: str, competencies: tuple[str, ...], today: date) -> tuple[Kit, Document]:
    """The kit of a role, or of named competencies, and its page.

    Raises:
        CannotRead: a role or competency that is not there.
    """
    chosen = kit(journal, role, competencies) if competencies else kit_of_role(journal, role)
    return chosen, kit_page(chosen, today)


def roles() -> dict[str, tuple[str, ...]]:
    """The roles podium brings a kit for, each with its competencies."""
    return {name: role.competencies for name, role in bank.roles().items()}


def competency_names(journal: Journal | None) -> tuple[str, ...]:
    """Every competency there is."""
    return tuple(bank.competencies(journal))


def transcripts() -> dict[str, tuple[str, str]]:
    """The written interviews podium brings: name -> title and competency."""
    return {name: (case.title, case.competency) for name, case in practice.transcripts().items()}


def journal_if_any(session: Session) -> Journal | None:
    """The journal; None before there is one."""
    return session.journal() if session.has_journal() else None


def new_round(journal: Journal, request: NewRound) -> Path:
    """Write a round and make its key.

    Raises:
        CannotRead: a role or competency that is not there. Misuse: a panel that is none.
    """
    for who in (*request.panel, *request.shadows):
        sealed.check_name(who)
    chosen, _ = make_kit(journal, request.role, request.competencies, request.held)
    fields = {
        "role": request.role,
        "competencies": tuple(name for name, _ in chosen.competencies),
        "panel": request.panel,
        "held": request.held,
        "shadows": request.shadows or None,
    }
    ids = {alike(entry.id) for entry in journal.entries(round_kind.KIND)}
    base = request.name or make_id(round_kind.KIND, fields)
    round_id, nth = base, 2
    while not request.name and alike(round_id) in ids:
        round_id, nth = f"{base}-{nth}", nth + 1
    path = journal.create(round_kind.KIND.name, round_id, fields)
    sealed.make_key(journal.root, round_id)
    return path


def blank_card(journal: Journal, round_name: str, who: str) -> str:
    """An empty card as text."""
    this_round = debrief.round_named(journal, round_name)
    questions = kit(journal, this_round.head.role, this_round.head.competencies)
    return debrief.blank_card(this_round, who, questions)


def hand_in(journal: Journal, round_name: str, text: str, today: date, *, is_again: bool = False) -> str:
    """Take a card in; returns whose."""
    return debrief.hand_in(journal, debrief.round_named(journal, round_name), text, today, is_again=is_again)


def status(journal: Journal, today: date, round_name: str = "") -> tuple[RoundStatus, ...]:
    """Where rounds stand, newest first; one of them by its name."""
    entries = [debrief.round_named(journal, round_name)] if round_name else journal.entries(round_kind.KIND)
    ordered = sorted(entries, key=lambda entry: (entry.head.held, entry.id), reverse=True)
    return tuple(debrief.status(journal, entry, today) for entry in ordered)


def open_cards(journal: Journal, round_name: str, today: date) -> tuple[Path, ...]:
    """Open all cards at once; refused before all are in."""
    return debrief.open_cards(journal, debrief.round_named(journal, round_name), today)


def leave(journal: Journal, round_name: str, who: str) -> None:
    """Take somebody off a panel whose cards are still closed."""
    debrief.leave_panel(journal, debrief.round_named(journal, round_name), who)


def second_vote(journal: Journal, round_name: str, who: str, vote: int, *, is_again: bool = False) -> None:
    """Take a second vote in, closed until all are in."""
    debrief.second_vote(journal, debrief.round_named(journal, round_name), who, vote, is_again=is_again)


def open_votes(journal: Journal, round_name: str, today: date) -> None:
    """Open all second votes at once; refused before all are in."""
    debrief.open_votes(journal, debrief.round_named(journal, round_name), today)


def decide(journal: Journal, round_name: str, decision: Literal["hire", "no-hire"], reason: str, today: date) -> Path:
    """Write the decision with its reason; refused before the second votes are open."""
    return debrief.decide(journal, debrief.round_named(journal, round_name), decision, reason, today)


def reading(journal: Journal, round_name: str, today: date) -> Document:
    """The pages for silent reading.

    Raises:
        CannotTell: the cards are not open.
    """
    this_round = _opened(journal, round_name)
    return reading_page(this_round, debrief.cards_of(journal, this_round.id), today)


def discussion(journal: Journal, round_name: str, today: date) -> Document:
    """The page of the discussion.

    Raises:
        CannotTell: the second votes are not open.
    """
    this_round = _opened(journal, round_name)
    if debrief.stage_of(this_round.head) == "reading":
        raise CannotTell("no second vote is shown before all are in", where=this_round.file)
    return discussion_page(this_round, debrief.cards_of(journal, this_round.id), today)


def _opened(journal: Journal, round_name: str) -> Round:
    this_round = debrief.round_named(journal, round_name)
    if debrief.stage_of(this_round.head) == "collecting cards":
        raise CannotTell("no card is shown before all are in", where=this_round.file, next_step="podium interview open")
    return this_round


def panel_figures(journal: Journal) -> Panel:
    """The reliability of the panel."""
    return calibration.panel(calibration.debriefed(journal))


def own_line(journal: Journal, who: str) -> OwnLine:
    """The line of one interviewer who agreed."""
    return calibration.own_line(journal, calibration.debriefed(journal), who)


def practice_sheet(name: str) -> str:
    """A transcript with an empty card."""
    return practice.sheet(name)


def check_practice(name: str, text: str, file: str) -> Feedback:
    """Feedback on a filled sheet.

    Raises:
        Misuse: the sheet belongs to another transcript.
    """
    card = practice.read_card(text, file)
    if alike(card.transcript) != alike(name):
        raise Misuse(f"this sheet belongs to {card.transcript}", where=file)
    return practice.feedback(card)
