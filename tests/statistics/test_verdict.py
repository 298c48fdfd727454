"""A change in words: how large it is, whether it is one, and where it leads to."""

from __future__ import annotations

import math
from typing import Literal

import pytest
from msgspec.structs import replace

from podium.statistics.series import count_weeks, duration_weeks, level_of, share_weeks
from podium.statistics.verdict import (
    DUST,
    Unit,
    change_of,
    name_result,
    raw_change,
    say_at,
    say_change,
    say_size,
    say_verdict,
)

SHARE, COUNT, HOURS = share_weeks([(20, 100), (30, 100)]), count_weeks([4, 6]), duration_weeks([(2.0, 8.0)])


@pytest.mark.parametrize(
    ("low", "high", "better", "result"),
    [
        (DUST, 0.4, "up", "no change seen"),
        (-0.4, -DUST, "up", "no change seen"),
        (2 * DUST, 0.4, "up", "better"),
        (-0.4, -2 * DUST, "up", "worse"),
        (-0.4, -2 * DUST, "down", "better"),
    ],
)
def test_an_interval_that_ends_in_the_dust_around_zero_holds_zero(
    low: float, high: float, better: Literal["up", "down"], result: str
) -> None:
    assert name_result(low, high, 0.2, better, minimum=0.2) == result


@pytest.mark.parametrize(
    ("change", "unit", "text"),
    [
        (2.0, "relative", "200 %"),
        (2.01, "relative", "more than threefold"),
        (2.01, "points", "201 points"),
        (0.049, "points", "4.9 points"),
        (0.0495, "points", "5 points"),
        (0.054, "relative", "5 %"),
        (0.01, "points", "1 point"),
        (math.inf, "relative", "more than threefold"),
    ],
)
def test_a_size_is_said_in_hundredths_and_below_five_with_one_decimal(change: float, unit: Unit, text: str) -> None:
    assert say_size(change, unit) == text
    if "more" not in text:
        assert (say_change(change, unit), say_change(-change, unit)) == (f"+{text}", f"−{text}")


@pytest.mark.parametrize(("level", "text"), [(6.24, "6.2 a week"), (6.04, "6 a week"), (5.96, "6 a week")])
def test_a_weekly_number_has_one_decimal_and_none_where_it_is_whole(level: float, text: str) -> None:
    assert say_at(level, COUNT) == text


def test_a_step_is_read_back_from_the_scale_it_was_found_on() -> None:
    level = level_of(SHARE)
    reached = level + change_of(0.5, SHARE)
    assert math.log(reached / (1 - reached)) == pytest.approx(math.log(level / (1 - level)) + 0.5)
    assert change_of(math.log(1.5), HOURS) == pytest.approx(0.5)
    assert change_of(math.log(1.5), COUNT) == pytest.approx(0.5)


def test_no_step_leads_beyond_what_a_week_can_hold() -> None:
    assert (change_of(-900.0, SHARE), change_of(900.0, share_weeks([(150, 200)]))) == (-0.25, 0.25)
    assert change_of(900.0, replace(COUNT, most=7.0)) == pytest.approx(7 / 5 - 1)
    assert change_of(900.0, HOURS) == math.inf


def test_a_change_of_levels_is_points_of_a_share_and_a_part_of_anything_else() -> None:
    assert raw_change(SHARE, share_weeks([(1, 2)])) == pytest.approx(0.25)
    assert raw_change(COUNT, count_weeks([10])) == pytest.approx(1.0)
    assert raw_change(count_weeks([0]), COUNT) == math.inf
    assert raw_change(count_weeks([0]), count_weeks([0])) == 0.0


@pytest.mark.parametrize(
    ("low", "high", "ends_with"),
    [
        (0.01, 0.05, "less than the 10 points you asked for."),
        (-0.05, -0.01, "less than the 10 points you asked for."),
        (-0.01, 0.05, "can neither be claimed nor ruled out."),
        (DUST, 0.05, "can neither be claimed nor ruled out."),
        (-0.05, -DUST, "can neither be claimed nor ruled out."),
    ],
)
def test_a_change_too_small_is_told_apart_from_one_not_seen(low: float, high: float, ends_with: str) -> None:
    assert say_verdict("no change seen", (low + high) / 2, low, high, "points", 0.1).endswith(ends_with)
