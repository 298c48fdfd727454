"""A reverse-mentoring programme: what is learnt from whom, in four to six sessions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Status = Literal["planned", "running", "done", "stopped"]
FEWEST, MOST = 4, 6
_FOUR_DAYS = [Day(2026, 12, 1), Day(2026, 12, 8), Day(2026, 12, 15), Day(2027, 1, 12)]


class Mentoring(Head, frozen=True, kw_only=True):
    """The agreement with a mentor who said yes."""

    topic: Annotated[str, about("what you learn", example="How we ship to the edge", read_by="reverse status")]
    mentor: Annotated[str, about("an id of mentors.toml", example="kim", refers="mentor", read_by="reverse status")]
    sessions: Annotated[
        tuple[Day, ...],
        about("the days of the sessions", example=_FOUR_DAYS, read_by="reverse status"),
    ]
    status: Annotated[Status, about("where it stands", example="planned", read_by="reverse status")] = "planned"
    minutes: Annotated[int, about("how long a session is", unit="minutes", example=45)] = 45
    thanks_consent: Annotated[
        bool | None, about("whether they agreed to be thanked in public", example=True, read_by="reverse thanks")
    ] = None
    thanked_on: Annotated[Day | None, about("the day you thanked them", example=Day(2027, 2, 1))] = None
    now_different: Annotated[
        str, about("what you now do differently", example="I read the pipeline before I ask", read_by="reverse summary")
    ] = ""


def find_slips(head: Mentoring) -> Iterator[Slip]:
    """Four to six sessions, in order."""
    if not FEWEST <= len(head.sessions) <= MOST:
        yield Slip("sessions", f"a programme has {FEWEST} to {MOST} sessions", "write four to six days")
    if list(head.sessions) != sorted(set(head.sessions)):
        yield Slip("sessions", "the days are not in order, or one stands twice", "write them from first to last")


KIND = Kind(
    name="mentoring",
    place="mentoring",
    model=Mentoring,
    says="A reverse-mentoring programme of four to six sessions (`podium reverse plan` writes it).",
    id_from=("topic",),
    asks=(),
    prompt="# What I want to be able to do\n",
    slips=find_slips,
)
