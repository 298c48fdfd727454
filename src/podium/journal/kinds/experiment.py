"""A registered practice: what was expected, by which number, written down before it began."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, Slip, about

Status = Literal["registered", "running", "finished", "stopped"]
Direction = Literal["up", "down"]
_PAUSE = re.compile(r"(\d{4}-\d\d-\d\d) to(?: (\d{4}-\d\d-\d\d))?")


class Experiment(Head, frozen=True, kw_only=True):
    """The registration; `podium start` writes it, and keeps further fields of its own beside these."""

    practice: Annotated[str, about("the practice's name", example="no-code-zone", read_by="practices")]
    registered_on: Annotated[Day, about("the day it was written down", example=Day(2026, 11, 22), read_by="practices")]
    starts_on: Annotated[Day, about("first day that counts", example=Day(2026, 12, 21), read_by="effects")]
    ends_on: Annotated[Day, about("last day, included", example=Day(2027, 2, 14), read_by="effects")]
    metric: Annotated[str, about("the one primary metric", example="sole-gate", read_by="effects")]
    direction: Annotated[Direction, about("where it should go", example="down", read_by="effects")]
    hypothesis: Annotated[str, about("what you expect and why", example="fewer changes wait for me alone")] = ""
    guardrails: Annotated[
        tuple[str, ...], about("metrics that must not get worse", example=["revert-rate"], read_by="effects")
    ] = ()
    baseline_from: Annotated[
        Day | None, about("first day of the baseline", example=Day(2026, 6, 22), read_by="effects")
    ] = None
    minimum_change: Annotated[
        float | None, about("smallest change that would matter", unit="in the metric's unit", example=0.15)
    ] = None
    status: Annotated[Status, about("where it stands", example="registered", read_by="practices")] = "registered"
    pauses: Annotated[
        tuple[str, ...],
        about(
            "stretches it was paused, both days included; the last day is left out while it lasts",
            example=["2027-01-11 to 2027-01-17"],
            read_by="effects",
        ),
    ] = ()
    hash: Annotated[
        str, about("hash of the registration; an edit shows as amended", example="sha256:...", read_by="practices")
    ] = ""


def find_slips(head: Experiment) -> Iterator[Slip]:
    """Each pause is two days in their order, or one while it lasts."""
    for text in head.pauses:
        if not _is_pause(text):
            yield Slip("pauses", f"{text[:40]!r} is not a pause", 'write "2027-01-11 to 2027-01-17"')


def _is_pause(text: str) -> bool:
    match = _PAUSE.fullmatch(text)
    try:
        first, last = (Day.fromisoformat(day) if day else None for day in match.groups()) if match else (None, None)
    except ValueError:
        return False
    return first is not None and (last is None or first <= last)


KIND = Kind(
    name="experiment",
    place="experiments",
    model=Experiment,
    says="A practice registered before it begins; `podium start` writes it.",
    id_from=("registered_on", "practice"),
    today="registered_on",
    slips=find_slips,
)
