"""A note says file, line and column the way compilers do, and what to write instead."""

from __future__ import annotations

from podium.core.note import Note


def test_a_note_reads_like_a_compilers() -> None:
    assert str(Note("me.md", 3, 7, "by", "is no date", "write 2026-11-22")) == (
        "me.md:3:7: by: is no date; write 2026-11-22"
    )


def test_a_note_about_a_whole_file_names_no_line() -> None:
    assert str(Note("me.md", 0, 0, "", "is empty")) == "me.md: is empty"


def test_notes_sort_by_place() -> None:
    notes = [Note("b", 1, 1, "", "x"), Note("a", 2, 1, "", "x"), Note("a", 1, 9, "", "x")]
    assert [(n.file, n.line) for n in sorted(notes)] == [("a", 1), ("a", 2), ("b", 1)]
