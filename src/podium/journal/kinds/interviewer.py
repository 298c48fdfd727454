"""An interviewer, and whether they agreed that a line about their own cards exists."""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Day, Head, Kind, about


class Interviewer(Head, frozen=True, kw_only=True):
    """Their own file; without `agreed_on` nothing about their cards is computed."""

    agreed_on: Annotated[
        Day | None,
        about(
            "the day they agreed to a calibration line that is handed to them",
            example=Day(2026, 11, 27),
            read_by="interview calibration",
        ),
    ] = None
    is_me: Annotated[bool, about("this is you", example=False, read_by="interview calibration")] = False


KIND = Kind(
    name="interviewer",
    place="interviewers",
    model=Interviewer,
    says="Somebody who interviews, and their consent to a calibration line of their own.",
    id_from=(),
    asks=("agreed_on",),
)
