"""The manager README part by part: its questions, its words, and one part changed alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.app import readme
from podium.app.wording import say
from podium.programs.readme import edit_part
from podium.programs.readme.parts import part
from podium.programs.readme.questions import QUESTIONS

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.programs.readme.edit_part import EditablePart
    from podium.programs.readme.questions import Question


def questions_by_part() -> list[tuple[str, list[Question]]]:
    """The questions of the interview below the headings of the page, in its order."""
    names = dict.fromkeys(question.part for question in QUESTIONS)
    groups = [(name, [question for question in QUESTIONS if question.part == name]) for name in names]
    return [(part(name).heading if name else say("Your name and your promises"), found) for name, found in groups]


def editable_parts(text: str) -> tuple[EditablePart, ...]:
    """The parts of a page, each with its questions and the words a reader sees."""
    return edit_part.editable_parts(text)


def save_part(session: Session, name: str, text: str, stamp: str) -> None:
    """Put other words into one part of the page that had this stamp.

    Raises:
        ChangedMeanwhileError: the page is another one by now. Misuse: there is no such part. CannotWrite: the disk refused.
    """
    readme.save(session, edit_part.with_part(readme.read(session).source, name, text), stamp)
