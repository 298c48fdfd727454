"""The week in five lines, and as a page to keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from click.testing import Result

from little_team import LAST_DAY
from today import TODAY

ME = ("--me", "ana@example.org")
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def without_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("PODIUM_JOURNAL", "")


def labels(page: str) -> list[str]:
    return [line.split()[0] for line in page.splitlines()[1:] if line[:1].strip()]


def test_it_has_five_lines_and_says_what_to_do(team: Path, at_home: Path, run: Run) -> None:
    page = run("week", str(team), *ME, "--as-of", LAST_DAY).stdout
    assert labels(page) == ["Mirror", "Practice", "Due", "Win", "Next"]
    assert "22 June 2026" in page
    assert "podium me --edit" in page


def test_on_a_monday_it_is_the_week_that_ended(team: Path, at_home: Path, run: Run) -> None:
    assert "22 June 2026" in run("week", str(team), *ME, "--as-of", "2026-06-29").stdout


def test_what_is_new_since_monday_is_named(team: Path, at_home: Path, run: Run) -> None:
    pages = {run("week", str(team), *ME, "--as-of", day).stdout.splitlines()[1] for day in ("2025-08-31", LAST_DAY)}
    assert all("Mirror" in line for line in pages)


def test_the_first_week_has_nothing_to_compare_with(team: Path, at_home: Path, run: Run) -> None:
    assert "no week before this one" in run("week", str(team), *ME, "--as-of", "2024-06-28").stdout


def test_it_can_be_kept_as_a_page(team: Path, at_home: Path, run: Run, tmp_path: Path) -> None:
    run("week", str(team), *ME, "--as-of", LAST_DAY, "--to", str(tmp_path / "week.html"))
    page = (tmp_path / "week.html").read_text(encoding="utf-8")
    assert "Practice: " in page
    assert "22 June 2026" in page


def test_it_rings_each_friday_when_you_ask_for_it_and_is_taken_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    mine = tmp_path / "mine.ics"
    run("week", "--remind", "16:00", "--zone", "Europe/Berlin", "--calendar", str(mine))
    run("week", "--remind", "16:00", "--zone", "Europe/Berlin", "--calendar", str(mine))
    (event,) = icalendar.Calendar.from_ical(mine.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt.strftime("%a %H:%M") == "Fri 16:00"
    assert event["DTSTART"].dt.date() >= TODAY
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(0)
    run("calendar", "undo", "weekly-look")
    assert b"VEVENT" not in mine.read_bytes()
