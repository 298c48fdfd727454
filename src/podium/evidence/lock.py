"""One at a time: a lock on a folder that ends with the process that holds it, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from podium.core.errors import CannotWrite

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def hold(folder: Path, name: str) -> Iterator[None]:
    """Hold the lock of this name in a folder; waits while another process holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / f"{name}.lock").open("ab")
    except OSError as error:
        raise CannotWrite(f"the store cannot be written: {error.strerror}", where=str(folder)) from None
    with file:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
