"""Reverts by hand: told for groups on either side, and for nobody fewer."""

import pytest

from podium.signals import read
from podium.signals.reverts_by_hand import REVERTS_BY_HAND
from signals.hand_weeks import at_work, taken_back


def test_shares_of_two_sides_and_the_points_between(weeks):
    # Of sixty changes with an agent six were taken back, of sixty and six reverts without a mark three.
    made = weeks(at_work() + taken_back(0, 1, 2, 3, 4, 5, 6, 7, 8)).read(REVERTS_BY_HAND)
    assert [(row.ref, row.amount) for row in made.rows] == [
        ("with a mark of an agent, 50 to 199 changes", 0.1),
        ("without a mark, 50 to 199 changes", round(3 / 69, 2)),
    ]
    assert made.value == 10 - round(100 * 3 / 69)


@pytest.mark.parametrize("people", [1, 2, 3, 4])
def test_nothing_is_told_when_fewer_than_five_stand_behind_a_side(weeks, people: int) -> None:
    made = weeks(at_work(with_agents=people) + taken_back(0, 1, 2))
    assert read(REVERTS_BY_HAND, made.evidence, made.window()).rows == ()
    assert made.evidence.ask("select * from splits", made.window(), question="t") == []


def test_nothing_is_told_of_a_list_of_four(weeks):
    from podium.evidence.people.me_file import Me, MeFile

    team = tuple(f"{who}@example.org" for who in ("bo", "chi", "dee"))
    file = MeFile(me=Me(emails=("ana@example.org",), aliases=("ana",)), team=team)
    made = weeks(at_work() + taken_back(0, 1, 2), file=file)
    assert made.evidence.ask("select * from splits", made.window(), question="t") == []
