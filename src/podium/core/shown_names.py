"""Keys for guests by the name a calendar shows.

A few bits of the address make two people of one name differ.
"""

from __future__ import annotations

import hashlib
import re

# So many keys one name may have: seldom the same for two addresses, and few enough to look each up.
KEYS_OF_A_NAME = 16
_BESIDE = re.compile(r"[(\[{].*?[)\]}]")
_WORD = re.compile(r"[^\W_]+")


def shown_key(name: str, address: str) -> str:
    """The key of a guest shown as `Wong, Lee (Finance)`; empty where the name is an address or says nothing."""
    words = [] if "@" in name else _words(name)
    nth = hashlib.sha256(address.encode("utf-8", "replace")).digest()[0] % KEYS_OF_A_NAME
    return f"shown:{' '.join(words)}#{nth}" if words else ""


def keys_of_name(name: str) -> list[str]:
    """Every key somebody of this name may be shown by."""
    words = " ".join(_words(name))
    return [f"shown:{words}#{nth}" for nth in range(KEYS_OF_A_NAME)] if words else []


def _words(name: str) -> list[str]:
    return sorted(_WORD.findall(_BESIDE.sub(" ", name).casefold()))
