"""Preparing one talk about behaviour: observations, one true sentence of value, a target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from podium.journal.entry import Day, Head, Kind, Slip, about

Edge = Literal["none", "harassment", "discrimination", "retaliation"]
_EXAMPLE = [
    {"date": Day(2026, 11, 3), "saw": "answered before Mei had finished her sentence, four times in one meeting"}
]


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """What was seen or heard on a day."""

    date: Day
    saw: str


class ConductTalk(Head, frozen=True, kw_only=True):
    """Calibrate style, confront conduct; podium scores nobody."""

    person: Annotated[str, about("an id of people/", example="bo", refers="person")]
    date: Annotated[Day, about("the day you wrote it", example=Day(2026, 11, 10), read_by="ask toxic senior")]
    purpose: Annotated[str, about("what this file is for", example="one talk about interrupting, then delete")]
    observations: Annotated[
        tuple[Observation, ...],
        about("three dated observations, no adjectives", unit="three", example=_EXAMPLE, read_by="ask toxic senior"),
    ] = ()
    edge: Annotated[
        Edge,
        about(
            "harassment, discrimination or retaliation go to HR the same day",
            example="none",
            read_by="ask toxic senior",
        ),
    ] = "none"
    hr_on: Annotated[
        Day | None, about("the day it went to HR", example=Day(2026, 11, 10), read_by="ask toxic senior")
    ] = None
    value: Annotated[str, about("their value in one true sentence", example="the import works because of you")] = ""
    situation: Annotated[str, about("situation of one observation", example="in planning on 3 November")] = ""
    behaviour: Annotated[str, about("behaviour", example="you answered before Mei had finished, four times")] = ""
    impact: Annotated[str, about("impact", example="she stopped talking, and had the number we needed")] = ""
    their_view: Annotated[str, about("what they said when asked", example="nervous about the date")] = ""
    target: Annotated[str, about("a joint target anybody could see", example="waits until the hand is down")] = ""
    follow_ups: Annotated[
        tuple[Day, ...],
        about("two days within thirty", example=[Day(2026, 11, 20), Day(2026, 12, 4)], read_by="ask toxic senior"),
    ] = ()


def find_slips(head: ConductTalk) -> Iterator[Slip]:
    """HR the same day, follow-ups within thirty days."""
    if head.edge != "none" and head.hr_on is None:
        yield Slip(
            "edge", f"{head.edge} goes to HR the same day; it is not yours to talk about", "call HR, then write hr_on"
        )
    if any(not 0 < (day - head.date).days <= 60 for day in head.follow_ups):
        yield Slip("follow_ups", "follow-ups lie after the day it was written", f"write days after {head.date}")


KIND = Kind(
    name="conduct-talk",
    place="conduct-talks",
    model=ConductTalk,
    says="Preparing one talk about behaviour: three dated observations, one true sentence of value, a joint target.",
    id_from=("date", "person"),
    today="date",
    slips=find_slips,
)
