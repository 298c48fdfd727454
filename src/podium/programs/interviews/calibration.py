"""What opened debriefs say of a panel, and of one interviewer who agreed to hear it."""

from __future__ import annotations

import math
from statistics import NormalDist, fmean, pstdev
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotTell
from podium.journal import Entry
from podium.journal.kinds import interview as round_kind
from podium.journal.kinds import interviewer as interviewer_kind
from podium.journal.kinds.interview import Interview
from podium.programs.interviews.debrief import Card, cards_of, late_cards, stage_of
from podium.programs.interviews.reliability import (
    FEWEST_CANDIDATES,
    FEWEST_SCORERS,
    REWRITE_ANCHORS_BELOW,
    Reliability,
    alpha,
    icc,
    is_crossed,
    panels_of,
    reliability,
)
from podium.programs.interviews.severity import Interval, Vote, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.journal import Journal

FEWEST_CARDS, FEWEST_HIRES, FULL_CARD_QUOTES = 8, 20, 3


class Debriefed(msgspec.Struct, frozen=True):
    """One round whose cards are open, and its counted cards."""

    round: Entry[Interview]
    cards: tuple[Card, ...]


class Competence(msgspec.Struct, frozen=True):
    """How far a competency's ratings agree; None with a reason where too little is there."""

    name: str
    alpha: float | None
    why_none: str

    @property
    def needs_anchors(self) -> bool:
        """Its anchors should be rewritten."""
        return self.alpha is not None and self.alpha < REWRITE_ANCHORS_BELOW


class Panel(msgspec.Struct, frozen=True):
    """A panel's reliability; no interviewer stands in it.

    Attributes:
        candidates: with three counted cards or more.
        alpha: Krippendorff's, of first votes.
        icc: ICC(2,1) and ICC(2,k), only where everybody saw everybody.
        outcome: rank correlation of mean first vote with the outcome of hires, with its 90 % interval.
        why_none: why there are no figures; why_no_outcome: why there is no correlation.
    """

    candidates: int
    cards: int
    alpha: float | None
    reliability: Reliability | None
    icc: tuple[float, float] | None
    competencies: tuple[Competence, ...]
    outcome: tuple[float, float, float] | None
    why_none: str
    why_no_outcome: str


class OwnLine(msgspec.Struct, frozen=True):
    """What is handed to one interviewer about their own cards.

    Attributes:
        severity: points beside the panel, shrunk, with intervals.
        spread, panel_spread: standard deviation of their first votes, and of all.
        full, moved, late: shares of their cards with three quotes, of second votes that differ, of late cards.
    """

    interviewer: str
    cards: int
    severity: Interval
    spread: float
    panel_spread: float
    full: float
    moved: float
    late: float


def debriefed(journal: Journal) -> tuple[Debriefed, ...]:
    """Rounds whose cards are open."""
    rounds = [entry for entry in journal.entries(round_kind.KIND) if stage_of(entry.head) != "collecting cards"]
    return tuple(
        Debriefed(entry, tuple(card for card in cards_of(journal, entry.id) if not card.head.is_shadow))
        for entry in rounds
    )


def votes_of(rounds: Sequence[Debriefed]) -> list[Vote]:
    """The first votes: those nobody else had seen."""
    return [Vote(r.round.id, card.head.interviewer, card.head.vote) for r in rounds for card in r.cards]


def panel(rounds: Sequence[Debriefed]) -> Panel:
    """The panel's figures; none below 20 candidates with three cards."""
    votes = votes_of(rounds)
    enough = sum(len(names) >= FEWEST_SCORERS for names in panels_of(votes).values())
    outcome, why_no_outcome = _outcome(rounds)
    if enough < FEWEST_CANDIDATES:
        why = f"{enough} of at least {FEWEST_CANDIDATES} candidates have {FEWEST_SCORERS} cards"
        return Panel(enough, len(votes), None, None, None, (), outcome, why, why_no_outcome)
    try:
        fitted = fit(votes)
        return Panel(
            enough,
            len(votes),
            alpha(votes),
            reliability(fitted, panels_of(votes)),
            icc(votes) if is_crossed(votes) else None,
            _competencies(rounds),
            outcome,
            "",
            why_no_outcome,
        )
    except CannotTell as fault:
        return Panel(enough, len(votes), None, None, None, (), outcome, fault.what, why_no_outcome)


def _competencies(rounds: Sequence[Debriefed]) -> tuple[Competence, ...]:
    names = sorted({name for r in rounds for name in r.round.head.competencies})
    rows: list[Competence] = []
    for name in names:
        ratings = [
            Vote(r.round.id, card.head.interviewer, part.rating)
            for r in rounds
            for card in r.cards
            for part in card.head.evidence
            if part.competency == name
        ]
        enough = sum(len(who) >= FEWEST_SCORERS for who in panels_of(ratings).values())
        if enough < FEWEST_CANDIDATES:
            rows.append(Competence(name, None, f"{enough} of at least {FEWEST_CANDIDATES} candidates"))
            continue
        try:
            rows.append(Competence(name, alpha(ratings), ""))
        except CannotTell as fault:
            rows.append(Competence(name, None, fault.what))
    return tuple(rows)


def own_line(journal: Journal, rounds: Sequence[Debriefed], who: str) -> OwnLine:
    """The line of one interviewer.

    Raises:
        CannotTell: they did not agree in their own file, or have fewer than eight cards.
    """
    own_file = journal.entry(interviewer_kind.KIND, who)
    if own_file is None or not (own_file.head.is_me or own_file.head.agreed_on is not None):
        raise CannotTell(
            "nothing about this interviewer's cards is computed without their agreement",
            where=f"interviewers/{who}.md",
            next_step="ask them; they write agreed_on in their own file",
        )
    votes = votes_of(rounds)
    cards = [(r, card) for r in rounds for card in r.cards if card.head.interviewer == who]
    if len(cards) < FEWEST_CARDS:
        raise CannotTell(f"{len(cards)} of at least {FEWEST_CARDS} cards are there")
    enough = sum(len(names) >= FEWEST_SCORERS for names in panels_of(votes).values())
    if enough < FEWEST_CANDIDATES:
        raise CannotTell(f"{enough} of at least {FEWEST_CANDIDATES} candidates have {FEWEST_SCORERS} cards")
    second = [card for _, card in cards if card.head.second_vote is not None]
    late = sum(bool(late_cards([card], r.round.head.held)) for r, card in cards)
    return OwnLine(
        who,
        len(cards),
        fit(votes).severity[who],
        pstdev([card.head.vote for _, card in cards]),
        pstdev([vote.value for vote in votes]),
        sum(_is_full(card) for _, card in cards) / len(cards),
        sum(card.head.second_vote != card.head.vote for card in second) / len(second) if second else 0.0,
        late / len(cards),
    )


def _is_full(card: Card) -> bool:
    """Three quoted observations at least."""
    return sum(len(part.quotes) for part in card.head.evidence) >= FULL_CARD_QUOTES


def _outcome(rounds: Sequence[Debriefed]) -> tuple[tuple[float, float, float] | None, str]:
    """Spearman's rank correlation of mean first vote and outcome, with a 90 % interval (Fisher's z)."""
    hires = [r for r in rounds if r.round.head.decision == "hire" and r.round.head.outcome is not None and r.cards]
    if len(hires) < FEWEST_HIRES:
        return None, f"{len(hires)} of at least {FEWEST_HIRES} hires have an outcome"
    votes = [fmean(card.head.vote for card in r.cards) for r in hires]
    outcomes = [float(r.round.head.outcome or 0) for r in hires]
    value = _correlation(_ranks(votes), _ranks(outcomes))
    if value is None:
        return None, "all votes or all outcomes of hires are alike"
    half = NormalDist().inv_cdf(0.95) * 1.03 / math.sqrt(len(hires) - 3)
    middle = math.atanh(max(-0.999999, min(0.999999, value)))
    return (value, math.tanh(middle - half), math.tanh(middle + half)), ""


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1; equal values share the mean of theirs."""
    ordered = sorted(values)
    return [fmean(n for n, peer in enumerate(ordered, 1) if peer == value) for value in values]


def _correlation(a: Sequence[float], b: Sequence[float]) -> float | None:
    spread = pstdev(a) * pstdev(b)
    if spread == 0:
        return None
    mean_a, mean_b = fmean(a), fmean(b)
    return fmean((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / spread
