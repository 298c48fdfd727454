"""Calibration, repeats and transfer: no number without a basis, and the right one with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from podium.app import due, forecasts
from podium.app.session import Session
from podium.journal import open_journal
from podium.journal.make import make

DAY = date(2026, 11, 20)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    make(tmp_path / "lead")
    return Session(folder=tmp_path / "lead", clock=lambda: datetime(2026, 11, 29, 12).astimezone())


def rows(session: Session, outcomes: list[tuple[int, bool, bool]]) -> None:
    """(sure, came, rehearsed) as forecasts with an outcome."""
    journal = session.journal()
    for n, (sure, came, rehearsed) in enumerate(outcomes):
        fields = {
            "date": DAY,
            "talk_on": DAY,
            "about_what": "x",
            "they_say": "y",
            "we_agree": "z",
            "sure": sure,
            "came": came,
        }
        if rehearsed:
            journal.create("rehearsal", f"r{n}", {"date": DAY, "scenario": "not-promoted"})
            fields["rehearsal"] = f"r{n}"
        journal.create("forecast", f"f{n}", fields)


def test_under_five_there_is_no_number(session: Session) -> None:
    rows(session, [(90, True, False)] * 4)
    found = forecasts.calibration(session)
    assert (found.every.n, found.every.brier, found.difference) == (4, None, None)


def test_the_score_is_the_mean_squared_miss_and_the_same_twice(session: Session) -> None:
    rows(session, [(90, True, True)] * 5 + [(90, False, False)] * 5)
    found = forecasts.calibration(session)
    assert found.rehearsed.brier == pytest.approx(0.01)
    assert found.unrehearsed.brier == pytest.approx(0.81)
    assert found.every.brier == pytest.approx(0.41)
    assert found.every.low is not None
    assert found.every.high is not None
    assert found.every.low < 0.41 < found.every.high
    assert found.difference is not None
    assert found.difference[0] == pytest.approx(-0.8)
    assert found == forecasts.calibration(session)
    assert "rehearsed talks went closer" in "\n".join(forecasts.calibration_lines(found))


def test_open_forecasts_are_no_data(session: Session) -> None:
    id = forecasts.predict(session, talk_on=date(2026, 12, 1), about="x", they_say="y", we_agree="z", sure=60)
    assert forecasts.calibration(session).open == 1
    with pytest.raises(Exception, match="That talk is on"):
        forecasts.happened(session, id, came=True, lines={})


def test_a_kept_scenario_comes_back_after_3_7_16_and_35_days(session: Session) -> None:
    journal, day, gaps = session.journal(), date(2026, 8, 1), list[int]()
    for n in range(5):
        journal.create("rehearsal", f"p{n}", {"date": day, "scenario": "skip-level", "missed": ["limits"]})
        (row,) = forecasts.repeats(session)
        gaps.append((row.due - day).days)
        day = row.due
    assert gaps == [3, 7, 16, 35, 35]
    assert row.missed == ("limits",)
    assert forecasts.why_now(session) == {} if row.due > session.today() else True


def test_what_comes_back_is_a_reason_with_its_missed_part(session: Session) -> None:
    session.journal().create("rehearsal", "p", {"date": DAY, "scenario": "skip-level", "missed": ["limits"]})
    assert (
        forecasts.why_now(session)["skip-level"]
        == "you played it once, and it comes back now; last time without limits"
    )


def test_questions_in_her_own_messages_before_and_after(session: Session, tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "lead")
    journal.create("rehearsal", "p", {"date": DAY, "scenario": "skip-level"})
    for n in range(5):
        journal.create("message", f"a{n}", {"date": DAY - timedelta(days=9)}, body="Did you run it? Is it done?\n")
        journal.create("message", f"b{n}", {"date": DAY}, body="What made it hard? Is it done?\n")
    found = forecasts.transfer(session)
    assert (found.before, found.after) == ((5, 0, 10), (5, 5, 5))
    assert "5 of 10 questions were open" in "\n".join(forecasts.transfer_lines(found))


def test_today_tells_of_a_repeat_and_of_a_talk_without_its_five_lines(session: Session) -> None:
    journal = session.journal()
    journal.create("rehearsal", "p", {"date": DAY, "scenario": "skip-level", "missed": ["limits"]})
    fields = {
        "date": DAY,
        "talk_on": date(2026, 11, 27),
        "about_what": "the plan",
        "they_say": "y",
        "we_agree": "z",
        "sure": 75,
    }
    journal.create("forecast", "f", fields)
    duties = {duty.what: duty for duty in due.every(session.journal(), session.today())}
    assert duties["Rehearse again: skip-level"].why == "it comes back after 9 days; last time without limits"
    assert duties["Write what came of the talk: the plan"].why == "you forecast it, 75 % sure"
