"""The journal: a folder of files and tables read as one snapshot, mistakes beside entries."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from podium import journal
from podium.core.errors import CannotRead
from podium.core.note import Note
from podium.journal import kinds as known
from podium.journal.cache import Record, cache_of
from podium.journal.entry import alike
from podium.journal.fields import fields_of
from podium.journal.parse import MOST_BYTES, Unreadable, cap, decode, read_entry, read_rows, too_large
from podium.journal.walk import SETTINGS, Listing, list_files, read_bytes, refuse_sealed

if TYPE_CHECKING:
    from podium.journal.cache import Cache
    from podium.journal.entry import Entry, Kind, M
    from podium.journal.walk import JournalFile


def open_journal(path: Path | str, *, cache_root: Path | None = None) -> Journal:
    """The journal in a folder; what was read before is taken from the cache under `cache_root`, if given.

    Raises:
        CannotRead: there is no journal there.
        Locked: it is encrypted.
    """
    root = Path(path).expanduser().resolve()
    listing = list_files(root, known.every()) if root.is_dir() else Listing()
    if root.is_dir():
        refuse_sealed(root, listing)
    if not (root / SETTINGS).is_file():
        raise CannotRead("there is no journal here", where=str(root), next_step=f"podium init {path}")
    return Journal(root, listing, cache_of(root, cache_root) if cache_root else None)


class Journal:
    """One snapshot of the folder; `fresh()` takes another. Entries keep the order of files and rows.

    Attributes:
        root: the folder.
        parsed: how many files this snapshot has read; the others came from the cache.
    """

    def __init__(self, root: Path, listing: Listing, cache: Cache | None) -> None:
        self.root = root
        self.parsed = 0
        self._listing = listing
        self._cache = cache
        self._read: dict[str, tuple[tuple[Entry[Any], ...], tuple[Note, ...]]] = {}

    @overload
    def entries(self, kind: Kind[M]) -> tuple[Entry[M], ...]: ...
    @overload
    def entries(self, kind: str) -> tuple[Entry[Any], ...]: ...
    def entries(self, kind: Kind[Any] | str) -> tuple[Entry[Any], ...]:
        """All entries of a kind that could be read."""
        return self._of(known.load(kind) if isinstance(kind, str) else kind)[0]

    @overload
    def entry(self, kind: Kind[M], id: str) -> Entry[M] | None: ...
    @overload
    def entry(self, kind: str, id: str) -> Entry[Any] | None: ...
    def entry(self, kind: Kind[Any] | str, id: str) -> Entry[Any] | None:
        """The entry of that id, None when there is none that could be read."""
        wanted = alike(id)
        return next((entry for entry in self.entries(kind) if alike(entry.id) == wanted), None)

    def notes(self) -> tuple[Note, ...]:
        """Every mistake in the journal, by file and line."""
        notes = list(self._listing.notes)
        for kind in known.every():
            notes += self._of(kind)[1]
            notes += self._dangling(kind)
        return tuple(sorted(notes))

    def fresh(self) -> Journal:
        """The journal as it is now."""
        return Journal(self.root, list_files(self.root, known.every()), self._cache)

    def write(self, kind: str, id: str, changes: Mapping[str, Any], *, body: str | None = None) -> Path:
        """Change fields of an entry (None removes one); comments, order and unknown fields stay.

        Raises:
            CannotRead: there is no such entry.
            CannotWrite: changed meanwhile by another program, or the disk refused; the file is as it was.
            Misuse: a value the field cannot hold.
        """
        old_entry = self.entry(kind, id)
        if old_entry is None:
            raise CannotRead(f"no {kind} called {id!r} could be read", next_step=f"podium journal list {kind}")
        return self._changed(kind, journal.write.change(self.root, known.load(kind), old_entry, changes, body=body))

    def create(self, kind: str, id: str, fields: Mapping[str, Any], *, body: str | None = None) -> Path:
        """Write a new entry; an existing one is never overwritten.

        Raises:
            CannotWrite: there is one of that id, or the disk refused.
            Misuse: an id or a value that cannot be.
        """
        return self._changed(kind, journal.write.create(self.root, known.load(kind), id, fields, body=body))

    def _changed(self, kind: str, path: Path) -> Path:
        self._read.pop(kind, None)
        now = list_files(self.root, (known.load(kind),))
        self._listing.files[kind] = now.files[kind]
        return path

    def _of(self, kind: Kind[Any]) -> tuple[tuple[Entry[Any], ...], tuple[Note, ...]]:
        if kind.name not in self._read:
            self._read[kind.name] = self._gather(kind)
        return self._read[kind.name]

    def _gather(self, kind: Kind[Any]) -> tuple[tuple[Entry[Any], ...], tuple[Note, ...]]:
        before = self._cache.load(kind) if self._cache else {}
        now: dict[str, Record[Any]] = {}
        fresh = 0
        for file in self._listing.files[kind.name]:
            record = before.get(file.file)
            if record is None or not record.is_of(file.stamp):
                record = _read(kind, file)
                fresh += 1
            now[file.file] = record
        self.parsed += fresh
        if self._cache and (fresh or len(before) != len(now)):
            self._cache.keep(kind, now)
        entries = [entry for record in now.values() for entry in record.entries]
        notes = [entry for record in now.values() for entry in record.notes]
        return _without_doubles(entries, notes)

    def _dangling(self, kind: Kind[Any]) -> list[Note]:
        """References to entries that are not there."""
        notes: list[Note] = []
        if not self._of(kind)[0]:
            return notes
        for field in fields_of(kind):
            if not field.refers:
                continue
            there = {alike(entry.id) for entry in self.entries(field.refers)}
            for entry in self._of(kind)[0]:
                value = getattr(entry.head, field.name)
                for name in value if isinstance(value, tuple) else (value,):
                    if name and alike(name) not in there:
                        advice = (
                            f"podium new {field.refers} {name}, or write an id from {known.load(field.refers).place}"
                        )
                        what = f"there is no {field.refers} of that id"
                        notes.append(Note(entry.file, entry.line, 0, field.name, what, advice))
        return notes


def _read(kind: Kind[Any], file: JournalFile) -> Record[Any]:
    read_ns = time.time_ns()
    entries: list[Entry[Any]] = []
    notes: list[Note] = []
    try:
        if file.stamp[0] > MOST_BYTES:
            raise Unreadable(too_large(file.file, file.stamp[0]))
        text = decode(read_bytes(file, MOST_BYTES), file.file)
        if kind.is_table:
            entries, notes = read_rows(kind, text, file.file)
        else:
            entry, notes = read_entry(kind, text, file.file, file.path.name.removesuffix(".md"))
            entries = [entry] if entry else []
    except Unreadable as unread:
        notes = [unread.note]
    except CannotRead as unread:
        notes = [Note(file.file, 0, 0, "", unread.what, "check the file's rights")]
    return Record(file.stamp, read_ns, tuple(entries), tuple(cap(notes, file.file)))


def _without_doubles(entries: list[Entry[Any]], notes: list[Note]) -> tuple[tuple[Entry[Any], ...], tuple[Note, ...]]:
    """The first entry of each id; the others are noted."""
    first: dict[str, Entry[Any]] = {}
    for entry in entries:
        first_entry = first.setdefault(alike(entry.id), entry)
        if first_entry is not entry:
            place = f"{first_entry.file}:{first_entry.line}" if first_entry.line else first_entry.file
            notes.append(
                Note(entry.file, entry.line, 0, "id", f"{entry.id} is already taken by {place}", "choose another")
            )
    return tuple(first.values()), tuple(notes)
