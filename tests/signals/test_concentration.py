"""Concentration: the sum of squared shares of a team of five or more, and of nobody smaller."""

import pytest

from podium.signals.concentration import CONCENTRATION


def test_five_who_write_alike_are_a_fifth(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 bo  wrote c2 a.py
    2026-03-02 09:02+0100 chi wrote c3 a.py
    2026-03-02 09:03+0100 dee wrote c4 a.py
    2026-03-02 09:04+0100 eli wrote c5 a.py
    """
    assert week.read(CONCENTRATION).value == pytest.approx(0.2)


def test_one_who_writes_most_raises_it(week):
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
    assert week.read(CONCENTRATION).value == pytest.approx(0.36 + 4 * 0.01)


def test_a_receipt_says_how_many_and_never_who(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 bo  wrote c2 a.py
    2026-03-02 09:02+0100 chi wrote c3 a.py
    2026-03-02 09:03+0100 dee wrote c4 a.py
    2026-03-02 09:04+0100 eli wrote c5 a.py
    """
    assert {row.ref for row in week.read(CONCENTRATION).for_judging.rows} == {"somebody"}


def test_four_people_are_no_group(week):
    """
    2026-03-02 09:00+0100 ana wrote c1 a.py
    2026-03-02 09:01+0100 bo  wrote c2 a.py
    2026-03-02 09:02+0100 chi wrote c3 a.py
    2026-03-02 09:03+0100 dee wrote c4 a.py
    2026-03-02 09:04+0100 renovate[bot] wrote c5 a.py     # automation is nobody's fifth person
    """
    measure = week.read(CONCENTRATION)
    assert measure.value is None
    assert measure.rows == ()
    assert measure.why_none == "team numbers need five people, fewer acted"
