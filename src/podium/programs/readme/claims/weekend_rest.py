"""No commits or merges at weekends."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal

# The weekend starts at minute 7200 of the week: Saturday, midnight.
_ROWS = """
    select min(at_s) as moment, coalesce(min(case when wmin >= 7200 then ref end), min(ref)) as ref,
           min(case when wmin >= 7200 then 0 else 1 end) as amount
    from mine
    where verb in ('authored', 'merged', 'committed') and on_call = 0 and wmin is not null and week_no is not null
    group by week_no
    union all
    select at_s as moment, ref, null as amount
    from mine
    where verb in ('authored', 'merged', 'committed') and on_call = 0 and (wmin is null or week_no is null)
"""


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "no-commits-on-weekends",
        "In what share of the weeks I wrote or landed something was its weekend free of it?",
        _ROWS,
        rows_are="weeks with a commit or merge of yours",
        blind_to="weeks without any act of yours; work that leaves no commit; duty, which is left out",
        confounders="a week that does not start on Monday where you live; spare-time projects in the list",
    )


FORM = Form(
    name="weekend-rest",
    part="hours",
    written=("no commits on weekends", "no work on weekends"),
    pattern=r"(?:I )?(?:no|do not|don't) (?:commits?(?: or merges?)?|merges?|work) (?:on|at|over) (?:the )?weekends?",
    signal=_signal,
)
