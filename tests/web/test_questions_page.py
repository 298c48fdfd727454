"""The page "Hard questions": five, each with her own evidence and the evidence against; found by words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from podium.app import questions
from podium.journal import open_journal
from today import TODAY
from web.visitor import Visitor


def test_all_five_stand_on_one_page_with_evidence_for_and_against(her: Visitor, journal: Path) -> None:
    text = her.get("/questions").text
    for question in questions.every_question():
        assert f'id="{question.name}"' in text
    assert text.count("Your own evidence") == text.count("Evidence against it") == 5
    assert "infers this from no trace" in text


def test_a_question_is_found_by_its_words(her: Visitor, journal: Path) -> None:
    text = her.get("/questions?ask=should+I+fire+underperformers+quickly").text
    assert text.count("Your own evidence") == 1
    assert "Should I let underperformers go quickly?" in text


def test_other_words_lead_to_the_list_of_five(her: Visitor, journal: Path) -> None:
    told = her.get("/questions?ask=<script>weather")
    assert told.status_code == 404
    assert "None of the five questions is about that" in told.text
    assert told.text.count("Your own evidence") == 5
    assert "<script>weather" not in told.text


def test_what_she_wrote_is_shown_as_text(her: Visitor, journal: Path) -> None:
    open_journal(journal).create(
        "postmortem", "p", {"title": "<b>x</b>", "resolved": _today(), "teams": ["a", "b"], "decision_changed": "y"}
    )
    assert "1 of 1 postmortem in 13 weeks spanned two teams" in her.get("/questions").text


def _today() -> date:
    return TODAY
