"""One candidate's interviews and debrief: the panel, the order, the decision and its reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Decision = Literal["hire", "no-hire"]


class Interview(Head, frozen=True, kw_only=True):
    """A round; the candidate is a code, never a name."""

    role: Annotated[str, about("what for", example="backend engineer", read_by="interview kit")]
    competencies: Annotated[
        tuple[str, ...],
        about("what is rated, names of the bank or of competencies/", example=["ownership"], read_by="interview"),
    ]
    panel: Annotated[
        tuple[str, ...], about("who votes, ids of interviewers/", example=["ana", "bo"], read_by="interview")
    ]
    held: Annotated[Day, about("day of the last interview", example=Day(2026, 12, 1), read_by="interview lateness")]
    shadows: Annotated[
        tuple[str, ...], about("who writes a card that is not counted", example=["cy"], read_by="interview")
    ] = ()
    opened_on: Annotated[
        Day | None, about("day the cards were opened", example=Day(2026, 12, 2), read_by="interview")
    ] = None
    discussed_on: Annotated[
        Day | None, about("day the second votes were opened", example=Day(2026, 12, 2), read_by="interview")
    ] = None
    decision: Annotated[Decision | None, about("what was decided", example="hire", read_by="interview")] = None
    reason: Annotated[str, about("why, from the evidence", example="three examples of finishing unowned work")] = ""
    decided_on: Annotated[Day | None, about("the day", example=Day(2026, 12, 2), read_by="interview")] = None
    outcome: Annotated[
        int | None,
        about(
            "how far the hire met the role after six months, from 1 to 4", unit="1 to 4", example=3, read_by="interview"
        ),
    ] = None


def find_slips(head: Interview) -> Iterator[Slip]:
    """A panel of two at least, nobody twice, and a reason for every decision."""
    if len(head.panel) < 2:
        yield Slip("panel", "a panel has two interviewers at least", 'write panel = ["ana", "bo"]')
    if len({*head.panel, *head.shadows}) < len(head.panel) + len(head.shadows):
        yield Slip("panel", "somebody is named twice", "name each person once, as panel or as shadow")
    if not head.competencies:
        yield Slip("competencies", "nothing is rated", 'write competencies = ["ownership"]')
    if head.decision and not head.reason.strip():
        yield Slip("reason", "a decision needs its reason", 'write reason = "..."')
    if head.outcome is not None and not 1 <= head.outcome <= 4:
        yield Slip("outcome", "the outcome is a whole number from 1 to 4", "write outcome = 3")


KIND = Kind(
    name="interview",
    place="interviews",
    model=Interview,
    says="One candidate's interviews and debrief (`podium interview new` writes it).",
    id_from=("held", "role"),
    today="held",
    slips=find_slips,
)
