"""Reviews answered within so many business hours or days."""

import re

from podium.programs.readme.claims import BUSINESS_DAY_H, NUMBER, Form, number, promise
from podium.signals import Signal


def _signal(match: re.Match[str]) -> Signal:
    is_days = match["unit"].lower().startswith("d")
    hours = number(match) * (BUSINESS_DAY_H if is_days else 1)
    return promise(
        f"reviews-within-{hours}-hours",
        f"What share of the requests for my review did I answer within {hours} working hours?",
        f"""
            select at_s as moment, ref, case when dur_s <= {hours * 3600} then 1 else 0 end as amount
            from mine
            where verb = 'answered'
        """,  # noqa: S608 - a number
        rows_are="requests you answered",
        blind_to="requests by voice; requests you never answered",
        confounders="leave is left out; a business day is eight of your working hours",
        informs=("code review",),
    )


FORM = Form(
    name="reviews-within",
    part="code",
    written=("reviews within one business day", "reviews within 4 business hours"),
    pattern=rf"(?:I answer )?(?:code )?reviews? (?:within|in) {NUMBER} (?:business|working) ?(?P<unit>days?|hours?)",
    signal=_signal,
)
