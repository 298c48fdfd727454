"""Others' changes have an approver beside her."""

import re

from podium.programs.readme.claims import READERS_NAMED, Form, promise
from podium.signals import Signal

_ROWS = """
    select max(at_s) as moment, ref, max(case when by_me = 1 then 0 else 1 end) as amount
    from ours
    where verb in ('reviewed', 'merged', 'committed') and on_others = 1 and on_me = 0
    group by ref
"""


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "approvers-beside-me",
        "What share of the others' approved changes had somebody else's approval or landing than mine?",
        _ROWS,
        rows_are="approved changes by others",
        blind_to="approval by voice or pairing; approvals that leave no trailer or merge in git",
        confounders="four-eyes rules that name you; security embargoes",
        is_group=True,
        informs=("code review",),
        coverage=READERS_NAMED,
    )


FORM = Form(
    name="approvers-beside-me",
    part="code",
    written=("I am not the only approver", "nothing waits for my approval alone"),
    pattern=r"(?:I am|I'm) (?:not|never) the only approver|(?:nothing|no change) waits for my approval alone",
    signal=_signal,
)
