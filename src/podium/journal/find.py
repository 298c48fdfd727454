"""Which journal is meant when none is named, and where its cache lies."""

from __future__ import annotations

from pathlib import Path

from podium.core.errors import CannotRead
from podium.system.paths import cache_root, known_journal, pointer, usual_journal

__all__ = ["cache_root", "find_journal", "known_journal", "pointer", "usual_journal"]


def find_journal(named_path: Path | str | None = None) -> Path:
    """The journal's folder: the one named, else PODIUM_JOURNAL, else the one `podium init` made.

    Raises:
        CannotRead: none is named anywhere.
    """
    journal_root = known_journal(named_path)
    if journal_root is None:
        raise CannotRead("no journal is known yet", next_step="podium init ~/leadership, or --journal FOLDER")
    return journal_root
