"""One promised visit: who sits in on which slot, or leads it."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Kind, Row, about

State = Literal["promised", "held", "cancelled"]


class ShadowVisit(Row, frozen=True, kw_only=True):
    """A promise; a new plan keeps it wherever it can."""

    slot: Annotated[
        str, about("an id of shadow-slots.toml", example="mara-planning", refers="shadow-slot", read_by="shadow plan")
    ]
    shadow: Annotated[str, about("an id of shadow-plans/", example="ana", refers="shadow-plan", read_by="shadow plan")]
    leads: Annotated[
        bool, about("they lead and the host watches (reverse shadowing)", example=False, read_by="shadow status")
    ] = False
    state: Annotated[State, about("where it stands", example="promised", read_by="shadow plan")] = "promised"


KIND = Kind(
    name="shadow-visit",
    place="shadow-visits.toml",
    model=ShadowVisit,
    says="A promised visit of the shadow rota (`podium shadow plan --write` writes it).",
    id_from=("slot", "shadow"),
)
