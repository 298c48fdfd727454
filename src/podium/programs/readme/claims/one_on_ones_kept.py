"""1:1s held in their rhythm, and not moved by her."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal

# A connected calendar is the better witness; the journal speaks where there is none.
_ROWS = """
    select w.at_s as moment, w.ref,
           case when w.amount = 1 and w.state <> 'moved-by-me' then 1 else 0 end as amount
    from written w cross join (select count(*) as talks from mine where work_type = 'one_on_one') c
    where w.what = 'one-on-one' and c.talks = 0
    union all
    select min(m.at_s) as moment, m.ref, min(case when m.verb = 'met' then 1 else 0 end) as amount
    from mine m
    where m.work_type = 'one_on_one' and m.verb in ('met', 'moved', 'declined', 'cancelled')
    group by m.ref
"""


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "one-on-ones-kept",
        "What share of my planned 1:1s took place within seven days of their day, without my moving them?",
        _ROWS,
        rows_are="planned 1:1s",
        blind_to="a rhythm nobody planned: only 1:1s in your journal or calendar are counted; who wanted the move",
        confounders="leave (left out when you say so)",
        informs=("journal", "calendar"),
    )


FORM = Form(
    name="one-on-ones-kept",
    part="one-on-ones",
    written=("1:1s weekly, I don't move them", "1:1s every two weeks"),
    pattern=(
        r"(?:my )?(?:1:1s?|1-1s?|one-on-ones?) (?:are |happen )?"
        r"(?:weekly|fortnightly|biweekly|every (?:week|two weeks|fortnight))"
        r"(?:[,;]? (?:and )?I (?:don't|do not|never) (?:move|cancel|move or cancel) them)?"
    ),
    signal=_signal,
)
