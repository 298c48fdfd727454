"""Which journal is meant when none is named, and where its cache lies."""

from __future__ import annotations

import os
from pathlib import Path

from podium.core.errors import CannotRead
from podium.system.paths import home


def cache_root() -> Path:
    """Where caches lie; deleting the folder loses nothing."""
    return home() / "cache"


def pointer() -> Path:
    """The file that names the journal `podium init` made."""
    return home() / "journal"


def find_journal(named_path: Path | str | None = None) -> Path:
    """The journal's folder: the one named, else PODIUM_JOURNAL, else the one `podium init` made.

    Raises:
        CannotRead: none is named anywhere.
    """
    journal_root = known_journal(named_path)
    if journal_root is None:
        raise CannotRead("no journal is known yet", next_step="podium init ~/leadership, or --journal FOLDER")
    return journal_root


def known_journal(named_path: Path | str | None = None) -> Path | None:
    """As `find_journal`; None when none is named anywhere."""
    named = named_path or os.environ.get("PODIUM_JOURNAL")
    return Path(named).expanduser() if named else usual_journal()


def usual_journal() -> Path | None:
    """The journal `podium init` made; None before that."""
    try:
        named = pointer().read_bytes().removesuffix(b"\n")
    except OSError:
        return None
    return Path(os.fsdecode(named)) if named else None
