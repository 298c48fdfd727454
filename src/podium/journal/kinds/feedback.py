"""Feedback the manager gave: situation, behaviour, impact, and how soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Sort = Literal["reinforcing", "corrective"]


class Feedback(Head, frozen=True, kw_only=True):
    """One piece of feedback, as given; it holds what was said, never a judgement of the person."""

    person: Annotated[str, about("to whom, an id of people/", example="ana", refers="person")]
    event: Annotated[Day, about("the day it happened", example=Day(2026, 11, 18), read_by="T3 delay")]
    given: Annotated[
        Day | None, about("the day you said it; leave out until you did", example=Day(2026, 11, 19), read_by="T3")
    ] = None
    situation: Annotated[
        str, about("when and where", example="in yesterday's incident review", read_by="T3 complete notes, lint")
    ] = ""
    behaviour: Annotated[
        str,
        about(
            "what you saw or heard, no trait", example="you asked the on-call what she saw first", read_by="T3, lint"
        ),
    ] = ""
    impact: Annotated[
        str, about("what it did", example="she named the missing alert herself", read_by="T3 complete notes, lint")
    ] = ""
    sort: Annotated[Sort | None, about("more of this, or less of it", example="reinforcing", read_by="T3")] = None
    their_view: Annotated[str, about("what they said about it", example="had not noticed, was glad")] = ""


def find_slips(head: Feedback) -> Iterator[Slip]:
    """Nobody hears feedback before the event."""
    if head.given is not None and head.given < head.event:
        yield Slip("given", "the feedback was given before the event", f"write a day from {head.event} on")


KIND = Kind(
    name="feedback",
    place="feedback",
    model=Feedback,
    says="Feedback in situation, behaviour and impact, with the day it happened and the day you said it.",
    id_from=("event", "person"),
    today="event",
    asks=("given", "situation", "behaviour", "impact"),
    slips=find_slips,
)
