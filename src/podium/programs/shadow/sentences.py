"""The rules of a rota as sentences, the same wherever a reason is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.measure import counted
from podium.programs.shadow.rota import ACTIVITIES, OBSERVE_LEAST

if TYPE_CHECKING:
    from datetime import date

    from podium.programs.shadow.rota import Host, Problem, Shadow, Slot


def sees_enough(shadow: Shadow) -> str:
    """That somebody sees three activities."""
    return f"{shadow.name} is to see {OBSERVE_LEAST} activities"


def sees_once(shadow: Shadow) -> str:
    """That nobody sees an activity twice."""
    return f"{shadow.name} sees each activity once"


def seats_of(slot: Slot) -> str:
    """How many a meeting takes."""
    seats = "one shadow" if slot.seats == 1 else "two shadows, one of whom hands over"
    return f"a meeting of {slot.host}'s takes {seats}"


def most_shadows(host: Host) -> str:
    """How many people a host takes."""
    return f"{host.name} takes at most {counted(host.most, 'shadow')}"


def most_visits(host: Host) -> str:
    """How many visits a host takes."""
    return f"{host.name} takes at most {counted(host.most_visits, 'visit')}"


def blocked_places(problem: Problem) -> dict[tuple[int, int], str]:
    """(shadow, slot) by index that can never be, and the sentence that says why."""
    hosts = {host.name: host for host in problem.hosts}
    consents = {
        activity: min(
            (slot.day for slot in problem.slots if slot.activity == activity and slot.has_consent), default=None
        )
        for activity in ACTIVITIES
    }
    blocked: dict[tuple[int, int], str] = {}
    for n, shadow in enumerate(problem.shadows):
        for s, slot in enumerate(problem.slots):
            why = consent_missing(slot, consents[slot.activity]) or why_never(shadow, slot, hosts[slot.host])
            if why:
                blocked[n, s] = why
    return blocked


def consent_missing(slot: Slot, first: date | None) -> str:
    """That a slot has no consent, told of all hosts before the first day on which one has it; empty with consent."""
    if slot.has_consent:
        return ""
    what = ACTIVITIES[slot.activity]
    if first is None or slot.day < first:
        return f"no host has {with_article(what)} with consent{f' before {day_in_words(first)}' if first else ''}"
    return f"{slot.host}'s {what} on {day_in_words(slot.day)} has no consent"


def why_never(shadow: Shadow, slot: Slot, host: Host) -> str:
    """Why somebody can never be in a slot; empty when they can."""
    if shadow.name in host.line:
        return f"{host.name} is of {shadow.name}'s own line"
    if shadow.name in host.not_with:
        return f"{host.name} and {shadow.name} are not put together"
    if shadow.done_by is not None and slot.day > shadow.done_by:
        return f"{shadow.name} can until {day_in_words(shadow.done_by)}"
    if slot.day in shadow.away:
        return f"{shadow.name} is away on {day_in_words(slot.day)}"
    if not shadow.is_awake(slot):
        return f"{host.name}'s {ACTIVITIES[slot.activity]}s are outside {shadow.name}'s working hours"
    return ""


def with_article(thing: str) -> str:
    return f"an {thing}" if thing[0] in "aeio" else f"a {thing}"


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B}"
