"""How well the rules hear, as a ratchet; what is not words is heard as nothing."""

from __future__ import annotations

import pytest

from gym.labelled import QUESTIONS, act_accuracy, counts, fresh, utterances
from podium.core.errors import Misuse
from podium.gym.hearing import hear, names, question_of
from podium.gym.moves import MOVES
from podium.gym.rules import rules


def heard(text: str) -> set[str]:
    return set(names(hear(text)))


def test_the_labelled_set_is_large_and_many_voiced() -> None:
    rows = utterances()
    assert len(rows) >= 400
    assert {move for row in rows for move in row.moves} == set(MOVES)
    assert {row.voice for row in rows} == set("pwbfcn")
    assert sum(not row.is_development for row in rows) >= 2 * len(rows) // 3 - 1


def test_questions_are_heard_on_sentences_written_after_the_rules() -> None:
    question, sort = act_accuracy([(row.moves, names(hear(row.text))) for row in fresh()])
    assert question >= 0.85
    assert sort >= 0.90


@pytest.mark.parametrize("move", ["blame", "label", "threat", "own", "commit", "fix", "promise", "dismiss"])
def test_phrase_marked_moves_stay_precise_on_sentences_written_after_the_rules(move: str) -> None:
    row = counts([(each.moves, names(hear(each.text))) for each in fresh()])[move]
    assert row.precision is None or row.precision >= 0.6


def test_every_rule_has_a_move_and_a_name_of_its_own() -> None:
    found = [rule.name for rule in rules()]
    assert len(found) == len(set(found))
    assert {rule.move for rule in rules()} == set(MOVES) - QUESTIONS - {"silence"}


def test_a_quote_is_a_literal_part_of_what_she_said() -> None:
    text = "I  should have told you sooner.\nHow did you\tfind out?"
    flat = " ".join(text.split())
    assert {each.move for each in hear(text)} == {"own", "ask.open"}
    assert all(each.quote in flat for each in hear(text))


def test_what_she_quotes_is_not_what_she_says() -> None:
    assert "blame" not in heard('Somebody wrote "you messed this up" in the channel.')


@pytest.mark.parametrize("text", ["", "   ", "...", "(silence)", "(I wait)"])
def test_saying_nothing_is_silence(text: str) -> None:
    assert heard(text) == {"silence"}


@pytest.mark.parametrize("text", ["\0", "🙂🙂", "日本語でもいいですか", "?!?!", "a" * 900, "\u202e?"])
def test_what_the_rules_do_not_know_is_no_harm(text: str) -> None:
    assert not any(MOVES[move].is_harm for move in heard(text))


def test_more_than_anybody_says_at_once_is_refused() -> None:
    with pytest.raises(Misuse, match="1,001 characters"):
        hear("a" * 1_001)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("how many were there?", "ask.closed"),
        ("how was it?", "ask.open"),
        ("walk me through it", "ask.open"),
        ("it broke.", ""),
    ],
)
def test_one_sentence_is_one_sort_of_question(text: str, sort: str) -> None:
    assert question_of(text) == sort


def test_taking_the_work_back_is_no_agreement() -> None:
    assert names(hear("Leave it with me, I'll just finish it tonight.")) == {"fix"}
    assert "commit" in names(hear("Leave it with me. I'll send you the list by Thursday."))


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("In what way did that get in your path?", "ask.open"),
        ("To what extent does the rota decide this?", "ask.open"),
        ("Would you mind telling me what bothers you about it?", "ask.open"),
        ("Would you mind telling me whether it is done?", "ask.closed"),
        ("Would you mind if I sat in?", "ask.closed"),
        ("In what month did it ship?", "ask.closed"),
    ],
)
def test_a_question_that_does_not_begin_with_its_word_is_sorted_too(words: str, sort: str) -> None:
    assert heard(words) & {"ask.open", "ask.closed"} == {sort}
