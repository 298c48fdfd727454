"""An answer to a receipt: what you said of events a finding rests on."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, about

Says = Literal["wrong", "true", "covered"]


class Answer(Row, frozen=True, kw_only=True):
    """What she said of one or more events of a finding."""

    on: Annotated[Day, about("the day you answered", example=Day(2026, 11, 30))]
    finding: Annotated[str, about("the finding, as `podium why` names it", example="take-back", read_by="every look")]
    says: Annotated[
        Says,
        about(
            "`wrong`: the events do not show it; `true`: they do; `covered`: you stood in for somebody on leave",
            example="wrong",
            read_by="every look; `podium doctor` counts it",
        ),
    ]
    events: Annotated[
        tuple[str, ...], about("the events, as the receipt names them", example=["3f2a1b9c0d4e"], read_by="every look")
    ]
    because: Annotated[str, about("why", example="a licence header, not their work", read_by="the receipt")] = ""


KIND = Kind(
    name="answer",
    place="answers.toml",
    model=Answer,
    says="What you answered to a receipt: wrong, true, or that you covered for somebody.",
    id_from=("on", "finding"),
    today="on",
    asks=("events", "because"),
)
