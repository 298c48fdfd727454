"""Tokens and secret addresses: kept in the keyring, the environment or a private file.

Kept in the system's keyring, the environment or a private file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec

from podium.core.errors import CannotRead
from podium.system import files
from podium.system.ring import SERVICE, Ring, system_ring

__all__ = ["SERVICE", "Ring", "Secret", "StoredSecret", "find", "forget", "keep", "system_ring", "variable"]


class Secret:
    """A secret that does not show itself in a log, a receipt or an error."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Take the text as it is, without blanks around it."""
        self._text = text.strip()

    def reveal(self) -> str:
        """The text, for the one place that sends it."""
        return self._text

    def __repr__(self) -> str:
        """Stars."""
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        """A secret is not pickled."""
        raise TypeError("a secret is not written down")


class StoredSecret(msgspec.Struct, frozen=True):
    """A secret and the place it came from: keyring, environment or file."""

    secret: Secret
    place: str


def variable(connection: str) -> str:
    """The environment variable that holds a connection's secret: `PODIUM_SECRET_GITHUB`."""
    return "PODIUM_SECRET_" + "".join(c if c.isalnum() else "_" for c in connection).upper()


def find(root: Path, connection: str, ring: Ring | None) -> StoredSecret | None:
    """The secret of a connection: the environment wins, then the keyring, then the private file."""
    if text := os.environ.get(variable(connection), ""):
        return StoredSecret(Secret(text), "environment")
    if ring is not None and (text := _ask(ring, connection)):
        return StoredSecret(Secret(text), "keyring")
    if text := _from_file(_file(root, connection)):
        return StoredSecret(Secret(text), "file")
    return None


def keep(root: Path, connection: str, secret: Secret, ring: Ring | None) -> str:
    """Keep a secret and say where: in the keyring, else in a file only its owner can read."""
    if ring is not None and _tell(ring, connection, secret):
        return "keyring"
    path = _file(root, connection)
    path.unlink(missing_ok=True)  # not the mode of a file somebody else made
    files.write(path, secret.reveal() + "\n")
    return "file"


def forget(root: Path, connection: str, ring: Ring | None) -> None:
    """Remove a connection's secret from the keyring and the file; the environment is the manager's own."""
    _file(root, connection).unlink(missing_ok=True)
    if ring is None:
        return
    from keyring.errors import KeyringError

    try:
        ring.delete_password(SERVICE, connection)
    except KeyringError:
        return


def _ask(ring: Ring, connection: str) -> str:
    from keyring.errors import KeyringError

    try:
        return ring.get_password(SERVICE, connection) or ""
    except KeyringError:
        return ""


def _tell(ring: Ring, connection: str, secret: Secret) -> bool:
    from keyring.errors import KeyringError

    try:
        ring.set_password(SERVICE, connection, secret.reveal())
    except KeyringError:
        return False
    return _ask(ring, connection) == secret.reveal()


def _file(root: Path, connection: str) -> Path:
    return root / "secrets" / connection


def _from_file(path: Path) -> str:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return ""
    if not stat.S_ISREG(mode) or (os.name == "posix" and mode & 0o077):
        raise CannotRead("this secret file can be read by others", where=str(path), next_step=f"chmod 600 {path}")
    return path.read_text(encoding="utf-8").strip()
