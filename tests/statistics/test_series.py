"""Weeks as numbers: what they stand at, how they are joined, and how a change of them is said."""

from __future__ import annotations

import math
import statistics

import pytest

from podium.statistics.runs import levels, points_of, runs_of
from podium.statistics.series import Series, Week, count_weeks, duration_weeks, joined, level_of, share_weeks
from podium.statistics.verdict import name_result, say_at, say_change

HOURS = ((1.0, 4.0), (2.0, 3.0, 9.0), (5.0,))


def test_durations_are_logarithms_with_the_spread_within_their_weeks() -> None:
    series = duration_weeks([*HOURS, None, ()])
    logs = [[math.log(value) for value in week] for week in HOURS]
    within = sum((value - statistics.fmean(week)) ** 2 for week in logs for value in week)
    assert series.spread == pytest.approx(within / 3)
    assert series.weeks == (*(Week(statistics.fmean(week), len(week)) for week in logs), None, None)


def test_series_that_follow_each_other_pool_their_spread_by_what_each_could_tell() -> None:
    one, two = duration_weeks([HOURS[0]]), duration_weeks([HOURS[1], HOURS[2]])
    whole = joined([one, two])
    assert whole.weeks == (*one.weeks, *two.weeks)
    assert whole.spread == pytest.approx((one.spread * 1 + two.spread * 2) / 3)
    assert joined([one]).spread == pytest.approx(one.spread)
    with pytest.raises(ValueError, match="one kind"):
        joined([one, share_weeks([(1, 2)])])


def test_of_a_share_no_part_is_below_nothing_nor_above_the_whole() -> None:
    assert share_weeks([(0, 3), (3, 3), (0, 0), None]).weeks == (Week(0.0, 3.0), Week(3.0, 3.0), None, None)
    for part, whole in ((-1, 3), (-0.5, 3), (4, 3)):
        with pytest.raises(ValueError, match="0 <= k <= n"):
            share_weeks([(part, whole)])


@pytest.mark.parametrize(("weeks", "amounts"), [(0, []), (1, [3.0]), (3, [1.0, 2.0, 3.0]), (9, [1.0, 2.0, 3.0])])
def test_the_newest_weeks_are_the_last_ones_or_all(weeks: int, amounts: list[float]) -> None:
    series = count_weeks([1, 2, 3])
    assert [week.amount for week in series.newest(weeks).measured] == amounts


def test_many_runs_stand_where_each_of_them_stands() -> None:
    counts = [Series("count", (Week(3.0, 1.0), Week(6.0, 1.0), None)), Series("count", (Week(0.0, 1.0), None, None))]
    shares = [share_weeks([(1, 4), (2, 4)]), share_weeks([(0, 5), None])]
    durations = [duration_weeks([HOURS[0], HOURS[1]]), duration_weeks([HOURS[2], None])]
    for kind in (counts, shares, durations):
        assert list(levels(runs_of(kind))) == pytest.approx([level_of(series) for series in kind])


def test_each_week_has_a_place_around_its_own_level_and_noise_without_end_where_none_was_measured() -> None:
    """Counts and shares by the slope of their scale, durations as they are."""
    counts = Series("count", (Week(3.0, 1.0), Week(6.5, 1.0), None))
    place, noise = points_of(runs_of([counts]))
    assert list(place[0]) == pytest.approx([math.log(5) + 3 / 5 - 1, math.log(5) + 6.5 / 5 - 1, 0.0])
    assert list(noise[0]) == pytest.approx([1 / 5, 1 / 5, math.inf])
    place, noise = points_of(runs_of([share_weeks([(1, 4), (2, 3), None])]))
    level = 3.5 / 8
    slope, odds = level * (1 - level), math.log(level / (1 - level))
    assert list(place[0]) == pytest.approx([odds + (1 / 4 - level) / slope, odds + (2 / 3 - level) / slope, 0.0])
    assert list(noise[0]) == pytest.approx([1 / (4 * slope), 1 / (3 * slope), math.inf])
    hours = Series("duration", (Week(1.5, 4.0), Week(2.0, 1.0), None), spread=0.2)
    place, noise = points_of(runs_of([hours]))
    assert list(place[0]) == [1.5, 2.0, 0.0]
    assert list(noise[0]) == pytest.approx([0.05, 0.2, math.inf])


@pytest.mark.parametrize(
    ("low", "high", "estimate", "better", "result"),
    [
        (0.1, 0.4, 0.3, "up", "better"),
        (0.1, 0.4, 0.3, "down", "worse"),
        (-0.4, -0.1, -0.3, "down", "better"),
        (-0.4, -0.1, -0.3, "up", "worse"),
        (-0.1, 0.4, 0.3, "up", "no change seen"),
        (0.01, 0.1, 0.05, "up", "no change seen"),
    ],
)
def test_a_result_needs_an_interval_without_zero_and_a_size_that_matters(
    low: float, high: float, estimate: float, better: str, result: str
) -> None:
    assert name_result(low, high, estimate, better, 0.1) == result  # type: ignore[arg-type]


def test_a_change_is_said_with_its_sign_and_no_change_without_one() -> None:
    assert say_change(0.12, "points") == "+12 points"
    assert say_change(-0.008, "points") == "−0.8 points"
    assert say_change(0.01, "points") == "+1 point"
    assert say_change(0.0, "points").startswith("0 ")


def test_a_level_is_said_with_its_unit() -> None:
    hours = Series("duration", (Week(math.log(14.5), 3.0),), unit="hours")
    assert say_at(14.5, hours) == "14.5 hours (typical)"
    assert say_at(0.31, share_weeks([(1, 2)])) == "31 %"


@pytest.mark.parametrize("value", [-1, math.inf, math.nan])
def test_a_week_holds_a_number_from_zero_upwards(value: float) -> None:
    with pytest.raises(ValueError, match="from zero upwards"):
        count_weeks([value])  # type: ignore[list-item]
    assert count_weeks([0, None]).weeks == (Week(0.0, 1.0), None)


@pytest.mark.parametrize("value", [0.0, -1.0, math.inf])
def test_a_duration_lies_above_zero(value: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        duration_weeks([[value]])
