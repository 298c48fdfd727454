"""Revert share: a change that says which commit it takes back."""

from podium.signals.revert_share import REVERT_SHARE

TEAM = """
2026-03-02 09:00+0100 ana wrote c1 a.py
2026-03-02 09:01+0100 bo  wrote c2 a.py says=Revert_"Add_the_door"
2026-03-02 09:02+0100 chi wrote c3 a.py says=reverted_the_polarity_of_the_sensor
2026-03-02 09:03+0100 dee wrote c4 a.py says=This_reverts_commit_0123456789abcdef.
2026-03-02 09:04+0100 eli wrote c5 a.py
"""


def test_a_revert_names_what_it_takes_back_and_a_mere_word_does_not(weeks):
    assert weeks(TEAM).receipts(REVERT_SHARE) == {"c1": 0, "c2": 1, "c3": 0, "c4": 1, "c5": 0}


def test_four_people_are_no_group_and_five_changes_no_share(weeks):
    assert weeks(TEAM.replace("eli", "dee")).read(REVERT_SHARE).rows == ()
    assert weeks(TEAM).read(REVERT_SHARE).why_none == "fewer than the 20 changes needed"


def test_a_revert_and_its_undoing_cancel_each_other(weeks):
    made = weeks(
        TEAM
        + """
2026-03-02 10:00+0100 ana wrote u1 a.py says=Revert_"Paint_it_red"
2026-03-02 10:01+0100 ana wrote u2 a.py says=Revert_"Revert_"Paint_it_red""
2026-03-02 10:02+0100 bo  wrote v1 a.py says=Revert_"Paint_it_blue_(#7)"
2026-03-02 10:03+0100 bo  wrote v2 a.py says=Reapply_"Paint_it_blue_(#7)"
"""
    )
    assert {ref for ref, amount in made.receipts(REVERT_SHARE).items() if amount} == {"c2", "c4"}
