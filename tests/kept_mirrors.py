"""Mirrors that the tests of a file share: one is opened for each scope, each journal and each file about her."""

from __future__ import annotations

import copy
import os
from datetime import datetime
from pathlib import Path

from podium.journal import open_journal
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.system import paths


class KeptMirrors:
    """Opens a mirror where none was opened of the same, and closes all at the end."""

    def __init__(self) -> None:
        self._opened: dict[object, Mirror] = {}

    def of(self, scope: Scope, now: datetime) -> Mirror:
        """The mirror, with the journal of the test that asks; whoever asks does not close it."""
        root = Path(os.environ["PODIUM_JOURNAL"]) if "PODIUM_JOURNAL" in os.environ else None
        key = scope, now, _words(root), paths.me_file().exists() and paths.me_file().read_bytes()
        if key not in self._opened:
            self._opened[key] = Mirror(scope, now=now)
        mirror = copy.copy(self._opened[key])
        mirror.journal = root and open_journal(root)
        return mirror

    def close(self) -> None:
        """Close every mirror; who asks next has a new one."""
        while self._opened:
            self._opened.popitem()[1].close()


def _words(root: Path | None) -> tuple[tuple[str, bytes], ...]:
    files = sorted(path for path in root.rglob("*") if path.is_file()) if root else []
    return tuple((str(path.relative_to(root or path)), path.read_bytes()) for path in files)
