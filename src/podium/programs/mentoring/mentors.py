"""Whom to ask: people she listed, by the areas they named, with their yes; never ranked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import Misuse
from podium.journal.kinds import mentor, person

if TYPE_CHECKING:
    from podium.journal import Journal


class Candidate(msgspec.Struct, frozen=True, order=True):
    """Somebody who may be asked.

    Attributes:
        id: of her mentors.toml. yes_on: the day they said yes; None while they did not.
    """

    id: str
    person: str
    areas: tuple[str, ...]
    yes_on: date | None
    is_report: bool


def candidates(journal: Journal | None, *, with_reports: bool = False) -> tuple[Candidate, ...]:
    """Everybody she listed as a mentor, alphabetically; her direct reports only when she asks for them."""
    if journal is None:
        return ()
    reports = {
        e.id.casefold() for e in journal.entries(person.KIND) if e.head.relation == "report" and e.head.until is None
    }
    people = [
        Candidate(e.id, e.head.person, e.head.areas, e.head.yes_on, e.head.person.casefold() in reports)
        for e in journal.entries(mentor.KIND)
    ]
    return tuple(sorted(candidate for candidate in people if with_reports or not candidate.is_report))


def for_area(area: str, people: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Those who named the area, or a folder of it, as theirs; alphabetically."""
    whole = area.casefold().strip("/")
    pieces = {whole, *whole.split("/")}
    return tuple(
        candidate for candidate in people if any(_is_within(named, whole, pieces) for named in candidate.areas)
    )


def _is_within(named: str, whole: str, pieces: set[str]) -> bool:
    plain = named.casefold().strip("/ ")
    return bool(plain) and (plain in pieces or f"/{plain}/" in f"/{whole}/")


def words(area: str, people: tuple[Candidate, ...]) -> str:
    """Whom to ask, in words; without a name nobody is guessed."""
    mentors = for_area(area, people)
    if not mentors:
        return f"someone who works in {area or 'it'}, not a report of yours, who says yes freely"
    return ", ".join(f"{mentor.person} ({_yes(mentor)})" for mentor in mentors)


def _yes(candidate: Candidate) -> str:
    return f"said yes on {candidate.yes_on}" if candidate.yes_on else "not asked yet: no yes is written down"


def willing(journal: Journal, id: str, *, with_reports: bool) -> Candidate:
    """The mentor of an id, if they said yes.

    Raises:
        Misuse: not listed, a direct report, or no yes.
    """
    mentor = next(
        (candidate for candidate in candidates(journal, with_reports=True) if candidate.id.casefold() == id.casefold()),
        None,
    )
    if mentor is None:
        raise Misuse(
            "no such mentor is listed", where=id, next_step="podium new mentor --set person=... --set areas=..."
        )
    if mentor.is_report and not with_reports:
        raise Misuse(
            "a direct report who teaches their own boss is not free to say no",
            where=id,
            next_step="ask somebody of another team, or say --with-reports",
        )
    if mentor.yes_on is None:
        raise Misuse(
            "no consent is written down for this mentor",
            where=id,
            next_step="ask first, then write yes_on in mentors.toml",
        )
    return mentor
