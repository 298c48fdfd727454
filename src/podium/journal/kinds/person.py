"""A person the manager has duties to; the id is her own choice of name, and no number is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about

Relation = Literal["report", "mentee", "peer", "other"]


class Person(Head, frozen=True, kw_only=True):
    """How she wants to treat one person; nothing here describes or rates them."""

    relation: Annotated[Relation, about("what she is to you", read_by="T3, planned 1:1s are of reports")] = "report"
    since: Annotated[
        Day | None, about("first day in this relation", example=Day(2026, 9, 1), read_by="T3; new people are exempt")
    ] = None
    until: Annotated[Day | None, about("last day in this relation", example=Day(2027, 3, 31), read_by="T3")] = None
    rhythm_days: Annotated[
        int | None, about("agreed days between 1:1s", unit="days", example=7, read_by="T3 1:1s held, README audit")
    ] = None
    time_zone: Annotated[
        str, about("their IANA time zone", example="Europe/Lisbon", read_by="calendar, to propose slots")
    ] = ""
    keys: Annotated[
        tuple[str, ...],
        about(
            "how sources write them, so that a 1:1 can be told from another meeting",
            example=["email:ana@example.org", "github:ana"],
            read_by="calendar, T3; never shown",
        ),
    ] = ()
    wants_feedback: Annotated[
        str, about("how they said they want feedback", example="in writing first, then we talk")
    ] = ""


KIND = Kind(
    name="person",
    place="people",
    model=Person,
    says="Someone you have duties to: the rhythm of your 1:1s and how they want feedback.",
    id_from=(),
    asks=("rhythm_days",),
    prompt="# What they told me matters to them\n\n# What I promised\n",
)
