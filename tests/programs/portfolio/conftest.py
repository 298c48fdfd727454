"""The example year, and a journal of one's own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from example_year import write_journal
from podium.journal import Journal, open_journal


@pytest.fixture
def year(tmp_path: Path) -> Journal:
    """The invented year."""
    return open_journal(write_journal(tmp_path / "leadership"))


@pytest.fixture
def say(tmp_path: Path) -> Callable[..., Journal]:
    """A journal made of the files given, opened anew."""
    root = tmp_path / "said"
    root.mkdir()
    (root / "journal.toml").write_text("format = 1\n")

    def write(**files: str) -> Journal:
        for name, text in files.items():
            folder, _, rest = name.partition("__")
            path = root / (f"{folder}/{rest}.md" if rest else f"{folder}.toml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return open_journal(root)

    return write
