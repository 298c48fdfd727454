"""A quarterly recall answer: could a stakeholder say what the team does and its last result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Kind, Row, Slip, about


class Recall(Row, frozen=True, kw_only=True):
    """One answer to "what does this team do for you, and what was its last result?"."""

    date: Annotated[Day, about("the day you asked", example=Day(2026, 11, 10), read_by="T2 recall")]
    score: Annotated[
        int,
        about("0 neither, 1 what it does or its last result, 2 both", unit="0 to 2", example=1, read_by="T2 recall"),
    ]
    stakeholder: Annotated[str, about("whom you asked", example="lee", refers="stakeholder", read_by="T2 recall")] = ""
    words: Annotated[str, about("their words", example="you keep invoices running, I think")] = ""


def find_slips(head: Recall) -> Iterator[Slip]:
    """Three answers only."""
    if head.score not in (0, 1, 2):
        yield Slip("score", "the answer is 0, 1 or 2", "write 0 for neither, 1 for one of the two, 2 for both")


KIND = Kind(
    name="recall",
    place="recalls.toml",
    model=Recall,
    says="Whether a stakeholder could say what the team does for them, asked once a quarter.",
    id_from=("date", "stakeholder"),
    today="date",
    asks=("stakeholder", "words"),
    slips=find_slips,
)
