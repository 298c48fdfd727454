"""Files changed so that no reader sees half of one, and no writer loses another's words."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Generator
from pathlib import Path

from podium.core.errors import CannotWrite

LOCK = ".podium-writing"
_TEMPORARY = ".podium-new-"


@contextlib.contextmanager
def writing(root: Path, *, wait_s: float = 10.0) -> Generator[None, None, None]:
    """The right to write in a journal; a second podium waits, a killed one leaves it free.

    Raises:
        CannotWrite: another podium holds it for longer than `wait_s`, or the folder takes no file.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(root / LOCK, timeout=wait_s, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise CannotWrite(
            "another podium is writing in this journal", next_step="wait for it, then try again"
        ) from None
    except OSError as wrong:
        raise CannotWrite(f"the journal takes no file: {wrong.strerror}", where=str(root)) from None
    try:
        yield
    finally:
        lock.release()


def replace(path: Path, was: bytes, now: bytes) -> None:
    """Put `now` in the place of a file that still holds `was`.

    Raises:
        CannotWrite: it holds something else by now, or the disk refused; the file is as it was.
    """
    with _temporary(path, now) as temporary:
        temporary.chmod(path.stat().st_mode & 0o7777)
        if content(path) != was:
            raise CannotWrite(
                "the file was changed by another program meanwhile; its words were kept",
                where=str(path),
                next_step="look at it and try again",
            )
        temporary.replace(path)
    settle(path.parent)


def put(path: Path, now: bytes) -> None:
    """Make a new file.

    Raises:
        CannotWrite: there is a file of that name, or the disk refused.
    """
    with _temporary(path, now) as temporary:
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            raise CannotWrite("there is a file of that name already", where=str(path)) from None
        except OSError:
            # A disk without hard links: the check and the rename are two steps there.
            if os.path.lexists(path):
                raise CannotWrite("there is a file of that name already", where=str(path)) from None
            temporary.rename(path)
    settle(path.parent)


def content(path: Path) -> bytes:
    """A file's bytes, never through a link."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        return stream.read()


@contextlib.contextmanager
def _temporary(path: Path, now: bytes) -> Generator[Path, None, None]:
    """A complete file on disk beside the one it shall become; gone afterwards, whatever happens."""
    temporary = path.with_name(f"{_TEMPORARY}{secrets.token_hex(8)}")
    try:
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(now)
                stream.flush()
                os.fsync(stream.fileno())
            yield temporary
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as wrong:
        raise CannotWrite(f"could not be written: {wrong.strerror}; nothing was changed", where=str(path)) from None


def settle(folder: Path) -> None:
    """Ask the disk to remember the folder's new entry; some systems cannot be asked."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what a killed podium left; only with the right to write."""
    for left in folder.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            left.unlink()
