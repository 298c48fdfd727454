"""A postmortem she owns: what happened, what contributed, what it cost, what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Status = Literal["draft", "reviewed", "shared"]
Severity = Literal["sev1", "sev2", "sev3"]
MOST_ACTIONS = 3


class Postmortem(Head, frozen=True, kw_only=True):
    """The document's fields; the timeline and the story stand below them."""

    title: Annotated[str, about("what failed, for whom", example="Payments slow for 41 minutes")]
    resolved: Annotated[Day, about("the day it ended (UTC)", example=Day(2026, 10, 6), read_by="postmortem status")]
    severity: Annotated[Severity, about("how bad", example="sev2", read_by="postmortem status")] = "sev2"
    incident: Annotated[str, about("its id in the source", example="pagerduty:acme:PINC001")] = ""
    status: Annotated[Status, about("where it stands", example="draft", read_by="postmortem status")] = "draft"
    owner: Annotated[str, about("who sees that it is written and its actions get tickets", example="me")] = "me"
    teams: Annotated[
        tuple[str, ...], about("teams it spans", example=["payments", "platform"], read_by="postmortem status")
    ] = ()
    overview: Annotated[
        str, about("two sentences anybody understands", example="Payments were slow for customers.")
    ] = ""
    customers: Annotated[float | None, about("customers touched", unit="people", example=1200)] = None
    minutes: Annotated[float | None, about("how long they felt it", unit="minutes", example=41)] = None
    money: Annotated[str, about("what it cost, with its arithmetic", example="38 refunds x 12 EUR = 456 EUR")] = ""
    factors: Annotated[
        tuple[str, ...],
        about(
            "what contributed, never who",
            example=["the retry had no limit", "the alarm watched the mean, not the slowest"],
            read_by="postmortem check",
        ),
    ] = ()
    detection: Annotated[str, about("how it was noticed, and how it could be sooner", example="a customer wrote")] = ""
    resolution: Annotated[str, about("what ended it", example="the retry was capped")] = ""
    helped: Annotated[tuple[str, ...], about("what helped", example=["the rollback took four minutes"])] = ()
    hindered: Annotated[tuple[str, ...], about("what hindered", example=["two dashboards disagreed"])] = ()
    luck: Annotated[tuple[str, ...], about("where you were lucky", example=["it was not the end of the month"])] = ()
    questions: Annotated[tuple[str, ...], about("what is still open", example=["why did the queue not drain?"])] = ()
    business: Annotated[
        str, about("one paragraph for leadership: what it cost, what changes, what it needs", example="...")
    ] = ""
    decision_changed: Annotated[
        str, about("which decision is another one because of it", example="the retry library is owned now")
    ] = ""
    met_on: Annotated[Day | None, about("day of the talk", example=Day(2026, 10, 8), read_by="postmortem status")] = (
        None
    )
    shared_on: Annotated[Day | None, about("day it was sent above the team", example=Day(2026, 10, 12))] = None
    readers: Annotated[int | None, about("who read or heard it above the team", unit="people", example=6)] = None
    most_actions: Annotated[
        int, about("how many actions at most; a dozen is a wish list", example=3, read_by="postmortem check")
    ] = MOST_ACTIONS


def find_slips(head: Postmortem) -> Iterator[Slip]:
    """The talk comes after the end."""
    if head.met_on is not None and head.met_on < head.resolved:
        yield Slip("met_on", "the talk lies before the incident ended", f"write a day from {head.resolved} on")
    if not 1 <= head.most_actions <= 12:
        yield Slip("most_actions", "actions are 1 to 12", "write most_actions = 3")


KIND = Kind(
    name="postmortem",
    place="postmortems",
    model=Postmortem,
    says="What happened, what contributed, what it cost, what was decided (`podium postmortem new` drafts it).",
    id_from=("resolved", "title"),
    prompt="# Timeline (UTC)\n\n# What happened, as a story\n",
    slips=find_slips,
)
