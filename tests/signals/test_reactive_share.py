"""Reactive share: work that answers what is broken right now; an ordinary fix is not that."""

from podium.signals.reactive_share import REACTIVE_SHARE

TEAM = """
2026-03-02 09:00+0100 ana wrote c1 a.py says=incident:_roll_back
2026-03-02 09:01+0100 bo  wrote c2 a.py says=fix:_a_typo_in_the_door
2026-03-02 09:02+0100 chi wrote c3 a.py says=feature:_door
2026-03-02 09:03+0100 dee wrote c4 a.py says=incident:_pager
2026-03-02 09:04+0100 eli wrote c5 a.py says=docs:_door
"""


def test_incident_work_counts_and_a_fix_does_not(weeks):
    assert weeks(TEAM).receipts(REACTIVE_SHARE) == {"c1": 1, "c2": 0, "c3": 0, "c4": 1, "c5": 0}


def test_what_lies_before_the_window_is_another_months_fire(weeks):
    made = weeks("2026-01-05 09:00+0100 bo wrote old a.py says=incident:_x\n" + TEAM)
    assert "old" not in made.receipts(REACTIVE_SHARE)


def test_twenty_changes_make_a_share_and_nineteen_none(weeks):
    more = "".join(f"2026-03-03 09:{n:02}+0100 bo wrote m{n} a.py says=feature:_door\n" for n in range(15))
    assert weeks(TEAM + more).read(REACTIVE_SHARE).value == 0.1
    assert weeks(TEAM + more.rpartition("2026")[0]).read(REACTIVE_SHARE).value is None


def test_four_people_are_no_group_and_five_changes_no_share(weeks):
    assert weeks(TEAM.replace("eli", "dee")).read(REACTIVE_SHARE).rows == ()
    assert weeks(TEAM).read(REACTIVE_SHARE).value is None
