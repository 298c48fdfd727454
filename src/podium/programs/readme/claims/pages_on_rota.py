"""Pages acknowledged only on her own rota, or when she was paged."""

import re

from podium.programs.readme.claims import Form, promise
from podium.signals import Signal
from podium.signals.off_rota_acks import OFF_ROTA_ACKS

_ROWS = f"""
    select moment, ref, 1 - amount as amount
    from ({OFF_ROTA_ACKS.rows}) as touched
"""  # noqa: S608 - a constant of the house


def _signal(_match: re.Match[str]) -> Signal:
    return promise(
        "pages-on-rota",
        "What share of the incidents I touched were mine: on my rota, or after a page to me?",
        _ROWS,
        rows_are="incidents you touched",
        blind_to="shifts no rota knows of; incidents you never touched",
        confounders="rota weeks you did not declare",
        informs=("incidents",),
    )


FORM = Form(
    name="pages-on-rota",
    part="hours",
    written=("I don't acknowledge pages off rota", "no pages acknowledged off rota"),
    pattern=(
        r"I (?:don't|do not|never) (?:acknowledge|ack|take) (?:pages|incidents|alerts) off (?:rota|call|duty)|"
        r"no (?:pages|incidents|alerts) acknowledged off (?:rota|call|duty)"
    ),
    signal=_signal,
)
