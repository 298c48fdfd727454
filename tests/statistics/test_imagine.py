"""Imagined weeks: the drift read off her weeks is that of their joint normal, and draws have the spread they should."""

from __future__ import annotations

import math
import random
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.statistics.imagine import MEMORIES, SIZES, draw_binomial, imagine
from podium.statistics.series import Series, Week

WEEKS = st.lists(st.one_of(st.none(), st.tuples(st.floats(-2, 2), st.integers(1, 9))), min_size=6, max_size=30).filter(
    lambda weeks: sum(week is not None for week in weeks) >= 4
)


@given(WEEKS, st.floats(0.1, 2.0))
def test_level_error_and_the_drift_to_come_are_those_of_all_weeks_at_once(
    weeks: list[tuple[float, int] | None], spread: float
) -> None:
    made = tuple(None if week is None else Week(*week) for week in weeks)
    series = Series("duration", made, spread)
    measured = [place for place, week in enumerate(made) if week is not None]
    values = np.array([week.amount for week in made if week is not None])
    noise = np.diag([spread / week.size for week in made if week is not None])
    ones = np.ones(len(values))
    for world in imagine(series, series):
        for drift in world.drifts:
            steps = np.abs(np.subtract.outer(measured, measured))
            inverse = np.linalg.inv(drift.size**2 * drift.memory**steps + noise)
            certainty = ones @ inverse @ ones
            level = ones @ inverse @ values / certainty
            to_next = drift.size**2 * drift.memory ** (len(made) - np.array(measured))
            assert drift.middle == pytest.approx(level, abs=1e-8)
            assert drift.error == pytest.approx(1 / math.sqrt(certainty), rel=1e-8)
            assert drift.ahead - drift.tied * level == pytest.approx(to_next @ inverse @ (values - level), abs=1e-8)
            assert drift.spread**2 == pytest.approx(drift.size**2 - to_next @ inverse @ to_next, rel=1e-7)


def test_one_drift_for_every_size_that_is_tried() -> None:
    series = Series("duration", tuple(Week(math.sin(7.0 * place), 3) for place in range(26)), 0.4)
    worlds = imagine(series, series)
    assert {world.memory for world in worlds} <= set(MEMORIES)
    assert all([drift.size for drift in world.drifts] == list(SIZES) for world in worlds)


@pytest.mark.parametrize(("tries", "share"), [(50, 0.3), (201, 0.3), (400, 0.5), (1_000, 0.02)])
def test_successes_average_and_spread_as_the_binomial_does(tries: int, share: float) -> None:
    rng = random.Random(7)
    draws = [draw_binomial(rng, tries, share) for _ in range(4_000)]
    sd = math.sqrt(tries * share * (1 - share))
    assert statistics.fmean(draws) == pytest.approx(tries * share, abs=4 * sd / math.sqrt(len(draws)))
    assert statistics.stdev(draws) == pytest.approx(sd, rel=0.05)
    assert 0 <= min(draws) <= max(draws) <= tries
