"""A look: the five traps judged, and what is due in your own practice beside them."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import msgspec

from podium import app, signals
from podium.app import last_look, screen
from podium.connections import places
from podium.core.errors import CannotWrite
from podium.evidence.views import gaps, sql_guard
from podium.mirror import as_data
from podium.mirror.as_data import LookRecord
from podium.mirror.look import MOST_WEEKS, Look, Scope
from podium.sentences import say
from podium.traps import Judged, Raised

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.mirror import Mirror

__all__ = [
    "MOST_WEEKS",
    "Answer",
    "Judged",
    "Look",
    "LookRecord",
    "Raised",
    "Scope",
    "facts",
    "look",
    "missing_source",
    "of_mirror",
]

# Sources without which a signal has nothing at all; code review only sharpens what git already tells.
_ONLY_SOURCE = frozenset({"journal", "incidents", "tickets", "calendar", "chat"})


class Answer(msgspec.Struct, frozen=True):
    """A look, its first screen, and what is on its way or overdue, a line each with what to type.

    Attributes:
        gone: what was remembered and is not there any more, a line each with what to type.
        is_for_the_day: whether it stays the same all day; a commit dated later today would end that.
    """

    look: Look
    reminders: tuple[str, ...]
    screen: screen.Screen
    gone: tuple[str, ...] = ()
    is_for_the_day: bool = True


def look(session: Session, scope: Scope) -> Answer:
    """Read what is new, judge the five traps, and remember what was looked at.

    Without paths the remembered ones are meant, else the clone one stands in; what is gone of them never stops the rest.

    Raises:
        Misuse: no repository, or a window that makes no sense. CannotReach: a path is no readable repository.
        CannotTell: none of the commits is yours.
    """
    remembered = last_look.for_look(scope, Path.cwd())
    scope = remembered.asked
    today = scope.as_of or session.today()
    opening = session.mirror(scope, for_look=True)
    # On another core while clones and journal are read; only now, as everything that opens a mirror is imported.
    checking = Thread(target=_check_selects, name="podium-checking")
    checking.start()
    with opening as mirror:
        checking.join()
        seen = of_mirror(mirror, today)
        reminders = () if mirror.journal is None else tuple(app.due.reminders(mirror.journal, today))
        gone_lines = [say("gone.repository", address=path) for path in remembered.gone]
        gone_lines += [say("gone.journal", address=mirror.why_no_journal)] if mirror.why_no_journal else []
        gone_lines += [say("gone.source", short=label, address=path) for label, path in places.gone().items()]
        is_for_the_day = scope.as_of is not None or not gaps.commits_after(mirror.evidence, mirror.window.end_s)
    earlier = last_look.earlier(scope, seen.as_of)
    with contextlib.suppress(CannotWrite):  # a look that cannot be remembered is a look all the same
        last_look.keep(scope, seen.as_of)
        last_look.keep_raised(scope, seen.as_of, screen.raised_flags(seen), screen.versions(seen))
    return Answer(seen, reminders, screen.of(seen, today, earlier), tuple(gone_lines), is_for_the_day)


def _check_selects() -> None:
    """Check what a look will ask, all of it together."""
    sql_guard.check_together(select for signal in signals.own() for select in signal.selects)


def of_mirror(mirror: Mirror, today: date) -> Look:
    """The five verdicts; a practice that is already on its way is not suggested again."""
    return mirror.look(is_started=() if mirror.journal is None else app.due.started(mirror.journal, today))


def facts(answer: Answer) -> LookRecord:
    """The look with every number and the reminders, for `--json`."""
    return as_data.of_look(answer.look, answer.reminders)


def look_facts(look: Look) -> LookRecord:
    """The look alone."""
    return as_data.of_look(look)


def missing_source(look: Look, signal: str) -> str:
    """What would have to be connected or written before a signal has anything: `no incidents connected`; else empty."""
    needed = [source for source in signals.named(signal).informs if source in _ONLY_SOURCE]
    if not needed or look.connected & set(needed):
        return ""
    return "no journal yet" if "journal" in needed else f"no {' or '.join(needed)} connected"
