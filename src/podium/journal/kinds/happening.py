"""What else happened: a reorganisation, a launch; not to be confused with an effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, Slip, about

Sort = Literal["reorganisation", "launch", "release", "freeze", "migration", "holiday", "hiring", "other"]


class Happening(Row, frozen=True, kw_only=True):
    """One stretch of days in which something else went on, both ends included."""

    first: Annotated[Day, about("first day", example=Day(2026, 10, 1), read_by="all windows; results of practices")]
    what: Annotated[str, about("what happened, no names", example="platform team split in two")]
    last: Annotated[
        Day | None, about("last day, included; leave out for one day", example=Day(2026, 10, 16), read_by="same")
    ] = None
    sort: Annotated[Sort, about("what sort", example="reorganisation", read_by="results of practices")] = "other"

    @property
    def until(self) -> Day:
        """The last day, included."""
        return self.last or self.first


def find_slips(head: Happening) -> Iterator[Slip]:
    """It ends after it begins."""
    if head.last is not None and head.last < head.first:
        yield Slip("last", "the last day lies before the first", f"write a day from {head.first} on")


KIND = Kind(
    name="happening",
    place="happenings.toml",
    model=Happening,
    says="What else went on: a reorganisation, a launch, a freeze.",
    id_from=("first", "what"),
    asks=("last", "sort"),
    slips=find_slips,
)
