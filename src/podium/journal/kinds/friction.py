"""A friction seen while being taught.

Who owns the fix, and whether it came within thirty days.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Kind, Row, Slip, about


class Friction(Row, frozen=True, kw_only=True):
    """One step that costs people time."""

    what: Annotated[
        str, about("the step that hurts", example="the pipeline is retried by hand", read_by="reverse status")
    ]
    seen_on: Annotated[Day, about("the day you saw it", example=Day(2026, 12, 1), read_by="reverse status")]
    programme: Annotated[
        str, about("an id of mentoring/", example="ship-to-the-edge", refers="mentoring", read_by="reverse status")
    ] = ""
    minutes_lost: Annotated[float | None, about("lost each time", unit="minutes", example=12.0)] = None
    how_often: Annotated[str, about("how often", example="twice a day")] = ""
    owner: Annotated[str, about("who owns the fix: me, or a role", example="me", read_by="reverse status")] = "me"
    fixed_on: Annotated[
        Day | None, about("the day it was gone", example=Day(2026, 12, 20), read_by="reverse status: within 30 days")
    ] = None
    receipts: Annotated[tuple[str, ...], about("tickets, changes", example=["OPS-9"])] = ()


def find_slips(head: Friction) -> Iterator[Slip]:
    """Fixed after it was seen."""
    if head.fixed_on is not None and head.fixed_on < head.seen_on:
        yield Slip("fixed_on", "it was fixed before it was seen", f"write a day from {head.seen_on} on")


KIND = Kind(
    name="friction",
    place="frictions.toml",
    model=Friction,
    says="A step that costs people time, seen in a session: its owner, and the day it was gone.",
    id_from=("what",),
    today="seen_on",
    asks=("minutes_lost", "how_often", "owner"),
    slips=find_slips,
)
