"""A folder of evidence: only her own files are opened, and of her acts only the weeks asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine_folder import at, on_an_engine
from podium.core.errors import CannotRead
from podium.core.time import week_no
from podium.evidence.engines.folder import Folder
from podium.laws.weeks import Week

Weeks = Callable[..., Week]


@pytest.fixture
def folder(weeks: Weeks, tmp_path: Path) -> Path:
    """Three weeks in a row with one change each, in a folder whose name needs quotes."""
    made = weeks("".join(f"2026-03-{day} 10:00+0100 ana wrote c{day} a.py\n" for day in (10, 17, 24)))
    there = on_an_engine(made.evidence, tmp_path / "bo's store")
    there.close()
    return tmp_path / "bo's store"


def test_the_weeks_asked_for_are_read_and_no_other(folder: Path) -> None:
    """Where she did nothing the newest week stands in, whose acts lie outside of what is asked."""
    tuesday = week_no(1_773_133_200)  # 2026-03-10
    for first, last, opened in [(0, 2, {0, 1, 2}), (0, 0, {0}), (1, 2, {1, 2}), (2, 2, {2}), (3, 9, {2})]:
        kept = Folder(at(folder), "ana")
        rows = kept.rows(f"select ref from {kept.acts(tuesday + first, tuesday + last)} t where verb = 'authored'")
        assert len(rows) == len(opened)
        assert {file.parent.name for file in kept.opened} == {f"week={tuesday + week}" for week in opened}
        kept.close()


def test_what_is_kept_of_somebody_else_is_not_there(folder: Path) -> None:
    with pytest.raises(CannotRead, match="no evidence of bo"):
        Folder(at(folder), "bo")
