"""A month that stands higher is a rise only where her weeks do not go as far by themselves."""

from __future__ import annotations

import numpy as np
from bench.effects.weeks import WORLDS, live, restless

from podium.statistics.rise import RISE_TAIL, chance_of_rise, weeks_of
from podium.statistics.series import share_weeks

WEEK_S = 7 * 86_400


def test_acts_fall_into_the_weeks_counted_back_from_the_end() -> None:
    acts = [(0, 1.0), (WEEK_S - 1, 0.0), (2 * WEEK_S, 1.0), (2 * WEEK_S + 5, 1.0)]
    series = weeks_of(acts, 0, 3 * WEEK_S)
    assert [week and (week.amount, week.size) for week in series.weeks] == [(1.0, 2.0), None, (2.0, 2.0)]


def test_a_clear_rise_is_rare_by_itself_and_a_fall_is_none() -> None:
    calm = share_weeks([(2, 12), (3, 12)] * 13)
    assert chance_of_rise(calm, share_weeks([(8, 12)] * 4)) < RISE_TAIL
    assert chance_of_rise(calm, share_weeks([(0, 12)] * 4)) == 1.0
    assert chance_of_rise(calm, share_weeks([(3, 12), (2, 12)] * 2)) > RISE_TAIL
    assert chance_of_rise(calm, share_weeks([None] * 4)) == 1.0


def test_weeks_that_remember_rise_seldom_where_nothing_began() -> None:
    """A month of weeks with a memory of 0.6; the pooled z of the old flag says yes in more than 15 of 100 of these."""
    world = restless(WORLDS["share of 20"], 0.6)
    runs = live(world, np.zeros(30), 150, np.random.default_rng(5))
    rises = [
        chance_of_rise(runs.between(0, 26).series(n), runs.between(26, 30).series(n)) < RISE_TAIL for n in range(150)
    ]
    assert sum(rises) <= 0.08 * 150
