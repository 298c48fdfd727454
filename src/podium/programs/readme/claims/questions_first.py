"""Questions before advice when somebody brings her something."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal

_ROWS = """
    select at_s as moment, ref, amount
    from written
    where what = 'message'
"""


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "questions-first",
        "In what share of my first answers did I ask an open question before any advice?",
        _ROWS,
        rows_are="first answers of yours in your journal",
        blind_to="answers you did not copy into your journal; what is said aloud",
        confounders="incidents (left out); somebody who asked for a plain answer",
        informs=("journal",),
    )


FORM = Form(
    name="questions-first",
    part="expect",
    written=("I ask before I advise", "questions before advice"),
    pattern=r"I ask before I advise|questions before advice",
    signal=_signal,
)
