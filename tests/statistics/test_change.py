"""One estimator: the levels, the change, its interval and the past are the same sums over the same weeks."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.statistics.change import find_change, strays_of
from podium.statistics.compare import judge, judge_many, judge_switched
from podium.statistics.guardrails import Guard, read_guard, read_switched
from podium.statistics.latent import GRID, WAVE, weigh_drifts
from podium.statistics.runs import points_of, runs_of
from podium.statistics.series import Series, count_weeks, raw_level, share_weeks
from podium.statistics.switch import draw_schedule
from podium.statistics.verdict import say_change, say_level, say_verdict

SHARES = st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda pair: (min(pair), pair[1]))
WEEKS = st.lists(st.one_of(st.none(), SHARES), min_size=38, max_size=60)


def covariance(pair: int, before: Series, after: Series) -> np.ndarray:
    memory, drift = GRID[pair]
    noise = np.concatenate([points_of(runs_of([side]))[1][0] for side in (before, after)])
    apart = np.abs(np.arange(len(noise))[:, None] - np.arange(len(noise))[None])
    return drift**2 * memory**apart + np.diag(noise)


def some_weeks(seed: int, weeks: int, share: float) -> Series:
    rng = np.random.default_rng(seed)
    return share_weeks([(int(rng.binomial(12, share)), 12) for _ in range(weeks)])


def test_the_weights_are_the_restricted_likelihood_of_the_full_matrices() -> None:
    before, after = some_weeks(1, 14, 0.4), some_weeks(2, 9, 0.3)
    level = np.concatenate([points_of(runs_of([side]))[0][0] for side in (before, after)])
    turn = 2 * math.pi * np.arange(23) / 52
    causes = np.column_stack([np.ones(23), np.arange(23) >= 14, np.sin(turn), np.cos(turn)]).astype(float)
    fits = []
    for pair, (_, drift) in enumerate(GRID):
        inverse = np.linalg.inv(covariance(pair, before, after))
        normal = causes.T @ inverse @ causes + np.diag([0, 0, WAVE**-2, WAVE**-2])
        pull = causes.T @ inverse @ level
        fit = 0.5 * (pull @ np.linalg.solve(normal, pull) - level @ inverse @ level)
        fit += 0.5 * np.linalg.slogdet(inverse)[1] - 0.5 * np.linalg.slogdet(normal)[1]
        fits.append(fit + math.log(drift) - 0.5 * (drift / 1.2) ** 2)
    expected = np.exp(np.array(fits) - max(fits))
    found = weigh_drifts(runs_of([before]), runs_of([after]))[:, 0]
    assert found == pytest.approx(expected / expected.sum(), rel=1e-6)


def test_how_far_a_difference_strays_is_what_the_full_matrix_says() -> None:
    before, after = some_weeks(3, 14, 0.4), some_weeks(4, 9, 0.3)
    pull = np.concatenate([np.full(14, -1 / 14), np.full(9, 1 / 9)])
    turn = 2 * math.pi * np.arange(23) / 52
    wave = WAVE**2 * ((pull @ np.sin(turn)) ** 2 + (pull @ np.cos(turn)) ** 2)
    found = strays_of(runs_of([before]), runs_of([after])).variance()[:, 0]
    expected = [pull @ covariance(pair, before, after) @ pull + wave for pair in range(len(GRID))]
    assert found == pytest.approx(expected)


@given(WEEKS)
def test_a_verdict_agrees_with_its_own_levels(weeks: list[tuple[int, int] | None]) -> None:
    before, after = share_weeks(weeks[:26]), share_weeks(weeks[26:])
    verdict = judge(before, after, better="down", weeks_planned=0, history=before)
    if verdict.estimate is None or verdict.low is None or verdict.high is None:
        return
    assert verdict.estimate == pytest.approx(raw_level(after) - raw_level(before))
    assert verdict.low <= verdict.estimate <= verdict.high
    assert verdict.words.startswith(f"{say_level(before)} before, {say_level(after)} after. ")
    assert verdict.result != "better" or verdict.estimate < 0
    assert verdict.result != "worse" or verdict.estimate > 0
    assert judge_many(before, [after], better="down", history=before) == [verdict.result]


@given(st.lists(SHARES, min_size=16, max_size=16))
def test_on_and_off_weeks_agree_with_their_own_levels(weeks: list[tuple[int, int]]) -> None:
    schedule = draw_schedule(16, "any")
    verdict = judge_switched(share_weeks(weeks), schedule, better="down")
    if verdict.estimate is None or verdict.low is None or verdict.high is None:
        return
    on, off = (
        share_weeks([w for w, f in zip(weeks, schedule.is_on, strict=True) if f == flag]) for flag in (True, False)
    )
    assert verdict.words.startswith(f"{say_level(off)} in off weeks, {say_level(on)} in on weeks. ")
    assert verdict.estimate == pytest.approx(raw_level(on) - raw_level(off))
    assert verdict.low <= verdict.estimate <= verdict.high


def test_the_past_counts_changes_of_the_size_that_is_printed() -> None:
    history = some_weeks(5, 104, 0.4)
    before, after = history.between(78, 104), some_weeks(6, 8, 0.36)
    change = find_change(before, after, history)
    assert change.past is not None
    assert change.past.windows == 104 - 34 + 1
    assert change.past.worth == pytest.approx(104 / 34)
    words = judge(before, after, better="down", history=history).words
    assert "they overlap and are worth about 3 independent ones" in words


def test_one_week_does_not_decide() -> None:
    verdict = judge(share_weeks([(0, 10)] * 26), share_weeks([(0, 10)] * 7 + [(5, 10)]), better="down")
    assert verdict.result == "no change seen"
    heavy = judge(count_weeks([4] * 26), count_weeks([4] * 7 + [80]), better="down")
    assert heavy.result == "no change seen"


def test_raw_numbers_are_printed() -> None:
    assert say_level(share_weeks([(0, 80)])) == "0 %"
    assert say_level(count_weeks([3] * 8)) == "3 a week"
    assert say_level(share_weeks([(3, 100)])) == "3 %"
    assert say_level(share_weeks([(33, 1000)])) == "3.3 %"
    assert say_change(41.37, "relative") == "more than threefold"
    assert say_verdict("better", 9.0, 5.0, 12.0, "relative", 0.0) == (
        "Better: more than threefold, at both ends of its interval too."
    )
    assert say_change(-0.008, "points") == "−0.8 points"


def test_no_interval_reaches_beyond_what_a_share_can_be() -> None:
    none = judge(share_weeks([(0, 10)] * 26), share_weeks([(0, 10)] * 8), better="down", weeks_planned=8)
    assert (none.estimate, none.low) == (0.0, 0.0)
    every = judge(share_weeks([(10, 10)] * 26), share_weeks([(10, 10)] * 8), better="up", weeks_planned=8)
    assert (every.estimate, every.high) == (0.0, 0.0)


def test_a_guardrail_says_how_much_harm_still_fits() -> None:
    reading = read_guard(Guard("revert-share", "up"), some_weeks(7, 26, 0.1), some_weeks(8, 8, 0.1))
    assert reading.sight == "cannot tell"
    assert re.search(r"cannot tell, up to [\d.]+ points worse fits", reading.words)
    inside = read_switched(Guard("revert-share", "up"), some_weeks(9, 16, 0.1), draw_schedule(16, "x"))
    assert "in off weeks" in inside.words
