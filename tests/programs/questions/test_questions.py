"""The five questions: found by their words, answered with her own evidence, silent below the minimum."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from journals import page, table
from podium.app import questions
from podium.app.session import Session
from podium.core.errors import CannotRead, Misuse
from podium.documents import render
from podium.journal import Journal, open_journal

TODAY = date(2026, 11, 29)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """An empty journal with two people."""
    (tmp_path / "journal.toml").write_text("")
    (tmp_path / "people").mkdir()
    for name in ("ana", "bo"):
        (tmp_path / "people" / f"{name}.md").write_text(page())
    return open_journal(tmp_path)


def own(journal: Journal | None, name: str) -> str:
    answer = questions.answer(questions.find_question(name), journal, None, TODAY)
    return " ".join(sentence.text for sentence in answer.own)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("should I fire underperformers quickly", "underperformance"),
        ("somebody on my team is not meeting expectations", "underperformance"),
        ("how technical do I have to be", "how-technical"),
        ("am I allowed to write code", "how-technical"),
        ("what about the brilliant jerk", "toxic-senior"),
        ("a toxic colleague", "toxic-senior"),
        ("I dislike managing people", "dislike-managing"),
        ("go back to engineering?", "dislike-managing"),
        ("executives don't see my work", "visibility"),
        ("get noticed by leadership", "visibility"),
        ("visibility", "visibility"),
    ],
)
def test_a_question_is_found_by_its_words(words: str, name: str) -> None:
    assert questions.find_question(words).name == name


@pytest.mark.parametrize("words", ["", "weather tomorrow", "?!", "the a of"])
def test_other_words_are_not_answered(words: str) -> None:
    with pytest.raises(CannotRead, match="none of the five"):
        questions.find_question(words)


@pytest.mark.parametrize("question", questions.every_question(), ids=lambda q: q.name)
def test_every_question_has_evidence_for_and_against_and_works_without_a_journal(question: questions.Question) -> None:
    assert question.support
    assert question.against
    answer = questions.answer(question, None, None, TODAY)
    text = render(questions.page(answer, TODAY), "md").decode()
    assert all(part in text for part in ("Your own evidence", "Evidence for it", "Evidence against it"))


def test_underperformance_is_never_inferred_and_context_comes_before_the_person(journal: Journal) -> None:
    assert "infers this from no trace" in own(journal, "underperformance")
    fields = {"person": "ana", "date": TODAY, "purpose": "p", "will": "low"}
    (journal.root / "expectations").mkdir()
    (journal.root / "expectations" / "x.md").write_text(page(**fields))
    assert any("context comes before the person" in note.what for note in journal.fresh().notes())


def test_expectations_say_match_signatures_and_the_next_review(journal: Journal) -> None:
    fields = {
        "person": "ana",
        "date": TODAY,
        "purpose": "p",
        "can_state": "two",
        "matches": 2,
        "review_after_two_weeks": TODAY + timedelta(days=14),
        "review_after_four_weeks": TODAY + timedelta(days=28),
    }
    journal.create("expectation", "x", fields)
    said = own(journal, "underperformance")
    assert (
        "1 of 7 context questions answered, not signed by both yet, match test 2 of 3, next review 2026-12-13" in said
    )
    journal.write("expectation", "x", {"is_conduct_or_legal": True})
    assert "hand it to HR" in own(journal, "underperformance")
    text = render(questions.hand_off(journal, "", TODAY), "md").decode()
    assert "two" in text
    assert "ana" not in text


def test_reviews_to_come_are_calendar_blocks_without_a_name(journal: Journal) -> None:
    session = Session(folder=journal.root, clock=lambda: datetime(2026, 11, 29, 12, tzinfo=UTC))
    question = questions.find_question("underperformance")
    fields = {"person": "ana", "date": TODAY, "purpose": "p", "review_after_two_weeks": TODAY + timedelta(days=14)}
    with pytest.raises(Misuse, match="no review"):
        questions.reminders(session, question, time(10), "Europe/Berlin")
    journal.create("expectation", "ana-1", fields)
    (block,) = questions.reminders(session, question, time(10), "Europe/Berlin")
    assert block.start == datetime(2026, 12, 13, 10)  # noqa: DTZ001 - a wall clock in the block's zone
    assert "ana" not in f"{block.title} {block.line} {block.uid}"


def test_observations_are_linted_and_harassment_goes_to_hr_first(journal: Journal) -> None:
    seen = [{"date": TODAY, "saw": "was rude again"}, {"date": TODAY, "saw": 'said "this is terrible" twice'}]
    journal.create("conduct-talk", "x", {"person": "bo", "date": TODAY, "purpose": "p", "observations": seen})
    said = own(journal, "toxic-senior")
    assert "“rude” in the observation" in said
    assert "terrible" not in said
    assert "three dated observations" in said
    path = journal.root / "conduct-talks" / "x.md"
    path.write_text(path.read_text().replace('# edge = "none"', 'edge = "harassment"'))
    fresh = journal.fresh()
    assert "goes to HR today, before anything else" in own(fresh, "toxic-senior")
    assert any("goes to HR the same day" in note.what for note in fresh.notes())


def log(count: int, *, took: int, sort: str = "one-on-one", apart: int = 1) -> str:
    rows = [
        {
            "id": f"e{n}",
            "date": TODAY - timedelta(days=n * apart),
            "what": "x",
            "energy": "took" if n < took else "gave",
            "sort": sort,
        }
        for n in range(count)
    ]
    return table("energy", rows)


def test_the_log_is_silent_below_ten_events_and_before_eight_weeks(journal: Journal) -> None:
    (journal.root / "energy.toml").write_text(log(9, took=9))
    assert "9 of at least 10 events" in own(journal.fresh(), "dislike-managing")
    (journal.root / "energy.toml").write_text(log(20, took=12))
    said = own(journal.fresh(), "dislike-managing")
    assert "12 of 12 events that took energy in four weeks were the core of the job" in said
    assert "too early to tell" in said


@pytest.mark.parametrize(("sort", "verdict"), [("conflict", "plan the way back"), ("meeting", "fix the job first")])
def test_the_rule_speaks_eight_weeks_after_training(journal: Journal, sort: str, verdict: str) -> None:
    (journal.root / "energy.toml").write_text(log(28, took=20, sort=sort, apart=2))
    journal.create("pendulum", "p", {"date": TODAY, "trained": TODAY - timedelta(days=60)})
    assert verdict in own(journal.fresh(), "dislike-managing")


def test_her_energy_stands_on_no_page_that_leaves(journal: Journal) -> None:
    (journal.root / "energy.toml").write_text(log(20, took=12))
    answer = questions.answer(questions.find_question("dislike-managing"), journal.fresh(), None, TODAY)
    assert "12 of 12" not in render(questions.page(answer, TODAY), "md").decode()


def test_visibility_counts_postmortems_across_teams_and_what_they_decided(journal: Journal) -> None:
    for n, teams in enumerate((["a", "b"], ["a"])):
        fields = {"title": "t", "resolved": TODAY - timedelta(days=9), "teams": teams, "readers": 3}
        journal.create("postmortem", f"p{n}", {**fields, "decision_changed": "x" if n == 0 else None})
    said = own(journal, "visibility")
    assert "1 of 2 postmortems in 13 weeks spanned two teams or more; 1 decision changed" in said


def test_the_self_check_is_due_again_after_a_month(journal: Journal) -> None:
    fields = {"tradeoffs": ["a", "b", "c"], "date": TODAY - timedelta(days=40), "confirmed_on": TODAY}
    journal.create("tradeoff-check", "x", fields)
    assert "40 days old, confirmed by an engineer; it is due again" in own(journal, "how-technical")
