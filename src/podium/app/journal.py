"""The journal: made, checked, listed, locked and unlocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podium.app import practices
from podium.core.errors import Misuse
from podium.core.note import Note
from podium.journal import Entry, Journal, Kind, fields_of, kinds
from podium.journal.cache import cache_of
from podium.journal.find import cache_root, find_journal, pointer, usual_journal
from podium.journal.make import make, point_to
from podium.journal.sealing import Sealed, Secret, read_identity
from podium.journal.sealing import lock as seal
from podium.journal.sealing import unlock as unseal
from podium.system import last_writes

if TYPE_CHECKING:
    from podium.app.session import Session

__all__ = ["Entry", "Journal", "Kind", "Note", "Sealed", "Secret", "read_identity"]


@dataclass(frozen=True, slots=True)
class Begun:
    """A journal that was made.

    Attributes:
        made: files and folders that were missing. is_used: whether podium uses it when none is named.
        other: the journal podium goes on using instead; None when it is this one.
    """

    root: Path
    made: int
    is_used: bool
    other: Path | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    root: Path
    entries: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One kind with its entries, newest first, each with the words to recognise it by, and its mistakes."""

    kind: Kind[Any]
    entries: tuple[tuple[Entry[Any], str], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in the journal, kind by kind."""

    root: Path
    groups: tuple[Group, ...]
    notes: tuple[Note, ...]


def begin(folder: Path, *, use: bool = False) -> Begun:
    """Make a journal, adding what is missing and overwriting nothing.

    Args:
        use: take it as the usual one even when there is another.

    Raises:
        CannotWrite: the folder takes no file.
    """
    root = folder.expanduser()
    count = len(make(root))
    root = root.resolve()
    current = usual_journal()
    is_used = use or current is None or not current.exists()
    if is_used:
        point_to(pointer(), root)
    is_other = not is_used and current is not None and current.resolve() != root
    return Begun(root, count, is_used, current if is_other else None)


def begin_at(typed: str) -> Begun:
    """Make a journal at a full path typed on a page, and use it.

    Raises:
        Misuse: it is no full path. CannotWrite: the folder takes no file.
    """
    root = Path(typed).expanduser()
    if not root.is_absolute():
        raise Misuse("that is no full path", where=typed[:80], next_step="write it as ~/leadership")
    return begin(root, use=True)


def check(session: Session) -> Checked:
    """Every mistake in the journal, practices of your own included."""
    journal = session.journal()
    notes = (*journal.notes(), *practices.in_folder(journal.root / "practices").notes)
    count = sum(len(journal.entries(kind)) for kind in kinds.every())
    return Checked(journal.root, count, notes)


def listed(session: Session, name: str) -> tuple[Sequence[Entry[Any]], int]:
    """The entries of a kind in the order of their files, and how many mistakes there are among them.

    Raises:
        Misuse: there is no such kind.
    """
    journal = session.journal()
    entries, place = journal.entries(name), kinds.load(name).place
    return entries, sum(1 for note in journal.notes() if note.file.split("/")[0] == place)


def contents(session: Session) -> Contents:
    """Every kind with its entries and mistakes."""
    journal = session.journal()
    notes = journal.notes()
    return Contents(journal.root, tuple(_group(journal, kind, notes) for kind in kinds.every()), tuple(notes))


def demand_folder(session: Session) -> Path:
    """The journal's folder, before anybody types a passphrase.

    Raises:
        CannotRead: no journal is known.
    """
    return find_journal(session.folder).resolve()


def lock(session: Session, secret: Secret) -> Sealed:
    """Encrypt every file.

    Raises:
        CannotRead: no journal is known.
    """
    root = demand_folder(session)
    result = seal(root, secret)
    cache_of(root, cache_root()).forget()
    last_writes.forget()
    return result


def unlock(session: Session, secret: Secret) -> Sealed:
    """Decrypt every file; a wrong passphrase changes nothing."""
    return unseal(demand_folder(session), secret)


def words_of(kind: Kind[Any], entry: Entry[Any]) -> str:
    """The first needed text of an entry, to recognise it by."""
    for field in fields_of(kind):
        value = getattr(entry.head, field.name)
        if field.is_required and field.name != "id" and isinstance(value, str):
            return value
    return ""


def _group(journal: Journal, kind: Kind[Any], notes: Sequence[Note]) -> Group:
    entries = sorted(journal.entries(kind), key=_newest, reverse=True)
    mistakes = [note for note in notes if note.file == kind.place or note.file.startswith(kind.place + "/")]
    return Group(kind, tuple((entry, words_of(kind, entry)) for entry in entries), tuple(mistakes))


def _newest(entry: Entry[Any]) -> tuple[str, str]:
    values = [getattr(entry.head, name) for name in type(entry.head).__struct_fields__]
    days = [value for value in values if isinstance(value, date)]
    return (max(days).isoformat() if days else "", entry.id)
