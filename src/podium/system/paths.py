"""Where podium keeps what it can rebuild, and the few small files she may edit."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def home() -> Path:
    """`$PODIUM_HOME`, else `podium` in the platform's folder for a user's data; not created here."""
    named = os.environ.get("PODIUM_HOME")
    if named:
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data).expanduser() if data else Path.home() / ".local" / "share") / "podium"


def keep_private() -> None:
    """From here on what podium writes is its owner's alone; so is its folder, should an earlier one be open."""
    os.umask(0o077)
    with contextlib.suppress(OSError):
        if home().stat().st_mode & 0o077:
            home().chmod(0o700)


def me_file() -> Path:
    """The one text file about her."""
    return home() / "me.toml"


def evidence() -> Path:
    """Kept traces: deleting this folder loses nothing that cannot be read again."""
    return home() / "evidence"


def work_labels() -> Path:
    """Her own answers about kinds of work, as text."""
    return home() / "work-labels.txt"


def told_teams() -> Path:
    """Which groups were told lately, veiled."""
    return home() / "told-teams.json"


def last_writes() -> Path:
    """What podium wrote last, to take it back."""
    return home() / "last-writes.json"


def first_address() -> Path:
    """The address of the first look, which is hers from then on."""
    return home() / "first-address.json"


def cache_root() -> Path:
    """Where caches lie; deleting the folder loses nothing."""
    return home() / "cache"


def pointer() -> Path:
    """The file that names the journal `podium init` made."""
    return home() / "journal"


def known_journal(named_path: Path | str | None = None) -> Path | None:
    """The journal's folder: the one named, else PODIUM_JOURNAL, else the usual one; None when none is named anywhere."""
    named = named_path or os.environ.get("PODIUM_JOURNAL")
    return Path(named).expanduser() if named else usual_journal()


def usual_journal() -> Path | None:
    """The journal `podium init` made; None before that."""
    try:
        named = pointer().read_bytes().removesuffix(b"\n")
    except OSError:
        return None
    return Path(os.fsdecode(named)) if named else None
