"""Meetings that end by an hour of her own clock."""

import re

from podium.programs.readme.claims import CLOCK, Form, minutes, promise
from podium.signals import Signal


def _signal(match: re.Match[str]) -> Signal:
    limit = minutes(match)
    return promise(
        f"meetings-end-by-{limit // 60:02d}{limit % 60:02d}",
        f"On what share of the days with a meeting had the last one ended by {limit // 60:02d}:{limit % 60:02d}?",
        f"""
            select min(at_s) as moment,
                   coalesce(min(case when (wmin % 1440) * 60 + end_s - at_s > {limit * 60} then ref end), min(ref)) as ref,
                   min(case when (wmin % 1440) * 60 + end_s - at_s > {limit * 60} then 0 else 1 end) as amount
            from mine
            where verb = 'met' and with_count > 0 and end_s is not null and wmin is not null and day_no is not null
            group by day_no
        """,  # noqa: S608 - a number
        rows_are="days with a meeting",
        blind_to="when a meeting really ended: a calendar knows the plan only",
        confounders="time zones and travel",
        informs=("calendar",),
    )


FORM = Form(
    name="meetings-end",
    part="hours",
    written=("meetings end by 17:00", "my meetings end before 16:30"),
    pattern=rf"(?:my )?meetings end (?:by|before|at) {CLOCK}",
    signal=_signal,
)
