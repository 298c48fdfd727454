"""A rota of twelve aspiring managers and six hosts over ten working days, drawn from a seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from podium.programs.shadow.rota import ACTIVITIES, Host, Problem, Shadow, Slot, aware, needs_consent

FIRST = date(2026, 12, 7)
ZONES = ("Europe/Lisbon", "Europe/Berlin", "Europe/Helsinki")


def rota_of(seed: int, *, shadows: int = 12, hosts: int = 6) -> Problem:
    """About 130 slots; every host opts out of two people, everybody has a host of their own line."""
    draw = random.Random(seed)
    people = [f"new{n:02}" for n in range(shadows)]
    lines: dict[str, set[str]] = {f"host{h}": set() for h in range(hosts)}
    for name in people:
        lines[f"host{draw.randrange(hosts)}"].add(name)
    slots: list[Slot] = []
    for h in range(hosts):
        zone_name = ZONES[h % len(ZONES)]
        for activity in ACTIVITIES:
            for nth in range(draw.choice((2, 3, 4))):
                day = FIRST + timedelta(days=draw.choice((0, 1, 2, 3, 4, 7, 8, 9, 10, 11)))
                start, end = aware(day, draw.choice(("10:00", "11:00", "14:00", "15:30")), zone_name, 45)
                slots.append(
                    Slot(
                        name=f"host{h}-{activity}-{nth}",
                        host=f"host{h}",
                        activity=activity,
                        start=start,
                        end=end,
                        has_consent=not needs_consent(activity) or draw.random() < 0.5,
                        seats=draw.choice((1, 1, 2)),
                        may_lead=draw.random() < 0.4,
                    )
                )
    return Problem(
        hosts=tuple(
            Host(name=f"host{h}", line=frozenset(lines[f"host{h}"]), not_with=frozenset(draw.sample(people, 2)))
            for h in range(hosts)
        ),
        slots=tuple(sorted(slots, key=lambda slot: (slot.start, slot.name))),
        shadows=tuple(
            Shadow(name=name, zone=ZONES[n % len(ZONES)], is_guide=n % 6 == 0) for n, name in enumerate(people)
        ),
    )
