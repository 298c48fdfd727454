"""What was read before, kept outside the journal, so that only what changed is read again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic

import msgspec

from podium.core.errors import CannotWrite
from podium.core.note import Note
from podium.journal.entry import Entry, M
from podium.system import files

if TYPE_CHECKING:
    from podium.journal.entry import Kind

# A file written in the same tick of the clock as it was read may have changed again unseen (git calls it racy).
TICK_NS = 2_000_000_000


class Record(msgspec.Struct, Generic[M], frozen=True):
    """What one file held when its stamp was this, and when it was read."""

    stamp: tuple[int, int, int, int]
    read_ns: int
    entries: tuple[Entry[M], ...]
    notes: tuple[Note, ...]

    def is_of(self, stamp: tuple[int, int, int, int]) -> bool:
        """Whether the file still is what was read."""
        return self.stamp == stamp and stamp[1] < self.read_ns - TICK_NS


class Shelf(msgspec.Struct, Generic[M]):
    """All files of one kind."""

    written_by: str
    files: dict[str, Record[M]]


class Cache:
    """Records of one journal under a folder of the caller's; deleting it loses nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, kind: Kind[Any]) -> dict[str, Record[Any]]:
        """Records of a kind; empty when there are none, or none that this podium wrote."""
        try:
            data = (self.folder / f"{kind.name}.msgpack").read_bytes()
        except OSError:
            return {}
        meet_type(kind)
        try:
            shelf = _decoder(kind).decode(data)
        except (msgspec.DecodeError, msgspec.ValidationError, RecursionError):
            return {}
        return shelf.files if shelf.written_by == written_by() else {}

    def keep(self, kind: Kind[Any], records: dict[str, Record[Any]]) -> None:
        """Replace the records of a kind; a cache that cannot be written is no cache, and no error."""
        data = msgspec.msgpack.encode(Shelf(written_by=written_by(), files=records))
        with contextlib.suppress(CannotWrite):
            files.write_cache(self.folder / f"{kind.name}.msgpack", data)

    def forget(self) -> None:
        """Delete what was kept: a locked journal leaves no plain copy behind."""
        shutil.rmtree(self.folder, ignore_errors=True)


def cache_of(root: Path, cache_root: Path) -> Cache:
    """The cache of the journal at `root` (resolved)."""
    return Cache(cache_root / "journal" / hashlib.sha256(os.fsencode(root)).hexdigest()[:16])


# msgspec fills in what it knows of a type at first sight, and two threads doing so at once crash the process.
_FIRST_SIGHT = threading.RLock()


def meet_type(kind: Kind[Any]) -> None:
    """Let msgspec see the types of a kind once, alone; reading in threads is safe afterwards."""
    with _FIRST_SIGHT:
        _decoder(kind)


@cache
def _decoder(kind: Kind[Any]) -> msgspec.msgpack.Decoder[Shelf[Any]]:
    return msgspec.msgpack.Decoder(Shelf[kind.model])  # type: ignore[name-defined] # the type is known only when running


@cache
def written_by() -> str:
    """A fingerprint of the code that reads the journal: records of other code are not trusted."""
    digest = hashlib.sha256(msgspec.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
