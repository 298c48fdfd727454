"""On and off weeks: a balanced order drawn beforehand, and a p that the draw alone vouches for."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.statistics.chance import dice
from podium.statistics.compare import judge_switched
from podium.statistics.series import count_weeks, share_weeks
from podium.statistics.switch import FEWEST_WEEKS, Schedule, compare_switched, draw_schedule
from searching import examples

WEEKS = st.integers(4, 20).map(lambda half: 2 * half)


@given(WEEKS, st.text(max_size=8))
def test_the_order_is_balanced_in_every_block_and_the_same_for_the_same_seed(weeks: int, seed: str) -> None:
    schedule = draw_schedule(weeks, seed)
    assert schedule == draw_schedule(weeks, seed)
    assert sum(schedule.is_on) * 2 == weeks
    for block in schedule.blocks:
        assert sum(schedule.is_on[index] for index in block) * 2 == len(block)
    assert sorted(index for block in schedule.blocks for index in block) == list(range(weeks))


def test_another_seed_draws_another_order() -> None:
    assert len({draw_schedule(16, str(seed)).is_on for seed in range(20)}) > 10


@pytest.mark.parametrize("weeks", [0, 6, 9, -2])
def test_too_few_or_odd_weeks_are_refused(weeks: int) -> None:
    with pytest.raises(ValueError, match="even number"):
        draw_schedule(weeks, "x")


def test_with_no_effect_every_order_of_one_series_is_called_unusual_in_at_most_one_of_twenty() -> None:
    # Not a simulation: all 70 orders of eight fixed weeks, each judged against all the others.
    series = count_weeks([3, 9, 4, 7, 12, 5, 8, 6])
    found = []
    for seed in range(400):
        schedule = draw_schedule(8, str(seed))
        found.append((schedule.is_on, compare_switched(series, schedule)))
    distinct = {is_on: contrast.p for is_on, contrast in found if contrast is not None}
    assert len(distinct) == math.comb(8, 4)
    for level in (0.03, 0.05, 0.1, 0.2, 0.5):
        assert sum(p <= level for p in distinct.values()) <= level * len(distinct) + 1e-9


@pytest.mark.parametrize(("weeks", "orders"), [(16, 2**8), (20, 2**10)])
def test_up_to_a_thousand_orders_are_all_compared_each_once(weeks: int, orders: int) -> None:
    # Of each pair one week stands out by a power of two, so no two orders have the same difference: the drawn
    # one, but for the smallest of these, is the second highest of all.
    schedule = draw_schedule(weeks, "x")
    on_weeks = [week for week in range(weeks) if schedule.is_on[week]]
    off_weeks = [week for week in range(weeks) if not schedule.is_on[week]]
    high_weeks = [off_weeks[0], *on_weeks[1:]]
    series = count_weeks([2 ** (1 + high_weeks.index(week)) if week in high_weeks else 1 for week in range(weeks)])
    contrast = compare_switched(series, schedule)
    assert contrast is not None
    assert contrast.orders == orders
    assert contrast.p == pytest.approx(2 * 2 / orders, abs=1e-12)


@given(st.lists(st.integers(0, 40), min_size=16, max_size=16), st.integers(0, 50))
@settings(max_examples=examples(60), deadline=None)
def test_swapping_on_and_off_turns_the_sign_and_keeps_the_p(counts: list[int], seed: int) -> None:
    schedule = draw_schedule(16, str(seed))
    swapped = Schedule(tuple(not flag for flag in schedule.is_on), schedule.blocks, schedule.seed)
    series = count_weeks([count + 1 for count in counts])
    one, two = compare_switched(series, schedule), compare_switched(series, swapped)
    assert one is not None
    assert two is not None
    assert one.estimate == pytest.approx(-two.estimate, abs=1e-9)
    assert (one.low, one.high) == (pytest.approx(-two.high), pytest.approx(-two.low))
    assert one.p == pytest.approx(two.p, abs=2e-2)


@given(st.lists(st.integers(0, 30), min_size=16, max_size=16), st.integers(0, 50))
@settings(max_examples=examples(60), deadline=None)
def test_the_interval_leaves_zero_out_exactly_when_p_is_below_five_percent(counts: list[int], seed: int) -> None:
    contrast = compare_switched(count_weeks([count + 1 for count in counts]), draw_schedule(16, str(seed)))
    assert contrast is not None
    assert contrast.low <= contrast.estimate + 1e-9
    assert contrast.estimate <= contrast.high + 1e-9
    assert (contrast.p <= 0.05) == (contrast.low > 1e-12 or contrast.high < -1e-12)


def test_a_larger_effect_moves_estimate_and_interval_and_never_makes_the_p_larger() -> None:
    schedule = draw_schedule(16, "seed")
    rng = dice("weeks")
    plain = [rng.randint(20, 40) for _ in range(16)]
    found = []
    for less in (6, 9, 12, 15, 18):
        series = count_weeks([count - less * flag for count, flag in zip(plain, schedule.is_on, strict=True)])
        contrast = compare_switched(series, schedule)
        assert contrast is not None
        assert contrast.estimate < 0
        found.append(contrast)
    assert [one.estimate for one in found] == sorted((one.estimate for one in found), reverse=True)
    assert [one.high for one in found] == sorted((one.high for one in found), reverse=True)
    assert [one.p for one in found] == sorted((one.p for one in found), reverse=True)
    assert found[-1].p <= 0.05


def test_a_missing_week_takes_its_pair_out_and_too_few_pairs_give_no_verdict() -> None:
    schedule = draw_schedule(16, "seed")
    counts: list[int | None] = [10] * 16
    counts[0] = None
    whole, less = compare_switched(count_weeks([10] * 16), schedule), compare_switched(count_weeks(counts), schedule)
    assert whole is not None
    assert less is not None
    assert (whole.orders, less.orders) == (256, 128)
    mostly_away = count_weeks([10 if index < 8 else None for index in range(16)])
    verdict = judge_switched(mostly_away, schedule, better="down")
    assert (verdict.result, verdict.estimate) == ("not enough data", None)


@pytest.mark.parametrize("missing", [(), (0,), (3, 4), (1, 2, 9), (0, 5, 6, 11)])
def test_gaps_leave_the_draw_as_the_yardstick(missing: tuple[int, ...]) -> None:
    # Weeks of leave or of a pause are known before the draw is looked at; all 400 orders of twelve weeks.
    counts = [5, 9, 4, 7, 12, 3, 8, 6, 14, 2, 10, 11]
    series = count_weeks([None if index in missing else count for index, count in enumerate(counts)])
    first, second = draw_schedule(12, "").blocks
    orders = [
        Schedule(tuple(index in (*one, *two) for index in range(12)), (first, second), "")
        for one, two in itertools.product(itertools.combinations(first, 3), itertools.combinations(second, 3))
    ]
    found = [compare_switched(series, order) for order in orders]
    called = sum(one is not None and (one.low > 1e-12 or one.high < -1e-12) for one in found)
    assert called <= 0.05 * len(orders)


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=16, max_size=16), st.integers(0, 99))
@settings(max_examples=examples(60), deadline=None)
def test_any_gaps_end_in_one_of_the_four_answers(counts: list[int | None], seed: int) -> None:
    verdict = judge_switched(count_weeks(counts), draw_schedule(16, str(seed)), better="down")
    assert (verdict.result == "not enough data") == (verdict.low is None)
    if verdict.low is not None and verdict.high is not None and verdict.estimate is not None:
        assert verdict.low <= verdict.estimate <= verdict.high


def test_a_clear_effect_is_called_by_its_registered_direction() -> None:
    schedule = draw_schedule(16, "zone")
    series = share_weeks([(4 if flag else 14, 20) for flag in schedule.is_on])
    fewer = judge_switched(series, schedule, better="down")
    assert fewer.result == "better"
    assert fewer.estimate == pytest.approx(-0.5, abs=0.02)
    assert fewer.low is not None
    assert fewer.high is not None
    assert fewer.low <= fewer.estimate <= fewer.high < 0
    assert "Randomised" in fewer.words
    assert judge_switched(series, schedule, better="up").result == "worse"
    assert judge_switched(series, schedule, better="down", minimum=0.6).result == "no change seen"


def test_nothing_is_judged_before_the_planned_weeks_are_over() -> None:
    schedule = draw_schedule(16, "zone")
    series = count_weeks([1 if flag else 30 for flag in schedule.is_on][:12])
    verdict = judge_switched(series, schedule, better="down")
    assert verdict.result == "not enough data"
    assert "not over" in verdict.words
    assert FEWEST_WEEKS == 8
