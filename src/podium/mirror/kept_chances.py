"""What chance does to the absence test, kept: dealing the weeks takes long."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotWrite
from podium.statistics.absence_test import VERSION, Chance, known_chances
from podium.system import files

if TYPE_CHECKING:
    from pathlib import Path

MOST_KEPT = 64


class Chances:
    """A cache by a digest of the weeks, which says nothing of anybody; deleting it changes nothing."""

    def __init__(self, root: Path) -> None:
        """Take what is kept in the folder of kept traces."""
        self._file = root / f"chances-{VERSION}.json"
        with contextlib.suppress(OSError, msgspec.MsgspecError):  # what cannot be read is dealt again
            stored = msgspec.json.decode(self._file.read_bytes(), type=dict[str, Chance])
            known_chances.update({name: stored[name] for name in stored.keys() - known_chances.keys()})
        self._before = frozenset(known_chances)

    def keep(self) -> None:
        """Write what was dealt; the oldest beyond some go."""
        if known_chances.keys() == self._before:
            return
        newest = dict(list(known_chances.items())[-MOST_KEPT:])
        with contextlib.suppress(CannotWrite):
            files.write_cache(self._file, msgspec.json.encode(newest))
