"""An entry of the impact portfolio.

What changed for whom, by how much, who did it, and what shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about
from podium.journal.kinds.win import Axis

Status = Literal["draft", "ready"]


class PortfolioEntry(Head, frozen=True, kw_only=True):
    """One result of a month; `podium portfolio month` drafts it from evidence and asks for what it cannot know."""

    date: Annotated[Day, about("the day it took effect", example=Day(2026, 11, 20), read_by="portfolio")]
    outcome: Annotated[
        str,
        about(
            "what changed, in one line",
            example="Finance closes the month in 2 days instead of 5",
            read_by="portfolio, portfolio lint",
        ),
    ]
    status: Annotated[Status, about("`ready` is exported, a draft is not", example="draft", read_by="portfolio")] = (
        "draft"
    )
    before: Annotated[float | None, about("the measure before", example=5.0, read_by="portfolio")] = None
    after: Annotated[float | None, about("the measure after", example=2.0, read_by="portfolio")] = None
    unit: Annotated[str, about("unit of both", example="days to close the month", read_by="portfolio")] = ""
    axis: Annotated[Axis | None, about("which business axis it moves", example="speed", read_by="portfolio")] = None
    worth: Annotated[
        str, about("why it matters to the business: the so-what", example="invoices go out three days earlier")
    ] = ""
    for_whom: Annotated[str, about("who gains", example="finance team, 12 people", read_by="portfolio")] = ""
    my_part: Annotated[
        str, about("what you did yourself", example="moved the date with finance", read_by="portfolio")
    ] = ""
    team_part: Annotated[str, about("what the team did", example="automated the ledger checks")] = ""
    credit: Annotated[
        tuple[str, ...], about("who did it, by name, as you would credit them", example=["Bo"], read_by="portfolio")
    ] = ()
    how: Annotated[
        str, about("the decision and what was traded away", example="checks first, the new ledger later")
    ] = ""
    receipts: Annotated[
        tuple[str, ...],
        about(
            "what shows it: links, commits as repository@hash, files of the journal",
            example=["https://git.example.org/pay/pull/88", "wins/2026-11-20-month-end.md"],
            read_by="portfolio",
        ),
    ] = ()
    level_evidence: Annotated[
        str, about("what of the next level it shows", example="changed a date two teams depended on")
    ] = ""
    values: Annotated[tuple[str, ...], about("values of the company it shows", example=["customers first"])] = ()
    differently: Annotated[str, about("what you would do differently", example="ask finance a month earlier")] = ""
    quotes: Annotated[
        tuple[str, ...],
        about("what others said, with their leave to be quoted", example=["no more nights - head of finance"]),
    ] = ()
    initiative: Annotated[str, about("id of the initiative", example="ledger", refers="initiative")] = ""
    drafted_from: Annotated[
        tuple[str, ...], about("what podium drafted it from", example=["wins/2026-11-20-month-end.md"])
    ] = ()
    questions: Annotated[
        tuple[str, ...],
        about(
            "what podium could not know; remove a line when you answered it",
            example=["Which number changed?"],
            read_by="portfolio",
        ),
    ] = ()
    keep_inside: Annotated[
        tuple[str, ...],
        about("words and exact figures that must not leave", example=["1.5M USD"], read_by="portfolio carry"),
    ] = ()
    is_confidential: Annotated[
        bool, about("must stay inside the team", example=True, read_by="exports leave it out")
    ] = False


def find_slips(head: PortfolioEntry) -> Iterator[Slip]:
    """What is ready asks nothing any more."""
    if head.status == "ready" and head.questions:
        yield Slip("status", "it is ready and still has questions", 'remove the questions, or write status = "draft"')


KIND = Kind(
    name="portfolio-entry",
    place="portfolio",
    model=PortfolioEntry,
    says="A result you would stand by a year from now: the change, the number, the names, the receipts.",
    id_from=("date", "outcome"),
    today="date",
    asks=("before", "after", "unit", "axis", "for_whom", "credit", "my_part", "how", "receipts"),
    prompt="# The story in three sentences\n",
    slips=find_slips,
)
