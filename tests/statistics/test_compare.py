"""The verdict says better, worse, no change seen or not enough data, and its interval says the same."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.statistics.compare import judge
from podium.statistics.guardrails import Guard, read_guard, read_untouched
from podium.statistics.series import count_weeks, duration_weeks, joined, share_weeks
from searching import examples

CALM = count_weeks([20, 22, 19, 21] * 4)
LESS = count_weeks([6, 5, 7, 6] * 2)
SAME = count_weeks([21, 19, 20, 22] * 2)


def test_a_clear_fall_is_better_or_worse_by_the_registered_direction() -> None:
    fewer = judge(CALM, LESS, better="down")
    assert fewer.result == "better"
    assert fewer.low is not None
    assert fewer.high is not None
    assert fewer.estimate == pytest.approx(-0.7, abs=0.05)
    assert fewer.low < -0.7 < fewer.high < 0
    assert judge(CALM, LESS, better="up").result == "worse"
    assert "Observational" in fewer.words


def test_weeks_that_stay_are_no_change_and_the_interval_holds_zero() -> None:
    verdict = judge(CALM, SAME, better="down")
    assert verdict.result == "no change seen"
    assert verdict.low is not None
    assert verdict.high is not None
    assert verdict.low < 0 < verdict.high


def test_a_change_too_small_to_matter_is_not_called_better_but_harm_always_is_called() -> None:
    small = judge(CALM, LESS, better="down", minimum=0.8)
    assert small.result == "no change seen"
    assert "less than the 80 % you asked for" in small.words
    assert judge(CALM, LESS, better="up", minimum=0.8).result == "worse"


def test_a_count_that_falls_to_nothing_is_seen() -> None:
    verdict = judge(CALM, count_weeks([0] * 8), better="down")
    assert verdict.result == "better"
    assert verdict.estimate is not None
    assert verdict.estimate < -0.95


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (count_weeks([20] * 7), SAME),
        (CALM, count_weeks([20] * 7)),
        (count_weeks([1, 0] * 8), count_weeks([0] * 8)),
        (share_weeks([(1, 3)] * 16), share_weeks([(1, 3)] * 8)),
        (share_weeks([(4, 10)] * 16), share_weeks([(1, 2)] * 8)),
        (count_weeks([None] * 16), SAME),
        (CALM, count_weeks([None] * 8)),
        (count_weeks([]), count_weeks([])),
    ],
)
def test_below_the_minimum_sample_there_is_no_estimate(before: object, after: object) -> None:
    verdict = judge(before, after, better="down")  # type: ignore[arg-type]
    assert verdict.result == "not enough data"
    assert (verdict.estimate, verdict.low, verdict.high, verdict.p) == (None, None, None, None)


def test_looking_before_the_planned_end_judges_nothing() -> None:
    verdict = judge(CALM, LESS, better="down", weeks_planned=12)
    assert verdict.result == "not enough data"
    assert "8 of 12 planned weeks are measured" in verdict.words


def test_a_practice_that_a_finding_started_needs_a_longer_baseline() -> None:
    short = CALM.between(0, 11)
    assert judge(short, LESS, better="down").result == "better"
    found = judge(short, LESS, better="down", was_found=True)
    assert found.result == "not enough data"
    assert "11 measured weeks before the start, at least 12 are needed" in found.words
    assert judge(CALM.between(0, 12), LESS, better="down", was_found=True).result == "better"


def test_shares_change_by_points_and_durations_by_a_part_of_themselves() -> None:
    share = judge(share_weeks([(12, 20), (13, 20)] * 8), share_weeks([(3, 20), (4, 20)] * 4), better="down")
    assert (share.unit, share.result) == ("points", "better")
    assert share.estimate == pytest.approx(-0.45, abs=0.03)
    slow = duration_weeks([[10.0, 20.0, 30.0]] * 16)
    duration = judge(slow, duration_weeks([[2.0, 4.0, 6.0]] * 8), better="down")
    assert (duration.unit, duration.result) == ("relative", "better")
    assert duration.estimate == pytest.approx(-0.8, abs=0.02)


def test_the_same_weeks_give_the_same_answer_and_old_weeks_do_not_count() -> None:
    assert judge(CALM, LESS, better="down") == judge(CALM, LESS, better="down")
    long = joined([count_weeks([900] * 30), count_weeks([20, 22] * 13)])
    assert judge(long, LESS, better="down") == judge(long.between(30, 56), LESS, better="down")


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=40),
    st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=20),
)
@settings(max_examples=examples(60), deadline=None)
def test_any_gaps_end_in_one_of_the_four_answers(before: list[int | None], after: list[int | None]) -> None:
    verdict = judge(count_weeks(before), count_weeks(after), better="down")
    assert (verdict.result == "not enough data") == (verdict.low is None)
    if verdict.low is not None and verdict.high is not None and verdict.estimate is not None:
        assert verdict.low <= verdict.estimate <= verdict.high


def test_a_gap_is_time_that_went_by_and_no_week_at_nought() -> None:
    paused = count_weeks([6, 5, None, None, None, 7, 6, 6, 5, 7, 6])
    verdict = judge(CALM, paused, better="down", weeks_planned=8)
    assert (verdict.result, verdict.weeks_after) == ("better", 8)
    too_many = count_weeks([6, 5, 7, 6, None, None, None, None, None, None, None])
    assert judge(CALM, too_many, better="down", weeks_planned=8).result == "not enough data"


def test_part_weeks_count_as_part_weeks() -> None:
    away = count_weeks([10, 11, 9, 10] * 2, worked=[0.5] * 8)
    verdict = judge(CALM, away, better="down")
    assert verdict.estimate == pytest.approx(0.0, abs=0.05)


def test_mixed_kinds_and_impossible_weeks_are_refused() -> None:
    with pytest.raises(ValueError, match="same kind"):
        judge(CALM, share_weeks([(1, 2)] * 8), better="down")
    for wrong in (-1, math.nan, math.inf):
        with pytest.raises(ValueError, match="zero upwards"):
            count_weeks([wrong])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="above zero"):
        duration_weeks([[0.0]])
    with pytest.raises(ValueError, match="0 <= k <= n"):
        share_weeks([(3, 2)])


def test_guardrails_and_the_untouched_number_are_described() -> None:
    guard = Guard("reviews waiting", "up")
    assert read_guard(guard, LESS.between(0, 8), count_weeks([30, 33] * 4)).sight == "worse"
    assert read_guard(guard, CALM, LESS).sight == "better"
    assert read_guard(guard, CALM, count_weeks([20] * 3)).sight == "not enough data"
    assert read_untouched("holiday requests", CALM, SAME).sight == "did not move"
    assert read_untouched("holiday requests", CALM, LESS).sight == "moved"
