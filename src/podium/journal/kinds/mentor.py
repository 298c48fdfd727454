"""Somebody who offered to teach the manager, the areas they work in, and their yes."""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Day, Kind, Row, about


class Mentor(Row, frozen=True, kw_only=True):
    """A voluntary mentor; nothing here says how good anybody is."""

    person: Annotated[str, about("who, an id of people/", example="kim", refers="person", read_by="reverse topics")]
    areas: Annotated[
        tuple[str, ...], about("what they work in, as they say it", example=["ci", "web"], read_by="reverse topics")
    ] = ()
    asked_on: Annotated[Day | None, about("the day you asked", example=Day(2026, 11, 16))] = None
    yes_on: Annotated[
        Day | None, about("the day they said yes, freely", example=Day(2026, 11, 17), read_by="reverse plan: needed")
    ] = None


KIND = Kind(
    name="mentor",
    place="mentors.toml",
    model=Mentor,
    says="Somebody who may teach you, the areas they named and the day they said yes.",
    id_from=("person",),
    asks=("areas", "yes_on"),
)
