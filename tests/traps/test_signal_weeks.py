"""One signal week by week: each row counts in its own week, the last week ends with the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from podium.core.folds import Fold, count, mean
from podium.core.time import DAY_S, WEEK_S
from podium.laws.weeks import Week
from podium.signals import Signal
from podium.traps.signal_weeks import WeekValue, weekly

FILES = Signal(
    name="files-a-change",
    asks="How many files do my changes touch?",
    rows="select at_s as moment, ref, n_paths as amount from mine where verb = 'authored'",
    fold=mean,
    least=20,
    blind_to="pairing",
    source="test",
    grade="weak",
)
# The window is the three weeks before 1 April.
TEXT = """
2026-03-10 10:00+0100 ana wrote before a.py
2026-03-11 10:00+0100 ana wrote w1 a.py b.py c.py
2026-03-12 10:00+0100 ana wrote w2 a.py
2026-03-31 10:00+0200 ana wrote w3 a.py b.py
"""
Weeks = Callable[..., Week]


@pytest.mark.parametrize(("fold", "is_mean", "first"), [(mean, False, 2.0), (count, False, 4.0), (count, True, 2.0)])
def test_a_week_has_its_own_rows_and_one_without_any_has_no_number(
    weeks: Weeks, fold: Fold, is_mean: bool, first: float
) -> None:
    made = weeks(TEXT)
    measured_weeks = weekly(replace(FILES, fold=fold), made.evidence, made.window(21), is_mean=is_mean)
    assert measured_weeks == (WeekValue(first, "2"), WeekValue(None, "0"), WeekValue(2.0, "1"))


def test_a_week_with_fewer_rows_than_asked_for_has_no_number(weeks: Weeks) -> None:
    made = weeks(TEXT)
    measured_weeks = weekly(FILES, made.evidence, made.window(21), least=2)
    assert measured_weeks == (WeekValue(2.0, "2"), WeekValue(None, "0"), WeekValue(None, "1"))


def test_what_lies_before_she_became_a_manager_counts_in_no_week(weeks: Weeks) -> None:
    made = weeks(TEXT)
    window = made.window(21)
    ((moment,),) = made.rows("select max(at_s) from mine where verb = 'authored'", made.window(2))
    assert weekly(FILES, made.evidence, window, since_s=moment)[2] == WeekValue(2.0, "1")
    assert [week.size for week in weekly(FILES, made.evidence, window, since_s=moment + 1)] == ["0", "0", "0"]


def test_days_beyond_whole_weeks_count_in_none(weeks: Weeks) -> None:
    made = weeks(TEXT)
    window = made.window(22)
    assert (window.end_s - window.start_s) % WEEK_S == DAY_S
    assert [week.size for week in weekly(FILES, made.evidence, window)] == ["2", "0", "1"]
