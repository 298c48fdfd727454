"""Fixed again by hand: fixes that needed another in the same file, told for groups on either side."""

from podium.signals.fixed_again_by_hand import FIXED_AGAIN_BY_HAND
from signals.hand_weeks import at_work


def test_fixes_that_held_and_fixes_that_did_not(weeks):
    again = "".join(f"2026-03-14 10:{n:02d}+0100 chi wrote f{n} s{n}.py says=fix:_again\n" for n in range(6))
    made = weeks(at_work(kind="fix") + again).read(FIXED_AGAIN_BY_HAND)
    told = {row.ref.partition(",")[0]: row.amount for row in made.rows}
    assert told == {"with a mark of an agent": 0.1, "without a mark": 0.0}


def test_nothing_without_fixes(weeks):
    assert weeks(at_work()).read(FIXED_AGAIN_BY_HAND).rows == ()
