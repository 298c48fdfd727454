"""Effective contributors: the concentration said as a number of equal writers."""

import pytest

from podium.signals.contributors import CONTRIBUTORS


def test_five_who_write_alike_are_five(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 bo  wrote c2 a.py
    2026-03-02 09:02+0100 chi wrote c3 a.py
    2026-03-02 09:03+0100 dee wrote c4 a.py
    2026-03-02 09:04+0100 eli wrote c5 a.py
    """
    measure = week.read(CONTRIBUTORS)
    assert measure.value == pytest.approx(5)
    assert measure.text == "5.0 people"


def test_a_team_that_hangs_on_one_amounts_to_fewer(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 ana wrote c2 a.py
    2026-03-02 09:02+0100 ana wrote c3 a.py
    2026-03-02 09:03+0100 ana wrote c4 a.py
    2026-03-02 09:04+0100 ana wrote c5 a.py
    2026-03-02 09:05+0100 ana wrote c6 a.py
    2026-03-02 10:01+0100 bo  wrote d2 a.py
    2026-03-02 10:02+0100 chi wrote d3 a.py
    2026-03-02 10:03+0100 dee wrote d4 a.py
    2026-03-02 10:04+0100 eli wrote d5 a.py
    """
    assert week.read(CONTRIBUTORS).value == pytest.approx(2.5)


def test_a_merge_is_not_writing_and_four_are_no_group(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 bo  wrote c2 a.py
    2026-03-02 09:02+0100 chi wrote c3 a.py
    2026-03-02 09:03+0100 dee wrote c4 a.py
    2026-03-02 09:04+0100 dee landed m1 of=c1
    """
    assert week.read(CONTRIBUTORS).value is None
