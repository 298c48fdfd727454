"""A journal file as text: what is wrong with it, what would change, and saving it safely."""

from __future__ import annotations

import difflib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import CannotRead, Misuse
from podium.core.lines import lines_of
from podium.journal import Kind, kinds
from podium.journal.parse import MOST_BYTES, Unreadable, decode, read_entry, read_rows
from podium.journal.walk import list_files, read_bytes
from podium.system.files import ChangedMeanwhileError, locked, remove_leftovers, replace

if TYPE_CHECKING:
    from podium.core.note import Note
    from podium.journal.walk import JournalFile


class Draft(msgspec.Struct, frozen=True):
    """A file as it stands on the disk.

    Attributes:
        file: path inside the journal. kind: of its entries.
        text: with `\\n`; the file's own line ends come back when it is saved.
        content: its bytes; whatever is saved is saved over these bytes alone.
        stamp: fingerprint of its bytes.
        has_crlf: whether the file ends its lines as Windows does.
    """

    file: str
    kind: Kind[Any]
    text: str
    content: bytes
    stamp: str
    has_crlf: bool


def load(root: Path, file: str) -> Draft:
    """A file of the journal at `root` by its path inside it; found by walking, so never outside, never behind a link.

    Raises:
        CannotRead: there is no such file, or it is no text.
    """
    return _draft(*_find(root, file))


def check(file: str, text: str) -> list[Note]:
    """Every mistake in a text that would be this file."""
    kind = _kind_of(file)
    if kind is None:
        raise CannotRead("this file does not belong to the journal", where=file[:80])
    try:
        if kind.is_table:
            return sorted(read_rows(kind, text, file)[1])
        return sorted(read_entry(kind, text, file, file.rpartition("/")[2].removesuffix(".md"))[1])
    except Unreadable as unread:
        return [unread.note]


def diff(before: str, after: str) -> list[tuple[str, str]]:
    """What would change, as lines: `+`, `-`, a blank for context, `@` between places."""
    lines = difflib.unified_diff(lines_of(before), lines_of(after), lineterm="", n=2)
    return [("@", "") if line.startswith("@@") else (line[:1], line[1:]) for line in list(lines)[2:]]


def save(root: Path, file: str, text: str, stamp: str) -> Draft:
    """Put a text in the place of the file she loaded.

    Raises:
        ChangedMeanwhileError: the file is another one by now. CannotWrite: the disk refused. Misuse: the text is too long.
    """
    with locked(root):
        kind, place = _find(root, file)
        now = _draft(kind, place)
        if now.stamp != stamp:
            raise ChangedMeanwhileError("another program changed this file meanwhile; nothing was written", where=file)
        fresh = (text.replace("\n", "\r\n") if now.has_crlf else text).encode("utf-8", "surrogatepass")
        if len(fresh) > MOST_BYTES or b"\0" in fresh:
            raise Misuse("this is more than a journal file holds, or no text", where=file)
        remove_leftovers(place.path.parent)
        # The bytes that were checked, never read again: whatever another program saved since is refused by `replace`.
        replace(place.path, now.content, fresh)
    return load(root, file)


def _draft(kind: Kind[Any], place: JournalFile) -> Draft:
    content = read_bytes(place, MOST_BYTES)
    try:
        text = decode(content, place.file)
    except Unreadable as unread:
        raise CannotRead(unread.note.what, where=place.file) from None
    has_crlf = "\r\n" in text and "\n" not in text.replace("\r\n", "")
    stamp = hashlib.sha256(content).hexdigest()
    return Draft(place.file, kind, text.replace("\r\n", "\n"), content, stamp, has_crlf)


def _find(root: Path, file: str) -> tuple[Kind[Any], JournalFile]:
    kind = _kind_of(file)
    if kind is not None:
        for place in list_files(root, (kind,)).files[kind.name]:
            if place.file == file:
                return kind, place
    raise CannotRead("there is no such file in the journal", where=file[:80], next_step="look for it in the list")


def _kind_of(file: str) -> Kind[Any] | None:
    for kind in kinds.every():
        if file == kind.place or (not kind.is_table and file.startswith(kind.place + "/")):
            return kind
    return None
