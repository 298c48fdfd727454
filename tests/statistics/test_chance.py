"""Small statistics are exact where they can be, and silent where there is nothing to compute from."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.statistics.chance import (
    binomial_at_least,
    dice,
    median,
    normal_cdf,
    poisson_at_least,
    quantile,
    shuffle_p,
    shuffled,
    two_proportion_z,
    two_sided_p,
    wilson,
)

SHARES = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def test_the_dice_fall_the_same_way_on_every_machine() -> None:
    assert [dice("no-code-zone", 7).randrange(1000) for _ in range(2)] == [dice("no-code-zone", 7).randrange(1000)] * 2
    assert dice("a", "bc").random() != dice("ab", "c").random()
    assert dice("podium").randrange(10**6) == 909049


@given(st.lists(st.integers()), st.integers())
def test_shuffling_keeps_every_value_and_leaves_the_input(values: list[int], seed: int) -> None:
    before = list(values)
    assert sorted(shuffled(values, dice(seed))) == sorted(before)
    assert values == before


@given(NUMBERS)
def test_the_median_is_the_one_of_the_standard_library(values: list[float]) -> None:
    assert median(values) == pytest.approx(statistics.median(values))


@given(NUMBERS, st.floats(0, 1), st.floats(0, 1))
def test_a_quantile_stays_inside_the_values_and_grows_with_its_share(
    values: list[float], one: float, two: float
) -> None:
    low, high = quantile(values, min(one, two)), quantile(values, max(one, two))
    assert low is not None
    assert high is not None
    assert low <= high + 1e-6
    assert min(values) - 1e-6 <= low
    assert high <= max(values) + 1e-6


def test_a_quantile_lies_on_the_line_between_neighbours() -> None:
    assert quantile([1, 2, 3, 4, 5], 0.25) == 2
    assert quantile([10, 20], 0.75) == 17.5
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile([1], 1.5)


def test_nothing_is_computed_from_nothing() -> None:
    assert median([]) is None
    assert quantile([], 0.9) is None
    assert wilson(0, 0) is None
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


@given(SHARES, st.floats(0.1, 4))
def test_wilson_holds_the_share_and_stays_inside_zero_and_one(share: tuple[int, int], z: float) -> None:
    k, n = share
    interval = wilson(k, n, z)
    if interval is None:
        assert n == 0
        return
    low, high = interval
    assert 0.0 <= low <= k / n + 1e-9
    assert k / n - 1e-9 <= high <= 1.0
    mirrored = wilson(n - k, n, z)
    assert mirrored is not None
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_wilson_gives_the_textbook_interval() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)


def test_impossible_shares_are_refused() -> None:
    for k, n in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="0 <= k <= n"):
            wilson(k, n)


@given(st.integers(0, 60), st.integers(0, 50), st.floats(0, 1))
def test_the_binomial_tail_is_the_sum_of_its_terms(k: int, n: int, share: float) -> None:
    exact = math.fsum(math.comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k, n + 1))
    assert binomial_at_least(k, n, share) == pytest.approx(exact, rel=1e-6, abs=1e-12)


@given(st.integers(1, 60), st.floats(0.01, 40))
def test_the_poisson_tail_is_the_sum_of_its_terms(k: int, mean: float) -> None:
    below = math.fsum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k))
    assert poisson_at_least(k, mean) == pytest.approx(1 - below, rel=1e-5, abs=1e-10)


def test_far_tails_stay_small_and_never_become_zero_too_early() -> None:
    assert 0.0 < poisson_at_least(60, 5.0) < 1e-35
    assert 0.0 < binomial_at_least(90, 100, 0.05) < 1e-90
    assert poisson_at_least(0, 0.0) == 1.0
    assert poisson_at_least(1, 0.0) == 0.0


def test_the_normal_curve_has_its_known_points() -> None:
    assert two_sided_p(1.959964) == pytest.approx(0.05, abs=1e-6)
    assert normal_cdf(1.644854) == pytest.approx(0.95, abs=1e-6)


def test_a_shuffle_test_never_claims_the_impossible() -> None:
    assert shuffle_p(0, 999) == 0.001
    assert shuffle_p(999, 999) == 1.0
    with pytest.raises(ValueError, match="as extreme"):
        shuffle_p(3, 2)
