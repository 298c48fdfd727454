"""One line of the energy log: what gave the manager energy, and what took it."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, about

Gave = Literal["gave", "took"]
Sort = Literal[
    "one-on-one", "feedback", "hiring", "conflict", "coaching", "meeting", "politics", "coding", "incident", "other"
]


class Energy(Row, frozen=True, kw_only=True):
    """One event and what it did to her."""

    date: Annotated[Day, about("the day", example=Day(2026, 11, 20), read_by="energy log")]
    what: Annotated[str, about("the event", example="hard talk with product about dates")]
    energy: Annotated[Gave, about("did it give or take", example="gave", read_by="energy log")]
    sort: Annotated[
        Sort,
        about(
            "core work is one-on-one, feedback, hiring, conflict, coaching", example="conflict", read_by="energy log"
        ),
    ] = "other"
    why: Annotated[str, about("why, if you know", example="we found the real constraint")] = ""


KIND = Kind(
    name="energy",
    place="energy.toml",
    model=Energy,
    says="What gave you energy and what took it, four weeks long, before you decide about the job.",
    id_from=("date", "what"),
    today="date",
    asks=("sort", "why"),
)
