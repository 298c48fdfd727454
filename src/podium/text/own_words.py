"""Words the manager wrote herself, the only text a linter of podium can be given.

`OwnWords` has two doors and no third: a draft she typed in, or a text whose recorded author matches one of her own
identities. Nothing here prints, logs or stores the words; the `repr` shows their length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Never, final

from podium.core.errors import CannotRead, Misuse, Refused

MOST_CHARACTERS = 200_000
_SEAL = object()
# An address or handle with its name space, as `core.trace.Event.actor` writes it; a bare address is an email.
_IDENTITY = re.compile(r"(?:[a-z][a-z0-9_]*:)?[^\s*?<>,;:]+")


@final
class Me:
    """The manager's own identities, exact keys such as `email:ada@example.org` or `github:ada#17`."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Iterable[str]) -> None:
        """Take the identities; a wildcard, an empty one or a list of none is refused."""
        if isinstance(keys, str):
            raise Misuse("your identities are a list", next_step='pass ["email:you@example.org"]')
        listed = [_as_key(key) for key in keys]
        if not listed or None in listed:
            raise Misuse(
                "an identity of yours cannot be matched",
                next_step="write whole addresses or handles without wildcards: email:you@example.org, github:you#17",
            )
        object.__setattr__(self, "_keys", frozenset(listed))

    def __setattr__(self, name: str, value: object) -> Never:
        """No identity is added later."""
        raise AttributeError(f"{name} cannot be set; make another Me")

    def is_author(self, author: str | None) -> bool:
        """Whether the recorded author is one of these identities, whole and not only in part."""
        key = _as_key(author)
        return key is not None and key in self._keys  # type: ignore[attr-defined]


def _as_key(author: object) -> str | None:
    # A subclass of str could answer "equal" to everything, so only str itself passes.
    if type(author) is not str:
        return None
    key = author.strip().casefold()
    if not _IDENTITY.fullmatch(key):
        return None
    return key if ":" in key else f"email:{key}"


@final
class OwnWords:
    """A text of the manager's own; made by `typed` or `matched`, never otherwise."""

    __slots__ = ("_seal", "_text", "_where")
    _seal: object
    _text: str
    _where: str

    def __init__(self, text: str, where: str, seal: object) -> None:
        """Not for callers: only the two doors hold the seal."""
        if seal is not _SEAL:
            raise TypeError("OwnWords is made by OwnWords.typed or OwnWords.matched")
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_where", where)
        object.__setattr__(self, "_seal", seal)

    @classmethod
    def typed(cls, draft: str, *, where: str = "what you typed") -> OwnWords:
        """A draft she typed in, or a file of her own journal."""
        return cls(_readable(draft, where), where, _SEAL)

    @classmethod
    def matched(cls, text: str, *, author: str | None, me: Me, where: str = "a message of yours") -> OwnWords:
        """A text from a source, if its recorded author is the manager; else `Refused`, which names nobody."""
        if type(me) is not Me or not me.is_author(author):
            raise Refused(
                "this text is not by you, and podium reads only your own words",
                where=where,
                next_step="type your own draft, or list the identity among yours if it is you",
            )
        return cls(_readable(text, where), where, _SEAL)

    @property
    def text(self) -> str:
        """The words, exactly as written."""
        return self._text

    @property
    def where(self) -> str:
        """Where they came from, as the manager would name it."""
        return self._where

    def piece(self, start: int, end: int) -> OwnWords:
        """A part of her words is hers too."""
        return OwnWords(self._text[start:end], self._where, _SEAL)

    def __setattr__(self, name: str, value: object) -> Never:
        """Words once let in cannot be swapped for others."""
        raise AttributeError(f"{name} cannot be set; make other OwnWords")

    def __repr__(self) -> str:
        """The length, never the words: a log or traceback must not hold them."""
        return f"OwnWords({len(self._text)} characters)"

    def __reduce__(self) -> Never:
        """Not copied through pickle: that would be a third door."""
        raise TypeError("OwnWords cannot be pickled or copied")


def let_in(words: OwnWords) -> str:
    """The text of genuine `OwnWords`; anything forged around the doors is a `TypeError`."""
    if type(words) is not OwnWords or getattr(words, "_seal", None) is not _SEAL:
        raise TypeError("a linter takes OwnWords, made by OwnWords.typed or OwnWords.matched")
    return words.text


def _readable(text: str, where: str) -> str:
    if type(text) is not str:
        raise TypeError("words are a str")
    if len(text) > MOST_CHARACTERS:
        raise CannotRead(
            f"the text has {len(text):,} characters; podium reads drafts of up to {MOST_CHARACTERS:,}",
            where=where,
            next_step="give it the message itself, or cut the file into parts",
        )
    at = text.find("\0")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise CannotRead(
            "there is a NUL byte, so this is not plain text",
            where=f"{where}:{line}",
            next_step="save it as plain text in UTF-8",
        )
    return text
