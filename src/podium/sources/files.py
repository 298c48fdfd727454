"""Files the manager hands over: opened with limits, hashed to see whether anything changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from podium.core.errors import CannotRead
from podium.sources import budget


def existing(text: str, what: str) -> Path:
    """The path, if there is something to read.

    Raises:
        CannotRead: there is nothing, or it is larger than podium reads.
    """
    path = Path(text).expanduser()
    try:
        is_there, size = path.exists(), path.stat().st_size if path.exists() else 0
    except (OSError, ValueError) as fault:
        raise CannotRead(f"{what} cannot be read", where=text) from fault
    if not text or not is_there:
        raise CannotRead(f"{what} is not there", where=text, next_step="check the path")
    if size > budget.FILE.bytes_in:
        raise CannotRead(f"{what} is larger than {budget.FILE.bytes_in >> 30} GB", where=text)
    return path


def fingerprint(path: Path) -> str:
    """A hash of the content; of names, sizes and times for a folder."""
    digest = hashlib.sha256()
    try:
        if path.is_dir():
            for entry in sorted(path.rglob("*")):
                status = entry.lstat()
                digest.update(
                    f"{entry.relative_to(path)}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "replace")
                )
        else:
            with path.open("rb") as stream:
                while piece := stream.read(1 << 20):
                    digest.update(piece)
    except OSError as fault:
        raise CannotRead("it cannot be read", where=str(path)) from fault
    return digest.hexdigest()[:32]


def weight(path: Path) -> int:
    """The bytes of a file, or of all files of a folder."""
    try:
        parts = path.rglob("*") if path.is_dir() else (path,)
        return sum(part.lstat().st_size for part in parts)
    except OSError as fault:
        raise CannotRead("it cannot be read", where=str(path)) from fault


def short(text: str) -> str:
    """A short stable name for something that is not to be kept as it is."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
