"""Long random words that let a program in, drawn once and kept where only you can read them."""

from __future__ import annotations

import secrets

from podium.core.errors import CannotRead
from podium.system import files, paths


def kept(name: str) -> str:
    """The token of a file in podium's own folder, drawn when there is none.

    Raises:
        CannotRead: the file holds none. CannotWrite: the disk refused.
    """
    file = paths.home() / name
    if not file.exists():
        paths.keep_private()
        files.write(file, f"{secrets.token_urlsafe(32)}\n")
    text = files.read(file).decode("ascii", "replace").strip()
    if len(text) < 32:
        raise CannotRead("a kept token is damaged", where=str(file), next_step="delete the file")
    return text
