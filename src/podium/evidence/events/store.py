"""The store of acts from every source: one row per act, read by others from a snapshot.

One row per act, kept once, read by others from a snapshot.

Writing happens in one engine file under a lock; rows and cursor land in one transaction. When a batch ends, the living
rows are written to a Parquet file that is swapped in whole, and that file is all that readers open: they meet no lock
and no half-written state. People are hashed with a key of this machine before a row is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.core.errors import CannotRead
from podium.evidence.events.columns import Veil, veiled
from podium.evidence.events.records import Batch, StreamCoverage
from podium.system import files, ring

if TYPE_CHECKING:
    from podium.evidence.events.writer import Writer


# A whole copy of the store without what was forgotten, waiting to take its place.
FRESH = ".events.fresh"


class _LastSync(msgspec.Struct, frozen=True):
    coverage: tuple[StreamCoverage, ...] = ()
    batches: tuple[Batch, ...] = ()


class EventStore:
    """A folder: `events.duckdb` to write, `events.parquet` to read, a key that hides people, in the keyring or beside."""

    def __init__(self, root: Path) -> None:
        """Name the folder; nothing is opened or made."""
        self.root = root

    def snapshot(self) -> Path | None:
        """The file readers open; None before the first sync."""
        path = self.root / "events.parquet"
        return path if path.is_file() else None

    def coverage(self) -> tuple[StreamCoverage, ...]:
        """Streams and their reach, as of the snapshot."""
        return self._last_sync().coverage

    def accounts(self) -> tuple[Batch, ...]:
        """The last run of each connection, as of the snapshot."""
        return self._last_sync().batches

    def _last_sync(self) -> _LastSync:
        path = self.root / "coverage.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=_LastSync)
        except FileNotFoundError:
            return _LastSync()
        except (OSError, ValueError) as fault:
            raise CannotRead(
                "how far your sources were read cannot be told",
                where=str(path),
                next_step="`podium sync` writes it again",
            ) from fault

    def person(self, identity: str) -> str:
        """The store's key for `email:ada@example.org`; the same at every call on this machine."""
        return self.veil()(identity)

    def veil(self) -> Callable[[str], str]:
        """As `person`, for many: what hides them is read once."""
        key = self._key()
        return lambda identity: veiled(key, identity)

    @contextmanager
    def writing(
        self, is_listed: Callable[[str], bool] = lambda _key: False, on_map: Collection[str] = ()
    ) -> Generator[Writer]:
        """Open for writing under the lock; a snapshot is published when the block ends, whether well or not.

        Of people who are `known` the name is kept; of people `on_map` only a veiled key, beside a meeting.

        Raises:
            CannotWrite: another podium is writing, or the folder cannot be used.
        """
        import duckdb

        from podium.evidence.events.writer import Writer

        with files.locked(self.root, "lock", what="the evidence", wait_s=0):
            _take_over(self.root)
            try:
                connection = duckdb.connect(str(self.root / "events.duckdb"), config=_config(self.root))
            except duckdb.Error as fault:
                raise CannotRead("the event store cannot be opened", where=str(self.root / "events.duckdb")) from fault
            try:
                try:
                    writer = Writer(connection, Veil(self._key(), is_listed, on_map), self.root)
                except duckdb.Error as fault:
                    raise CannotRead(
                        "a file of the event store is missing or broken",
                        where=str(self.root / "parts"),
                        next_step="delete that folder's parent; `podium sync` reads everything anew",
                    ) from fault
                try:
                    yield writer
                finally:
                    writer.publish()
            finally:
                connection.close()
                _take_over(self.root)

    def forget(self, connection: str) -> int:
        """Remove everything one connection brought, to the last byte; returns the rows removed."""
        if not (self.root / "events.duckdb").exists():
            return 0
        with self.writing() as writer:
            count = writer.forget(connection)
            writer.publish()
            draft = self.root / ".events.draft"
            for torn in (draft, draft.with_name(f"{draft.name}.wal")):
                torn.unlink(missing_ok=True)
            writer.copy(draft)
            draft.replace(self.root / FRESH)
            return count

    def _key(self) -> bytes:
        return ring.store_key(self.root, self._drop)

    def _drop(self) -> None:
        """Remove everything hidden with a lost key; the next sync reads it again."""
        for path in self.root.iterdir() if self.root.is_dir() else ():
            if path.is_file() and path.name != ring.MARK:
                path.unlink()


def _take_over(root: Path) -> None:
    """Put a finished copy in the place of the store; a kill before that leaves it to the next writer."""
    fresh = root / FRESH
    if fresh.exists():
        (root / "events.duckdb.wal").unlink(missing_ok=True)
        fresh.replace(root / "events.duckdb")


def _config(root: Path) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": "128MB",
        "threads": 1,
        "temp_directory": str(root / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
