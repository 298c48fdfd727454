"""The answers of a clarity pulse, added up: five sheets at least, and no sheet kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from podium.core.group import GROUP
from podium.journal.entry import Day, Kind, Row, Slip, about

QUESTIONS = ("hours", "urgent", "disagree", "decided", "judged")
FEWEST, SCALE, MOST_SLIPS = GROUP, 5, 1_000
When = Literal["before", "after"]
_READS = "README clarity pulse"


def _counts(says: str) -> msgspec.Meta:
    return about(says, unit="counts of 1..5", example=[0, 1, 2, 3, 1], read_by=_READS)


class Pulse(Row, frozen=True, kw_only=True):
    """How many chose 1, 2, 3, 4 and 5 for each question."""

    date: Annotated[Day, about("the day it was asked", example=Day(2026, 11, 23), read_by=_READS)]
    asked: Annotated[When, about("before or after the README", example="before", read_by=_READS)]
    hours: Annotated[tuple[int, ...], _counts("I know your hours")]
    urgent: Annotated[tuple[int, ...], _counts("I know how to reach you when it is urgent")]
    disagree: Annotated[tuple[int, ...], _counts("I know how to disagree with you")]
    decided: Annotated[tuple[int, ...], _counts("I know how things are decided")]
    judged: Annotated[tuple[int, ...], _counts("I know how my work is judged")]


def find_slips(head: Pulse) -> Iterator[Slip]:
    """Five counts for each question, and five sheets at least: fewer could be told apart."""
    for name in QUESTIONS:
        counts: tuple[int, ...] = getattr(head, name)
        if len(counts) != SCALE or any(count < 0 for count in counts):
            yield Slip(name, "five counts belong here, of the answers 1 to 5", f"write {name} = [0, 1, 2, 3, 1]")
        elif sum(counts) < FEWEST:
            yield Slip(name, "fewer than five answers could be told apart and are not kept", "ask at least five people")


KIND = Kind(
    name="pulse",
    place="pulses.toml",
    model=Pulse,
    says="Five clarity questions answered anonymously by five people or more, added up (`podium readme pulse add`).",
    id_from=("date", "asked"),
    today="date",
    slips=find_slips,
)
