"""Which files of the folder are the journal's; links are never followed, odd names are noted."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import CannotRead, Locked
from podium.core.note import Note

if TYPE_CHECKING:
    from podium.journal.entry import Kind

SETTINGS = "journal.toml"
KEY = ".podium-key.age"
SEALED = (".md.age", ".toml.age")
MOST_DEPTH = 4


class JournalFile(msgspec.Struct, frozen=True):
    """One file of the journal.

    Attributes:
        file: path inside the journal, `/` between folders.
        path: where it is.
        stamp: size, modification and change time in ns, inode: another stamp means another content.
    """

    file: str
    path: Path
    stamp: tuple[int, int, int, int]


class Listing(msgspec.Struct):
    """What the folder holds: files by kind's name, files that are encrypted, and what was passed over."""

    files: dict[str, list[JournalFile]] = msgspec.field(default_factory=dict)
    sealed: list[JournalFile] = msgspec.field(default_factory=list)
    notes: list[Note] = msgspec.field(default_factory=list)


def list_files(root: Path, kinds: Sequence[Kind[Any]]) -> Listing:
    """Every file of every kind, in the order of their names; encrypted ones apart.

    Raises:
        CannotRead: the folder cannot be listed.
    """
    listing = Listing({kind.name: [] for kind in kinds})
    places = {kind.place: kind for kind in kinds}
    try:
        for child in _scan(root):
            if is_odd_name(child.name):
                listing.notes.append(_odd(child.name))
            elif child.is_symlink():
                listing.notes.append(_link(child.name))
            elif child.name.endswith(SEALED) and child.is_file():
                listing.sealed.append(_found(child, ""))
            elif (kind := places.get(child.name)) is not None:
                _take(child, kind, listing)
            elif child.name not in (SETTINGS, "README.md") and (near := _near(child.name, list(places))):
                listing.notes.append(
                    Note(shown(child.name), 0, 0, "", "is nothing podium reads", f"rename it to {near} if meant so")
                )
    except OSError as wrong:
        raise CannotRead(f"the journal cannot be listed: {wrong.strerror}", where=str(root)) from None
    return listing


def refuse_sealed(root: Path, listing: Listing) -> None:
    """Stop at a journal that is encrypted, wholly or in part.

    Raises:
        Locked: it is there, and encrypted.
    """
    if listing.sealed or os.path.lexists(root / KEY):
        raise Locked("the journal is locked", where=str(root), next_step="podium journal unlock")


def is_odd_name(name: str) -> bool:
    """Whether a file name holds what no person types: line ends, controls, bytes that are no text."""
    return not name.isprintable()


def shown(name: str) -> str:
    """A file name as one can print it."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in name)


def _take(child: os.DirEntry[str], kind: Kind[Any], listing: Listing) -> None:
    if kind.is_table:
        if child.is_file():
            listing.files[kind.name].append(_found(child, ""))
        else:
            listing.notes.append(Note(child.name, 0, 0, "", "is not a regular file", "make it a text file"))
    elif child.is_dir():
        _take_folder(Path(child.path), child.name, 1, listing.files[kind.name], listing)
    else:
        listing.notes.append(Note(child.name, 0, 0, "", "is not a folder", f"keep each {kind.name} in its own file"))


def _take_folder(folder: Path, inside: str, depth: int, files: list[JournalFile], listing: Listing) -> None:
    for child in _scan(folder):
        file = f"{inside}/{child.name}"
        if is_odd_name(child.name):
            listing.notes.append(_odd(file))
        elif child.is_symlink():
            listing.notes.append(_link(file))
        elif child.is_dir():
            if depth < MOST_DEPTH:
                _take_folder(Path(child.path), file, depth + 1, files, listing)
            else:
                listing.notes.append(Note(file, 0, 0, "", "lies too many folders deep", "move it up"))
        elif child.name.endswith(SEALED):
            listing.sealed.append(_found(child, inside))
        elif child.name.endswith(".md") and child.name != "README.md":
            if child.is_file():
                files.append(_found(child, inside))
            else:
                listing.notes.append(Note(file, 0, 0, "", "is not a regular file", "make it a text file"))


def _scan(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as children:
        yield from sorted((child for child in children if not child.name.startswith(".")), key=lambda child: child.name)


def _found(child: os.DirEntry[str], inside: str) -> JournalFile:
    stat = child.stat(follow_symlinks=False)
    stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    return JournalFile(f"{inside}/{child.name}" if inside else child.name, Path(child.path), stamp)


def _near(name: str, places: list[str]) -> str:
    near = difflib.get_close_matches(name, places, n=1, cutoff=0.8)
    return near[0] if near else ""


def _odd(file: str) -> Note:
    return Note(shown(file), 0, 0, "", "the file name holds a line end or a control character", "rename it")


def _link(file: str) -> Note:
    return Note(shown(file), 0, 0, "", "is a link; podium reads no file through links", "put the file itself here")


def read_bytes(file: JournalFile, most: int) -> bytes:
    """A file's bytes, at most one more than `most`, never through a link.

    Raises:
        CannotRead: it is gone, a link by now, or may not be read.
    """
    try:
        handle = os.open(file.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as stream:
            return stream.read(most + 1)
    except OSError as wrong:
        raise CannotRead(f"cannot be read: {wrong.strerror}", where=file.file) from None
