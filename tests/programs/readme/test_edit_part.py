"""One part of the README is changed; every other line, and the receipt of every line that stays, is as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import Misuse
from podium.programs.readme.draft import open_questions, settle, write
from podium.programs.readme.edit_part import editable_parts, with_part
from podium.programs.readme.page import for_readers, parse
from podium.programs.readme.parts import ORDER

SOURCE = write(settle({"name": "Ana", "job": "I clear the way.", "hours": "Nine to five.", "promises": ""}, {}))


def text_of(source: str, name: str) -> str:
    return next(part.text for part in editable_parts(source) if part.name == name)


def test_every_part_is_offered_in_order_with_its_questions() -> None:
    parts = editable_parts(SOURCE)
    assert [part.name for part in parts] == list(ORDER)
    assert text_of(SOURCE, "job") == "I clear the way."
    assert "What is your job, in one sentence?" in next(part.questions for part in parts if part.name == "job")


def test_a_line_that_stays_keeps_its_receipt_and_a_new_one_has_none() -> None:
    changed = with_part(SOURCE, "job", "I clear the way.\nAnd I listen.")
    assert "I clear the way.\n<!-- receipt: your answer -->\nAnd I listen.\n" in changed
    assert text_of(changed, "job") == "I clear the way.\nAnd I listen."
    replaced = with_part(SOURCE, "job", "I listen.")
    assert "I clear the way." not in replaced
    assert text_of(replaced, "hours") == text_of(SOURCE, "hours")


def test_questions_still_open_stay_open() -> None:
    assert open_questions(SOURCE)
    changed = with_part(SOURCE, "job", "I listen.")
    assert {q.key for q in open_questions(changed)} == {q.key for q in open_questions(SOURCE)}


def test_a_part_the_page_has_not_is_refused() -> None:
    with pytest.raises(Misuse, match="no part"):
        with_part("# Working with me\n", "job", "x")


@given(
    st.sampled_from(ORDER),
    st.lists(st.text(st.characters(categories=["L", "N", "Zs"]), max_size=30), max_size=5),
)
def test_nothing_else_moves(name: str, lines: list[str]) -> None:
    words = "\n".join(lines)
    changed = with_part(SOURCE, name, words)
    assert parse(changed).title == parse(SOURCE).title
    for part in editable_parts(SOURCE):
        wanted = for_readers(words) if part.name == name else part.text
        assert text_of(changed, part.name) == wanted
    assert with_part(changed, name, words) == changed
