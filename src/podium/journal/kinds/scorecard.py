"""One interviewer's card: ratings with quotes and a vote, written before any is shared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from podium.journal.entry import Day, Head, Kind, Slip, about

LOWEST, HIGHEST = 1, 4
_EXAMPLE = [
    {"competency": "ownership", "rating": 3, "quotes": ["I wrote the migration plan myself and took it to finance"]}
]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was heard on one competency, and the rating it supports."""

    competency: str
    rating: int
    quotes: tuple[str, ...] = ()


class Scorecard(Head, frozen=True, kw_only=True):
    """A card; what the candidate said, not what they are."""

    interview: Annotated[
        str, about("an id of interviews/", example="2026-12-01-backend", refers="interview", read_by="interview")
    ]
    interviewer: Annotated[str, about("who wrote it", example="ana", read_by="interview")]
    vote: Annotated[int, about("1 strong no, 2 no, 3 yes, 4 strong yes", unit="1 to 4", example=3, read_by="interview")]
    evidence: Annotated[
        tuple[Evidence, ...],
        about("competency, rating, quotes", example=_EXAMPLE, read_by="interview"),
    ] = ()
    written: Annotated[
        Day | None, about("the day it was handed in", example=Day(2026, 12, 1), read_by="interview lateness")
    ] = None
    second_vote: Annotated[
        int | None, about("the vote after silent reading", unit="1 to 4", example=3, read_by="interview movement")
    ] = None
    is_shadow: Annotated[bool, about("kept and compared, never counted", example=False, read_by="interview")] = False


def find_slips(head: Scorecard) -> Iterator[Slip]:
    """Votes and ratings from 1 to 4."""
    for name in ("vote", "second_vote"):
        value = getattr(head, name)
        if value is not None and not LOWEST <= value <= HIGHEST:
            yield Slip(name, "a vote is a whole number from 1 (strong no) to 4 (strong yes)", f"write {name} = 3")
    for part in head.evidence:
        if not LOWEST <= part.rating <= HIGHEST:
            yield Slip("evidence", f"{part.competency}: a rating is a whole number from 1 to 4", "write rating = 3")


KIND = Kind(
    name="scorecard",
    place="scorecards",
    model=Scorecard,
    says="One interviewer's card of a debrief, in the journal once all cards were in (`podium interview open`).",
    id_from=("interview", "interviewer"),
    slips=find_slips,
)
