"""One action out of a postmortem, with its owner and its day."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, about

Sort = Literal["prevent", "mitigate", "detect", "process"]


class PostmortemAction(Row, frozen=True, kw_only=True):
    """Something that will be done, by somebody, until a day."""

    postmortem: Annotated[
        str,
        about("an id of postmortems/", example="2026-10-06-payments", refers="postmortem", read_by="postmortem status"),
    ]
    what: Annotated[str, about("what will be done", example="cap the retry at three")]
    sort: Annotated[Sort, about("what it does", example="prevent", read_by="postmortem check")]
    owner: Annotated[str, about("a person or team that said yes", example="payments", read_by="postmortem check")] = ""
    due: Annotated[Day | None, about("the day", example=Day(2026, 10, 21), read_by="postmortem status")] = None
    ticket: Annotated[str, about("where it is tracked", example="PAY-512")] = ""
    closed_on: Annotated[
        Day | None, about("the day it was finished", example=Day(2026, 10, 20), read_by="postmortem status")
    ] = None


KIND = Kind(
    name="postmortem-action",
    place="postmortem-actions.toml",
    model=PostmortemAction,
    says="An action out of a postmortem: its owner, its day, its ticket.",
    id_from=("postmortem", "what"),
    asks=("owner", "due", "ticket"),
)
