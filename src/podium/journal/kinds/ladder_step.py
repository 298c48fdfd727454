"""One time on a rung: the artefact, its evidence, and who confirmed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Head, Kind, Slip, about


class LadderStep(Head, frozen=True, kw_only=True):
    """What was handed in; it counts once the participant confirmed it."""

    run: Annotated[str, about("an id of ladder-runs/", example="em-shadow-ana", refers="ladder-run", read_by="ladder")]
    rung: Annotated[int, about("the rung's number, from 1", unit="from 1", example=1, read_by="ladder status")]
    date: Annotated[Day, about("the day it happened", example=Day(2026, 12, 8), read_by="ladder status")]
    artefact: Annotated[
        str, about("a link or file; empty when it is the text below", example="docs/debrief-notes.md")
    ] = ""
    evidence: Annotated[str, about("what shows that it happened", example="three quotes in the notes")] = ""
    confirmed_on: Annotated[
        Day | None,
        about("the day the participant confirmed this line", example=Day(2026, 12, 9), read_by="ladder status"),
    ] = None
    checked_by: Annotated[str, about("who confirmed it, where the rung asks for one", example="the host")] = ""
    checked_on: Annotated[
        Day | None, about("the day they confirmed it", example=Day(2026, 12, 9), read_by="ladder status")
    ] = None


def find_slips(head: LadderStep) -> Iterator[Slip]:
    """A rung from 1 on, confirmed after it happened."""
    if head.rung < 1:
        yield Slip("rung", "rungs are numbered from 1", "write rung = 1")
    for name in ("confirmed_on", "checked_on"):
        day = getattr(head, name)
        if day is not None and day < head.date:
            yield Slip(name, "it was confirmed before it happened", f"write a day from {head.date} on")


KIND = Kind(
    name="ladder-step",
    place="ladder-steps",
    model=LadderStep,
    says="One time on a rung of a ladder, with its artefact (`podium ladder step` writes it).",
    id_from=("date", "run", "rung"),
    today="date",
    asks=("artefact", "evidence", "confirmed_on"),
    prompt="# What happened\n\n# What I learnt\n",
    slips=find_slips,
)
