"""Touch: how many of the others' landed changes she approved or landed herself."""

from podium.signals.touch import TOUCH


def test_approving_or_landing_is_touching_writing_is_not(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=ana       # approved
    2026-03-02 10:00+0100 bo  wrote c2 a.py by=ana             # landed
    2026-03-02 11:00+0100 bo  wrote c3 a.py reviewed=chi       # without me
    2026-03-02 12:00+0100 bo  wrote c4 a.py                    # without anybody
    2026-03-02 13:00+0100 ana wrote c5 a.py reviewed=bo        # my own
    2026-03-02 14:00+0100 chi wrote c6 a.py reviewed=ana,bo    # together is touched, too
    2026-03-02 15:00+0100 dee wrote c7 a.py reviewed=ana
    2026-03-02 16:00+0100 eli wrote c8 a.py
    """
    assert week.receipts(TOUCH) == {"c1": 1, "c2": 1, "c3": 0, "c4": 0, "c6": 1, "c7": 1, "c8": 0}


def test_twenty_changes_by_others_are_needed(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=ana
    2026-03-02 10:00+0100 ana wrote c2 a.py
    2026-03-02 11:00+0100 chi wrote c3 a.py
    2026-03-02 12:00+0100 dee wrote c4 a.py
    2026-03-02 13:00+0100 eli wrote c5 a.py
    """
    assert week.read(TOUCH).why_none == "fewer than the 20 changes by others needed"
