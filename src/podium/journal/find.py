"""Where podium keeps its own files, and which journal is meant when none is named."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from podium.core.errors import CannotRead


def podium_home(env: Mapping[str, str]) -> Path:
    """The folder of podium's own files: PODIUM_HOME, else the platform's place for data."""
    if env.get("PODIUM_HOME"):
        return Path(env["PODIUM_HOME"]).expanduser()
    if env.get("XDG_DATA_HOME"):
        return Path(env["XDG_DATA_HOME"]) / "podium"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "podium"
    if sys.platform == "win32" and env.get("LOCALAPPDATA"):
        return Path(env["LOCALAPPDATA"]) / "podium"
    return Path.home() / ".local" / "share" / "podium"


def cache_root(env: Mapping[str, str]) -> Path:
    """Where caches lie; deleting the folder loses nothing."""
    return podium_home(env) / "cache"


def pointer(env: Mapping[str, str]) -> Path:
    """The file that names the journal `podium init` made."""
    return podium_home(env) / "journal"


def find_journal(given: Path | str | None, env: Mapping[str, str]) -> Path:
    """The journal's folder: the one named, else PODIUM_JOURNAL, else the one `podium init` made.

    Raises:
        CannotRead: none is named anywhere.
    """
    found = known_journal(given, env)
    if found is None:
        raise CannotRead("no journal is known yet", next_step="podium init ~/leadership, or --journal FOLDER")
    return found


def known_journal(given: Path | str | None, env: Mapping[str, str]) -> Path | None:
    """As `find_journal`; None when none is named anywhere."""
    if given:
        return Path(given).expanduser()
    if env.get("PODIUM_JOURNAL"):
        return Path(env["PODIUM_JOURNAL"]).expanduser()
    try:
        named = pointer(env).read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return Path(named) if named else None
