"""No merges after, or before, an hour of her own clock."""

import re

from podium.programs.readme.claims import CLOCK, Form, by_day, minutes, outside, promise
from podium.signals import Signal

VERBS = "'merged', 'committed'"


def _signal(match: re.Match[str]) -> Signal:
    side, at = match["side"].lower(), minutes(match)
    return promise(
        f"no-merges-{side}-{at // 60:02d}{at % 60:02d}",
        f"On what share of the days I merged something was nothing merged {side} {at // 60:02d}:{at % 60:02d}?",
        by_day(VERBS, outside(side, at)),
        rows_are="days with a merge of yours",
        blind_to="squash merges made on the web (git keeps no hour of yours); duty, which is left out",
        confounders="time zones and travel",
        informs=("code review",),
    )


FORM = Form(
    name="merges-by-clock",
    part="hours",
    written=("no merges after 18:00", "no merges before 08:00"),
    pattern=rf"(?:I )?(?:do not merge|don't merge|no merges)(?: anything)? (?P<side>after|before) {CLOCK}",
    signal=_signal,
)
