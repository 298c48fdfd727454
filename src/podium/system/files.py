"""Files changed so that no reader sees half of one, and no writer loses another's words.

The one way to write a file: a temporary file beside it, flushed to the disk, then renamed. And the one lock.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Generator
from pathlib import Path

from podium.core.errors import CannotWrite

LOCK = ".podium-writing"
_TEMPORARY = ".podium-new-"


class ChangedMeanwhileError(CannotWrite):
    """Another program changed the file; nothing was written."""


@contextlib.contextmanager
def locked(folder: Path, name: str = LOCK, *, what: str = "this journal", wait_s: float = 10.0) -> Generator[None]:
    """The right to write in a folder; a second podium waits, a killed one leaves it free.

    Args:
        wait_s: seconds to wait for another process; negative waits for as long as it takes.

    Raises:
        CannotWrite: another podium holds it for longer than `wait_s`, or the folder takes no file.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / name, timeout=wait_s, mode=0o600)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout:
        raise CannotWrite(f"another podium is writing in {what}", next_step="wait for it, then try again") from None
    except OSError as fault:
        raise CannotWrite(f"{what} takes no file: {fault.strerror}", where=str(folder)) from None
    try:
        yield
    finally:
        lock.release()


def write(path: Path, content: bytes | str) -> None:
    """Put a whole file in place, new or instead of the old one; only its owner can read a new one.

    Raises:
        CannotWrite: the disk refused; the old file is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise CannotWrite(f"could not be written: {fault.strerror}; nothing was changed", where=str(path)) from None
    with _temporary(path, data) as temporary:
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    sync_folder(path.parent)


def write_cache(path: Path, content: bytes) -> None:
    """Put what can be made again in place, without waiting for the disk; who reads it ignores what a power cut broke.

    Raises:
        CannotWrite: the disk refused; the old file is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise CannotWrite(f"could not be written: {fault.strerror}; nothing was changed", where=str(path)) from None
    with _temporary(path, content, is_synced=False) as temporary:
        temporary.replace(path)


def replace(path: Path, before: bytes, after: bytes) -> None:
    """Put `after` in the place of a file that still holds `before`.

    Raises:
        ChangedMeanwhileError: it holds something else by now. CannotWrite: the disk refused; the file is as it was.
    """
    with _temporary(path, after) as temporary:
        temporary.chmod(path.stat().st_mode & 0o7777)
        if read(path) != before:
            raise ChangedMeanwhileError(
                "the file was changed by another program meanwhile; that program's text was kept",
                where=str(path),
                next_step="look at it and try again",
            )
        temporary.replace(path)
    sync_folder(path.parent)


def create(path: Path, content: bytes, *, syncs_folder: bool = True) -> None:
    """Make a new file.

    Args:
        syncs_folder: the disk is asked to remember the folder's entry at once; else the caller does it for many.

    Raises:
        CannotWrite: a file of that name exists, or the disk refused.
    """
    with _temporary(path, content) as temporary:
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            raise CannotWrite("a file of that name already exists", where=str(path)) from None
        except OSError:
            # A disk without hard links: the check and the rename are two steps there.
            if os.path.lexists(path):
                raise CannotWrite("a file of that name already exists", where=str(path)) from None
            temporary.rename(path)
    if syncs_folder:
        sync_folder(path.parent)


def publish(complete: Path, path: Path) -> None:
    """Put a complete file that a library wrote in the place of `path`; readers meet the old or the new one, whole."""
    with complete.open("rb+") as stream:
        os.fsync(stream.fileno())
    complete.replace(path)
    sync_folder(path.parent)


def read(path: Path) -> bytes:
    """A file's bytes, never through a link."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        return stream.read()


@contextlib.contextmanager
def _temporary(path: Path, content: bytes, *, is_synced: bool = True) -> Generator[Path]:
    """A complete file on disk beside the one it shall become; gone afterwards, whatever happens."""
    temporary = path.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
    try:
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                if is_synced:
                    os.fsync(stream.fileno())
            yield temporary
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as fault:
        raise CannotWrite(f"could not be written: {fault.strerror}; nothing was changed", where=str(path)) from None


def sync_folder(folder: Path) -> None:
    """Ask the disk to remember the folder's new entry; some systems cannot be asked."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files a killed podium left; only while holding the lock."""
    for leftover in folder.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            leftover.unlink()
