"""One at a time: a lock on a folder that ends with the process that holds it, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from podium.core.errors import CannotWrite

if sys.platform == "win32":
    import msvcrt

    def wait_for(handle: int) -> None:
        """Lock the first byte of a file."""
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def wait_for(handle: int) -> None:
        """Lock a file."""
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def hold(folder: Path, name: str) -> Generator[None, None, None]:
    """Hold the lock of this name in a folder; waits while another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / f"{name}.lock").open("ab")
    except OSError as error:
        raise CannotWrite(f"the store cannot be written: {error.strerror}", where=str(folder)) from None
    with file:
        wait_for(file.fileno())
        yield
