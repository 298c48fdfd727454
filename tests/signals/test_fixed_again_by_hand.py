"""Fixed again by hand: fixes that needed another in the same file, told for groups on either side."""

import pytest

from podium.signals.fixed_again_by_hand import FIXED_AGAIN_BY_HAND
from signals.hand_weeks import at_work


def test_fixes_that_held_and_fixes_that_did_not(weeks):
    again = "".join(f"2026-03-14 10:{n:02d}+0100 chi wrote f{n} s{n}.py says=fix:_again\n" for n in range(6))
    made = weeks(at_work(kind="fix") + again).read(FIXED_AGAIN_BY_HAND)
    told = {row.ref.partition(",")[0]: row.amount for row in made.rows}
    assert told == {"with a mark of an agent": 0.1, "without a mark": 0.0}


def test_nothing_without_fixes(weeks):
    assert weeks(at_work()).read(FIXED_AGAIN_BY_HAND).rows == ()


@pytest.mark.parametrize(("at", "share"), [("11:00", 0.02), ("11:01", 0.0)])
def test_fourteen_days_to_the_minute_are_again_and_a_minute_more_is_not(weeks, at: str, share: float):
    """The third change, at eleven on the 2nd, is fixed again on the 16th."""
    again = f"2026-03-16 {at.replace(':00', ':02').replace(':01', ':03')}+0100 chi wrote f1 s2.py says=fix:_again\n"
    made = weeks(at_work(kind="fix") + again).read(FIXED_AGAIN_BY_HAND)
    told = {row.ref.partition(",")[0]: row.amount for row in made.rows}
    assert told == {"with a mark of an agent": share, "without a mark": 0.0}
