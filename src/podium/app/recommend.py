"""The one practice to start now, and why it and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from podium import practices
from podium.app import look as looking
from podium.app import screen
from podium.app.practices import own_folder
from podium.practices import Practice

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.look import Look, Scope


# The verdicts that ask for a practice, the strongest first.
_UP = ("in it", "watch")


class Recommendation(msgspec.Struct, frozen=True):
    """A practice with its reason.

    Attributes:
        trap: the title of what it leads out of. reason: the finding that speaks for it, one sentence.
    """

    practice: Practice
    trap: str
    reason: str


def of_look(session: Session, look: Look) -> Recommendation | None:
    """The practice that leads out of the strongest trap and is not on its way; None where nothing asks for one."""
    up = [judged for verdict in _UP for judged in look.judged if judged.verdict == verdict]
    for judged in up:
        if not (suggested := look.next_practice.get(judged.trap.name)):
            continue
        findings = screen.row_of(judged, look).raised
        reason = next((finding.says for finding in findings if finding.is_judged), judged.why)
        practice = practices.named(suggested[0], own_folder(session.journal_if_readable()))
        return Recommendation(practice, judged.trap.title, reason[:1].upper() + reason[1:])
    return None


def now(session: Session, scope: Scope) -> Recommendation | None:
    """The same from a look of its own.

    Raises:
        CannotReach: a path is no readable repository. CannotTell: none of the commits is yours.
    """
    with session.mirror(scope) as mirror:
        return of_look(session, looking.of_mirror(mirror, session.today()))
