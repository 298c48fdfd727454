"""A programme: four to six sessions around leave, its status in days, thanks only with consent."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotRead, Misuse
from podium.documents import render
from podium.journal import Journal, open_journal
from podium.programs.mentoring import programme

DAYS = tuple(date(2026, 12, day) for day in (1, 8, 15, 22))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    (tmp_path / "journal.toml").write_text("format = 1\n")
    made = open_journal(tmp_path)
    made.create("person", "kim", {"relation": "peer"})
    made.create("mentor", "kim", {"person": "kim", "areas": ["edge"], "yes_on": date(2026, 11, 1)})
    made.create("mentoring", "edge", {"topic": "Ship to the edge", "mentor": "kim", "sessions": DAYS})
    return made


def status(journal: Journal, day: date) -> programme.Status:
    fresh = journal.fresh()
    return programme.status(fresh, programme.named(fresh, "EDGE"), day)


def held(journal: Journal, day: date, **more: object) -> None:
    journal.create(
        "mentoring-session", f"s{day}", {"programme": "edge", "date": day, "learnt": f"lesson of {day}", **more}
    )


def test_sessions_move_past_leave_by_whole_weeks() -> None:
    away = [(date(2026, 12, 7), date(2026, 12, 18))]
    assert programme.days(date(2026, 12, 1), 4, 7, away) == (DAYS[0], DAYS[3], date(2026, 12, 29), date(2027, 1, 5))


@pytest.mark.parametrize(
    ("first", "count", "every"), [(DAYS[0], 3, 7), (DAYS[0], 7, 7), (date(2026, 12, 5), 4, 7), (DAYS[0], 4, 3)]
)
def test_what_is_no_programme_is_refused(first: date, count: int, every: int) -> None:
    with pytest.raises(Misuse):
        programme.days(first, count, every)


def test_leave_without_end_is_no_loop() -> None:
    with pytest.raises(Misuse, match="no room"):
        programme.days(DAYS[0], 4, 7, [(date(2026, 1, 1), date(2099, 1, 1))])


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(4, 6), st.sampled_from([7, 14]))
def test_days_keep_their_weekday(first: date, count: int, every: int) -> None:
    if first.weekday() < 5:
        found = programme.days(first, count, every, [(first, first)])
        assert len(found) == count
        assert {day.weekday() for day in found} == {first.weekday()}
        assert first not in found


def test_a_block_names_topic_and_number_and_no_person() -> None:
    blocks = programme.blocks("edge", "Ship\nto the edge", DAYS, time(14), 45, "Europe/Berlin")
    assert [block.title for block in blocks] == [f"Learning: Ship to the edge ({n} of 4)" for n in range(1, 5)]
    assert len({block.uid for block in blocks}) == 4
    assert b"DTEND;TZID=Europe/Berlin:20261201T144500" in blocks[0].text(datetime(2026, 11, 22, tzinfo=UTC))


def test_where_it_stands(journal: Journal) -> None:
    held(journal, DAYS[0], tried_on=date(2026, 12, 2))
    held(journal, DAYS[1], tried_on=date(2026, 12, 20))
    journal.create(
        "friction", "a", {"what": "retries", "seen_on": DAYS[0], "programme": "edge", "fixed_on": date(2026, 12, 31)}
    )
    journal.create(
        "friction", "b", {"what": "docs", "seen_on": DAYS[0], "programme": "edge", "fixed_on": date(2027, 1, 1)}
    )
    journal.create("friction", "c", {"what": "keys", "seen_on": DAYS[0], "programme": "edge"})
    early, late = status(journal, date(2026, 12, 9)), status(journal, date(2027, 1, 10))
    assert (early.held, early.next_on, early.used_soon) == (2, DAYS[2], 1)
    assert (early.fixed, early.late, early.open, early.overdue) == ((), (), ("retries", "docs", "keys"), ())
    assert (late.fixed, late.late, late.open, late.overdue) == (("retries",), ("docs",), ("keys",), ("keys",))
    assert late.missing == ("2 more sessions", "what you now do differently", "a thank-you, in public if they agree")


def test_thanks_need_consent_and_a_session(journal: Journal) -> None:
    with pytest.raises(Misuse, match="not agreed"):
        programme.thanks(status(journal, DAYS[3]), "kim")
    journal.write("mentoring", "edge", {"thanks_consent": True, "now_different": "I read the pipeline first."})
    with pytest.raises(Misuse, match="no session"):
        programme.thanks(status(journal, DAYS[3]), "kim")
    held(journal, DAYS[0])
    assert programme.thanks(status(journal, DAYS[3]), "kim") == (
        "Thank you, kim: in one session you taught me about “Ship to the edge”. I now do this differently: I read the pipeline first."
    )


@pytest.mark.parametrize("consent", [None, False, True])
def test_the_summary_names_the_mentor_only_with_consent(journal: Journal, consent: bool | None) -> None:
    if consent is not None:
        journal.write("mentoring", "edge", {"thanks_consent": consent})
    text = render(programme.summary(status(journal, DAYS[3]), "kim", DAYS[3]), "md").decode()
    assert ("kim" in text) is (consent is True)
    assert "4 more sessions" in text


@pytest.mark.parametrize("form", ["md", "html", "pdf", "docx"])
def test_sheet_and_summary_are_written_in_every_format_whatever_the_topic(journal: Journal, form) -> None:
    journal.write("mentoring", "edge", {"topic": "<script>alert(1)</script> {{ 7*7 }} #panic() \u202e"})
    found = status(journal, DAYS[0])
    for page in (programme.sheet(found.head.topic, 1, DAYS[0]), programme.summary(found, "kim", DAYS[0])):
        data = render(page, form)
        assert data == render(page, form) or form == "docx"
        assert form != "html" or b"<script" not in data


def test_a_programme_is_named_or_the_only_one(journal: Journal) -> None:
    assert programme.named(journal, "").id == "edge"
    with pytest.raises(CannotRead, match="no such programme"):
        programme.named(journal, "x")
    journal.create("mentoring", "other", {"topic": "T", "mentor": "kim", "sessions": DAYS})
    with pytest.raises(Misuse, match="which programme"):
        programme.named(journal.fresh(), "")
