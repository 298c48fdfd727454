"""Feedback given within so many working days."""

import re

from podium.programs.readme.claims import NUMBER, Form, number, promise
from podium.signals import Signal


def _signal(match: re.Match[str]) -> Signal:
    days = number(match)
    return promise(
        f"feedback-within-{days}-days",
        f"What share of my feedback was given within {days} working days of the event?",
        f"""
            select at_s as moment, ref, case when amount <= {days} then 1 else 0 end as amount
            from written
            where what = 'feedback-delay'
        """,  # noqa: S608 - a number
        rows_are="feedback notes with both days",
        blind_to="feedback you did not write down",
        confounders="a person who asked for another time",
        informs=("journal",),
    )


FORM = Form(
    name="feedback-within",
    part="feedback",
    written=("feedback within two days", "feedback within 3 working days"),
    pattern=rf"(?:you (?:get|hear) (?:my )?)?feedback (?:within|in) {NUMBER} (?:(?:working|business) )?days?",
    signal=_signal,
)
