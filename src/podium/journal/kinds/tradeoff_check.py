"""The monthly self-check: three live trade-offs, two sentences each, confirmed by an engineer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Head, Kind, Slip, about

_THREE = [
    "We keep one ledger table. It costs slow reports and saves us two writes.",
    "Retries stop at three. Some payments fail that would have gone through.",
    "Search runs on a copy. It is up to a minute old.",
]


class TradeoffCheck(Head, frozen=True, kw_only=True):
    """What she can say of the architecture without looking it up."""

    date: Annotated[Day, about("the day", example=Day(2026, 11, 2), read_by="ask how technical")]
    tradeoffs: Annotated[
        tuple[str, ...],
        about("three live trade-offs, two sentences each", unit="three", example=_THREE, read_by="ask how technical"),
    ]
    confirmed_on: Annotated[
        Day | None,
        about("the day an engineer said they are right", example=Day(2026, 11, 3), read_by="ask how technical"),
    ] = None
    corrected: Annotated[str, about("what they corrected", example="the copy is five minutes old")] = ""


def find_slips(head: TradeoffCheck) -> Iterator[Slip]:
    """Three of them."""
    if len(head.tradeoffs) != 3:
        yield Slip("tradeoffs", f"three trade-offs are asked for, not {len(head.tradeoffs)}", "write three lines")


KIND = Kind(
    name="tradeoff-check",
    place="tradeoff-checks",
    model=TradeoffCheck,
    says="Three live trade-offs of your architecture in two sentences each, confirmed by an engineer.",
    id_from=("date",),
    today="date",
    asks=("confirmed_on",),
    slips=find_slips,
)
