"""Drills: one part of a conversation trained with one sentence, again when it would fade."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotTell, Misuse
from podium.programs.drills import log, material, parts, reading, schedule
from podium.programs.drills.material import Material
from podium.programs.drills.parts import Part
from podium.programs.drills.reading import DrillFeedback
from podium.programs.drills.retention import LEAST, Retention, retention
from podium.programs.drills.schedule import A_WEEK, Standing

if TYPE_CHECKING:
    from podium.app.session import Session

__all__ = ["A_WEEK", "DrillFeedback", "Material", "Part", "Standing"]

RECALLS = ("again", "hard", "good", "easy")


class Task(msgspec.Struct, frozen=True):
    """A part to train, and the sentence it starts from."""

    part: Part
    start: Material


class Course(msgspec.Struct, frozen=True):
    """Every part and where it stands.

    Attributes:
        done: drills of this week. due: names of parts that would fade. left: what is left on day 14 and 45.
    """

    standings: tuple[Standing, ...]
    done: int
    due: tuple[Standing, ...]
    left: tuple[Retention, ...]


class StandingRecord(msgspec.Struct, frozen=True):
    """Where a part stands, for `--json`; days as text."""

    part: str
    framework: str
    times: int
    first: str | None
    last: str | None
    due: str | None
    chance: float | None


class RetentionRecord(msgspec.Struct, frozen=True):
    """What is left on a day, for `--json`; no figure below the least number of parts."""

    day: int
    parts: int
    least: int
    waiting: int
    missed: int
    recalled: float | None
    heard: float | None


def course(session: Session) -> Course:
    """Where every part stands today."""
    today = session.today()
    rows = schedule.log(session.journal(), today)
    standings = schedule.standings(rows, today)
    return Course(
        standings, schedule.this_week(rows, today), tuple(schedule.due(standings, today)), retention(rows, today)
    )


def task(session: Session, part: str = "") -> Task:
    """The part named, or the one that is due, with a sentence of yours to start from where one lacks it.

    Raises:
        Misuse: there is no such part.
    """
    today = session.today()
    rows = schedule.log(session.journal(), today)
    chosen = parts.named(part) if part else schedule.choose(schedule.standings(rows, today), today).part
    return Task(chosen, material.choose(chosen, session.journal(), rows))


def refuse_too_many(session: Session) -> None:
    """Stop when this week's drills are done.

    Raises:
        CannotTell: says when to come back.
    """
    drills_this_week = course(session).done
    if drills_this_week >= A_WEEK:
        raise CannotTell(
            f"you did {drills_this_week} drills this week; spaced practice keeps more than crammed practice",
            next_step="come back on Monday, or `podium drill --more`",
        )


def hear(part: Part, sentence: str) -> DrillFeedback:
    """Whether the part was heard in a sentence, and what stood for it.

    Raises:
        Misuse: there is no sentence, or too much of one.
    """
    return reading.read(part, sentence)


def keep(session: Session, task: Task, sentence: str, feedback: DrillFeedback, recall: str) -> date | None:
    """Keep a drill; returns the day the part comes back.

    Raises:
        Misuse: how easily it came was not said.
    """
    if recall not in RECALLS:
        raise Misuse("how easily it came is not said yet", next_step="choose one of the four")
    log.keep(session.journal(), task.part, task.start, sentence, feedback, recall, session.today())
    return next(standing.due for standing in course(session).standings if standing.part.name == task.part.name)


def standing_facts(standing: Standing) -> StandingRecord:
    """Where a part stands, for `--json`."""
    return StandingRecord(
        part=standing.part.name,
        framework=standing.part.framework,
        times=standing.times,
        first=standing.first.isoformat() if standing.first else None,
        last=standing.last.isoformat() if standing.last else None,
        due=standing.due.isoformat() if standing.due else None,
        chance=None if standing.chance is None else round(standing.chance, 4),
    )


def retention_facts(retained: Retention) -> RetentionRecord:
    """What is left on a day, for `--json`; no figure below the least number of parts."""
    is_enough = retained.n >= LEAST
    return RetentionRecord(
        day=retained.day,
        parts=retained.n,
        least=LEAST,
        waiting=retained.waiting,
        missed=retained.missed,
        recalled=retained.recalled if is_enough else None,
        heard=retained.heard if is_enough else None,
    )
