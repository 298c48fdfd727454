"""Goals confirmed with their owners every fortnight."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal

_ROWS = """
    select at_s as moment, ref, case when amount = 0 then 1 else 0 end as amount
    from written
    where what = 'goal'
"""


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "goals-confirmed",
        "What share of the live goals did their owner confirm in the last fourteen days?",
        _ROWS,
        rows_are="live goals",
        blind_to="confirmations you did not write down; how it stood earlier: only today's state is known",
        informs=("journal",),
    )


FORM = Form(
    name="goals-confirmed",
    part="decide",
    written=("goals confirmed every fortnight", "I confirm our goals every two weeks"),
    pattern=r"(?:our )?goals (?:are )?confirmed (?:every (?:fortnight|two weeks)|fortnightly)|"
    r"I confirm (?:our|the) goals (?:every (?:fortnight|two weeks)|fortnightly)",
    signal=_signal,
)
