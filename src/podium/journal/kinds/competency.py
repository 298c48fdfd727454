"""A competency of your own: four anchors, questions, and the probes that reach the facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from podium.journal.entry import Head, Kind, Slip, about

_FOUR = ["names no own action", "acts when asked", "acts first, with a result", "changes how others act, with a result"]


class Competency(Head, frozen=True, kw_only=True):
    """What is asked for, and what each vote means."""

    title: Annotated[str, about("its name", example="Ownership", read_by="interview kit")]
    says: Annotated[str, about("what it is, in one sentence", example="Finishes what nobody assigned")]
    anchors: Annotated[
        tuple[str, ...],
        about("what 1, 2, 3 and 4 look like", unit="four lines", example=_FOUR, read_by="interview kit"),
    ]
    questions: Annotated[
        tuple[str, ...],
        about("questions about something they did", example=["Tell me about a problem nobody owned."]),
    ]
    probes: Annotated[
        tuple[str, ...], about("situation, task, action, result", example=["What did you yourself do?"])
    ] = ()


def find_slips(head: Competency) -> Iterator[Slip]:
    """Four anchors and a question at least."""
    if len(head.anchors) != 4:
        yield Slip(
            "anchors", f"four anchors are needed, one for each vote, not {len(head.anchors)}", "write four lines"
        )
    if not head.questions:
        yield Slip("questions", "there is no question", 'write questions = ["Tell me about ..."]')


KIND = Kind(
    name="competency",
    place="competencies",
    model=Competency,
    says="A competency for your interviews: four anchors, questions and probes.",
    id_from=("title",),
    slips=find_slips,
)
