"""A file of the journal saved as text: over the bytes that were checked, and over no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium.journal import edit
from podium.journal.make import make
from podium.system.files import ChangedMeanwhileError

WIN = '+++\ndate = 2026-03-02\nwhat = "Nightly builds are green"\n+++\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make(tmp_path / "lead")
    (tmp_path / "lead" / "wins" / "green.md").write_text(WIN)
    return tmp_path / "lead"


def test_a_save_of_another_program_between_check_and_write_is_not_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "wins" / "green.md"
    remove_leftovers = edit.remove_leftovers

    def another_program_saves(folder: Path) -> None:
        """The last step before the write."""
        file.write_text(WIN + "another program's words\n")
        remove_leftovers(folder)

    stamp = edit.load(root, "wins/green.md").stamp
    monkeypatch.setattr(edit, "remove_leftovers", another_program_saves)
    with pytest.raises(ChangedMeanwhileError):
        edit.save(root, "wins/green.md", WIN + "mine\n", stamp)
    assert file.read_text() == WIN + "another program's words\n"


def test_a_file_that_ends_its_lines_as_windows_does_keeps_them(root: Path) -> None:
    file = root / "wins" / "green.md"
    file.write_bytes(WIN.replace("\n", "\r\n").encode())
    draft = edit.load(root, "wins/green.md")
    assert draft.text == WIN
    edit.save(root, "wins/green.md", WIN + "more\n", draft.stamp)
    assert file.read_bytes() == (WIN + "more\n").replace("\n", "\r\n").encode()
