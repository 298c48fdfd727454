"""Days the manager is away, declared by her: the yardstick of the absence test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, Slip, about

Sort = Literal["leave", "sick", "conference", "planned-absence", "other"]


class Leave(Row, frozen=True, kw_only=True):
    """One stretch of days away, both ends included."""

    first: Annotated[Day, about("first day away", example=Day(2026, 12, 21), read_by="T1 absence test, practices")]
    last: Annotated[Day, about("last day away, included", example=Day(2027, 1, 2), read_by="T1 absence test")]
    sort: Annotated[Sort, about("what for", example="leave", read_by="T1 absence test")] = "leave"
    backup: Annotated[str, about("who acts for you", example="Ana for incidents", read_by="absence plan")] = ""


def find_slips(head: Leave) -> Iterator[Slip]:
    """A leave ends after it begins, and within a year."""
    if head.last < head.first:
        yield Slip("last", "the last day away lies before the first", f"write a day from {head.first} on")
    elif (head.last - head.first).days > 366:
        yield Slip("last", "one leave lasts more than a year", "split it into one row per year")


KIND = Kind(
    name="leave",
    place="leave.toml",
    model=Leave,
    says="Days you are away, so that podium can see what the team does without you.",
    id_from=("first", "sort"),
    asks=("sort", "backup"),
    slips=find_slips,
)
