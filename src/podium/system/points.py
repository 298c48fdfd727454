"""What installed packages bring, found without loading much where none brings anything."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_METADATA = (".dist-info", ".egg-info")


def named(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group, in the order Python finds them; none loads nothing."""
    if not _may_be_named(group):
        return ()
    # What reads the metadata of every package takes longer to load than a kept look takes in all.
    from importlib.metadata import entry_points

    return tuple(entry_points(group=group))


def _may_be_named(group: str) -> bool:
    """Whether the metadata of any package names a group; also where packages may lie that only their own finder knows."""
    if any(
        hasattr(finder, "find_distributions") and finder.__name__ != "PathFinder" for finder in map(_of, sys.meta_path)
    ):
        return True
    heading = f"[{group}]".encode()
    for place in sys.path:
        try:
            changed_ns = os.stat(place or ".").st_mtime_ns  # noqa: PTH116 - a tenth of pathlib's time
        except OSError:
            continue
        try:
            if heading in _headings(os.path.abspath(place), changed_ns):  # noqa: PTH100
                return True
        except NotADirectoryError:  # an archive, whose packages Python itself reads
            return True
    return False


def _of(finder: object) -> type:
    return finder if isinstance(finder, type) else type(finder)


@lru_cache(maxsize=64)
def _headings(folder: str, _changed_ns: int) -> frozenset[bytes]:
    """The groups that the packages of a folder name."""
    headings: set[bytes] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_METADATA):
                headings |= _headings_of(entry.path)
    return frozenset(headings)


def _headings_of(metadata: str) -> set[bytes]:
    try:
        with open(os.path.join(metadata, "entry_points.txt"), "rb") as file:  # noqa: PTH118, PTH123
            return {line.strip() for line in file if line.lstrip().startswith(b"[")}
    except OSError:
        return set()
