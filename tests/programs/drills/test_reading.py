"""Feedback is about the sentence: quoted, the part named, one rewrite; hostile input ends in a clear line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotRead, Misuse
from podium.programs.drills import parts, reading


def lines(name: str, said: str) -> str:
    return "\n".join(reading.read(parts.named(name), said).lines)


def test_a_missing_part_is_named_with_her_words_the_reason_and_one_rewrite() -> None:
    said = lines("sbi-impact", "In Tuesday's planning you rewrote the notes.")
    assert '"In Tuesday\'s planning you rewrote the notes."' in said
    assert "not heard: impact" in said
    assert said.count("one way:") == 1
    assert "go by your own ear" in said


def test_a_part_that_is_there_is_quoted_and_nothing_else_is_said() -> None:
    said = lines("sbi-situation", "In Tuesday's planning you rewrote the notes.")
    assert said.startswith('situation: heard in "')
    assert "one way" not in said


def test_a_part_broken_by_a_trait_word_does_not_count_and_the_word_is_quoted() -> None:
    found = reading.read(
        parts.named("sbi-behaviour"), "On Thursday you interrupted her twice; you were unprofessional."
    )
    assert not found.is_heard
    assert "unprofessional" in "\n".join(found.lines)


def test_advice_with_a_question_mark_is_no_open_question() -> None:
    assert not reading.read(parts.named("open-question"), "What about adding an index?").is_heard


@given(st.sampled_from([p.name for p in parts.every() if p.part]), st.text(min_size=1, max_size=200))
def test_whatever_is_typed_there_is_feedback_on_the_task_or_a_clear_refusal(name: str, said: str) -> None:
    try:
        found = reading.read(parts.named(name), said)
    except (Misuse, CannotRead):
        return
    assert found.lines
    ours = "\n".join(line for line in found.lines if not line.startswith('"'))
    assert not re.search(r"\b(?:score|grade|points|you are (?:good|bad|weak)|well done)\b", ours.replace(said, ""))


@pytest.mark.parametrize("said", ["", "   ", "\n"])
def test_silence_is_refused(said: str) -> None:
    with pytest.raises(Misuse, match="nothing was said"):
        lines("sbi-impact", said)


def test_a_book_a_nul_and_a_level_that_is_none_are_refused() -> None:
    with pytest.raises(Misuse, match="one sentence"):
        lines("sbi-impact", "x" * 2_001)
    with pytest.raises(CannotRead, match="NUL"):
        lines("sbi-impact", "a\0b")
    for said in ("8", "0", "-1", "five", "²"):
        with pytest.raises(Misuse, match="not a valid level"):
            lines("level-5", said)
