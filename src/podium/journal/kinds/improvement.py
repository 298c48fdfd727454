"""One item of the improvement ledger: what it removes, and whether it came back."""

from __future__ import annotations

from typing import Annotated, Literal

from podium.journal.entry import Day, Kind, Row, about

Sort = Literal["alert-hygiene", "runbook", "auto-remediation", "incident-test", "toil-automation", "access-tooling"]
Status = Literal["proposed", "booked", "in-progress", "done", "dropped"]


class Improvement(Row, frozen=True, kw_only=True):
    """One piece of the 20 % reserve."""

    what: Annotated[str, about("the work", example="Write the queue-full runbook and link it from the alert")]
    sort: Annotated[Sort, about("which of the six sorts", example="runbook", read_by="T5 improvement share")]
    status: Annotated[Status, about("where it stands", example="booked", read_by="reserve ledger")] = "proposed"
    incident_class: Annotated[
        str, about("the class of incidents it removes", example="queue-full", read_by="T5 repeat rate, reserve ledger")
    ] = ""
    toil_minutes: Annotated[
        float | None, about("toil it removes", unit="minutes a week", example=90.0, read_by="reserve ledger")
    ] = None
    toil_minutes_after: Annotated[
        float | None,
        about("toil as measured afterwards", unit="minutes a week", example=20.0, read_by="reserve ledger"),
    ] = None
    booked_days: Annotated[
        float | None, about("time set aside", unit="person-days", example=2.0, read_by="reserve: booked and kept")
    ] = None
    kept_days: Annotated[
        float | None, about("time really spent", unit="person-days", example=1.5, read_by="reserve: booked and kept")
    ] = None
    booked_on: Annotated[Day | None, about("the day it was booked", example=Day(2026, 11, 16))] = None
    done_on: Annotated[
        Day | None, about("the day it took effect", example=Day(2026, 11, 27), read_by="reserve ledger")
    ] = None
    receipts: Annotated[
        tuple[str, ...], about("tickets, changes, paths", example=["OPS-7"], read_by="T5 improvement share")
    ] = ()


KIND = Kind(
    name="improvement",
    place="improvements.toml",
    model=Improvement,
    says="One item of the 20 % reserve and the incidents or toil it removes.",
    id_from=("what",),
    asks=("incident_class", "toil_minutes", "booked_days"),
)
