"""Texts typed into a page and not saved yet, in memory only."""

from __future__ import annotations

import secrets

import msgspec


class UnsavedText(msgspec.Struct, frozen=True):
    """What was typed over a file, and the fingerprint of the file it was typed over."""

    file: str
    text: str
    stamp: str


class UnsavedTexts:
    """The texts by a name drawn for each; the oldest goes when there are too many."""

    MOST = 40

    def __init__(self) -> None:
        """No text yet."""
        self._texts: dict[str, UnsavedText] = {}

    def keep(self, text: UnsavedText) -> str:
        """Keep a text; returns the name to find it by."""
        while len(self._texts) >= self.MOST:
            self._texts.pop(next(iter(self._texts)), None)
        name = secrets.token_urlsafe(12)
        self._texts[name] = text
        return name

    def find(self, name: str) -> UnsavedText | None:
        """A text by its name; None when it is gone."""
        return self._texts.get(name)
