"""One person on a ladder, by their own agreement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Status = Literal["running", "paused", "finished", "stopped"]


class LadderRun(Head, frozen=True, kw_only=True):
    """Who takes part in what, since when and what for; nothing here describes or rates them."""

    ladder: Annotated[str, about("the ladder's name", example="em-shadow", read_by="ladder status")]
    purpose: Annotated[
        str, about("what they want from it, in their words", example="find out whether I want to manage")
    ]
    started: Annotated[Day, about("first day", example=Day(2026, 12, 1), read_by="ladder status")]
    person: Annotated[
        str,
        about("an id of people/; empty for yourself", example="ana", refers="person", read_by="ladder status"),
    ] = ""
    agreed_on: Annotated[
        Day | None,
        about("the day they agreed that you keep this file", example=Day(2026, 11, 27), read_by="ladder status"),
    ] = None
    status: Annotated[Status, about("where it stands", example="running", read_by="ladder status")] = "running"
    ended: Annotated[Day | None, about("last day", example=Day(2027, 3, 1))] = None


def find_slips(head: LadderRun) -> Iterator[Slip]:
    """It ends after it starts."""
    if head.ended is not None and head.ended < head.started:
        yield Slip("ended", "it ended before it started", f"write a day from {head.started} on")


KIND = Kind(
    name="ladder-run",
    place="ladder-runs",
    model=LadderRun,
    says="Somebody on a ladder who agreed to take part (`podium ladder start` writes it).",
    id_from=("ladder", "person", "started"),
    today="started",
    asks=("person", "agreed_on"),
    prompt="# What they want to learn\n",
    slips=find_slips,
)
