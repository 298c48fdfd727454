"""The rota as plain data: who wants what, who offers what, promises, and the answer."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import msgspec

from podium.core.time import zone
from podium.journal.kinds.shadow_slot import NEED_CONSENT

ACTIVITIES = {
    "one-on-one": "1:1",
    "hiring-debrief": "hiring debrief",
    "planning": "planning meeting",
    "incident-review": "incident review",
    "budget": "budget meeting",
    "hard-talk-rehearsal": "rehearsal of a hard talk",
    "skip-level": "skip-level",
    "stakeholder": "stakeholder meeting",
}
OBSERVE_LEAST, OBSERVE_MOST, LEAD_MOST = 3, 4, 2
DAY_STARTS, DAY_ENDS = 8, 19


class Host(msgspec.Struct, frozen=True, kw_only=True):
    """A host: most distinct shadows and most visits in the cycle; own line; who not."""

    name: str
    most: int = 3
    most_visits: int = 8
    line: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that may be shadowed; `start` and `end` are aware."""

    name: str
    host: str
    activity: str
    start: datetime
    end: datetime
    has_consent: bool
    seats: int = 1
    may_lead: bool = False

    @property
    def day(self) -> date:
        """Its day on the host's clock."""
        return self.start.date()

    def overlaps(self, another: Slot) -> bool:
        """Whether nobody can be in both."""
        return self.start < another.end and another.start < self.end


class Shadow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who shadows.

    Attributes:
        wants: activities that must be in it. done_by: last day; away: days off.
        is_guide: was in an earlier cycle, and can hand over from the first day.
    """

    name: str
    zone: str = ""
    wants: tuple[str, ...] = ()
    done_by: date | None = None
    away: frozenset[date] = frozenset()
    is_guide: bool = False

    def zone_band(self, moment: datetime) -> str:
        """Americas, Europe and Africa, or Asia and Pacific, by the offset at a moment; empty without a zone."""
        own = zone(self.zone) if self.zone else None
        offset = moment.astimezone(own).utcoffset() if own else None
        if offset is None:
            return ""
        hours = offset.total_seconds() / 3600
        return "Americas" if hours < -2.5 else "Europe and Africa" if hours <= 4 else "Asia and Pacific"

    def is_awake(self, slot: Slot) -> bool:
        """Whether the slot lies between 8 and 19 on their own clock; without a zone nobody can say no."""
        own = zone(self.zone) if self.zone else None
        if own is None:
            return True
        start, end = slot.start.astimezone(own), slot.end.astimezone(own)
        return start.date() == end.date() and start.hour >= DAY_STARTS and end.hour + (end.minute > 0) <= DAY_ENDS


class Visit(msgspec.Struct, frozen=True, order=True):
    """Who is in which slot; `leads` for reverse shadowing."""

    shadow: str
    slot: str
    leads: bool = False


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a rota depends on.

    Attributes:
        promised: kept wherever possible. held: already happened, and fixed.
    """

    hosts: tuple[Host, ...]
    slots: tuple[Slot, ...]
    shadows: tuple[Shadow, ...]
    promised: tuple[Visit, ...] = ()
    held: tuple[Visit, ...] = ()


class Rota(msgspec.Struct, frozen=True):
    """An answer: the visits, and promises that could not be kept.

    Attributes:
        is_least_change: it was proven that no rota keeps more promises; true without promises.
    """

    visits: tuple[Visit, ...]
    broken: tuple[Visit, ...]
    is_least_change: bool = True


class Reason(msgspec.Struct, frozen=True):
    """Why there is no rota: sentences of which none can be left out.

    Attributes:
        is_minimal: it was solved again: together they cannot hold, and without any one of them they can.
    """

    sentences: tuple[str, ...]
    is_minimal: bool


def bands_of(problem: Problem) -> dict[str, str]:
    """The band of time zones of each shadow who has a zone, at the first slot of the cycle."""
    if not problem.slots:
        return {}
    first = min(slot.start for slot in problem.slots)
    bands = {shadow.name: shadow.zone_band(first) for shadow in problem.shadows}
    return {name: band for name, band in bands.items() if band}


def needs_consent(activity: str) -> bool:
    """Whether somebody else's consent is needed."""
    return activity in NEED_CONSENT


def broken_rules(problem: Problem, rota: Rota) -> tuple[str, ...]:
    """Every rule an answer breaks, checked without the solver; empty for a right answer."""
    slots = {slot.name: slot for slot in problem.slots}
    hosts = {host.name: host for host in problem.hosts}
    wrong: list[str] = []
    for shadow in problem.shadows:
        own = [slots[visit.slot] for visit in rota.visits if visit.shadow == shadow.name]
        watched = [slots[v.slot].activity for v in rota.visits if v.shadow == shadow.name and not v.leads]
        wrong += [f"{shadow.name} clashes" for n, a in enumerate(own) for b in own[n + 1 :] if a.overlaps(b)]
        wrong += [f"{shadow.name} sees {name} twice" for name, count in Counter(watched).items() if count > 1]
        wrong += [f"{shadow.name} sees too little"] if len(watched) < OBSERVE_LEAST else []
        wrong += [f"{shadow.name} misses {name}" for name in shadow.wants if name not in watched]
        for slot in own:
            host = hosts[slot.host]
            if shadow.name in host.line | host.not_with or slot.day in shadow.away or not shadow.is_awake(slot):
                wrong.append(f"{shadow.name} cannot be in {slot.name}")
            if shadow.done_by is not None and slot.day > shadow.done_by:
                wrong.append(f"{shadow.name} is done before {slot.name}")
    return tuple(wrong + _broken_by_hosts(problem, rota, slots))


def _broken_by_hosts(problem: Problem, rota: Rota, slots: dict[str, Slot]) -> list[str]:
    wrong: list[str] = []
    in_slot = Counter(visit.slot for visit in rota.visits)
    wrong += [f"{name} is full" for name, count in in_slot.items() if count > slots[name].seats]
    wrong += [f"{name} has no consent" for name in in_slot if not slots[name].has_consent]
    for host in problem.hosts:
        visits = [visit for visit in rota.visits if slots[visit.slot].host == host.name]
        if len({visit.shadow for visit in visits}) > host.most or len(visits) > host.most_visits:
            wrong.append(f"{host.name} has too many")
    for visit in rota.visits:
        slot = slots[visit.slot]
        earlier = [
            slots[v.slot]
            for v in rota.visits
            if v.shadow == visit.shadow and not v.leads and slots[v.slot].end <= slot.start
        ]
        if visit.leads and not (
            slot.may_lead and any(earlier_visit.activity == slot.activity for earlier_visit in earlier)
        ):
            wrong.append(f"{visit.shadow} leads {slot.name} unseen")
    guides = {shadow.name for shadow in problem.shadows if shadow.is_guide}
    for name, count in in_slot.items():
        if count == 2 and not any(_knows(rota, slots, guides, visit) for visit in rota.visits if visit.slot == name):
            wrong.append(f"{name} has nobody who hands over")
    return wrong


def _knows(rota: Rota, slots: dict[str, Slot], guides: set[str], visit: Visit) -> bool:
    """Whether somebody was with that host before, or in an earlier cycle."""
    slot = slots[visit.slot]
    return visit.shadow in guides or any(
        visit_before.shadow == visit.shadow
        and slots[visit_before.slot].host == slot.host
        and slots[visit_before.slot].end <= slot.start
        for visit_before in rota.visits
    )


def aware(day: date, clock: str, zone_name: str, minutes: int) -> tuple[datetime, datetime]:
    """Start and end of a slot on its host's clock; UTC where the zone is unknown."""
    hour, minute = (int(part) for part in clock.split(":"))
    start = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone(zone_name) or UTC)
    return start, (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
