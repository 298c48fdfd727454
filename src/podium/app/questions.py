"""The use cases of the five questions: find one by its words, answer it with her own evidence, hand off to HR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from podium.core.errors import CannotRead
from podium.documents import Document
from podium.journal import Journal
from podium.journal.kinds import expectation
from podium.mirror.mirror import Mirror
from podium.programs.questions.own_evidence import Sentence, own_sentences
from podium.programs.questions.pages import hand_off_page, question_page
from podium.programs.questions.read import Question, question_named, question_of, questions


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what her own evidence says on it."""

    question: Question
    own: tuple[Sentence, ...]


def every_question() -> tuple[Question, ...]:
    """The five."""
    return questions()


def find_question(words: str) -> Question:
    """The question that is meant, by its name or by some words."""
    names = {question.name for question in questions()}
    return question_named(words) if words in names else question_of(words)


def needs_traces(question: Question) -> bool:
    """Whether her own traces say something on it."""
    return question.name == "how-technical"


def answer(question: Question, journal: Journal | None, mirror: Mirror | None, today: date) -> Answer:
    """A question with her own evidence."""
    return Answer(question, own_sentences(question.name, journal, mirror, today))


def page(found_answer: Answer, today: date) -> Document:
    """The page of an answer."""
    return question_page(found_answer.question, found_answer.own, today)


def hand_off(journal: Journal, name: str, today: date) -> Document:
    """The text that hands one case to HR.

    Raises:
        CannotRead: no such file of expectations.
    """
    entries = journal.entries(expectation.KIND)
    entry = journal.entry(expectation.KIND, name) if name else (entries[0] if len(entries) == 1 else None)
    if entry is None:
        names = ", ".join(e.id for e in entries)
        raise CannotRead("which file of expectations?", next_step=names or "podium new expectation")
    return hand_off_page(entry, today)
