"""The tables: readable, complete, and quick on text made to slow them down."""

from __future__ import annotations

import time

import pytest

from podium.text.lint import lint
from podium.text.own_words import OwnWords
from podium.text.rules import KINDS, TextKind, table_for, table_text, tables


def test_every_rule_says_why_and_every_flag_and_asked_part_what_to_try() -> None:
    for table in tables():
        asked = {part for frame in table.frames if frame.asked != "no" for part in frame.parts}
        for rule in table.rules:
            assert rule.why.endswith((".", "?"))
            if rule.role == "flag" or rule.id in asked:
                assert rule.offer, rule.id
            if rule.role == "flag":
                assert rule.strength in {"strong", "look again", "missing"}
                assert rule.source or rule.measured, rule.id


def test_no_pattern_holds_a_control_character() -> None:
    """`"\\b"` in a TOML string is a backspace, and a rule that never matches."""
    for table in tables():
        for rule in table.rules:
            assert not any(ord(letter) < 32 for pattern in (*rule.patterns, *rule.exceptions) for letter in pattern)


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_is_shown_as_it_is_written(kind: TextKind) -> None:
    text = table_text(kind)
    assert text.startswith("# The rules behind")
    assert all(f'id = "{rule.id}"' in text for rule in table_for(kind).rules)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "piece",
    ["a", "you ", "you are so ", "I feel ", "what ", "1", "5 % ", '"', "from 1 to ", "A B C ", "why? ", "is 1 "],
)
def test_no_text_makes_a_rule_run_away(kind: TextKind, piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = time.process_time()
    lint(OwnWords.typed(text), kind)
    assert time.process_time() - started < 2.5
