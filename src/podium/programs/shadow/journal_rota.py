"""The rota as the journal says it: who agreed, what is offered, what was promised."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from podium.journal.kinds import shadow_host, shadow_plan, shadow_slot, shadow_visit
from podium.programs.shadow.rota import Host, Problem, Shadow, Slot, Visit, aware, needs_consent

if TYPE_CHECKING:
    from datetime import date

    from podium.journal import Entry, Journal
    from podium.journal.kinds.shadow_plan import ShadowPlan

CYCLE_DAYS = 14


class Cycle(msgspec.Struct, frozen=True):
    """Two weeks of the journal's rota.

    Attributes:
        left_out: who or what is not in it and why, one sentence each.
    """

    problem: Problem
    left_out: tuple[str, ...]


def cycle_of(journal: Journal, first: date) -> Cycle:
    """The problem of the two weeks from a day on; plans are in the order in which they were asked for."""
    last = first + timedelta(days=CYCLE_DAYS - 1)
    left_out: list[str] = []
    hosts = [entry for entry in journal.entries(shadow_host.KIND) if entry.head.agreed_on is not None]
    left_out += [
        f"host {entry.id}: has not agreed (agreed_on)"
        for entry in journal.entries(shadow_host.KIND)
        if entry.head.agreed_on is None
    ]
    slots = _slots(journal, {entry.id for entry in hosts}, first, last)
    plans = sorted(journal.entries(shadow_plan.KIND), key=lambda entry: (entry.head.asked_on, entry.id))
    shadows: list[Shadow] = []
    for plan in plans:
        why = _why_not(plan, first)
        if why:
            left_out.append(f"{plan.id}: {why}")
            continue
        shadows.append(_shadow(plan))
    visits = [
        (e.head.state, Visit(e.head.shadow, e.head.slot, e.head.leads)) for e in journal.entries(shadow_visit.KIND)
    ]
    problem = Problem(
        hosts=tuple(_host(entry) for entry in hosts),
        slots=slots,
        shadows=tuple(shadows),
        promised=tuple(visit for state, visit in visits if state == "promised"),
        held=tuple(visit for state, visit in visits if state == "held"),
    )
    return Cycle(problem, tuple(left_out))


def _host(entry: Entry[shadow_host.ShadowHost]) -> Host:
    return Host(
        name=entry.id,
        most=entry.head.most,
        most_visits=entry.head.most_visits,
        line=frozenset(entry.head.line),
        not_with=frozenset(entry.head.not_with),
    )


def _slots(journal: Journal, hosts: set[str], first: date, last: date) -> tuple[Slot, ...]:
    """Slots of hosts who agreed, within the cycle, in the order of time."""
    slots: list[Slot] = []
    for entry in journal.entries(shadow_slot.KIND):
        head = entry.head
        if head.host not in hosts or not first <= head.date <= last:
            continue
        start, end = aware(head.date, head.at, head.zone, head.minutes)
        slots.append(
            Slot(
                name=entry.id,
                host=head.host,
                activity=head.activity,
                start=start,
                end=end,
                has_consent=not needs_consent(head.activity) or head.consent_on is not None,
                seats=head.seats,
                may_lead=head.may_lead,
            )
        )
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.name)))


def _why_not(plan: Entry[ShadowPlan], first: date) -> str:
    """Why a plan is not in this cycle; empty when it is."""
    if plan.head.answer is not None:
        return f"the exit talk was held ({plan.head.answer})"
    if plan.head.agreed_on is None:
        return "has not agreed that you keep a file (agreed_on)"
    if plan.head.committed_on is None:
        return "the page of what one commits to is not signed (committed_on)"
    if any(first <= day < first + timedelta(days=CYCLE_DAYS) for day in plan.head.skips):
        return "skips this cycle and keeps the place"
    return ""


def _shadow(plan: Entry[ShadowPlan]) -> Shadow:
    return Shadow(
        name=plan.id,
        zone=plan.head.zone,
        wants=plan.head.wants,
        done_by=plan.head.done_by,
        away=frozenset(plan.head.away),
        is_guide=plan.head.shadowed_before,
    )
