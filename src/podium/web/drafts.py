"""A journal file while she edits it.

What it was, what is wrong with it, what would change, and saving it safely.
"""

from __future__ import annotations

import difflib
import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from podium.core.errors import CannotRead, CannotWrite, Misuse
from podium.core.note import Note
from podium.journal import Kind, kinds
from podium.journal.parse import MOST_BYTES, Unreadable, decode, read_entry, read_rows
from podium.journal.walk import Found, list_files, read_bytes
from podium.system.files import replace, sweep, writing

if TYPE_CHECKING:
    from podium.web.room import Room


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it stands on the disk.

    Attributes:
        file: path inside the journal. kind: of its entries.
        text: with `\\n`; the file's own line ends come back when it is saved.
        stamp: fingerprint of its bytes.
        has_crlf: whether the file ends its lines as Windows does.
    """

    file: str
    kind: Kind[Any]
    text: str
    stamp: str
    has_crlf: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """What she typed over a file, and the fingerprint of the file she typed it over."""

    file: str
    text: str
    stamp: str


class Desk:
    """Her unsaved texts, in memory only; the oldest goes when there are too many."""

    MOST = 40

    def __init__(self) -> None:
        """An empty desk."""
        self._kept: dict[str, Typed] = {}

    def keep(self, typed: Typed) -> str:
        """Lay a text down; returns the name to find it by."""
        while len(self._kept) >= self.MOST:
            self._kept.pop(next(iter(self._kept)), None)
        name = secrets.token_urlsafe(12)
        self._kept[name] = typed
        return name

    def find(self, name: str) -> Typed | None:
        """A text by its name; None when it is gone."""
        return self._kept.get(name)


class ChangedMeanwhileError(CannotWrite):
    """Another program changed the file; nothing was written."""


def load(room: Room, file: str) -> Draft:
    """A file of the journal by its path inside it; found by walking, so never outside and never behind a link.

    Raises:
        CannotRead: there is no such file, or it is no text.
    """
    kind, found = _find(room, file)
    return _draft(kind, found)


def check(room: Room, file: str, text: str) -> list[Note]:
    """Every mistake in a text that would be this file."""
    kind = _kind_of(file)
    if kind is None:
        raise CannotRead("this is no file of the journal", where=file[:80])
    try:
        if kind.is_table:
            return sorted(read_rows(kind, text, file)[1])
        return sorted(read_entry(kind, text, file, file.rpartition("/")[2].removesuffix(".md"))[1])
    except Unreadable as unread:
        return [unread.note]


def diff(before: str, after: str) -> list[tuple[str, str]]:
    """What would change, as lines: `+`, `-`, a blank for context, `@` between places."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return [("@", "") if line.startswith("@@") else (line[:1], line[1:]) for line in list(lines)[2:]]


def save(room: Room, file: str, text: str, stamp: str) -> Draft:
    """Put a text in the place of the file she loaded.

    Raises:
        ChangedMeanwhileError: the file is another one by now. CannotWrite: the disk refused. Misuse: the text is too long.
    """
    with writing(room.journal().root):
        kind, found = _find(room, file)
        now = _draft(kind, found)
        if now.stamp != stamp:
            raise ChangedMeanwhileError("another program changed this file meanwhile; nothing was written", where=file)
        fresh = (text.replace("\n", "\r\n") if now.has_crlf else text).encode("utf-8", "surrogatepass")
        if len(fresh) > MOST_BYTES or b"\0" in fresh:
            raise Misuse("this is more than a journal file holds, or no text", where=file)
        sweep(found.path.parent)
        replace(found.path, read_bytes(found, MOST_BYTES), fresh)
    return load(room, file)


def _draft(kind: Kind[Any], found: Found) -> Draft:
    content = read_bytes(found, MOST_BYTES)
    try:
        text = decode(content, found.file)
    except Unreadable as unread:
        raise CannotRead(unread.note.what, where=found.file) from None
    has_crlf = "\r\n" in text and "\n" not in text.replace("\r\n", "")
    return Draft(found.file, kind, text.replace("\r\n", "\n"), hashlib.sha256(content).hexdigest(), has_crlf)


def _find(room: Room, file: str) -> tuple[Kind[Any], Found]:
    kind = _kind_of(file)
    if kind is not None:
        for found in list_files(room.journal().root, (kind,)).files[kind.name]:
            if found.file == file:
                return kind, found
    raise CannotRead("there is no such file in the journal", where=file[:80], next_step="look for it in the list")


def _kind_of(file: str) -> Kind[Any] | None:
    for kind in kinds.every():
        if file == kind.place or (not kind.is_table and file.startswith(kind.place + "/")):
            return kind
    return None
