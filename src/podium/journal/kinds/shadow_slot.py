"""One thing a host offers to be shadowed at, with the consent of whoever else is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, Slip, about

Activity = Literal[
    "one-on-one",
    "hiring-debrief",
    "planning",
    "incident-review",
    "budget",
    "hard-talk-rehearsal",
    "skip-level",
    "stakeholder",
]
NEED_CONSENT = frozenset({"one-on-one", "skip-level"})
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class ShadowSlot(Row, frozen=True, kw_only=True):
    """A meeting somebody may sit in on."""

    host: Annotated[
        str, about("an id of shadow-hosts.toml", example="mara", refers="shadow-host", read_by="shadow plan")
    ]
    activity: Annotated[Activity, about("one of the eight", example="planning", read_by="shadow plan")]
    date: Annotated[Day, about("the day", example=Day(2026, 12, 8), read_by="shadow plan")]
    at: Annotated[str, about("when it starts, on the host's clock", example="14:00", read_by="shadow plan")]
    zone: Annotated[str, about("the host's IANA time zone", example="Europe/Lisbon", read_by="shadow plan")]
    minutes: Annotated[int, about("how long", unit="minutes", example=45, read_by="shadow plan")] = 45
    consent_on: Annotated[
        Day | None,
        about(
            "the day everybody else in it agreed; needed for one-on-one and skip-level",
            example=Day(2026, 12, 1),
            read_by="shadow plan",
        ),
    ] = None
    seats: Annotated[
        int, about("1, or 2 where somebody who was there before hands over", example=1, read_by="shadow plan")
    ] = 1
    may_lead: Annotated[
        bool, about("the shadow may lead it (reverse shadowing)", example=True, read_by="shadow plan")
    ] = False


def find_slips(head: ShadowSlot) -> Iterator[Slip]:
    """An hour of the day, one or two seats."""
    if not _CLOCK.fullmatch(head.at):
        yield Slip("at", f"Not a valid hour: {head.at[:20]}", 'write at = "14:00"')
    if head.seats not in {1, 2}:
        yield Slip("seats", "a slot has one or two seats", "write seats = 1")
    if not 5 <= head.minutes <= 480:
        yield Slip("minutes", "a slot takes 5 to 480 minutes", "write minutes = 45")


KIND = Kind(
    name="shadow-slot",
    place="shadow-slots.toml",
    model=ShadowSlot,
    says="One meeting of a host that may be shadowed, with the consent of whoever else is in it.",
    id_from=("host", "activity", "date"),
    slips=find_slips,
)
