"""The journal: made, checked, listed, locked and unlocked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.app import practices
from podium.app.wording import say
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

# Fields that hold a title though an entry may be without one.
_TITLES = ("title",)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Begun(msgspec.Struct, frozen=True):
    """A journal that was made.

    Attributes:
        made: files and folders that were missing. is_used: whether podium uses it when none is named.
        other: the journal podium goes on using instead; None when it is this one.
    """

    root: Path
    made: int
    is_used: bool
    other: Path | None


class Checked(msgspec.Struct, frozen=True):
    """What a check found."""

    root: Path
    entries: int
    notes: tuple[Note, ...]


class Group(msgspec.Struct, frozen=True):
    """One kind with its entries, newest first, each with its title and its day, and its mistakes."""

    kind: Kind[Any]
    entries: tuple[tuple[Entry[Any], str, date | None], ...]
    notes: tuple[Note, ...]


class Contents(msgspec.Struct, frozen=True):
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
        raise Misuse("not a full path", where=typed[:80], next_step="write it as ~/leadership")
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
    notes, titles = journal.notes(), practices.titles(session)
    groups = tuple(_group(journal, kind, notes, titles) for kind in kinds.every())
    return Contents(journal.root, groups, tuple(notes))


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


def title_of(kind: Kind[Any], entry: Entry[Any], titles: Mapping[str, str]) -> str:
    """What an entry is recognised by: its title, else its first needed words; an id is written as words.

    Args:
        kind, entry: what it is. titles: of practices, by their names.
    """
    fields = fields_of(kind)
    texts = [getattr(entry.head, name) for name in _TITLES if any(field.name == name for field in fields)]
    texts += [getattr(entry.head, field.name) for field in fields if field.is_required and field.name != "id"]
    words = next((text for text in texts if isinstance(text, str) and text), entry.id)
    if kind.name == "readme-version":
        return say("Version {n}", n=entry.head.version)
    words = titles.get(words, words)
    return _as_words(words) if _SLUG.fullmatch(words) else words


def day_of(kind: Kind[Any], entry: Entry[Any]) -> date | None:
    """The day an entry is of; None where its kind has no such day."""
    names = [kind.today, *(f.name for f in fields_of(kind) if f.is_required and f.type.item is date)]
    return next((day for name in names if name and isinstance(day := getattr(entry.head, name), date)), None)


def _as_words(slug: str) -> str:
    words = slug.split("-")
    return " ".join(word.capitalize() for word in words) if len(words) < 3 else " ".join(words).capitalize()


def _group(journal: Journal, kind: Kind[Any], notes: Sequence[Note], titles: Mapping[str, str]) -> Group:
    entries = sorted(journal.entries(kind), key=_newest, reverse=True)
    mistakes = [note for note in notes if note.file == kind.place or note.file.startswith(kind.place + "/")]
    return Group(
        kind, tuple((entry, title_of(kind, entry, titles), day_of(kind, entry)) for entry in entries), tuple(mistakes)
    )


def _newest(entry: Entry[Any]) -> tuple[str, str]:
    values = [getattr(entry.head, name) for name in type(entry.head).__struct_fields__]
    days = [value for value in values if isinstance(value, date)]
    return (max(days).isoformat() if days else "", entry.id)
