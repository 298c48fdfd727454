"""A ladder: rungs from observing to teaching, each with an artefact and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from podium.journal.entry import Head, Kind, Slip, about

FEWEST_RUNGS, MOST_RUNGS = 2, 12
_EXAMPLE = [
    {"name": "Observe", "does": "Sit in, say nothing", "artefact": "one page of notes", "evidence": "three quotes"},
    {"name": "Alone", "does": "Lead it", "artefact": "the decision record", "evidence": "the decision and its reason"},
]


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """One rung of a ladder.

    Attributes:
        name: what the rung is called. does: what happens on it.
        artefact: what is handed in each time. evidence: what shows that it happened.
        confirmed_by: who confirms besides the participant; empty when the participant's own word is enough.
        times: how often it is done. every_days: days between two times. minutes: how long once takes.
    """

    name: str
    does: str
    artefact: str
    evidence: str
    confirmed_by: str = ""
    times: int = 1
    every_days: int = 7
    minutes: int = 60


class Ladder(Head, frozen=True, kw_only=True):
    """The whole ladder, in one file."""

    title: Annotated[str, about("its name", example="Bar-raiser coach", read_by="ladder")]
    purpose: Annotated[str, about("what it is for", example="Lead a debrief that others trust", read_by="ladder")]
    rungs: Annotated[
        tuple[Rung, ...],
        about(
            "name, does, artefact, evidence; confirmed_by, times, every_days, minutes where they differ",
            example=_EXAMPLE,
            read_by="ladder",
        ),
    ]
    source: Annotated[str, about("where the idea comes from", example="PagerDuty's commander training")] = ""


def find_slips(head: Ladder) -> Iterator[Slip]:
    """Two to twelve rungs of different names, each with an artefact and evidence."""
    names = [rung.name.strip().casefold() for rung in head.rungs]
    if not FEWEST_RUNGS <= len(names) <= MOST_RUNGS:
        yield Slip("rungs", f"a ladder has {FEWEST_RUNGS} to {MOST_RUNGS} rungs, not {len(names)}", "write [[rungs]]")
    if len(set(names)) < len(names):
        yield Slip("rungs", "two rungs have the same name", "name each rung differently")
    for number, rung in enumerate(head.rungs, 1):
        if not all(text.strip() for text in (rung.name, rung.does, rung.artefact, rung.evidence)):
            yield Slip("rungs", f"rung {number} leaves name, does, artefact or evidence empty", "fill all four")
        if not (1 <= rung.times <= 50 and 1 <= rung.every_days <= 90 and 5 <= rung.minutes <= 480):
            yield Slip(
                "rungs",
                f"rung {number}: times is 1 to 50, every_days 1 to 90, minutes 5 to 480",
                "write times = 2, every_days = 7, minutes = 60",
            )


KIND = Kind(
    name="ladder",
    place="ladders",
    model=Ladder,
    says="A ladder of your own: rungs from observing to teaching, each with an artefact and evidence.",
    id_from=("title",),
)
