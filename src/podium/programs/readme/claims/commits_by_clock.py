"""No commits after, or before, an hour of her own clock."""

import re

from podium.programs.readme.claims import CLOCK, Form, by_day, minutes, outside, promise
from podium.signals import Signal


def _signal(match: re.Match[str]) -> Signal:
    side, at = match["side"].lower(), minutes(match)
    return promise(
        f"no-commits-{side}-{at // 60:02d}{at % 60:02d}",
        f"On what share of the days I wrote a change was none written {side} {at // 60:02d}:{at % 60:02d}?",
        by_day("'authored'", outside(side, at)),
        rows_are="days with a change of yours",
        blind_to="changes made on the web (git keeps no hour of yours); work that leaves no commit; duty is left out",
        confounders="time zones and travel",
    )


FORM = Form(
    name="commits-by-clock",
    part="hours",
    written=("no commits after 19:00", "no commits before 07:30"),
    pattern=rf"(?:I )?(?:do not commit|don't commit|no commits)(?: anything)? (?P<side>after|before) {CLOCK}",
    signal=_signal,
)
