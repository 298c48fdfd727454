"""Local days, weeks and hours: a half hour off UTC, the turn of a year, and clocks no place on earth keeps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core import time
from podium.core.time import DAY_S, WEEK_MIN, Hours, Window

INSTANTS = st.integers(-(2**33), 2**34)
OFFSETS = st.integers(-840, 840)


def test_the_first_week_begins_on_the_first_monday() -> None:
    assert time.week_no(4 * DAY_S) == 0
    assert time.week_no(4 * DAY_S - 1) == -1
    assert [time.week_no(days * DAY_S) for days in (10, 11, 17, 18)] == [0, 1, 1, 2]
    assert time.week_start(0) == date(1970, 1, 5)
    assert time.day_date(0) == date(1970, 1, 1)


def test_a_week_has_ten_thousand_and_eighty_minutes() -> None:
    assert WEEK_MIN == 10_080


def test_usual_hours_are_nine_to_six_on_five_days() -> None:
    usual = Hours()
    covered = [day * 24 + hour for day in range(7) for hour in range(24) if usual.covers(day * 1440 + hour * 60)]
    assert covered == [day * 24 + hour for day in range(5) for hour in range(9, 18)]


def test_the_day_is_the_place_s_not_greenwich_s() -> None:
    nearly_midnight = 1_772_494_200  # 2026-03-02 23:30 UTC
    assert time.day_date(time.day_no(nearly_midnight, 0)) == date(2026, 3, 2)
    assert time.day_date(time.day_no(nearly_midnight, 60)) == date(2026, 3, 3)
    assert time.day_date(time.day_no(nearly_midnight, -300)) == date(2026, 3, 2)


@given(INSTANTS, OFFSETS)
def test_day_week_and_minute_fit_together(at_s: int, offset_min: int) -> None:
    minute = time.minute_of_week(at_s, offset_min)
    assert 0 <= minute < WEEK_MIN
    day = time.day_no(at_s, offset_min)
    assert minute // 1440 == (day - time.FIRST_MONDAY) % 7
    assert time.week_of_day(day) == time.week_no(at_s, offset_min)


@pytest.mark.parametrize(
    ("offset", "is_real"),
    [(0, True), (345, True), (-720, True), (840, True), (841, False), (-5999, False), (None, False)],
)
def test_what_no_place_keeps_is_no_clock(offset: int | None, is_real: bool) -> None:
    assert time.is_usable(offset) is is_real


@pytest.mark.parametrize(
    ("at_s", "offset", "text"),
    [
        (1_772_490_600, 345, "2026-03-03 04:15 +0545"),
        (1_772_490_600, -210, "2026-03-02 19:00 -0330"),
        (1_772_490_600, None, "2026-03-02 22:30 UTC (no local clock)"),
        (1_772_490_600, 5999, "2026-03-02 22:30 UTC (no local clock)"),
        (0, 0, "1970-01-01 00:00 +0000"),
        (2**60, 60, f"{2**60} s since 1970 (outside the calendar)"),
        (2**60, None, f"{2**60} s since 1970 (outside the calendar)"),
    ],
)
def test_an_instant_as_a_person_reads_it(at_s: int, offset: int | None, text: str) -> None:
    assert time.local_text(at_s, offset) == text


@given(st.integers(), st.none() | st.integers(-100_000, 100_000))
def test_no_instant_is_too_odd_to_print(at_s: int, offset: int | None) -> None:
    assert time.local_text(at_s, offset)


def test_a_zone_knows_summer_from_winter_and_an_unknown_one_nothing() -> None:
    assert time.offset_in("Europe/Berlin", 1_767_225_600) == 60
    assert time.offset_in("Europe/Berlin", 1_782_864_000) == 120
    assert time.offset_in("Atlantis", 0) is None
    assert time.offset_in("Europe/Berlin", 2**60) is None
    assert time.zone("../../etc/passwd") is None


def test_a_window_is_half_open_and_says_both_its_days() -> None:
    window = Window.ending(20_000 * DAY_S, days=28)
    assert window.days == 28
    assert str(window) == "2024-09-06 to 2024-10-03"
    assert window.before(days=7) == Window(window.start_s - 7 * DAY_S, window.start_s)


@given(st.integers(0, WEEK_MIN - 1), st.integers(0, 1439), st.integers(0, 1439))
def test_hours_and_the_hours_between_them_cover_every_minute_once(minute: int, start: int, end: int) -> None:
    days = frozenset(range(7))
    if start != end:
        assert Hours(days, start, end).covers(minute) != Hours(days, end, start).covers(minute)


def test_a_shift_past_midnight_belongs_to_the_day_it_began_on() -> None:
    """Monday from ten in the evening to six: its last minute is Tuesday 05:59."""
    night = Hours(frozenset({0}), 22 * 60, 6 * 60)
    minutes = [minute for minute in range(WEEK_MIN) if night.covers(minute)]
    assert minutes == list(range(22 * 60, 24 * 60 + 6 * 60))
