"""The order of a debrief: all cards in, silent reading, second votes in, discussion, decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.errors import CannotRead, CannotTell, Misuse
from podium.journal import Entry
from podium.journal.entry import alike
from podium.journal.kinds import interview as round_kind
from podium.journal.kinds import scorecard as card_kind
from podium.journal.kinds.interview import Interview
from podium.journal.kinds.scorecard import HIGHEST, LOWEST, Scorecard
from podium.journal.parse import Unreadable, read_entry
from podium.journal.template import as_toml, new_file
from podium.programs.interviews import sealed
from podium.programs.interviews.bank import VOTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from podium.journal import Journal
    from podium.journal.entry import Values
    from podium.programs.interviews.bank import Kit

Round = Entry[Interview]
Card = Entry[Scorecard]
Stage = Literal["collecting cards", "reading", "discussing", "decided"]
LATE_AFTER_DAYS = 1


class RoundStatus(msgspec.Struct, frozen=True):
    """Where a debrief stands; never what a card says.

    Attributes:
        cards_in, cards_missing: names of the panel and of shadows.
        votes_missing: who has not handed in a second vote; empty before the cards are opened.
        days_to_decision: from the last interview to the decision, or to today while there is none.
    """

    round: Round
    stage: Stage
    cards_in: tuple[str, ...]
    cards_missing: tuple[str, ...]
    votes_missing: tuple[str, ...]
    days_to_decision: int


def round_named(journal: Journal, name: str) -> Round:
    """A round by its name.

    Raises:
        CannotRead: there is none.
    """
    this_round = journal.entry(round_kind.KIND, name)
    if this_round is None:
        names = ", ".join(entry.id for entry in journal.entries(round_kind.KIND))
        raise CannotRead(f"there is no interview called {name!r}", next_step=names or "podium interview new")
    return this_round


def stage_of(head: Interview) -> Stage:
    """Which step of the order a round is at."""
    if head.decision:
        return "decided"
    if head.discussed_on is not None:
        return "discussing"
    return "reading" if head.opened_on is not None else "collecting cards"


def status(journal: Journal, this_round: Round, today: date) -> RoundStatus:
    """Who is in and who is missing."""
    head, stage = this_round.head, stage_of(this_round.head)
    everybody = (*head.panel, *head.shadows)
    if stage == "collecting cards":
        names = sealed.submitted(journal.root, this_round.id)
    else:
        names = frozenset(card.head.interviewer for card in cards_of(journal, this_round.id))
    second = (
        sealed.submitted(journal.root, this_round.id, is_second=True) if stage == "reading" else frozenset(head.panel)
    )
    return RoundStatus(
        this_round,
        stage,
        tuple(who for who in everybody if who in names),
        tuple(who for who in everybody if who not in names),
        tuple(who for who in head.panel if who not in second) if stage == "reading" else (),
        ((head.decided_on or today) - head.held).days,
    )


def cards_of(journal: Journal, round_id: str) -> tuple[Card, ...]:
    """The cards of a round that are in the journal: none before they were opened."""
    cards = (card for card in journal.entries(card_kind.KIND) if alike(card.head.interview) == alike(round_id))
    return tuple(sorted(cards, key=lambda card: (card.head.is_shadow, alike(card.head.interviewer))))


def blank_card(this_round: Round, who: str, kit: Kit) -> str:
    """An empty card for one interviewer: the anchors as comments, a place for each rating and its quotes.

    Raises:
        Misuse: they are not on the panel.
    """
    _demand_member(this_round, who)
    lines = [
        "+++",
        *(
            ["# You shadow: your card is kept and compared, and not counted.", ""]
            if who in this_round.head.shadows
            else []
        ),
        f"interview = {as_toml(this_round.id)}",
        f"interviewer = {as_toml(who)}",
        "",
        "# Your vote: " + ", ".join(f"{vote} {word}" for vote, word in VOTES.items()) + ".",
        "vote = 0",
    ]
    for name, competency in kit.competencies:
        lines += ["", f"# {competency.title}: {competency.says}"]
        lines += [f"#   {number} {anchor}" for number, anchor in enumerate(competency.anchors, 1)]
        lines += ["[[evidence]]", f"competency = {as_toml(name)}", "rating = 0", "# What they said, in their words."]
        lines += ["quotes = [", '  "",', "]"]
    return "\n".join([*lines, "+++", "", "# What I would ask next", ""])


def hand_in(journal: Journal, this_round: Round, text: str, today: date, *, is_again: bool = False) -> str:
    """Take a card in, unread by anybody else; the interviewer's name is returned.

    Raises:
        Misuse: the cards are open already, or the card is not complete. CannotRead: it is no card.
    """
    if stage_of(this_round.head) != "collecting cards":
        raise Misuse("the cards are open; no card is taken in any more", where=this_round.file)
    try:
        card, notes = read_entry(card_kind.KIND, text, "card", "card")
    except Unreadable as fault:
        raise CannotRead(fault.note.what, where=str(fault.note.line), next_step=fault.note.instead) from None
    if card is None or notes:
        raise CannotRead("the card cannot be read", next_step=str(notes[0]) if notes else "podium interview card")
    _demand_complete(this_round, card.head)
    fields = {**card_fields(card.head), "written": today, "is_shadow": card.head.interviewer in this_round.head.shadows}
    dated = new_file(card_kind.KIND, fields, card.body)
    sealed.seal(journal.root, this_round.id, card.head.interviewer, dated, is_again=is_again)
    who: str = card.head.interviewer
    return who


def _demand_member(this_round: Round, who: str) -> None:
    sealed.check_name(who)
    if who not in (*this_round.head.panel, *this_round.head.shadows):
        listed = ", ".join((*this_round.head.panel, *this_round.head.shadows))
        raise Misuse(f"{who} is not on this panel", where=this_round.file, next_step=f"one of: {listed}")


def _demand_complete(this_round: Round, head: Scorecard) -> None:
    """Every competency rated, each rating with a quote.

    Raises:
        Misuse: something is missing.
    """
    if alike(head.interview) != alike(this_round.id):
        raise Misuse("the card belongs to another interview", next_step="podium interview card writes a fresh one")
    _demand_member(this_round, head.interviewer)
    rated = {alike(part.competency): part for part in head.evidence}
    for name in this_round.head.competencies:
        part = rated.get(alike(name))
        if part is None:
            raise Misuse(f"{name} is not rated", next_step="rate every competency of the round")
        if not any(quote.strip() for quote in part.quotes):
            raise Misuse(f"{name} has a rating and no quote", next_step="write what they said, in their words")


def open_cards(journal: Journal, this_round: Round, today: date) -> tuple[Path, ...]:
    """Put all cards into the journal at once, and let the reading begin; a run that was killed is taken up again.

    Raises:
        CannotTell: a card is missing. Misuse: they are open already.
    """
    waiting = sealed.submitted(journal.root, this_round.id)
    if stage_of(this_round.head) != "collecting cards" and not waiting:
        raise Misuse("the cards are open already", where=this_round.file, next_step="podium interview reading")
    everybody = (*this_round.head.panel, *this_round.head.shadows)
    opened = {card.head.interviewer for card in cards_of(journal, this_round.id)}
    missing = [who for who in everybody if who not in waiting | opened]
    if missing or len(this_round.head.panel) < 2:
        raise CannotTell(
            f"no card is shown before all are in: missing {', '.join(missing)}",
            where=this_round.file,
            next_step="wait, or `podium interview leave` takes somebody off the panel for good",
        )
    cards = {who: _sealed_card(journal, this_round, who) for who in everybody if who in waiting}
    journal.write(round_kind.KIND.name, this_round.id, {"opened_on": this_round.head.opened_on or today})
    paths: list[Path] = []
    for who, (head, body) in cards.items():
        if who not in opened:
            fields = {**card_fields(head), "written": head.written}
            paths.append(journal.create(card_kind.KIND.name, f"{this_round.id}-{who}", fields, body=body))
    sealed.drop_all(journal.root, this_round.id)
    return tuple(paths)


def _sealed_card(journal: Journal, this_round: Round, who: str) -> tuple[Scorecard, str]:
    card, _ = read_entry(card_kind.KIND, sealed.unseal(journal.root, this_round.id, who), "card", "card")
    if card is None:
        raise CannotRead("a sealed card cannot be read", where=who, next_step="ask for it again")
    return card.head, card.body


def card_fields(head: Scorecard) -> Values:
    """A card's fields as they are written; empty quotes are left out."""
    return {
        "interview": head.interview,
        "interviewer": head.interviewer,
        "vote": head.vote,
        "evidence": [
            {"competency": part.competency, "rating": part.rating, "quotes": [q for q in part.quotes if q.strip()]}
            for part in head.evidence
        ],
        "is_shadow": head.is_shadow,
    }


def second_vote(journal: Journal, this_round: Round, who: str, vote: int, *, is_again: bool = False) -> None:
    """Take a second vote in, unread until all are in.

    Raises:
        Misuse: the cards are not open, the discussion began, a vote that is none, or somebody not on the panel.
    """
    if stage_of(this_round.head) != "reading":
        raise Misuse(
            f"second votes are given while reading; this round is {stage_of(this_round.head)}", where=this_round.file
        )
    if who not in this_round.head.panel:
        raise Misuse(f"{who} does not vote in this round", next_step=f"one of: {', '.join(this_round.head.panel)}")
    if not LOWEST <= vote <= HIGHEST:
        raise Misuse(f"Not a valid vote: {vote}", next_step="write 1 (strong no), 2, 3 or 4 (strong yes)")
    sealed.seal(journal.root, this_round.id, who, str(vote), is_second=True, is_again=is_again)


def open_votes(journal: Journal, this_round: Round, today: date) -> None:
    """Put all second votes on the cards at once, and let the discussion begin.

    Raises:
        CannotTell: a second vote is missing. Misuse: it is not time.
    """
    if stage_of(this_round.head) != "reading":
        raise Misuse(
            f"this round is {stage_of(this_round.head)}", where=this_round.file, next_step="podium interview status"
        )
    second = sealed.submitted(journal.root, this_round.id, is_second=True)
    missing = [who for who in this_round.head.panel if who not in second]
    if missing:
        raise CannotTell(
            f"no second vote is shown before all are in: missing {', '.join(missing)}", where=this_round.file
        )
    votes = {who: int(sealed.unseal(journal.root, this_round.id, who, is_second=True)) for who in this_round.head.panel}
    for who, vote in votes.items():
        journal.write(card_kind.KIND.name, f"{this_round.id}-{who}", {"second_vote": vote})
    journal.write(round_kind.KIND.name, this_round.id, {"discussed_on": today})
    sealed.drop_all(journal.root, this_round.id)
    sealed.drop_key(journal.root, this_round.id)


def leave_panel(journal: Journal, this_round: Round, who: str) -> None:
    """Take somebody off the panel before the cards are opened; their card is deleted unread and never taken in again.

    Raises:
        Misuse: the cards are open, they are not on it, or fewer than two voters would remain.
    """
    if stage_of(this_round.head) != "collecting cards":
        raise Misuse("the cards are open; the panel stays as it is", where=this_round.file)
    _demand_member(this_round, who)
    panel = tuple(name for name in this_round.head.panel if name != who)
    if len(panel) < 2:
        raise Misuse("a panel has two interviewers at least", where=this_round.file)
    shadows = tuple(name for name in this_round.head.shadows if name != who)
    journal.write(round_kind.KIND.name, this_round.id, {"panel": panel, "shadows": shadows})
    sealed.drop(journal.root, this_round.id, who)


def decide(journal: Journal, this_round: Round, decision: str, reason: str, today: date) -> Path:
    """Write the decision and its reason.

    Raises:
        Misuse: the second votes are not open, or there is no reason.
    """
    if stage_of(this_round.head) != "discussing":
        raise Misuse(
            f"a decision comes after the discussion; this round is {stage_of(this_round.head)}",
            where=this_round.file,
            next_step="podium interview status",
        )
    if len(reason.split()) < 3:
        raise Misuse("the reason is missing", next_step='--reason "three examples of finishing unowned work"')
    return journal.write(
        round_kind.KIND.name, this_round.id, {"decision": decision, "reason": reason, "decided_on": today}
    )


def late_cards(cards: Sequence[Card], interview_day: date) -> tuple[Card, ...]:
    """Cards handed in later than the day after the interview."""
    return tuple(
        card
        for card in cards
        if card.head.written is not None and (card.head.written - interview_day).days > LATE_AFTER_DAYS
    )
