"""A registered practice: what was expected, by which number, written down before it began."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Head, Kind, about

Status = Literal["registered", "running", "finished", "stopped"]
Direction = Literal["up", "down"]


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
    hash: Annotated[
        str, about("hash of the registration; an edit shows as amended", example="sha256:...", read_by="practices")
    ] = ""


KIND = Kind(
    name="experiment",
    place="experiments",
    model=Experiment,
    says="A practice registered before it begins; `podium start` writes it.",
    id_from=("registered_on", "practice"),
    today="registered_on",
)
