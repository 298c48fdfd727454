"""A journal in a fresh folder, and a way to say what is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def root(tmp_path: Path) -> Path:
    journal = tmp_path / "leadership"
    journal.mkdir()
    (journal / "journal.toml").write_text("format = 1\n")
    return journal


@pytest.fixture
def say(root: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file of the journal, byte for byte."""

    def write(file: str, text: str | bytes) -> Path:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write
