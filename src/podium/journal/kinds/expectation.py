"""Three expectations both can state, and the context asked about before the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Day, Head, Kind, Slip, about

CONTEXT = (
    "can_state",
    "was_written",
    "has_means",
    "fits_scope",
    "load_and_leave",
    "my_behaviour",
    "will",
)


class Expectation(Head, frozen=True, kw_only=True):
    """What was agreed and looked at; never inferred, never a score."""

    person: Annotated[str, about("an id of people/", example="ana", refers="person")]
    date: Annotated[Day, about("the day you wrote it", example=Day(2026, 11, 2), read_by="ask underperformance")]
    purpose: Annotated[str, about("what this file is for", example="agree what good looks like until 30 November")]
    can_state: Annotated[str, about("1 can they state the expectation in their words?", example="two of three")] = ""
    was_written: Annotated[str, about("2 was it written, and when?", example="no, said in September")] = ""
    has_means: Annotated[str, about("3 skill, tools, access, dependencies", example="no access to staging")] = ""
    fits_scope: Annotated[str, about("4 does the scope fit?", example="two areas at once")] = ""
    load_and_leave: Annotated[str, about("5 load and leave", example="on call twice in four weeks")] = ""
    my_behaviour: Annotated[
        str, about("6 what I did: checked more, invited less?", example="left them out of the design review")
    ] = ""
    will: Annotated[str, about("7 will, asked last", example="said they want it, asked for a second area less")] = ""
    mine: Annotated[
        tuple[str, ...], about("three expectations in your words", example=["reviews within a day", "...", "..."])
    ] = ()
    theirs: Annotated[
        tuple[str, ...], about("the three as they said them, unprompted", example=["reviews by the next day"])
    ] = ()
    matches: Annotated[
        int | None,
        about("how many of three both state alike", unit="0 to 3", example=3, read_by="ask underperformance"),
    ] = None
    signed_by_me: Annotated[Day | None, about("the day you signed", example=Day(2026, 11, 4))] = None
    signed_by_them: Annotated[
        Day | None, about("the day they signed", example=Day(2026, 11, 4), read_by="ask underperformance")
    ] = None
    review_after_two_weeks: Annotated[
        Day | None, about("first review", example=Day(2026, 11, 18), read_by="ask underperformance")
    ] = None
    review_after_four_weeks: Annotated[
        Day | None, about("second review", example=Day(2026, 12, 2), read_by="ask underperformance")
    ] = None
    is_conduct_or_legal: Annotated[
        bool,
        about("conduct, health or law is in it: then it goes to HR", example=False, read_by="ask underperformance"),
    ] = False


def find_slips(head: Expectation) -> Iterator[Slip]:
    """Three at most match, and the person comes last."""
    if head.matches is not None and not 0 <= head.matches <= 3:
        yield Slip("matches", "0 to 3 expectations match", "write matches = 3")
    earlier = [name for name in CONTEXT[:-1] if not getattr(head, name).strip()]
    if head.will.strip() and earlier:
        yield Slip(
            "will", f"context comes before the person: {earlier[0]} is still empty", f"answer {earlier[0]} first"
        )


KIND = Kind(
    name="expectation",
    place="expectations",
    model=Expectation,
    says="Three expectations both can state, co-signed, with reviews after two and four weeks.",
    id_from=("date", "person"),
    today="date",
    prompt="# What we agreed\n",
    slips=find_slips,
)
