"""A win of the team said at every leadership sync."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal
from podium.signals.wins_told import WINS_TOLD


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "wins-at-syncs",
        WINS_TOLD.asks,
        WINS_TOLD.rows,
        rows_are="leadership syncs you attended",
        blind_to=WINS_TOLD.blind_to,
        confounders=WINS_TOLD.confounders,
        informs=("journal",),
    )


FORM = Form(
    name="wins-at-syncs",
    part="expect",
    written=("a win of the team at every leadership sync", "I tell a win of the team at every leadership sync"),
    pattern=r"(?:I (?:say|tell|bring) )?a win of (?:the|my|our) team (?:at|in) every leadership sync",
    signal=_signal,
)
