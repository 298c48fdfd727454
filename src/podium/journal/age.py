"""Encryption as `age` does it, through pyrage: a key of its own, or a passphrase."""

from __future__ import annotations

import importlib
from typing import Any

import msgspec


class DoesNotOpen(Exception):  # noqa: N818 - the house names what could not be done
    """Another key, another passphrase, or damaged bytes."""


def _pyrage() -> Any:
    # pyrage ships no types; this is the only file that touches it.
    return importlib.import_module("pyrage")


class Key(msgspec.Struct, frozen=True):
    """An age identity, `AGE-SECRET-KEY-1...`; `repr` does not show it."""

    text: str

    def __repr__(self) -> str:
        """Nothing a log could leak."""
        return "Key(...)"

    def encrypt(self, data: bytes) -> bytes:
        """Bytes only this key opens."""
        sealed: bytes = _pyrage().encrypt(data, [self._identity().to_public()])
        return sealed

    def decrypt(self, data: bytes) -> bytes:
        """The bytes that were encrypted to this key.

        Raises:
            DoesNotOpen: they were not, or are damaged.
        """
        pyrage = _pyrage()
        try:
            opened: bytes = pyrage.decrypt(data, [self._identity()])
        except pyrage.DecryptError:
            raise DoesNotOpen from None
        return opened

    def _identity(self) -> Any:
        pyrage = _pyrage()
        try:
            return pyrage.x25519.Identity.from_str(self.text)
        except pyrage.IdentityError:
            raise DoesNotOpen from None


def new_key() -> Key:
    """A key nobody has had before."""
    return Key(str(_pyrage().x25519.Identity.generate()))


def encrypt_by_passphrase(data: bytes, passphrase: str) -> bytes:
    """Bytes only this passphrase opens; slow on purpose."""
    sealed: bytes = _pyrage().passphrase.encrypt(data, passphrase)
    return sealed


def decrypt_by_passphrase(data: bytes, passphrase: str) -> bytes:
    """The bytes that were encrypted with this passphrase.

    Raises:
        DoesNotOpen: they were not, or are damaged.
    """
    pyrage = _pyrage()
    try:
        opened: bytes = pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        raise DoesNotOpen from None
    return opened
