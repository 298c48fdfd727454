"""A leadership sync: when it was, and which wins of the team were said there."""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Day, Kind, Row, about


class Sync(Row, frozen=True, kw_only=True):
    """One meeting with leadership."""

    date: Annotated[Day, about("the day", example=Day(2026, 11, 24), read_by="T2 wins told per sync")]
    title: Annotated[str, about("which meeting", example="staff meeting")] = ""
    attended: Annotated[bool, about("whether you were there", example=True, read_by="T2 wins told per sync")] = True
    wins: Annotated[
        tuple[str, ...],
        about("ids of wins that were said", example=["2026-11-20-month-end"], refers="win", read_by="T2 wins told"),
    ] = ()


KIND = Kind(
    name="sync",
    place="syncs.toml",
    model=Sync,
    says="A leadership meeting and the wins of the team you said there.",
    id_from=("date", "title"),
    today="date",
    asks=("title", "wins"),
)
