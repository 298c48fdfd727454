"""The growth plan of somebody who wants to find out about managing: questionnaire first."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about
from podium.journal.kinds.shadow_slot import Activity

Answer = Literal["go", "no-go", "not-now"]


class ShadowPlan(Head, frozen=True, kw_only=True):
    """In their own words; nothing here rates them."""

    asked_on: Annotated[
        Day, about("the day they asked; a skipped cycle keeps it", example=Day(2026, 11, 1), read_by="shadow plan")
    ]
    agreed_on: Annotated[
        Day | None,
        about("the day they agreed that you keep this file", example=Day(2026, 11, 2), read_by="shadow plan"),
    ] = None
    committed_on: Annotated[
        Day | None,
        about("the day they and their own manager signed the page", example=Day(2026, 11, 9), read_by="shadow plan"),
    ] = None
    why: Annotated[str, about("why now, in their words", example="I want to know before I am asked")] = ""
    find_out: Annotated[
        tuple[str, ...], about("what they want to find out", example=["do the talks give me energy?"])
    ] = ()
    wants: Annotated[
        tuple[Activity, ...], about("activities that must be in it", example=["one-on-one"], read_by="shadow plan")
    ] = ()
    done_by: Annotated[Day | None, about("last day they can", example=Day(2026, 12, 18), read_by="shadow plan")] = None
    zone: Annotated[str, about("their IANA time zone", example="Europe/Lisbon", read_by="shadow plan")] = ""
    away: Annotated[
        tuple[Day, ...], about("days they are away", example=[Day(2026, 12, 10)], read_by="shadow plan")
    ] = ()
    skips: Annotated[
        tuple[Day, ...],
        about("first days of cycles they skip; the place is kept", example=[Day(2026, 12, 7)], read_by="shadow plan"),
    ] = ()
    shadowed_before: Annotated[
        bool, about("was in an earlier cycle and can hand over", example=False, read_by="shadow plan")
    ] = False
    answer: Annotated[Answer | None, about("the exit talk's answer", example="not-now", read_by="shadow status")] = None
    answered_on: Annotated[Day | None, about("the day", example=Day(2026, 12, 21), read_by="shadow status")] = None


KIND = Kind(
    name="shadow-plan",
    place="shadow-plans",
    model=ShadowPlan,
    says="The growth plan of somebody who shadows: what they want to find out, and when they can.",
    id_from=(),
    today="asked_on",
    asks=("agreed_on", "committed_on", "why", "find_out", "zone"),
    prompt="# What my manager and I expect of it\n\n# Thirty, sixty, ninety days after\n",
)
