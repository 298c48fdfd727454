"""The five questions: found by their words, answered with her own evidence."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from podium.calendar.block import Block
from podium.core.errors import CannotRead, Misuse
from podium.journal.kinds import conduct_talk, expectation
from podium.programs.questions.own_evidence import Sentence, own_sentences
from podium.programs.questions.pages import hand_off_page, question_page
from podium.programs.questions.read import Question, question_named, question_of, questions

if TYPE_CHECKING:
    from datetime import date, time

    from podium.app.session import Session
    from podium.documents import Document
    from podium.journal import Journal
    from podium.mirror.mirror import Mirror

__all__ = [
    "Answer",
    "Question",
    "Sentence",
    "answer",
    "every_question",
    "find_question",
    "hand_off",
    "needs_traces",
    "page",
    "reminders",
]


REVIEW_MIN = 30


class Answer(msgspec.Struct, frozen=True):
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


def reminders(session: Session, question: Question, at: time, zone: str) -> tuple[Block, ...]:
    """Reviews and follow-ups to come as calendar blocks; no name and no matter stands in them.

    Raises:
        Misuse: the question has no dates, or none is to come.
    """
    journal, today = session.journal(), session.today()
    dated: list[tuple[str, date, str]] = []
    if question.name == "underperformance":
        for entry in journal.entries(expectation.KIND):
            days = (entry.head.review_after_two_weeks, entry.head.review_after_four_weeks)
            dated += [(entry.file, day, "Review of expectations") for day in days if day is not None]
    if question.name == "toxic-senior":
        for talk in journal.entries(conduct_talk.KIND):
            dated += [(talk.file, day, "Follow-up") for day in talk.head.follow_ups]
    to_come = sorted(row for row in dated if row[1] >= today)
    if not to_come:
        raise Misuse("no review and no follow-up is to come", next_step="write its day in the file first")
    return tuple(
        Block(
            practice=f"ask-{question.name}",
            title=title,
            start=datetime.combine(day, at),
            end=datetime.combine(day, at) + timedelta(minutes=REVIEW_MIN),
            zone=zone,
            line=f"Prepared in your journal: {sha256(file.encode()).hexdigest()[:8]}",
        )
        for file, day, title in to_come
    )
