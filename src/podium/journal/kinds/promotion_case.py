"""What a promotion packet needs besides results.

The summary, the new scope and why the business needs it.
"""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Day, Head, Kind, about


class PromotionCase(Head, frozen=True, kw_only=True):
    """The case for one step, in the third person and about what was done, not about what may come."""

    date: Annotated[Day, about("the day it is written", example=Day(2026, 12, 1), read_by="portfolio packet")]
    name: Annotated[str, about("whose case it is, as it stands in the packet", example="Ada Example")]
    role: Annotated[str, about("the role now", example="Engineering Manager")]
    next_role: Annotated[str, about("the role asked for", example="Senior Engineering Manager")]
    summary: Annotated[
        tuple[str, ...],
        about("the case, one sentence each", unit="3 to 5", example=["Ada has led payments for two years."]),
    ] = ()
    results: Annotated[
        tuple[str, ...],
        about("ids of the three results that carry it", example=["2026-11-20-month-end"], refers="portfolio-entry"),
    ] = ()
    scope: Annotated[
        str, about("why the business needs the new scope", example="two teams share one ledger and no owner")
    ] = ""
    values: Annotated[
        tuple[str, ...], about("a value and what shows it, one line each", example=["Customers first: ..."])
    ] = ()
    growth_areas: Annotated[
        tuple[str, ...], about("what is still to be learnt, and the plan", example=["Budget: shadows finance in Q1"])
    ] = ()
    feedback: Annotated[
        tuple[str, ...], about("what other departments said, with their leave", example=["no more nights - finance"])
    ] = ()


KIND = Kind(
    name="promotion-case",
    place="promotion-cases",
    model=PromotionCase,
    says="The case a promotion packet makes, besides the results themselves.",
    id_from=("date", "next_role"),
    today="date",
    asks=("summary", "results", "scope", "growth_areas", "feedback"),
)
