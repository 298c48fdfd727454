"""Whatever another program saves between the check and the write of a page's save is not lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from podium.app import journal_file, me, readme
from podium.app.session import Session
from podium.core.errors import CannotRead
from podium.journal.find import pointer
from podium.journal.make import make, point_to
from podium.system.files import ChangedMeanwhileError

MINE, THEIRS = '[me]\nname = "Ada"\n', '[me]\nname = "Another program"\n'


@pytest.fixture
def save_in_between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """The file is saved by another program right after its fingerprint was compared."""

    def arrange(file: Path) -> None:
        stamp_of = journal_file.stamp_of

        def compare_and_then(content: bytes) -> str:
            file.write_text(THEIRS)
            return stamp_of(content)

        monkeypatch.setattr(journal_file, "stamp_of", compare_and_then)

    return arrange


def test_the_file_about_you(save_in_between: Callable[[Path], None]) -> None:
    me.save(MINE, "")
    stamp = me.stamp()
    save_in_between(me.path())
    with pytest.raises(ChangedMeanwhileError):
        me.save(MINE + "# more\n", stamp)
    assert me.path().read_text() == THEIRS


def test_the_readme(tmp_path: Path, save_in_between: Callable[[Path], None]) -> None:
    make(tmp_path / "lead")
    point_to(pointer(), tmp_path / "lead")
    session = Session()
    readme.path(session).write_text("# How I work\n")
    stamp = readme.stamp(session)
    save_in_between(readme.path(session))
    with pytest.raises(ChangedMeanwhileError):
        readme.save(session, "# How I work\n\nI answer within a day.\n", stamp)
    assert readme.path(session).read_text() == THEIRS


def test_a_first_file_is_written_and_a_value_that_cannot_be_is_not() -> None:
    with pytest.raises(CannotRead):
        me.save('[me]\nzone = "Nowhere/At-all"\n', "")
    assert not me.path().exists()
    me.save(MINE, "")
    assert me.text() == MINE
