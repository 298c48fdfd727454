"""What the portfolio asks for, when it is stale, and which days a period holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import Misuse
from podium.journal import Journal
from podium.programs.portfolio import SLOTS, entries, filled, months_between, number, period, reminders

Say = Callable[..., Journal]
ENTRY = '+++\ndate = {day}\noutcome = "x"\nstatus = "{status}"\n+++\n'


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("2026-02", "2026-02-01", "2026-02-28", "February 2026"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "Q4 2026"),
        ("2026q1", "2026-01-01", "2026-03-31", "Q1 2026"),
        ("2026", "2026-01-01", "2026-12-31", "2026"),
    ],
)
def test_a_period_has_both_ends(text: str, first: str, last: str, name: str) -> None:
    found = period(text)
    assert (str(found.first), str(found.last), found.name) == (first, last, name)
    assert found.holds(found.first)
    assert found.holds(found.last)
    assert not found.holds(found.last + timedelta(days=1))
    assert not found.holds(None)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "0000", "2026-Q5", "november", "2026-1", "9999-12", "2026-11-03"]
)
def test_what_is_no_period_says_how_to_write_one(text: str) -> None:
    with pytest.raises(Misuse, match="2026-Q4"):
        period(text)


def test_an_entry_counts_seven_slots(year: Journal) -> None:
    full = next(e for e in entries(year) if e.id == "2026-01-invoice-nights")
    assert filled(full.head) == SLOTS
    empty = next(e for e in entries(year) if e.id == "2026-10-refund-draft")
    assert filled(empty.head) == ("axis",)


@pytest.mark.parametrize(
    ("value", "text"), [(5.0, "5"), (0.23, "0.23"), (1500.0, "1,500"), (0.0, "0"), (-2.5, "-2.5"), (1e18, "1e+18")]
)
def test_numbers_read_like_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_the_missing_months_and_the_old_drafts_are_said(year: Journal) -> None:
    first, second = reminders(year, date(2026, 12, 5))
    assert "2026-08, 2026-11" in first
    assert "podium portfolio month 2026-11" in first
    assert "portfolio/2026-10-refund-draft.md" in second


def test_an_empty_portfolio_is_only_said_to_somebody_who_has_wins(say: Say) -> None:
    assert reminders(say(), date(2026, 12, 1)) == []
    won = say(wins__a='+++\ndate = 2026-11-01\nwhat = "x"\n+++\n')
    assert reminders(won, date(2026, 10, 1)) == []
    assert reminders(won, date(2026, 12, 1)) == [
        "Your portfolio is empty and the journal holds wins: podium portfolio month"
    ]


def test_a_fresh_portfolio_says_nothing(say: Say) -> None:
    assert reminders(say(portfolio__a=ENTRY.format(day="2026-11-20", status="ready")), date(2026, 11, 30)) == []


def test_entries_after_the_day_do_not_count(say: Say) -> None:
    journal = say(
        portfolio__a=ENTRY.format(day="2026-05-20", status="ready"),
        portfolio__b=ENTRY.format(day="2027-01-05", status="ready"),
    )
    assert "2026-06" in reminders(journal, date(2026, 7, 1))[0]


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_months_missing_are_those_between(first: date, day: date) -> None:
    missing = months_between([first], day)
    between = (day.year - first.year) * 12 + day.month - first.month - 1
    assert len(missing) == max(0, min(12, between))
    assert missing == sorted(set(missing))


def test_the_example_in_the_docs_is_the_one_the_generator_writes(year: Journal) -> None:
    from pathlib import Path

    docs = Path(__file__).parents[3] / "docs" / "example-journal"
    made = {p.relative_to(year.root).as_posix(): p.read_text() for p in year.root.rglob("*") if p.is_file()}
    assert {p.relative_to(docs).as_posix(): p.read_text() for p in docs.rglob("*") if p.is_file()} == made
    assert "invented" in made["README.md"]
