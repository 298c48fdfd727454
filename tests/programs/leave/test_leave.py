"""Declared leave: three places, one set of stretches, and a weekend that does not cut one in two."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from looking import about
from podium.programs.leave.leave import Away, ahead, days_between, declared, stretches
from podium.system import paths

MONDAY = date(2026, 3, 2)
TEXT = "2026-03-30 09:00+0100 ana wrote c1 a.py\n"


def test_a_weekend_joins_two_weeks_and_a_working_day_parts_them() -> None:
    weeks = [*days_between(MONDAY, MONDAY + timedelta(4)), *days_between(MONDAY + timedelta(7), MONDAY + timedelta(11))]
    assert stretches(weeks) == [(MONDAY, MONDAY + timedelta(11))]
    assert stretches([MONDAY, MONDAY + timedelta(2)]) == [(MONDAY,) * 2, (MONDAY + timedelta(2),) * 2]


@given(st.sets(st.dates(date(2020, 1, 1), date(2022, 1, 1)), max_size=60))
def test_stretches_cover_every_day_once_in_order(days: set[date]) -> None:
    found = stretches(days)
    assert days <= {day for first, last in found for day in days_between(first, last)}
    assert all(last < first for (_, last), (first, _) in pairwise(found))
    assert all(first in days and last in days for first, last in found)


def test_five_working_days_make_a_whole_absence() -> None:
    assert Away(MONDAY, MONDAY + timedelta(4)).is_whole
    assert not Away(MONDAY, MONDAY + timedelta(3)).is_whole
    assert not Away(MONDAY + timedelta(3), MONDAY + timedelta(8)).is_whole, "two of its six days are a weekend"


def test_leave_comes_from_the_journal_the_file_and_the_calendar(journal, weeks) -> None:
    journal.create("leave", "spring", {"first": MONDAY, "last": MONDAY + timedelta(4), "backup": "Bo"})
    made = weeks(
        TEXT + "2026-03-16 00:00+0000 ana away off until=2026-03-21\n",
        file=about(journal, ("2026-03-10", "2026-03-10")),
    )
    found = declared(made.evidence, journal)
    assert [(str(away), away.told_by, away.backup) for away in found] == [
        ("2026-03-02 to 2026-03-06", ("journal",), "Bo"),
        ("2026-03-10 to 2026-03-10", ("your own file",), ""),
        ("2026-03-16 to 2026-03-20", ("calendar",), ""),
    ]


def test_somebody_elses_days_off_are_not_hers(weeks) -> None:
    made = weeks(TEXT + "2026-03-16 00:00+0000 bo away off until=2026-03-21\n", file=about())
    assert declared(made.evidence, None) == ()


def test_leave_to_come_needs_no_clone(journal) -> None:
    journal.create("leave", "past", {"first": date(2026, 1, 5), "last": date(2026, 1, 9)})
    journal.create("leave", "summer", {"first": date(2026, 8, 3), "last": date(2026, 8, 14)})
    paths.me_file().parent.mkdir(parents=True, exist_ok=True)
    paths.me_file().write_text("[me]\nleave = [{ from = 2026-12-21, to = 2026-12-24 }]\n")
    found = ahead(journal, date(2026, 6, 1))
    assert [(str(away), away.told_by) for away in found] == [
        ("2026-08-03 to 2026-08-14", ("journal",)),
        ("2026-12-21 to 2026-12-24", ("your own file",)),
    ]
