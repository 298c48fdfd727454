"""The system's keyring, where there is one, and the key by which names are hidden."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from podium.core.errors import CannotRead
from podium.system import files

SERVICE = "podium"
# Beside the store: the fingerprint of the key the keyring holds, to know a lost key from a new one.
MARK = "key-in-keyring"
# A key asked for once is not asked for again while the program runs: a keyring answers slowly.
_HELD: dict[tuple[Path, str], bytes] = {}


class Ring(Protocol):
    """The part of a system keyring that is used."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The kept text or None."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Keep a text."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget a text."""
        ...


def system_ring() -> Ring | None:
    """The system's keyring; None where there is none that keeps anything."""
    if os.environ.get("PODIUM_KEYRING", "").lower() in {"off", "no", "0"}:
        return None
    try:
        import keyring
        from keyring.backends import fail, null
    except ImportError:
        return None
    ring = keyring.get_keyring()
    return None if isinstance(ring, (fail.Keyring, null.Keyring)) else ring


def store_key(root: Path, drop_store: Callable[[], None]) -> bytes:
    """The key of a store: of the keyring, else of a file only its owner can read; made when there is none.

    Args:
        drop_store: removes what was hidden with a key that is lost, so that it is read again.

    Raises:
        CannotRead: the keyring is there, and does not answer.
    """
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileNotFoundError):
        return (root / "key").read_bytes()
    with suppress(FileNotFoundError):
        mark = (root / MARK).read_text(encoding="ascii").strip()
        if key := _HELD.get((root, mark)) or _from_ring(root, mark):
            return _HELD.setdefault((root, mark), key)
        drop_store()
        (root / MARK).unlink(missing_ok=True)
    key = secrets.token_bytes(32)
    return key if _into_ring(root, key) else _into_file(root, key)


def _from_ring(root: Path, mark: str) -> bytes | None:
    ring = system_ring()
    if ring is None:
        return None
    from keyring.errors import KeyringError

    try:
        text = ring.get_password(SERVICE, _account(root)) or ""
    except KeyringError as fault:
        raise CannotRead(
            "the system's keyring, which holds the key of podium's store, does not answer",
            where=str(root / MARK),
            next_step="unlock it; with PODIUM_KEYRING=off podium begins with a new key and reads the sources again",
        ) from fault
    return bytes.fromhex(text) if _fingerprint(text) == mark else None


def _into_ring(root: Path, key: bytes) -> bool:
    ring = system_ring()
    if ring is None:
        return False
    from keyring.errors import KeyringError

    text = key.hex()
    try:
        ring.set_password(SERVICE, _account(root), text)
        is_kept = ring.get_password(SERVICE, _account(root)) == text
    except KeyringError:
        return False
    if is_kept:
        files.write(root / MARK, _fingerprint(text))
    return is_kept


def _into_file(root: Path, key: bytes) -> bytes:
    """The key in a file; that of another podium when it was quicker."""
    path, fresh = root / "key", root / f".key.{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(key)
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    return path.read_bytes()


def _account(root: Path) -> str:
    return f"names-{hashlib.sha256(os.fsencode(root.absolute())).hexdigest()[:16]}"


def _fingerprint(text: str) -> str:
    return hashlib.sha256(b"podium store key " + text.encode()).hexdigest()
