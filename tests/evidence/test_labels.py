"""Her answers about kinds of work: plain lines she may edit, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core.errors import CannotRead, CannotWrite
from podium.evidence.commits.labels import Answer, read, write
from podium.text.work_kind.classify import KINDS

HASHES = st.text("0123456789abcdef", min_size=40, max_size=40)
ANSWERS = st.builds(Answer, st.sampled_from((*KINDS, "unclear")), st.booleans())


@given(answers=st.dictionaries(HASHES, ANSWERS, max_size=20))
def test_what_was_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, answers: dict[str, Answer]) -> None:
    file = tmp_path_factory.mktemp("labels") / "deep" / "labels.txt"
    write(file, answers)
    assert read(file) == answers


def test_without_a_file_there_are_no_answers(tmp_path: Path) -> None:
    assert read(tmp_path / "none.txt") == {}


def test_remarks_and_empty_lines_are_hers(tmp_path: Path) -> None:
    file = tmp_path / "labels.txt"
    file.write_text(f"# mine\n\n  {'a' * 40}   fix  random  \n")
    assert read(file) == {"a" * 40: Answer("fix", True)}


@pytest.mark.parametrize("line", ["nonsense", f"{'a' * 40} bug random", f"{'a' * 39} fix random", f"{'a' * 40} fix"])
def test_a_line_that_is_no_label_is_named_with_what_to_write(tmp_path: Path, line: str) -> None:
    file = tmp_path / "labels.txt"
    file.write_text(f"# head\n{line}\n")
    with pytest.raises(CannotRead, match=r"labels\.txt:2") as stop:
        read(file)
    assert "feature, fix" in str(stop.value)


def test_a_file_that_is_no_text_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotRead):
        read(tmp_path / "labels.txt")


def test_a_place_that_cannot_be_written_keeps_the_old_answers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        write(tmp_path / "file" / "labels.txt", {"a" * 40: Answer("fix", True)})
    assert (tmp_path / "file").read_text() == "in the way"
