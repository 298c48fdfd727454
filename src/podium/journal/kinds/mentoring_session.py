"""One reverse-mentoring session, as the manager's own sheet."""

from __future__ import annotations

from typing import Annotated

from podium.journal.entry import Day, Head, Kind, about


class MentoringSession(Head, frozen=True, kw_only=True):
    """What she learnt; the mentor is not described."""

    programme: Annotated[
        str, about("an id of mentoring/", example="ship-to-the-edge", refers="mentoring", read_by="reverse status")
    ]
    date: Annotated[Day, about("the day it was held", example=Day(2026, 12, 1), read_by="reverse status")]
    topic: Annotated[str, about("what the mentor chose to show", example="one deploy, start to end")] = ""
    believed: Annotated[str, about("what you believed before", example="a deploy takes five minutes")] = ""
    saw: Annotated[str, about("the demo or walk-through", example="a deploy, three approvals, two retries")] = ""
    learnt: Annotated[
        str, about("what you know now", example="the retries are the slow part", read_by="reverse status")
    ] = ""
    will_try: Annotated[str, about("what you will try", example="deploy the docs myself next week")] = ""
    tried_on: Annotated[
        Day | None, about("the day you used it", example=Day(2026, 12, 3), read_by="reverse status: next-day use")
    ] = None
    may_share: Annotated[bool | None, about("whether they agreed that you tell others", example=True)] = None
    next: Annotated[str, about("what comes next", example="the rollback path")] = ""


KIND = Kind(
    name="mentoring-session",
    place="mentoring-sessions",
    model=MentoringSession,
    says="What you believed, saw and learnt in one reverse-mentoring session, and what you will try.",
    id_from=("date", "programme"),
    today="date",
    asks=("topic", "believed", "learnt", "will_try"),
    prompt="# Walk-through\n\n# Friction seen\n",
)
