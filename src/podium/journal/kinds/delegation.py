"""A delegation card: what was handed over, at which level, and when it may be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Status = Literal["open", "done", "taken-back", "stopped"]
To = Literal["person", "agent"]


class Delegation(Head, frozen=True, kw_only=True):
    """The agreement, spoken out loud before it starts."""

    task: Annotated[str, about("what you hand over", example="Run the storage migration")]
    person: Annotated[
        str,
        about(
            "to whom, an id of people/; of work an agent does, who answers for it",
            example="ana",
            refers="person",
            read_by="practice 1c",
        ),
    ]
    level: Annotated[
        int,
        about(
            "1 tell, 2 sell, 3 consult, 4 agree, 5 advise, 6 inquire, 7 delegate",
            unit="1 to 7",
            example=5,
            read_by="practice 1c stretch",
        ),
    ]
    started: Annotated[Day, about("the day you agreed", example=Day(2026, 11, 2), read_by="practice 1c")]
    status: Annotated[Status, about("where it stands", example="open", read_by="practice 1c, T1 take-back")] = "open"
    ended: Annotated[Day | None, about("the day it ended", example=Day(2026, 12, 11), read_by="practice 1c")] = None
    to: Annotated[To | None, about("to a person or to an agent", example="person", read_by="T1 handed to people")] = (
        None
    )
    learns: Annotated[str, about("who learns from it, and what", example="Ana: leading across teams")] = ""
    why_them: Annotated[str, about("why this person", example="wants to lead across teams")] = ""
    is_new_area: Annotated[
        bool | None,
        about("fewer than three changes of theirs in that area", example=True, read_by="practice 1c stretch"),
    ] = None
    success: Annotated[str, about("what done looks like", example="all tables moved, no lost write")] = ""
    by_when: Annotated[Day | None, about("due day", example=Day(2026, 12, 11), read_by="calendar")] = None
    authority: Annotated[str, about("what they decide alone, and the limit", example="order and tooling; 2k USD")] = ""
    error_budget: Annotated[
        str, about("how much may go wrong before you talk", example="one rollback, 30 minutes of read-only")
    ] = ""
    check_ins: Annotated[
        tuple[Day, ...], about("days you look together", example=[Day(2026, 11, 16)], read_by="calendar reminders")
    ] = ()
    take_back: Annotated[str, about("the only reason you take it back", example="a second rollback, or data loss")] = ""
    tickets: Annotated[
        tuple[str, ...], about("its tickets and changes", example=["LEDGER-41"], read_by="take-backs seen in traces")
    ] = ()
    paths: Annotated[
        tuple[str, ...],
        about("where in the code it lies", example=["services/ledger/**"], read_by="take-backs seen in traces"),
    ] = ()
    seen: Annotated[
        tuple[str, ...],
        about(
            "take-backs podium saw in your traces",
            example=["2026-11-20 you committed on it: web 1a2b3c4d5e6f"],
            read_by="delegation check",
        ),
    ] = ()
    outcome: Annotated[str, about("how it ended", example="done a week early")] = ""
    learning: Annotated[str, about("what you both take along", example="agree the rollback drill first")] = ""


def find_slips(head: Delegation) -> Iterator[Slip]:
    """Seven levels, and an end after the start."""
    if not 1 <= head.level <= 7:
        yield Slip("level", "the level is a whole number from 1 (tell) to 7 (delegate)", "write level = 5")
    if head.ended is not None and head.ended < head.started:
        yield Slip("ended", "it ended before it started", f"write a day from {head.started} on")


KIND = Kind(
    name="delegation",
    place="delegations",
    model=Delegation,
    says="What you handed over, at which of seven levels, and the one reason you would take it back.",
    id_from=("started", "task"),
    today="started",
    asks=("to", "learns", "success", "authority", "error_budget", "check_ins", "take_back"),
    slips=find_slips,
)
