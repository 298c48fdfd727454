"""The debrief's order: no sequence of commands shows a card, or a second vote, before all are in."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from podium.app import interview
from podium.cli.main import podium
from podium.core.errors import CannotRead, CannotTell, CannotWrite, Misuse, Stop
from podium.documents import render
from podium.journal import Journal, open_journal
from podium.programs.interviews import debrief, sealed

DAY = date(2026, 12, 1)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with a round of two voters and a shadow."""
    (tmp_path / "journal.toml").write_text("")
    made = open_journal(tmp_path)
    begin(made)
    return made


def begin(journal: Journal) -> None:
    request = interview.NewRound(
        role="backend-engineer", panel=("ana", "bo"), shadows=("cy",), held=DAY, competencies=("ownership",), name="c-1"
    )
    interview.new_round(journal, request)


def card(journal: Journal, who: str, *, vote: int = 3, quote: str = "") -> str:
    """A filled card; its quote is a word only this card holds."""
    blank = interview.blank_card(journal, "c-1", who)
    filled = blank.replace("vote = 0", f"vote = {vote}").replace("rating = 0", f"rating = {vote}")
    return filled.replace('  "",', f'  "{quote or secret(who)}",')


def secret(who: str) -> str:
    return f"zq{who}qz said it"


def all_in(journal: Journal) -> None:
    for who in ("ana", "bo", "cy"):
        interview.hand_in(journal, "c-1", card(journal, who), DAY)


def test_cards_open_together_and_shadows_stay_apart(journal: Journal) -> None:
    all_in(journal)
    assert len(interview.open_cards(journal, "c-1", DAY)) == 3
    text = render(interview.reading(journal, "c-1", DAY), "md").decode()
    assert all(secret(who) in text for who in ("ana", "bo", "cy"))
    assert "cy (shadow, not counted)" in text
    with pytest.raises(Misuse, match="cy does not vote"):
        interview.second_vote(journal, "c-1", "cy", 3)


def test_no_card_is_shown_before_all_are_in(journal: Journal) -> None:
    interview.hand_in(journal, "c-1", card(journal, "ana"), DAY)
    with pytest.raises(CannotTell, match="missing bo, cy"):
        interview.open_cards(journal, "c-1", DAY)
    with pytest.raises(CannotTell, match="before all are in"):
        interview.reading(journal, "c-1", DAY)


def test_a_decision_comes_last_and_with_a_reason(journal: Journal) -> None:
    all_in(journal)
    with pytest.raises(Misuse, match="collecting cards"):
        interview.decide(journal, "c-1", "hire", "because of three examples", DAY)
    interview.open_cards(journal, "c-1", DAY)
    interview.second_vote(journal, "c-1", "ana", 4)
    with pytest.raises(CannotTell, match="missing bo"):
        interview.open_votes(journal, "c-1", DAY)
    interview.second_vote(journal, "c-1", "bo", 2)
    interview.open_votes(journal, "c-1", DAY)
    with pytest.raises(Misuse, match="reason is missing"):
        interview.decide(journal, "c-1", "hire", "yes", DAY)
    interview.decide(journal, "c-1", "hire", "three examples of finishing unowned work", DAY)
    text = render(interview.discussion(journal, "c-1", DAY), "md").decode()
    assert "| ana | 3 | 4 | yes |" in text
    assert "three examples" in text
    assert journal.fresh().notes() == ()


def test_ratings_two_points_apart_are_what_to_talk_about(journal: Journal) -> None:
    interview.hand_in(journal, "c-1", card(journal, "ana", vote=4), DAY)
    interview.hand_in(journal, "c-1", card(journal, "bo", vote=2), DAY)
    interview.hand_in(journal, "c-1", card(journal, "cy", vote=1), DAY)
    interview.open_cards(journal, "c-1", DAY)
    for who in ("ana", "bo"):
        interview.second_vote(journal, "c-1", who, 3)
    interview.open_votes(journal, "c-1", DAY)
    assert "rated from 2 to 4" in render(interview.discussion(journal, "c-1", DAY), "md").decode()


def test_a_card_without_a_quote_or_for_somebody_else_is_not_taken(journal: Journal) -> None:
    with pytest.raises(Misuse, match="a rating and no quote"):
        interview.hand_in(journal, "c-1", card(journal, "ana", quote=" "), DAY)
    with pytest.raises(Misuse, match="eve is not on this panel"):
        interview.hand_in(journal, "c-1", card(journal, "ana").replace('"ana"', '"eve"'), DAY)
    with pytest.raises(CannotRead, match="head"):
        interview.hand_in(journal, "c-1", "no card", DAY)


def test_a_second_card_needs_a_word_and_replaces_the_first(journal: Journal) -> None:
    interview.hand_in(journal, "c-1", card(journal, "ana", vote=1), DAY)
    with pytest.raises(CannotWrite, match="is in already"):
        interview.hand_in(journal, "c-1", card(journal, "ana", vote=4), DAY)
    interview.hand_in(journal, "c-1", card(journal, "ana", vote=4), DAY, is_again=True)
    for who in ("bo", "cy"):
        interview.hand_in(journal, "c-1", card(journal, who), DAY)
    interview.open_cards(journal, "c-1", DAY)
    assert {c.head.vote for c in debrief.cards_of(journal, "c-1")} == {3, 4}


def test_who_left_the_panel_hands_nothing_in_any_more(journal: Journal) -> None:
    interview.leave(journal, "c-1", "cy")
    with pytest.raises(Misuse, match="cy is not on this panel"):
        interview.blank_card(journal, "c-1", "cy")
    with pytest.raises(Misuse, match="two interviewers"):
        interview.leave(journal, "c-1", "bo")


def test_a_run_that_was_killed_while_opening_is_taken_up_again(journal: Journal) -> None:
    all_in(journal)
    journal.write("interview", "c-1", {"opened_on": DAY})
    assert len(interview.open_cards(journal, "c-1", DAY)) == 3
    with pytest.raises(Misuse, match="open already"):
        interview.open_cards(journal, "c-1", DAY)


def test_a_lost_key_is_said(journal: Journal) -> None:
    all_in(journal)
    sealed.drop_key(journal.root, "c-1")
    with pytest.raises(CannotRead, match="key of this round is gone"):
        interview.open_cards(journal, "c-1", DAY)


def test_nothing_on_the_disk_says_what_a_sealed_card_says(journal: Journal) -> None:
    all_in(journal)
    for path in journal.root.rglob("*"):
        if path.is_file():
            assert not any(secret(who).encode() in path.read_bytes() for who in ("ana", "bo", "cy"))


ACTS = st.sampled_from(
    [
        "in ana",
        "in bo",
        "in cy",
        "again ana",
        "open",
        "vote ana",
        "vote bo",
        "open votes",
        "decide",
        "leave cy",
        "leave bo",
    ]
)
LOOKS = st.sampled_from(["status", "reading", "discussion", "calibration", "own", "list", "json"])


@given(st.lists(st.one_of(ACTS, LOOKS), max_size=16))
def test_no_sequence_of_commands_reveals_a_card_early(words: list[str]) -> None:
    root = Path(tempfile.mkdtemp())
    try:
        (root / "journal.toml").write_text("")
        journal = open_journal(root)
        begin(journal)
        cards = {who: card(journal, who) for who in ("ana", "bo", "cy")}
        for word in words:
            before = debrief.round_named(journal, "c-1").head
            members = {*before.panel, *before.shadows}
            opened = {c.head.interviewer for c in debrief.cards_of(journal, "c-1")}
            may_be_seen = members <= (sealed.submitted(root, "c-1") | opened)
            shown = answer(journal, root, cards, word)
            if not may_be_seen:
                assert not any(secret(who) in shown for who in cards), word
            if before.opened_on is not None and word.startswith(("in ", "again ")):
                assert "no card is taken in any more" in shown
    finally:
        shutil.rmtree(root)


def answer(journal: Journal, root: Path, cards: dict[str, str], word: str) -> str:
    """Everything one command says, errors too."""
    verb, _, who = word.partition(" ")
    steps = {
        "status": lambda: interview.status(journal, DAY),
        "reading": lambda: render(interview.reading(journal, "c-1", DAY), "md").decode(),
        "discussion": lambda: render(interview.discussion(journal, "c-1", DAY), "md").decode(),
        "calibration": lambda: interview.panel_figures(journal),
        "own": lambda: interview.own_line(journal, "ana"),
        "list": lambda: said(root, "journal", "list", "scorecard"),
        "json": lambda: said(root, "journal", "list", "scorecard", "--json"),
        "in": lambda: interview.hand_in(journal, "c-1", cards[who], DAY),
        "again": lambda: interview.hand_in(journal, "c-1", cards[who], DAY, is_again=True),
        "vote": lambda: interview.second_vote(journal, "c-1", who, 2),
        "decide": lambda: interview.decide(journal, "c-1", "hire", "three good examples of it", DAY),
        "leave": lambda: interview.leave(journal, "c-1", who),
    }
    with contextlib.suppress(KeyError):
        try:
            if word == "open":
                return str(interview.open_cards(journal, "c-1", DAY))
            if word == "open votes":
                return str(interview.open_votes(journal, "c-1", DAY))
            return str(steps[verb]())
        except Stop as stop:
            return str(stop)
    return ""


def said(root: Path, *words: str) -> str:
    result = CliRunner().invoke(podium, [*words, "--journal", str(root)])
    return result.output + str(result.exception or "")
