"""Sole gate: what counts as passing through me alone."""

from podium.signals.sole_gate import SOLE_GATE


def test_a_second_approval_opens_the_gate(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=ana          # mine alone
    2026-03-02 10:00+0100 bo  wrote c2 a.py reviewed=ana,chi      # not mine alone
    2026-03-02 11:00+0100 bo  wrote c3 a.py reviewed=chi          # not mine at all
    2026-03-02 12:00+0100 chi wrote c4 a.py by=ana                # landed by my hand
    2026-03-02 13:00+0100 chi wrote c5 a.py by=ana reviewed=ana   # twice me is still only me
    2026-03-02 14:00+0100 chi wrote c6 a.py                       # passed no gate
    2026-03-02 15:00+0100 ana wrote c7 a.py reviewed=bo           # my own work is not the others'
    2026-03-02 16:00+0100 dee wrote c8 a.py
    2026-03-02 17:00+0100 eli wrote c9 a.py
    """
    assert week.receipts(SOLE_GATE) == {"c1": 1, "c2": 0, "c3": 0, "c4": 1, "c5": 1}


def test_a_merge_of_somebody_elses_branch_is_an_approval(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 10:00+0100 ana landed m1 of=c1
    2026-03-02 11:00+0100 ana wrote c2 a.py
    2026-03-02 12:00+0100 ana landed m2 of=c2    # landing my own work is no gate
    2026-03-02 13:00+0100 chi wrote c3 a.py
    2026-03-02 14:00+0100 dee wrote c4 a.py
    2026-03-02 15:00+0100 eli wrote c5 a.py
    """
    assert week.receipts(SOLE_GATE) == {"m1": 1}


def test_one_approved_change_is_one_persons_and_no_number(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py reviewed=ana
    2026-03-02 10:00+0100 ana wrote c2 a.py
    2026-03-02 11:00+0100 chi wrote c3 a.py
    2026-03-02 12:00+0100 dee wrote c4 a.py
    2026-03-02 13:00+0100 eli wrote c5 a.py
    """
    measure = week.read(SOLE_GATE)
    assert measure.value is None
    assert measure.why_none == "team numbers need five people, fewer are behind this one"


def test_a_review_without_a_verdict_counts_and_one_that_asks_for_changes_does_not(week):
    """
    2026-03-02 09:00+0100 bo  wrote c1 a.py
    2026-03-02 10:00+0100 ana reviewed C1 kind=change of=bo
    2026-03-02 11:00+0100 ana reviewed C2 kind=change of=bo state=changes_requested
    2026-03-02 12:00+0100 ana reviewed C3 kind=change of=bo state=approved
    2026-03-02 13:00+0100 chi wrote c3 a.py
    2026-03-02 14:00+0100 dee wrote c4 a.py
    2026-03-02 15:00+0100 eli wrote c5 a.py
    """
    assert week.receipts(SOLE_GATE) == {"C1": 1, "C3": 1}
