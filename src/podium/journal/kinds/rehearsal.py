"""A rehearsal she kept: the talk, its debrief, one sentence for the real talk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Head, Kind, Slip, about


class Rehearsal(Head, frozen=True, kw_only=True):
    """One talk of the gym; the transcript and the log stand in the text below."""

    date: Annotated[Day, about("the day you played it", example=Day(2026, 11, 20), read_by="gym: repeats, calibration")]
    scenario: Annotated[str, about("which scenario", example="not-promoted", read_by="gym: repeats")]
    ending: Annotated[str, about("how it ended", example="agreed", read_by="gym: repeats")] = ""
    missed: Annotated[
        tuple[str, ...],
        about("parts the debrief missed", example=["listening", "next-step"], read_by="gym: repeats"),
    ] = ()
    guess: Annotated[int | None, about("the turn you thought it turned at", example=2)] = None
    turned: Annotated[int | None, about("the turn after which they changed most", example=3)] = None
    take: Annotated[
        str,
        about(
            "one sentence to take to the real talk", example="I never said what done means.", read_by="gym: live goals"
        ),
    ] = ""
    done_on: Annotated[
        Day | None, about("the day you said it, or let it go", example=Day(2026, 11, 27), read_by="gym: live goals")
    ] = None


def find_slips(head: Rehearsal) -> Iterator[Slip]:
    """A sentence is said after it was rehearsed."""
    if head.done_on is not None and head.done_on < head.date:
        yield Slip("done_on", "it was said before it was rehearsed", f"write a day from {head.date} on")


KIND = Kind(
    name="rehearsal",
    place="rehearsals",
    model=Rehearsal,
    says="A hard talk you rehearsed, with its debrief, so that the parts you missed come back.",
    id_from=("date", "scenario"),
    today="date",
    slips=find_slips,
)
