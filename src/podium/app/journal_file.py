"""A journal file as text: read, checked, compared, and saved over the bytes that were read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from podium.journal import edit as editing
from podium.journal import fields_of, open_journal
from podium.journal.edit import Draft
from podium.journal.parse import example_line
from podium.system import paths
from podium.system.files import ChangedMeanwhileError

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.journal import Field, Journal

__all__ = [
    "ChangedMeanwhileError",
    "Draft",
    "check",
    "differences",
    "fields_with_examples",
    "fingerprint",
    "load",
    "open_at",
    "save",
]

check = editing.check


def open_at(root: Path) -> Journal:
    """The journal of a folder as it is now.

    Raises:
        CannotRead, Locked: it cannot be read.
    """
    return open_journal(root, cache_root=paths.cache_root())


differences = editing.diff


def load(session: Session, file: str) -> Draft:
    """A file of the journal by its path inside it.

    Raises:
        NoJournalError: there is no journal. CannotRead: there is no such file, or it is no text.
    """
    return editing.load(session.journal().root, file)


def save(session: Session, file: str, text: str, stamp: str) -> Draft:
    """Put a text in the place of the file that had this stamp when it was loaded.

    Raises:
        ChangedMeanwhileError: the file is another one by now. CannotWrite: the disk refused. Misuse: it is too long.
    """
    return editing.save(session.journal().root, file, text, stamp)


def fields_with_examples(draft: Draft) -> list[tuple[Field, str]]:
    """The fields of the file's kind, each with a line to copy."""
    return [(field, example_line(field)) for field in fields_of(draft.kind)]


def fingerprint(path: Path) -> str:
    """The content of any file in a few letters; empty when there is none."""
    try:
        return stamp_of(path.read_bytes())
    except OSError:
        return ""


def stamp_of(content: bytes) -> str:
    """The fingerprint of bytes."""
    return hashlib.sha256(content).hexdigest()
