"""Calibration: minimum numbers, consent, and what one interviewer is handed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from journals import page
from podium.app import interview
from podium.core.errors import CannotTell
from podium.journal import Journal, open_journal
from podium.programs.interviews import practice
from podium.programs.judgement_words import judging_words

DAY = date(2026, 1, 5)
PEOPLE = ("ana", "bo", "cy", "dee")


def write(root: Path, rounds: int, **more: object) -> Journal:
    """Rounds of three of four interviewers; ana votes one point lower than everybody else."""
    (root / "journal.toml").write_text("")
    for folder in ("interviews", "scorecards", "interviewers"):
        (root / folder).mkdir(exist_ok=True)
    for n in range(rounds):
        panel = [who for place, who in enumerate(PEOPLE) if place != n % 4]
        fields = {"role": "x", "competencies": ["ownership"], "panel": panel, "held": DAY, "opened_on": DAY}
        (root / "interviews" / f"c{n:02}.md").write_text(page(**fields, **more))
        for who in panel:
            quality = 2 + (n * 7) % 3
            vote = max(1, min(4, quality - (who == "ana")))
            fields = {
                "interview": f"c{n:02}",
                "interviewer": who,
                "vote": vote,
                "second_vote": quality if n % 2 else vote,
                "written": DAY + timedelta(days=3 if who == "bo" else 0),
                "evidence": [{"competency": "ownership", "rating": vote, "quotes": ["a", "b", "c"][: 1 + n % 3]}],
            }
            (root / "scorecards" / f"c{n:02}-{who}.md").write_text(page(**fields))
    return open_journal(root)


def test_under_twenty_candidates_there_is_no_number(tmp_path: Path) -> None:
    panel = interview.panel_figures(write(tmp_path, 19))
    assert panel.alpha is None
    assert panel.why_none == "19 of at least 20 candidates have 3 cards"


def test_the_panel_is_told_without_any_interviewer(tmp_path: Path) -> None:
    panel = interview.panel_figures(write(tmp_path, 24))
    assert panel.reliability is not None
    assert panel.icc is None
    assert panel.competencies[0].alpha is not None
    assert not any(who in str(panel) for who in PEOPLE)


def test_without_consent_there_is_no_line(tmp_path: Path) -> None:
    journal = write(tmp_path, 24)
    with pytest.raises(CannotTell, match="without their agreement"):
        interview.own_line(journal, "ana")


def test_a_line_is_handed_to_who_agreed(tmp_path: Path) -> None:
    write(tmp_path, 24)
    (tmp_path / "interviewers" / "ana.md").write_text(page(agreed_on=DAY))
    (tmp_path / "interviewers" / "bo.md").write_text(page(is_me=True))
    journal = open_journal(tmp_path)
    line = interview.own_line(journal, "ana")
    assert line.severity.estimate < -0.5
    assert line.full == pytest.approx(1 / 3, abs=0.1)
    assert 0 < line.moved < 1
    assert interview.own_line(journal, "bo").late == 1.0


def test_fewer_than_eight_cards_are_too_few(tmp_path: Path) -> None:
    write(tmp_path, 24)
    (tmp_path / "interviewers" / "eve.md").write_text(page(agreed_on=DAY))
    with pytest.raises(CannotTell, match="0 of at least 8 cards"):
        interview.own_line(open_journal(tmp_path), "eve")


def test_the_outcome_is_told_from_twenty_hires_on(tmp_path: Path) -> None:
    journal = write(tmp_path, 24, decision="hire", reason="three examples of it", decided_on=DAY, outcome=3)
    assert interview.panel_figures(journal).why_no_outcome == "all votes or all outcomes of hires are alike"
    for n in range(24):
        journal.write("interview", f"c{n:02}", {"outcome": 2 + (n * 7) % 3})
    outcome = interview.panel_figures(journal).outcome
    assert outcome is not None
    assert outcome[1] < outcome[0] < outcome[2]
    assert outcome[0] > 0.9


@pytest.mark.parametrize("name", practice.transcripts())
def test_every_key_quotes_its_transcript(name: str) -> None:
    transcript = practice.transcript_named(name)
    spoken = " ".join(turn.says for turn in transcript.turn if turn.who == "candidate")
    assert all(key.quote in spoken for key in transcript.evidence)
    assert any(turn.leading for turn in transcript.turn)
    card = practice.PracticeCard(transcript=name, quotes=tuple(key.quote for key in transcript.evidence))
    result = practice.feedback(card)
    assert (result.opinions, result.invented, result.missed) == ((), (), ())


def test_feedback_tells_opinion_from_evidence(tmp_path: Path) -> None:
    sheet = interview.practice_sheet("unowned-alarm")
    filled = sheet.replace("quotes = []", 'quotes = ["she seems smart", "she fixed it all", "It fired twice in April"]')
    result = interview.check_practice("unowned-alarm", filled, "x.md")
    assert [line for line, _, _ in result.opinions] == ["she seems smart"]
    assert result.invented == ("she fixed it all",)
    assert [key.quote for key in result.heard] == ["It fired twice in April"]
    assert result.leading_missed == (3, 7)


def test_speech_in_quotation_marks_is_no_judgement() -> None:
    assert judging_words('On 3 March he said "this is terrible" twice') == ()
    assert [word.word for word in judging_words("He was rude and always late")] == ["rude", "always"]
