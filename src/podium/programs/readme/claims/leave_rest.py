"""No work on declared leave."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal

_ROWS = """
    select min(at_s) as moment,
           coalesce(min(case when verb in ('authored', 'merged', 'committed', 'released') then ref end), min(ref)) as ref,
           min(case when verb in ('authored', 'merged', 'committed', 'released') then 0 else 1 end) as amount
    from mine
    where away = 1 and day_no is not null
    group by day_no
"""


def _signal(match: re.Match[str]) -> Signal:
    return promise(
        "no-work-on-leave",
        "On what share of the days I was on leave did I write, land and release nothing?",
        _ROWS,
        rows_are="days of declared leave",
        blind_to="leave you did not declare; reading, chat and mail",
        confounders="commits landed by somebody else meanwhile keep their own date",
        informs=("calendar",),
    )


FORM = Form(
    name="leave-rest",
    part="hours",
    written=("no work on leave", "no commits on leave"),
    pattern=(
        r"(?:I )?(?:no|do not|don't) (?:work|commits?|merges?)(?: or merges?)? "
        r"(?:on|during|while on) (?:my )?(?:leave|holidays?|vacation)"
    ),
    signal=_signal,
)
