"""Kinds of work: changes to answer about, and the answers kept, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.app import last_look
from podium.core.errors import CannotTell
from podium.evidence.commits import labels
from podium.evidence.commits.labels import Answer
from podium.system import paths

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.look import Scope

__all__ = ["Answer"]


class Change(msgspec.Struct, frozen=True):
    """A change of the team to answer about; `is_random` when drawn at random, else because podium is unsure."""

    commit: str
    subject: str
    repository: str
    is_random: bool


def answers() -> dict[str, Answer]:
    """Answers given so far, by commit.

    Raises:
        CannotRead: a line of the file is no answer.
    """
    return labels.read(file())


def file() -> Path:
    """Where the answers are kept."""
    return paths.work_labels()


def changes(session: Session, scope: Scope, count: int, seed: int) -> list[Change]:
    """Changes worth an answer that have none yet; an `asked` without paths means the last look.

    Raises:
        CannotTell: fewer than five people acted, so no change of the team may be asked about.
    """
    scope = scope if scope.paths else last_look.last()
    answers_so_far = answers()
    with session.mirror(scope) as mirror:
        rows = mirror.changes_to_label(count, seed, known_answers=answers_so_far)
        why_none = mirror.why_nothing_to_label()
    if why_none:
        raise CannotTell(why_none, next_step="kinds of work are shown for five people or more")
    return [Change(*row) for row in rows]


def keep(answers_by_change: Mapping[str, Answer]) -> None:
    """Write all answers.

    Raises:
        CannotWrite: the disk refused.
    """
    labels.write(file(), answers_by_change)
