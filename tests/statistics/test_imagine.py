"""Imagined weeks: the drift read off her weeks is that of their joint normal, and draws have the spread they should."""

from __future__ import annotations

import math
import random
import statistics
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.statistics.imagine import MEMORIES, SIZES, _first_place, _point, draw_binomial, imagine
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


@pytest.mark.parametrize(
    ("week", "kind", "place", "noise"),
    [
        (Week(3.0, 0.5), "count", math.log(6.0), 1 / 3),
        (Week(2.0, 8.0), "share", math.log(1 / 3), 1 / 1.5),
        (Week(1.5, 4.0), "duration", 1.5, 0.2 / 4),
    ],
)
def test_a_week_measured_at_its_own_place_stands_there_with_its_counting_noise(
    week: Week, kind: Literal["count", "share", "duration"], place: float, noise: float
) -> None:
    series = Series(kind, (week,), spread=0.2)
    for at in (place, place - 0.01, place + 0.01):
        found = _point(week, at, series)
        assert found is not None
        assert found[:2] == pytest.approx((place, noise), abs=0.01)


def test_the_search_begins_at_the_weeks_own_level_with_half_an_event_more() -> None:
    assert _first_place(Week(3.0, 0.5), Series("count", ())) == math.log(7.0)
    assert _first_place(Week(3.5, 7.0), Series("share", ())) == pytest.approx(0.0)
    assert _first_place(Week(3.5, 7.0), Series("duration", ())) == _first_place(None, Series("count", ())) == 0.0
