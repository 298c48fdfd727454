"""A journal of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium.journal import Journal, open_journal
from podium.journal.make import make


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    root = tmp_path / "lead"
    make(root)
    monkeypatch.setenv("PODIUM_JOURNAL", str(root))
    return open_journal(root)
