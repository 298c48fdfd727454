"""A stakeholder: someone outside the team whom its work serves or depends on."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about

Relation = Literal[
    "own-manager", "skip-level", "product", "design", "peer", "customer", "finance", "executive", "other"
]


class Stakeholder(Head, frozen=True, kw_only=True):
    """One name of the stakeholder map."""

    relation: Annotated[
        Relation, about("what they are to you; `skip-level` is your manager's manager", read_by="T2 skip-level gap")
    ] = "other"
    is_top: Annotated[bool, about("one of the five who matter most now", example=True, read_by="T2 recency")] = False
    needs: Annotated[str, about("what they need from the team", example="invoices that never wait a night")] = ""
    fears: Annotated[str, about("what they fear", example="another quarter of manual fixes")] = ""
    contacts: Annotated[
        tuple[Day, ...],
        about(
            "days you talked (8 people at most), worked on a document or an incident together",
            example=[Day(2026, 11, 3), Day(2026, 11, 17)],
            read_by="T2 coverage and recency",
        ),
    ] = ()
    next_contact: Annotated[
        Day | None, about("next planned contact", example=Day(2026, 12, 1), read_by="stakeholder loop")
    ] = None
    changed_our_plan: Annotated[
        str, about("a request of theirs that changed your plan", example="ledger export moved before search")
    ] = ""
    keys: Annotated[
        tuple[str, ...],
        about("how sources write them", example=["email:lee@example.org"], read_by="calendar, T2; never shown"),
    ] = ()
    mapped_on: Annotated[
        Day | None, about("the day you put them on the map", example=Day(2026, 10, 5), read_by="T2 coverage")
    ] = None


KIND = Kind(
    name="stakeholder",
    place="stakeholders",
    model=Stakeholder,
    says="Someone your team's work serves or depends on: what they need, and when you last talked.",
    id_from=(),
    today="mapped_on",
    asks=("relation", "needs", "contacts"),
    prompt="# Their goal\n\n# Our effect on it\n\n# One thing we should stop\n",
)
