"""What podium wrote last into your files and calendars, to take it back.

Of a file the bytes before it are kept, so this is forgotten when a journal is locked or a person is forgotten.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from podium.core.errors import CannotWrite
from podium.system import files, paths

MOST = 20
MOST_BYTES = 1_000_000


class FileWrite(msgspec.Struct, frozen=True, tag="file"):
    """A file that was made or changed; `before` is None for a new one."""

    path: str
    before: bytes | None
    after: str


class EventsWrite(msgspec.Struct, frozen=True, tag="events"):
    """Events of one practice that were put into a calendar."""

    practice: str
    uids: tuple[str, ...]


Write = FileWrite | EventsWrite


def create(path: Path, content: bytes) -> None:
    """As `files.create`, remembered.

    Raises:
        CannotWrite: a file of that name exists, or the disk refused.
    """
    files.create(path, content)
    remember(FileWrite(str(path.absolute()), None, digest(content)))


def replace(path: Path, before: bytes, after: bytes) -> None:
    """As `files.replace`, remembered.

    Raises:
        ChangedMeanwhileError: it holds something else by now. CannotWrite: the disk refused; the file is as it was.
    """
    files.replace(path, before, after)
    if len(before) <= MOST_BYTES:
        remember(FileWrite(str(path.absolute()), before, digest(after)))
    else:
        forget()  # what came before it cannot be reached past it


def remember(write: Write) -> None:
    """Put one write on top; failing to is no reason to stop."""
    with contextlib.suppress(CannotWrite):
        keep([*read(), write][-MOST:])


def read() -> list[Write]:
    """What is remembered, newest last; nothing of a file that cannot be read."""
    try:
        return msgspec.json.decode(paths.last_writes().read_bytes(), type=list[Write])
    except (OSError, ValueError):
        return []


def keep(writes: Sequence[Write]) -> None:
    """Remember these.

    Raises:
        CannotWrite: the disk refused.
    """
    files.write(paths.last_writes(), msgspec.json.encode(writes))


def forget() -> None:
    """Remember nothing any more."""
    with contextlib.suppress(OSError):
        paths.last_writes().unlink(missing_ok=True)


def digest(content: bytes) -> str:
    """The fingerprint of some bytes."""
    return hashlib.sha256(content).hexdigest()
