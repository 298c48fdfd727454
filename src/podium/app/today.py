"""Today: what needs ten minutes now, the practices that run, and the traps that are up."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.app import due, practice, practices, screen
from podium.app.due import Duty
from podium.app.open_mirrors import ReadingError
from podium.app.practice import Registration
from podium.core.errors import Stop
from podium.mirror.look import Look
from podium.traps import Judged

if TYPE_CHECKING:
    from podium.app.open_mirrors import OpenMirror
    from podium.app.session import Session

UP = frozenset({"in it", "watch"})


class Today(msgspec.Struct, frozen=True):
    """What the first page shows.

    Attributes:
        trouble: what stood in the way of reading the duties; empty when nothing did.
        running: practices under way, each with its state. up: traps you are in or should watch.
        titles: of the practices, by name.
        screen: the first screen, as the terminal prints it. practice: the one that leads out of the strongest trap.
        is_reading: the repositories are being read, so nothing of them is here yet.
        is_locked: there is a journal, and it cannot be read.
    """

    today: date
    duties: tuple[Duty, ...]
    trouble: str
    running: tuple[tuple[Registration, str], ...]
    look: Look | None
    up: tuple[Judged, ...]
    titles: dict[str, str]
    screen: screen.Screen | None
    practice: tuple[str, str] | None
    is_reading: bool
    has_journal: bool
    is_locked: bool


def today(session: Session, find_mirror: Callable[[], OpenMirror]) -> Today:
    """Duties, practices and traps; `find_mirror` gives the open mirror, or stops while it is being read."""
    journal = session.journal_if_readable()
    opened, is_reading = _opened(find_mirror)
    look = opened.look() if opened else None
    broken: list[tuple[Registration, practice.Broken]] = []
    if journal is not None and opened is not None:
        with opened.lock:
            broken = practice.broken(session, opened.mirror, journal)
    duties, trouble = due.of(journal, session.today(), broken)
    return Today(
        today=session.today(),
        duties=tuple(duties),
        trouble=trouble,
        running=tuple(practice.under_way(session)),
        look=look,
        up=tuple(judged for judged in look.judged if judged.verdict in UP) if look else (),
        titles=practices.titles(session),
        screen=screen.of(look, session.today()) if look else None,
        practice=_practice(look) if look else None,
        is_reading=is_reading,
        has_journal=journal is not None,
        is_locked=session.has_journal() and journal is None,
    )


def _practice(look: Look) -> tuple[str, str] | None:
    up = sorted((judged for judged in look.judged if judged.verdict in UP), key=lambda judged: judged.verdict)
    return next((practice for judged in up if (practice := look.next_practice.get(judged.trap.name))), None)


def _opened(find_mirror: Callable[[], OpenMirror]) -> tuple[OpenMirror | None, bool]:
    with contextlib.suppress(Stop):
        try:
            return find_mirror(), False
        except ReadingError:
            return None, True
    return None, False
