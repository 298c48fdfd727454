"""Being away on purpose: a backup plan before, and afterwards what waited for you."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from podium.app import asker
from podium.core.errors import Misuse
from podium.journal.kinds.absence_plan import AbsencePlan
from podium.programs.leave import describe
from podium.programs.leave import plan as planning
from podium.programs.leave.debrief import REMOVALS, Debrief, choose
from podium.programs.leave.debrief import debrief as read_debrief
from podium.programs.leave.leave import Away, ahead

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.journal import Entry, Journal
    from podium.mirror.look import Scope

__all__ = ["AbsencePlan", "Away"]

# What somebody else usually takes over, and what it means.
USUAL_DUTIES = planning.USUAL


class Planned(msgspec.Struct, frozen=True):
    """A plan that was written.

    Attributes:
        lines: the page for your team. gaps: what it leaves open. clashes: promises of yours in these days.
    """

    file: str
    lines: tuple[str, ...]
    gaps: tuple[str, ...]
    clashes: tuple[str, ...]


class Debriefed(msgspec.Struct, frozen=True):
    """What stalled, waited and was done without you, and what you took yourself out of."""

    debrief: Debrief
    removals: tuple[str, ...]


def to_come(session: Session, me: Sequence[str] = ()) -> list[tuple[Away, Entry[AbsencePlan] | None]]:
    """Declared leave to come, each with its plan: from the journal, the file about you and connected calendars."""
    journal = session.journal()
    asker.check_typed(me, session.confirm)
    return [(away, planning.plan_of(journal, away)) for away in ahead(journal, session.today(), me)]


def chosen(session: Session, first: date | None, last: date | None, me: Sequence[str] = ()) -> Away:
    """The absence of these days; without days the next declared leave, a whole week of it first.

    Raises:
        Misuse: only one day, the last before the first, or no leave to come is declared.
    """
    if (first is None) != (last is None) or (first and last and last < first):
        raise Misuse("an absence has a first and a last day", next_step="--first 2026-12-07 --last 2026-12-11")
    asker.check_typed(me, session.confirm)
    declared = ahead(session.journal(), session.today(), me)
    if first and last:
        return next((away for away in declared if away.first <= first and last <= away.last), Away(first, last))
    whole = [away for away in declared if away.is_whole] or list(declared)
    if not whole:
        raise Misuse("no leave to come is declared", next_step="--first 2026-12-07 --last 2026-12-11")
    return whole[0]


def plan_of(session: Session, away: Away) -> AbsencePlan | None:
    """The plan an absence has already."""
    entry = planning.plan_of(session.journal(), away)
    return entry.head if entry else None


def write_plan(session: Session, away: Away, values: Mapping[str, Any]) -> Planned:
    """Write the plan of an absence; what it says already is added to."""
    journal = session.journal()
    entry = planning.write(journal, away, values)
    return Planned(
        entry.file,
        tuple(planning.page(entry.head)),
        tuple(planning.gaps(entry.head, away)),
        tuple(planning.clashes(journal, away)),
    )


def debrief(session: Session, scope: Scope, day: date | None = None, removed: Sequence[str] = ()) -> Debriefed:
    """What stalled, what waited for you, and what was done without you.

    Args:
        day: of the absence; None for the newest whole one that is over. removed: written into the plan.

    Raises:
        CannotTell: no absence is over. Misuse: there is no journal to write into.
    """
    with session.mirror(scope) as mirror:
        result = read_debrief(mirror, choose(mirror, day))
        return Debriefed(result, _with_removals(session, mirror.journal, result, removed))


def debrief_lines(debriefed: Debriefed) -> Iterator[str]:
    """The debrief in sentences."""
    return describe.lines(debriefed.debrief, debriefed.removals)


def debrief_facts(debriefed: Debriefed) -> describe.DebriefRecord:
    """The debrief for `--json`."""
    return describe.as_data(debriefed.debrief, debriefed.removals)


def _with_removals(
    session: Session, journal: Journal | None, result: Debrief, removed: Sequence[str]
) -> tuple[str, ...]:
    """What the plan holds of removals, with the new ones written."""
    if journal is None:
        if removed:
            raise Misuse("there is no journal to write into", next_step="podium init ~/leadership")
        return ()
    entry = planning.plan_of(journal, result.away)
    before = entry.head.removals if entry else ()
    removals = tuple(dict.fromkeys([*before, *(what.strip() for what in removed if what.strip())]))
    if removals != before:
        day = {"debriefed_on": session.today()} if len(removals) >= REMOVALS else {}
        planning.write(journal, result.away, {"removals": list(removals), **day})
    return removals
