"""One change in one's own share: when it was, and whether there is enough to say so."""

from __future__ import annotations

import pytest
from bench.histories.changepoint import change_point
from hypothesis import given
from hypothesis import strategies as st


def test_a_hand_over_is_found_in_its_month() -> None:
    change = change_point([15] * 9 + [1] * 9, [30] * 18)
    assert change is not None
    assert (change.at, change.before, change.after) == (9, 0.5, pytest.approx(1 / 30))
    assert (change.n_before, change.n_after, change.is_thin) == (180, 180, False)


def test_a_new_lead_is_a_rise_and_no_fall() -> None:
    own = [0] * 9 + [20] * 9
    change = change_point(own, [30] * 18, direction="rise")
    assert change is not None
    assert (change.at, change.change) == (9, pytest.approx(2 / 3))
    assert change_point(own, [30] * 18, direction="fall") is None


def test_one_month_of_a_thousand_small_commits_does_not_move_the_date() -> None:
    own = [5] * 6 + [600] + [5] * 5 + [0] * 12
    total = [10] * 6 + [1000] + [10] * 5 + [10] * 12
    change = change_point(own, total, direction="fall")
    assert change is not None
    assert change.at == 12


def test_a_few_commits_give_a_date_that_is_called_thin() -> None:
    change = change_point([1] * 6 + [0] * 6, [3] * 6 + [5] * 6, direction="fall")
    assert change is not None
    assert (change.at, change.is_thin) == (6, True)


def test_months_of_silence_have_no_share() -> None:
    assert change_point([0] * 24, [0] * 24) is None
    assert change_point([1, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1]) is None


def test_a_steady_share_has_no_change() -> None:
    assert change_point([5] * 24, [10] * 24) is None


def test_only_the_months_asked_for_are_searched() -> None:
    own = [9] * 8 + [1] * 16
    change = change_point(own, [10] * 24, first=10, last=12, direction="fall")
    assert change is not None
    assert 10 <= change.at <= 12


def test_more_of_ones_own_than_of_all_is_refused() -> None:
    with pytest.raises(ValueError, match="everybody"):
        change_point([2], [1])
    with pytest.raises(ValueError, match="everybody"):
        change_point([1, 1], [1])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=60))
def test_shares_stay_shares_and_no_other_month_changes_more(months: list[tuple[int, int]]) -> None:
    own, total = [mine for mine, _ in months], [mine + rest for mine, rest in months]
    change = change_point(own, total)
    if change is None:
        return
    assert 0 <= change.before <= 1
    assert 0 <= change.after <= 1
    for at in range(len(own)):
        here = change_point(own, total, first=at, last=at)
        assert here is None or abs(here.change) <= abs(change.change)
