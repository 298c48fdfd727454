"""The use cases of the EM shadow rota: plan two weeks, keep promises, see what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.core.errors import CannotRead, CannotTell, Misuse
from podium.journal.entry import alike
from podium.journal.kinds import shadow_plan, shadow_reflection, shadow_visit
from podium.programs.shadow.journal_rota import Cycle, cycle_of
from podium.programs.shadow.pages import commitment_page, exit_page
from podium.programs.shadow.rota import ACTIVITIES, Reason, Rota, Visit
from podium.programs.shadow.solve import bands_met, load, solve

if TYPE_CHECKING:
    from datetime import date

    from podium.documents import Document
    from podium.journal import Journal

Answer = Literal["go", "no-go", "not-now"]
DONE_SEEN, DONE_LED = 3, 2

__all__ = [
    "PlanStatus",
    "Planned",
    "Reason",
    "Rota",
    "activity_in_words",
    "close",
    "in_words",
    "keep",
    "pages",
    "plan",
    "status",
]


class Planned(msgspec.Struct, frozen=True):
    """A cycle and its rota, or the reason why there is none.

    Attributes:
        load: each host's distinct shadows and visits. bands: the bands of time zones each host meets.
    """

    cycle: Cycle
    answer: Rota | Reason
    load: tuple[tuple[str, int, int], ...]
    bands: Mapping[str, tuple[str, ...]]


class PlanStatus(msgspec.Struct, frozen=True):
    """What one shadow did; only for those who agreed.

    Attributes:
        seen, led: visits that took place. reflections: written ones.
        missing: what is left until it is done.
    """

    name: str
    seen: int
    led: int
    reflections: int
    answer: str
    missing: tuple[str, ...]


def plan(journal: Journal, first: date) -> Planned:
    """The rota of the two weeks from a day on; earlier promises are kept wherever they can.

    Raises:
        CannotTell: nobody to place, or the solver is not installed. Misuse: the day is no Monday.
    """
    if first.weekday() != 0:
        raise Misuse(f"{first} is not a Monday", next_step="a cycle starts on a Monday")
    cycle = cycle_of(journal, first)
    if not cycle.problem.shadows:
        raise CannotTell(
            "nobody is to be placed in this cycle", next_step="; ".join(cycle.left_out) or "podium new shadow-plan"
        )
    answer = solve(cycle.problem)
    if not isinstance(answer, Rota):
        return Planned(cycle, answer, (), {})
    return Planned(cycle, answer, load(cycle.problem, answer), bands_met(cycle.problem, answer))


def keep(journal: Journal, planned: Planned) -> tuple[int, int]:
    """Write the visits of a rota as promises; broken ones are marked as cancelled. Returns (written, cancelled).

    Raises:
        CannotTell: there is no rota.
    """
    if not isinstance(planned.answer, Rota):
        raise CannotTell("there is no rota to save")
    by_visit = {
        Visit(entry.head.shadow, entry.head.slot, entry.head.leads): entry
        for entry in journal.entries(shadow_visit.KIND)
    }
    visits_written = cancelled = 0
    for visit in planned.answer.visits:
        entry = by_visit.get(visit)
        if entry is None:
            visit_id = f"{visit.slot}-{visit.shadow}{'-leads' if visit.leads else ''}"
            fields = {"slot": visit.slot, "shadow": visit.shadow, "leads": visit.leads or None}
            journal.create(shadow_visit.KIND.name, visit_id, fields)
            visits_written += 1
        elif entry.head.state == "cancelled":
            journal.write(shadow_visit.KIND.name, entry.id, {"state": "promised"})
            visits_written += 1
    for visit in planned.answer.broken:
        journal.write(shadow_visit.KIND.name, by_visit[visit].id, {"state": "cancelled"})
        cancelled += 1
    return visits_written, cancelled


def status(journal: Journal) -> tuple[PlanStatus, ...]:
    """What is done and what is left, for everybody who agreed, by name."""
    visits = {entry.id: entry.head for entry in journal.entries(shadow_visit.KIND)}
    reflections = [visits[e.head.visit] for e in journal.entries(shadow_reflection.KIND) if e.head.visit in visits]
    rows = []
    for entry in sorted(journal.entries(shadow_plan.KIND), key=lambda one_plan: alike(one_plan.id)):
        if entry.head.agreed_on is None:
            continue
        own = [visit for visit in visits.values() if visit.shadow == entry.id and visit.state == "held"]
        visits_seen, led = sum(not visit.leads for visit in own), sum(visit.leads for visit in own)
        reflections_written = sum(visit.shadow == entry.id for visit in reflections)
        missing = []
        if visits_seen < DONE_SEEN:
            missing.append(f"{DONE_SEEN - visits_seen} more to see")
        if led < DONE_LED:
            missing.append(f"{DONE_LED - led} more to lead")
        if reflections_written < len(own):
            missing.append(f"{len(own) - reflections_written} reflections")
        if entry.head.answer is None:
            missing.append("the exit talk: podium shadow exit")
        rows.append(
            PlanStatus(entry.id, visits_seen, led, reflections_written, entry.head.answer or "", tuple(missing))
        )
    return tuple(rows)


def close(journal: Journal, name: str, answer: Answer, today: date) -> None:
    """Write the answer of the exit talk.

    Raises:
        CannotRead: no such plan.
    """
    _plan_named(journal, name)
    journal.write(shadow_plan.KIND.name, name, {"answer": answer, "answered_on": today})


def pages(journal: Journal, name: str, today: date) -> tuple[Document, Document]:
    """What one commits to, and the exit reflection, for one plan."""
    plan_id = _plan_named(journal, name)
    return commitment_page(plan_id, today), exit_page(plan_id, today)


def _plan_named(journal: Journal, name: str) -> str:
    entry = journal.entry(shadow_plan.KIND, name)
    if entry is None:
        names = ", ".join(entry.id for entry in journal.entries(shadow_plan.KIND))
        raise CannotRead(
            f"there is no shadow plan called {name!r}", next_step=names or f"podium new shadow-plan {name}"
        )
    return entry.id


def in_words(reason: Reason) -> tuple[str, ...]:
    """A reason's sentences, those that differ only in who they are about as one."""
    groups: dict[str, list[str]] = {}
    for sentence in reason.sentences:
        for ending in (" is to see ", " takes at most "):
            who, middle, rest = sentence.partition(ending)
            if middle:
                groups.setdefault(middle + rest, []).append(who)
                break
        else:
            groups.setdefault(sentence, [])
    return tuple(_joined(ending, names) for ending, names in groups.items())


def _joined(ending: str, names: list[str]) -> str:
    if len(names) < 2:
        return (names[0] if names else "") + ending
    several = ending.replace(" is to see", " are each to see").replace(" takes at most", " each take at most")
    return f"{', '.join(names[:-1])} and {names[-1]}{several}"


def activity_in_words(activity: str) -> str:
    """`hiring-debrief` as it is said."""
    return ACTIVITIES[activity]
