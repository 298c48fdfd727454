"""Others' work is landed and released without her hands."""

import re

from podium.programs.readme.claims import READERS_NAMED, Form, promise
from podium.signals import Signal

_ROWS = """
    select max(at_s) as moment, ref, min(case when by_me = 1 then 0 else 1 end) as amount
    from ours
    where verb = 'released' or (verb in ('merged', 'committed') and on_others = 1)
    group by ref
"""


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "deploys-not-gated",
        "What share of the releases, and of the landings of others' work, went without me?",
        _ROWS,
        rows_are="releases and landings of others' work",
        blind_to="deploys no source tells of; who pressed the button on squash merges made on the web",
        confounders="integrating may be your role",
        is_group=True,
        informs=("code review",),
        coverage=READERS_NAMED,
    )


FORM = Form(
    name="deploys-not-gated",
    part="code",
    written=("I don't gate deploys", "I don't gate merges"),
    pattern=r"I (?:don't|do not|never) gate (?:deploys?|deployments?|releases?|merges?)",
    signal=_signal,
)
