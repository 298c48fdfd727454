"""What a shadow wrote after a visit, handed to you with their leave."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about

Gave = Literal["gave", "took"]


class ShadowReflection(Head, frozen=True, kw_only=True):
    """Their words on one visit."""

    visit: Annotated[
        str,
        about(
            "an id of shadow-visits.toml", example="mara-planning-ana", refers="shadow-visit", read_by="shadow status"
        ),
    ]
    date: Annotated[Day, about("the day it was written", example=Day(2026, 12, 8))]
    predicted: Annotated[str, about("what they predicted", example="the plan is cut by a third")] = ""
    happened: Annotated[str, about("what happened", example="nothing was cut; the date moved")] = ""
    would_decide: Annotated[str, about("the decision they would have taken", example="cut the import")] = ""
    surprise: Annotated[str, about("what surprised them", example="how long nobody spoke")] = ""
    energy: Annotated[Gave | None, about("whether it gave or took energy", example="gave")] = None
    question: Annotated[str, about("a question for the host", example="when did you know?")] = ""


KIND = Kind(
    name="shadow-reflection",
    place="shadow-reflections",
    model=ShadowReflection,
    says="What a shadow wrote after one visit: predicted, happened, would have decided.",
    id_from=("visit",),
    today="date",
    asks=("predicted", "happened", "would_decide", "surprise", "energy", "question"),
)
