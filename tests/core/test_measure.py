"""A measure prints its number with its unit, and `?` where there is none; never a zero in its place."""

from __future__ import annotations

import pytest

from podium.core.folds import Row
from podium.core.measure import Exact, Measure, counted, say, span
from podium.core.time import Window


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.314, "share", "31 %"),
        (1.0, "share", "100 %"),
        (0.2749, "0-1", "0.27"),
        (0.5, "index", "50 % of usual"),
        (4.0, "nights", "4 nights"),
        (1.0, "nights", "1 night"),
        (1.04, "days", "1 day"),
        (1.2, "days", "1.2 days"),
        (2.25, "hours", "2.2 hours"),
        (99.4, "hours", "99.4 hours"),
        (100.4, "hours", "100 hours"),
        (131.5, "hours", "132 hours"),
        (3.0, "count", "3"),
        (2.5, "people", "2.5 people"),
    ],
)
def test_a_number_as_a_person_reads_it(value: float, unit: str, text: str) -> None:
    assert say(value, unit) == text


def test_none_is_a_question_mark() -> None:
    assert Measure("x", Window(0, 1), None, "share", 3, 20, why_none="3 of 20").text == "?"
    assert Measure("x", Window(0, 1), 0.0, "share", 30, 20).text == "0 %"


def test_a_number_about_a_group_is_a_band_or_a_quarter() -> None:
    window = Window(0, 1)
    assert Measure("x", window, 7.0, "count", None, 5, is_group=True).text == "5 to 10"
    assert Measure("x", window, 7.0, "nights", None, 5, is_group=True).text == "5 to 10 nights"
    assert Measure("x", window, 0.8, "share", None, 5, is_in_quarters=True).text == "75 to 100 %"


def test_what_is_behind_a_group_stands_in_no_log() -> None:
    hidden = Exact(0.8123, (Row(1, "somebody", 1.0),))
    measure = Measure("x", Window(0, 1), 0.8, "share", None, 5, is_group=True, exact=hidden)
    assert "somebody" not in f"{hidden!r} {measure!r} {[measure]}"
    assert "0.8123" not in repr(measure)
    assert repr(measure).startswith("Measure(signal='x', window=Window(")


def test_an_interval_is_told_from_its_lower_to_its_upper_bound() -> None:
    assert span((0.18, 0.36)) == "18 to 36 %"


def test_only_one_is_told_in_the_singular() -> None:
    assert [counted(number, "commit") for number in (0, 1, 2, 2840)] == [
        "0 commits",
        "1 commit",
        "2 commits",
        "2,840 commits",
    ]
