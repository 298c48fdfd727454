"""No-code zones kept free of commits, reviews and landings."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal
from podium.signals.zones_held import ZONES_HELD


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "no-code-zones-kept",
        "What share of my no-code zones held no commit, review or landing of mine?",
        ZONES_HELD.rows,
        rows_are="no-code zones in your calendar",
        blind_to=ZONES_HELD.blind_to,
        confounders=ZONES_HELD.confounders,
        informs=("calendar",),
    )


FORM = Form(
    name="no-code-zones",
    part="code",
    written=("no-code zones kept", "I keep my no-code zones"),
    pattern=r"(?:my )?no-code zones? (?:are )?(?:kept|held)|I keep my no-code zones?",
    signal=_signal,
)
