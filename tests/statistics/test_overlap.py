"""Two practices on one metric in the weeks that either is judged by cannot be told apart."""

from __future__ import annotations

import pytest

from podium.statistics.overlap import Span, find_clashes

ZONE = Span("no-code-zone", "late merges", 0, 26, 33)


def test_running_together_on_one_metric_clashes() -> None:
    other = Span("planned-absence", "late merges", 4, 30, 40)
    clash = find_clashes([ZONE, other])
    assert [(one.one, one.other, one.first_week, one.last_week) for one in clash] == [
        ("no-code-zone", "planned-absence", 26, 33)
    ]
    assert "late merges" in clash[0].words


def test_another_metric_or_other_weeks_do_not_clash() -> None:
    assert find_clashes([ZONE, Span("stakeholder-loop", "open asks", 0, 26, 33)]) == []
    assert find_clashes([ZONE, Span("anchor-card", "late merges", 34, 60, 68)]) == []


def test_a_practice_inside_the_others_baseline_clashes_too() -> None:
    assert find_clashes([ZONE, Span("anchor-card", "late merges", 30, 56, 64)])


def test_the_order_of_the_experiments_does_not_matter_and_one_is_never_its_own_rival() -> None:
    other = Span("anchor-card", "late merges", 10, 30, 40)
    assert find_clashes([ZONE, other]) == find_clashes([other, ZONE])
    assert find_clashes([ZONE, ZONE]) == []


def test_weeks_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="in this order"):
        Span("x", "y", 5, 4, 9)
