"""Landed by me: whose hands others' work goes in through; bots and the web are left out, not guessed."""

from podium.signals.landed_by_me import LANDED_BY_ME


def test_merges_and_patches_of_others(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 09:10+0100 ana landed m1 of=c1                  # mine
    2026-03-02 10:00+0100 chi wrote c2 a.py
    2026-03-02 10:10+0100 bo  landed m2 of=c2                  # his
    2026-03-02 11:00+0100 chi wrote c3 a.py by=ana             # a patch I applied
    2026-03-02 12:00+0100 ana wrote c4 a.py
    2026-03-02 12:10+0100 ana landed m4 of=c4                  # my own work is not somebody else's
    2026-03-02 13:00+0100 chi wrote c5 a.py by=github          # the web does not say by whom
    2026-03-02 14:00+0100 dee wrote c6 a.py
    2026-03-02 15:00+0100 eli wrote c7 a.py
    2026-03-02 16:00+0100 ana wrote c8 a.py
    """
    assert week.receipts(LANDED_BY_ME) == {"m1": 1, "m2": 0, "c3": 1}


def test_bringing_the_trunk_into_a_branch_lands_nothing(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 09:10+0100 ana landed m1 of=c1 says=Merge_branch_'main'_into_door
    2026-03-02 13:00+0100 ana wrote x1 a.py
    2026-03-02 14:00+0100 chi wrote x2 a.py
    2026-03-02 15:00+0100 dee wrote x3 a.py
    2026-03-02 16:00+0100 eli wrote x4 a.py by=bo
    """
    assert week.receipts(LANDED_BY_ME) == {"x4": 0}


def test_a_merge_queue_lands_for_nobody(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 09:10+0100 bors[bot] landed m1 of=c1
    2026-03-02 13:00+0100 ana wrote x1 a.py
    2026-03-02 14:00+0100 chi wrote x2 a.py
    2026-03-02 15:00+0100 dee wrote x3 a.py
    2026-03-02 16:00+0100 eli wrote x4 a.py by=bo
    """
    assert week.receipts(LANDED_BY_ME) == {"x4": 0}
