"""Small statistics are exact where they can be, and silent where there is nothing to compute from."""

from __future__ import annotations

import pytest
from bench.pooled import two_proportion_z
from hypothesis import given
from hypothesis import strategies as st

from podium.statistics.chance import dice, shuffle_p, shuffled

SHARES = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_dice_fall_the_same_way_on_every_machine() -> None:
    assert [dice("no-code-zone", 7).randrange(1000) for _ in range(2)] == [dice("no-code-zone", 7).randrange(1000)] * 2
    assert dice("a", "bc").random() != dice("ab", "c").random()
    assert dice("podium").randrange(10**6) == 909049


@given(st.lists(st.integers()), st.integers())
def test_shuffling_keeps_every_value_and_leaves_the_input(values: list[int], seed: int) -> None:
    before = list(values)
    assert sorted(shuffled(values, dice(seed))) == sorted(before)
    assert values == before


def test_nothing_is_computed_from_nothing() -> None:
    assert two_proportion_z(0, 0, 3, 10) is None


def test_the_two_share_test_gives_the_textbook_figure() -> None:
    # 15 of 100 against 25 of 100: pooled 0.2, standard error 0.05657, difference 0.10.
    assert two_proportion_z(15, 100, 25, 100) == pytest.approx(1.7678, abs=1e-4)
    assert two_proportion_z(0, 10, 0, 10) == 0.0


@given(SHARES, SHARES)
def test_swapping_the_two_shares_only_turns_the_sign(one: tuple[int, int], two: tuple[int, int]) -> None:
    forth, back = two_proportion_z(*one, *two), two_proportion_z(*two, *one)
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        assert forth == pytest.approx(-back)


def test_impossible_shares_are_refused() -> None:
    for k, n in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="0 <= k <= n"):
            two_proportion_z(k, n, 1, 2)


def test_a_shuffle_test_never_claims_the_impossible() -> None:
    assert shuffle_p(0, 999) == 0.001
    assert shuffle_p(999, 999) == 1.0
    with pytest.raises(ValueError, match="as extreme"):
        shuffle_p(3, 2)
