"""Eligible: whoever wrote, approved or landed something could take a turn; automation could not."""

from podium.signals.eligible import ELIGIBLE


def test_writing_approving_and_landing_all_make_one_eligible(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 bo  wrote c2 a.py reviewed=fay      # fay only ever approved
    2026-03-02 09:02+0100 chi wrote c3 a.py by=gus            # gus only ever landed
    2026-03-02 09:03+0100 dee wrote c4 a.py
    2026-03-02 09:04+0100 eli wrote c5 a.py
    2026-03-02 09:05+0100 dependabot[bot] wrote c6 a.py
    """
    measure = week.read(ELIGIBLE)
    assert measure.value == 7
    assert measure.text == "7.0 people"


def test_somebody_who_did_three_things_is_one_person(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py reviewed=bo,chi
    2026-03-02 09:01+0100 bo  wrote c2 a.py reviewed=ana
    2026-03-02 09:02+0100 chi wrote c3 a.py by=bo
    2026-03-02 09:03+0100 dee wrote c4 a.py
    2026-03-02 09:04+0100 eli wrote c5 a.py
    """
    assert week.read(ELIGIBLE).value == 5
