"""The pages of a debrief and the kit of a role, to print or hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.documents import (
    Document,
    Heading,
    Item,
    Lines,
    Listing,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    line,
)
from podium.programs.interviews.bank import VOTES
from podium.programs.interviews.debrief import late_cards

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from podium.documents import (
        Block,
    )
    from podium.programs.interviews.bank import Kit
    from podium.programs.interviews.debrief import Card, Round

DISAGREE_FROM = 2
_STAR = ("Situation", "Task and your part", "Action", "Result, and how you know")


def kit_page(kit: Kit, today: date) -> Document:
    """A kit: how to hold the interview, then one page for each competency with room for quotes."""
    count = len(kit.competencies)
    blocks: list[Block] = [
        Paragraph(line(f"{kit.minutes} minutes. Each interviewer takes one or two of the {count} competencies.")),
        Heading(line("How to hold it")),
        Listing(
            tuple(
                Item(line(text), number)
                for number, text in enumerate(
                    (
                        "Ask about something they did. Probe until situation, own action and result are there.",
                        "Write what they say in their words. An opinion is no evidence.",
                        "Do not lead: a question that holds its answer tells you nothing.",
                        "Write your card the same day, before you talk to anybody of the panel.",
                    ),
                    1,
                )
            )
        ),
        Heading(line("What a vote means")),
        Listing(tuple(Item(line(Run(f"{vote} ", is_bold=True), text)) for vote, text in VOTES.items())),
    ]
    for _, competency in kit.competencies:
        blocks += [PageBreak(), Heading(line(competency.title)), Paragraph(line(competency.says))]
        blocks.append(
            Table(
                (line("Vote"), line("Looks like")),
                tuple((line(str(n)), line(text)) for n, text in enumerate(competency.anchors, 1)),
            )
        )
        blocks += [Heading(line("Ask"), 2), Listing(tuple(Item(line(text)) for text in competency.questions))]
        probes = competency.probes or _STAR
        blocks += [Heading(line("Probe"), 2), Listing(tuple(Item(line(text)) for text in probes))]
        blocks += [Heading(line("In their words"), 2), Lines(15)]
    return Document(f"Interview kit: {kit.title}", tuple(blocks), "Structured interview with anchors", today)


def reading_page(this_round: Round, cards: Sequence[Card], today: date) -> Document:
    """All cards for five to ten minutes of silent reading: evidence first, competency by competency."""
    blocks: list[Block] = [
        Paragraph(line("Read in silence for five to ten minutes. Then vote again, alone. Then talk."))
    ]
    for name in this_round.head.competencies:
        blocks.append(Heading(line(name.replace("-", " ").capitalize())))
        for card in cards:
            for part in card.head.evidence:
                if part.competency != name:
                    continue
                who = f"{card.head.interviewer}{' (shadow, not counted)' if card.head.is_shadow else ''}"
                blocks.append(Paragraph(line(Run(who, is_bold=True), f"  rated {part.rating}")))
                blocks += [Quote(line(quote)) for quote in part.quotes]
    blocks.append(Heading(line("First votes")))
    blocks.append(
        Table(
            (line("Who"), line("Vote")),
            tuple(
                (line(card.head.interviewer), line(f"{card.head.vote} {VOTES[card.head.vote]}"))
                for card in cards
                if not card.head.is_shadow
            ),
        )
    )
    blocks += _shadow_votes(cards)
    return Document(
        f"Debrief: {this_round.id}",
        tuple(blocks),
        f"{this_round.head.role}, interviews of {this_round.head.held}",
        today,
    )


def _shadow_votes(cards: Sequence[Card]) -> list[Block]:
    shadows = [card for card in cards if card.head.is_shadow]
    if not shadows:
        return []
    rows = [f"{card.head.interviewer}: {card.head.vote} {VOTES[card.head.vote]}" for card in shadows]
    return [Heading(line("Shadow cards, not counted"), 2), Listing(tuple(Item(line(row)) for row in rows))]


def discussion_page(this_round: Round, cards: Sequence[Card], today: date) -> Document:
    """Votes before and after reading, where the panel disagrees, and what evidence would settle it."""
    voters = [card for card in cards if not card.head.is_shadow]
    rows = [
        (
            line(card.head.interviewer),
            line(str(card.head.vote)),
            line(str(card.head.second_vote or "")),
            line("yes" if card.head.second_vote not in {None, card.head.vote} else "no"),
        )
        for card in voters
    ]
    blocks: list[Block] = [
        Heading(line("Votes")),
        Table((line("Who"), line("First"), line("After reading"), line("Moved")), tuple(rows)),
        Heading(line("Where the panel disagrees")),
    ]
    gaps = disagreements(this_round, voters)
    if not gaps:
        blocks.append(Paragraph(line("No competency has ratings two points apart.")))
    for name, low, high in gaps:
        blocks += [
            Paragraph(line(Run(name.replace("-", " ").capitalize(), is_bold=True), f": rated from {low} to {high}.")),
            Paragraph(line("What evidence would settle it?")),
            Lines(2),
        ]
    late = late_cards(voters, this_round.head.held)
    blocks.append(Heading(line("Process")))
    notes = [f"{card.head.interviewer}: card written {card.head.written}" for card in late]
    blocks.append(
        Listing(tuple(Item(line(note)) for note in notes))
        if notes
        else Paragraph(line("All cards were in by the next day."))
    )
    if this_round.head.decision:
        blocks += [
            Heading(line("Decision")),
            Paragraph(
                line(Run(this_round.head.decision.capitalize(), is_bold=True), f", {this_round.head.decided_on}.")
            ),
            Paragraph(line(this_round.head.reason)),
        ]
    else:
        blocks += [Heading(line("Decision and its reason")), Lines(4)]
    return Document(f"Discussion: {this_round.id}", tuple(blocks), this_round.head.role, today)


def disagreements(this_round: Round, voters: Sequence[Card]) -> list[tuple[str, int, int]]:
    """Competencies rated two points apart or more, with the lowest and highest rating."""
    gaps = []
    for name in this_round.head.competencies:
        ratings = [part.rating for card in voters for part in card.head.evidence if part.competency == name]
        if ratings and max(ratings) - min(ratings) >= DISAGREE_FROM:
            gaps.append((name, min(ratings), max(ratings)))
    return gaps
