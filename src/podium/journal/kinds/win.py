"""A win of the team: who had the problem, what changed, by how much, and who did it."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about

Axis = Literal["cost", "risk", "speed", "revenue", "customer", "people"]


class Win(Head, frozen=True, kw_only=True):
    """One line of the win ledger."""

    date: Annotated[Day, about("the day it took effect", example=Day(2026, 11, 20), read_by="T2, portfolio")]
    what: Annotated[
        str,
        about(
            "the win in one sentence, as you would say it in the sync",
            example="Finance closes the month in 2 days instead of 5 since Bo automated the ledger checks",
            read_by="T2 business ratio, lint win, portfolio",
        ),
    ]
    problem: Annotated[str, about("the problem", example="month-end needed three nights of manual checks")] = ""
    for_whom: Annotated[
        str, about("who was hurt, who gains", example="finance team, 12 people", read_by="T2 beneficiary, portfolio")
    ] = ""
    before: Annotated[float | None, about("the measure before", example=5.0, read_by="portfolio")] = None
    after: Annotated[float | None, about("the measure after", example=2.0, read_by="portfolio")] = None
    unit: Annotated[str, about("unit of both", example="days to close the month", read_by="portfolio")] = ""
    axis: Annotated[Axis | None, about("which business axis it moves", example="speed", read_by="portfolio")] = None
    credit: Annotated[
        tuple[str, ...],
        about("engineers who did it, by name, as you would credit them", example=["Bo"], read_by="T2 credit ratio"),
    ] = ()
    my_part: Annotated[str, about("your own part", example="moved the date with finance", read_by="portfolio")] = ""
    receipts: Annotated[
        tuple[str, ...],
        about("links that show it", example=["https://git.example.org/pay/pull/88"], read_by="portfolio receipts"),
    ] = ()
    initiative: Annotated[
        str, about("id of the initiative", example="ledger", refers="initiative", read_by="portfolio")
    ] = ""
    told_on: Annotated[
        Day | None, about("the day it was said in a sync", example=Day(2026, 11, 24), read_by="T2 wins told")
    ] = None
    is_confidential: Annotated[
        bool, about("must stay inside the team", example=True, read_by="T2 wins told, exports leave it out")
    ] = False


KIND = Kind(
    name="win",
    place="wins",
    model=Win,
    says="Something the team changed for someone, with the number and the names.",
    id_from=("date", "what"),
    today="date",
    asks=("for_whom", "before", "after", "unit", "axis", "credit"),
    prompt="# The story in three sentences\n",
)
