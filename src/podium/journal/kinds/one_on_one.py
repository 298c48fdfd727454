"""A planned 1:1: whether it was held, who moved it, and whose agenda it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Status = Literal["planned", "held", "moved", "cancelled"]
By = Literal["me", "them", "leave", "incident", "other"]


class OneOnOne(Head, frozen=True, kw_only=True):
    """The manager's side of one 1:1."""

    person: Annotated[str, about("with whom, an id of people/", example="ana", refers="person", read_by="T3")]
    planned: Annotated[Day, about("the day it was planned for", example=Day(2026, 11, 17), read_by="T3 1:1s held")]
    status: Annotated[Status, about("what became of it", example="held", read_by="T3 1:1s held")] = "held"
    held: Annotated[
        Day | None, about("the day it was held, if another", example=Day(2026, 11, 19), read_by="T3 1:1s held")
    ] = None
    moved_by: Annotated[
        By | None, about("who or what moved or cancelled it", example="me", read_by="T3 moved by me, T5 displaced")
    ] = None
    minutes: Annotated[int | None, about("how long", unit="minutes", example=25, read_by="T3")] = None
    agenda_theirs: Annotated[
        int | None, about("agenda items they brought", unit="items", example=3, read_by="T3 whose agenda")
    ] = None
    agenda_mine: Annotated[
        int | None, about("agenda items you brought", unit="items", example=1, read_by="T3 whose agenda")
    ] = None
    my_talk_share: Annotated[
        float | None, about("share of the time you talked, your own guess", unit="0 to 1", example=0.3, read_by="T3")
    ] = None
    promised: Annotated[
        tuple[str, ...], about("what you promised", example=["ask about the conference budget by Friday"])
    ] = ()


def find_slips(head: OneOnOne) -> Iterator[Slip]:
    """Shares are shares and counts are counts."""
    if head.my_talk_share is not None and not 0 <= head.my_talk_share <= 1:
        yield Slip("my_talk_share", "a share lies between 0 and 1", "write my_talk_share = 0.3 for 30 %")
    for name in ("minutes", "agenda_theirs", "agenda_mine"):
        number = getattr(head, name)
        if number is not None and number < 0:
            yield Slip(name, "a count cannot be negative", f"write {name} = 0 or leave it out")


KIND = Kind(
    name="one-on-one",
    place="one-on-ones",
    model=OneOnOne,
    says="A 1:1 as it went: held or not, who moved it, whose agenda, what you promised.",
    id_from=("planned", "person"),
    today="planned",
    asks=("status", "agenda_theirs", "agenda_mine"),
    prompt="# Theirs\n\n# Mine\n\n# Promised\n",
    slips=find_slips,
)
