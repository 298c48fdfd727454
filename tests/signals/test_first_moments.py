"""What is counted over a stretch of time stands where it began: a person's first act, a file's first change."""

from __future__ import annotations

from datetime import datetime

import pytest

from podium.signals import Signal
from podium.signals.concentration import CONCENTRATION
from podium.signals.contributors import CONTRIBUTORS
from podium.signals.eligible import ELIGIBLE
from podium.signals.files_at_risk import FILES_AT_RISK
from podium.signals.truck_factor import TRUCK_FACTOR

FIRST_S = datetime.fromisoformat("2026-03-02T10:00+01:00").timestamp()


@pytest.mark.parametrize(
    "signal", [CONCENTRATION, CONTRIBUTORS, ELIGIBLE, FILES_AT_RISK, TRUCK_FACTOR], ids=lambda signal: signal.name
)
def test_a_row_stands_at_the_first_of_what_it_counts(weeks, signal: Signal):
    people = ("ana", "bo", "chi", "dee", "eli")
    made = weeks(
        "".join(
            f"2026-03-0{day} 10:0{place}+0100 {who} wrote {who}{day} a.py\n"
            for day in (2, 9)
            for place, who in enumerate(people)
        )
    )
    firsts = {FIRST_S} if signal.rows_are == "files" else {FIRST_S + 60 * place for place in range(len(people))}
    assert {moment for moment, _, _ in made.rows(signal.rows)} == firsts
