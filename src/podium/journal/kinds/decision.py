"""A decision: what was decided, by whom, why, and when it will be looked at again."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about

Status = Literal["open", "decided", "parked", "reversed"]


class Decision(Head, frozen=True, kw_only=True):
    """One line of the decision log."""

    title: Annotated[str, about("the question in a few words", example="One queue or two for invoices")]
    date: Annotated[Day, about("the day it was decided, or came up", example=Day(2026, 11, 12), read_by="portfolio")]
    status: Annotated[Status, about("where it stands", example="decided", read_by="absence debrief: parked")] = (
        "decided"
    )
    who: Annotated[str, about("who decides", example="Ana, after asking finance", read_by="absence plan")] = ""
    because: Annotated[str, about("the reason, and what was traded away", example="two is simpler to run")] = ""
    review_on: Annotated[Day | None, about("when to look again", example=Day(2027, 2, 12), read_by="calendar")] = None
    initiative: Annotated[str, about("id of the initiative", example="ledger", refers="initiative")] = ""


KIND = Kind(
    name="decision",
    place="decisions",
    model=Decision,
    says="What was decided, by whom and why, so that it need not wait for you.",
    id_from=("date", "title"),
    today="date",
    asks=("who", "because"),
    prompt="# Options we saw\n\n# What would change our mind\n",
)
