"""A goal of the company or the product: its measure, and when its owner last said it is alive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, Slip, about

Status = Literal["alive", "changed", "reached", "dropped", "sunset"]


class Goal(Row, frozen=True, kw_only=True):
    """One row of the goal register."""

    title: Annotated[str, about("the goal in a few words", example="Cheaper orders")] = ""
    measure: Annotated[str, about("what is measured", example="storage cost per order", read_by="T4")] = ""
    baseline: Annotated[float | None, about("the measure when it was set", example=0.23)] = None
    target: Annotated[float | None, about("the measure when reached", example=0.11)] = None
    unit: Annotated[str, about("unit of both", example="USD per 1,000 orders")] = ""
    by_when: Annotated[Day | None, about("due day", example=Day(2027, 6, 30))] = None
    owner: Annotated[str, about("who confirms it", example="head of product")] = ""
    confirmed_on: Annotated[
        Day | None,
        about("the day its owner last said it is alive", example=Day(2026, 11, 12), read_by="T4 unconfirmed 14 days"),
    ] = None
    status: Annotated[Status, about("where it stands", example="alive", read_by="T4 linked share, sunset")] = "alive"
    sunset_on: Annotated[
        Day | None, about("the day it was dropped", example=Day(2026, 10, 1), read_by="T4 sunset alarm")
    ] = None


def find_slips(head: Goal) -> Iterator[Slip]:
    """A dead goal without its day raises no alarm."""
    if head.status == "sunset" and head.sunset_on is None:
        yield Slip("sunset_on", "a sunset goal needs the day it was dropped", "write sunset_on = 2026-10-01")


KIND = Kind(
    name="goal",
    place="goals.toml",
    model=Goal,
    says="A goal your work serves, its measure, and the day its owner last confirmed it.",
    id_from=("title",),
    asks=("title", "measure", "baseline", "target", "unit", "owner", "confirmed_on"),
    slips=find_slips,
)
