"""Kinds of work are judged once per commit and kept; a broken cache is judged again, never believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium.evidence.commits.work_kinds import VERSION, Kinds

ROWS = [
    ("a" * 40, "Fix crash when the list is empty", ["src/list.py"], 1),
    ("b" * 40, "Update the manual", ["docs/x.md"], 1),
]


def test_the_same_kinds_come_back_from_the_file(tmp_path: Path) -> None:
    first = Kinds(tmp_path)
    judged = first.of(ROWS)
    first.keep()
    assert Kinds(tmp_path).of(ROWS) == judged
    kind, certainty, *odds = judged["b" * 40]
    assert kind == "docs"
    assert certainty == max(odds)
    assert sum(odds) == pytest.approx(1)


def test_the_file_is_the_same_bytes_for_the_same_answers(tmp_path: Path) -> None:
    for name, rows in (("one", ROWS), ("two", ROWS[::-1])):
        kept = Kinds(tmp_path / name)
        kept.of(rows)
        kept.keep()
    file = f"kinds-{VERSION}.parquet"
    assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_broken_file_is_judged_again(tmp_path: Path) -> None:
    (tmp_path / f"kinds-{VERSION}.parquet").write_bytes(b"not parquet")
    assert Kinds(tmp_path).of(ROWS)["b" * 40][0] == "docs"


def test_looking_without_learning_writes_nothing(tmp_path: Path) -> None:
    Kinds(tmp_path).keep()
    assert list(tmp_path.iterdir()) == []
