"""Before she starts: a later clock after a finding, and a smallest visible change that her own weeks bear out."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.statistics.chance import dice
from podium.statistics.compare import judge
from podium.statistics.design import LEAST_POWER, find_smallest_switched, find_smallest_visible
from podium.statistics.imagine import draw_poisson, log_odds, middle_of, sigmoid
from podium.statistics.series import Series, count_weeks, duration_weeks, joined, share_weeks
from podium.statistics.switch import draw_schedule
from podium.statistics.verdict import Result


def weeks_of(rate: float, seed: str) -> Series:
    rng = dice(seed)
    return count_weeks([draw_poisson(rng, rate) for _ in range(26)])


def test_more_events_make_smaller_changes_visible_and_the_sentence_names_her_rate() -> None:
    few = find_smallest_visible(weeks_of(6, "few"), 8, better="down", seed="x")
    many = find_smallest_visible(weeks_of(60, "many"), 8, better="down", seed="x")
    assert few.change is not None
    assert many.change is not None
    assert -1 < few.change < many.change < 0
    assert few.words.startswith("From 6.")
    assert "or less would be seen in 8 measured weeks" in few.words


def test_the_direction_is_kept_and_the_same_seed_prints_the_same_sentence() -> None:
    series = weeks_of(30, "one")
    rise = find_smallest_visible(series, 8, better="up", seed="x")
    assert rise.change is not None
    assert rise.change > 0
    assert rise == find_smallest_visible(series, 8, better="up", seed="x")


def test_where_her_own_past_has_a_say_in_the_verdict_it_has_one_in_the_promise() -> None:
    rng = dice("swings")
    restless = count_weeks([draw_poisson(rng, 30 * (1.0 + 0.9 * (week // 13 % 2))) for week in range(104)])
    calm = weeks_of(30, "now")
    alone = find_smallest_visible(calm, 8, better="down", seed="x")
    beside = find_smallest_visible(calm, 8, better="down", history=joined([restless, calm]), seed="x")
    assert alone.change is not None
    assert beside.change is not None
    assert beside.change < alone.change - 0.05


def test_the_smallest_change_worth_having_is_part_of_the_promise() -> None:
    plain = find_smallest_visible(weeks_of(60, "many"), 26, better="down", seed="x")
    asked = find_smallest_visible(weeks_of(60, "many"), 26, better="down", minimum=0.6, seed="x")
    assert plain.change is not None
    assert asked.change is not None
    assert plain.change > -0.6 > asked.change
    assert asked.power >= LEAST_POWER


def test_shares_are_promised_in_points() -> None:
    share = find_smallest_switched(
        share_weeks([(12, 30), (9, 25)] * 13), draw_schedule(16, "x"), better="down", seed="x"
    )
    assert share.unit == "points"
    assert share.change is not None
    assert -0.4 < share.change < -0.02
    assert "or less would be seen in 16 weeks, half of them on" in share.words


def test_too_little_to_compare_with_promises_nothing() -> None:
    for thin in (count_weeks([1, 0] * 8), count_weeks([9] * 7), count_weeks([]), duration_weeks([None] * 20)):
        visible = find_smallest_visible(thin, 8, better="down")
        assert (visible.change, visible.step, visible.power) == (None, None, 0.0)
        assert "cannot show a change" in visible.words
    assert find_smallest_visible(count_weeks([9] * 20), 4, better="down").change is None


def test_where_nothing_can_be_won_the_sentence_says_so() -> None:
    nothing = find_smallest_visible(share_weeks([(0, 14)] * 26), 8, better="down", minimum=0.15, seed="x")
    everything = find_smallest_visible(share_weeks([(14, 14)] * 26), 8, better="up", seed="x")
    assert nothing.words == "8 weeks with about 14 events each cannot show a change from 0 %: it cannot go any lower."
    assert everything.words.endswith("from 100 %: it cannot go any higher.")
    assert nothing.change is everything.change is None


def test_a_metric_that_swings_wildly_is_told_that_nothing_would_be_seen() -> None:
    visible = find_smallest_visible(count_weeks([0, 0, 0, 30] * 2), 8, better="down", seed="x")
    assert visible.change is None or visible.change < -0.8


@pytest.mark.parametrize("kind", ["before/after", "on/off"])
def test_no_range_begins_below_75_of_100_so_none_is_wider_than_25_points(
    kind: str,
) -> None:
    for seed in ("power", "range", "width"):
        series = weeks_of(30, seed)
        if kind == "on/off":
            visible = find_smallest_switched(series, draw_schedule(16, seed), better="down", seed="x")
        else:
            visible = find_smallest_visible(series, 8, better="down", seed="x")
        assert LEAST_POWER <= visible.power <= visible.most
        assert visible.most - visible.power <= 0.25
        assert f"seen in {visible.power * 100:.0f}" in visible.words


def test_a_range_is_told_only_where_her_weeks_leave_the_memory_open() -> None:
    rng = dice("calm")
    calm = count_weeks([draw_poisson(rng, 12) for _ in range(26)])
    known = find_smallest_visible(calm, 8, better="down", seed="x")
    restless = share_weeks([(3 + 9 * (week // 5 % 2), 20) for week in range(26)])
    open_ = find_smallest_visible(restless, 26, better="down", seed="x")
    assert known.most - known.power <= 0.1
    for one in (known, open_):
        assert ("depending on how much your weeks resemble their neighbours" in one.words) == (one.most > one.power)


def test_weeks_too_few_to_promise_anything_promise_nothing_and_say_how_little_would_be_seen() -> None:
    few = find_smallest_switched(count_weeks([3, 2, 4] * 9), draw_schedule(12, "x"), better="down", seed="x")
    assert (few.change, few.power) == (None, 0.0)
    assert "even the largest would be seen in no more than" in few.words


@pytest.mark.slow
def test_the_sentence_comes_while_she_waits() -> None:
    # Work and not time is held: how many imagined verdicts a sentence may cost.
    asked: list[int] = []

    def judged(runs: Sequence[tuple[Series, Series]]) -> Sequence[Result]:
        asked.append(len(runs))
        return [judge(*run, better="down", weeks_planned=8).result for run in runs]

    find_smallest_visible(weeks_of(30, "work"), 8, better="down", seed="x", judges=judged)
    assert sum(asked) <= 2000


@given(st.floats(-1e6, 1e6))
def test_no_step_however_large_leaves_the_ladder_of_shares(odds: float) -> None:
    assert -40.0 < log_odds(sigmoid(odds)) < 40.0
    assert math.isfinite(middle_of(sigmoid(odds), 0.9))
