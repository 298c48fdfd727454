"""A question as a page, and the text that hands a case to HR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.documents import Document, Heading, Item, Listing, Paragraph, line, with_code
from podium.journal.kinds.expectation import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from podium.documents import Block
    from podium.journal import Entry
    from podium.journal.kinds.expectation import Expectation
    from podium.programs.questions.own_evidence import Sentence
    from podium.programs.questions.read import Question

HERS_ALONE = frozenset({"dislike-managing"})
_CONTEXT_TITLES = {
    "can_state": "Can they state the expectation?",
    "was_written": "Was it written, and when?",
    "has_means": "Skill, tools, access, dependencies",
    "fits_scope": "Scope",
    "load_and_leave": "Load and leave",
    "my_behaviour": "My own behaviour",
    "will": "Will",
}


def question_page(question: Question, own: Sequence[Sentence], today: date) -> Document:
    """The page of one question."""
    blocks: list[Block] = [
        Heading(line("In short")),
        Paragraph(line(question.seed)),
        Heading(line("What to do")),
        Listing(tuple(Item(line(text), number) for number, text in enumerate(question.answer, 1))),
        Heading(line("Your own evidence")),
        _own(question, own),
        Heading(line("Evidence for it")),
        Listing(tuple(Item(line(text)) for text in question.support)),
        Heading(line("Evidence against it")),
        Listing(tuple(Item(line(text)) for text in question.against)),
    ]
    return Document(question.title, tuple(blocks), "A hard question", today)


def _own(question: Question, own: Sequence[Sentence]) -> Block:
    """Her own evidence; what is hers alone stands on no page that can be handed over."""
    if question.name in HERS_ALONE:
        return Paragraph(line("Yours alone: it stands in podium and on no page that leaves it."))
    return Listing(tuple(Item(with_code(sentence.text)) for sentence in own))


def hand_off_page(entry: Entry[Expectation], today: date) -> Document:
    """What HR needs to know, as she wrote it; no judgement is added."""
    head = entry.head
    blocks: list[Block] = [
        Paragraph(line(f"Handed to HR on {today}, because conduct, health or law may be concerned.")),
        Heading(line("What was agreed")),
        Listing(tuple(Item(line(text)) for text in head.mine or ("nothing was written yet",))),
        Heading(line("What was asked about the context")),
    ]
    for name in CONTEXT:
        blocks += [Heading(line(_CONTEXT_TITLES[name]), 2), Paragraph(line(getattr(head, name) or "not asked yet"))]
    blocks += [
        Heading(line("What I ask of you")),
        Paragraph(line("Take the lead from here, and tell me what I may say, and to whom.")),
    ]
    return Document("Hand-off to HR", tuple(blocks), f"Purpose of the file: {head.purpose}", today)
