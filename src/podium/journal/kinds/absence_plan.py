"""A planned absence: who acts for her, who decides what.

And what she took herself out of afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Head, Kind, Slip, about


class AbsencePlan(Head, frozen=True, kw_only=True):
    """The backup plan before, and three removals after."""

    first: Annotated[Day, about("first day away", example=Day(2026, 12, 7), read_by="practice 1b")]
    last: Annotated[Day, about("last day away, included", example=Day(2026, 12, 11), read_by="practice 1b")]
    duties: Annotated[
        tuple[str, ...],
        about(
            "who takes which duty, as `duty: who`", example=["incidents: Ana", "reviews: Bo"], read_by="absence plan"
        ),
    ] = ()
    decides: Annotated[
        tuple[str, ...],
        about("who decides what, as `question: who`", example=["order of work: Ana"], read_by="absence plan"),
    ] = ()
    waits: Annotated[tuple[str, ...], about("what is not decided without you; keep it short", example=["hiring"])] = ()
    call_me_if: Annotated[str, about("the only reason to call you", example="an outage nobody can handle")] = ""
    decision_log: Annotated[str, about("where decisions are written down", example="the team's wiki, page Away")] = ""
    told_on: Annotated[
        Day | None, about("the day the team heard the plan", example=Day(2026, 12, 1), read_by="absence plan")
    ] = None
    removals: Annotated[
        tuple[str, ...],
        about("afterwards: what you took yourself out of", example=["Bo approves releases"], read_by="practice 1b"),
    ] = ()
    debriefed_on: Annotated[
        Day | None, about("the day of the debrief", example=Day(2026, 12, 16), read_by="practice 1b")
    ] = None


def find_slips(head: AbsencePlan) -> Iterator[Slip]:
    """An absence ends after it begins, and each line names somebody."""
    if head.last < head.first:
        yield Slip("last", "the last day away lies before the first", f"write a day from {head.first} on")
    elif (head.last - head.first).days > 366:
        yield Slip("last", "one absence lasts more than a year", "write one plan for each year")
    for name in ("duties", "decides"):
        for line in getattr(head, name):
            what, colon, who = line.partition(":")
            if not (what.strip() and colon and who.strip()):
                yield Slip(name, f"{line[:60]!r} does not say who", 'write "incidents: Ana"')


KIND = Kind(
    name="absence-plan",
    place="absences",
    model=AbsencePlan,
    says="Who acts for you while you are fully off, who decides what, and what you took yourself out of afterwards.",
    id_from=("first",),
    asks=("duties", "decides", "waits", "call_me_if", "decision_log"),
    prompt="# What stalled\n\n# What waited for me\n\n# What was done without me\n",
    slips=find_slips,
)
