"""The commits of each clone, kept as columns on disk and changed only by swapping a manifest.

`root/git/<key>/` holds parts (Parquet) and `manifest.json`, which names the parts that count. A part is written under a
new name and flushed to the disk before the manifest that names it replaces the old one in a single rename. A process
killed at any moment leaves either the old state or the new. Parts that no longer count stay until the next change, so
a reader that opened them can finish.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from podium.core.arrow import from_array, from_values, to_array
from podium.core.commits import COMMIT_COLUMNS, COMMITS_VERSION
from podium.core.errors import CannotWrite, OurFault
from podium.system import files

Batch = Any  # pyarrow says nothing about its types: a RecordBatch
Table = Any
MANIFEST = "manifest.json"
MOST_PARTS = 8
GROUP_ROWS = 16_384
GROUP_BYTES = 16 << 20


class Part(msgspec.Struct, frozen=True):
    """One file of commits, and what it must look like to be trusted."""

    file: str
    commits: int
    size: int
    changed_ns: int
    digest: str
    roots: tuple[str, ...]
    first_at: int | None
    last_at: int | None


class Manifest(msgspec.Struct, frozen=True):
    """What is kept of one clone.

    Attributes:
        version: of the columns; another version is read anew.
        source: anything the reader wants to remember about the clone, as text.
        tips: ref to commit hash, as they were when read.
        boundary: commits at the edge of a shallow clone when read.
        parts: the files that count, largest first.
    """

    version: int
    tips: dict[str, str]
    boundary: tuple[str, ...]
    source: dict[str, str]
    parts: tuple[Part, ...]

    @property
    def commits(self) -> int:
        """How many commits are kept."""
        return sum(part.commits for part in self.parts)

    @property
    def roots(self) -> tuple[str, ...]:
        """Commits without parents: two clones that share one share a history."""
        return tuple(sorted(root for part in self.parts for root in part.roots))

    @property
    def first_at(self) -> int | None:
        """The earliest committer instant, in seconds since 1970; None when nothing is kept."""
        return min((part.first_at for part in self.parts if part.first_at is not None), default=None)

    @property
    def last_at(self) -> int | None:
        """The latest committer instant, in seconds since 1970; None when nothing is kept."""
        return max((part.last_at for part in self.parts if part.last_at is not None), default=None)


class HistoryStore:
    """Where the commits of all clones are kept. Deleting it loses nothing: the next look reads them again."""

    def __init__(self, root: Path) -> None:
        self.root = root / "git"

    def lock(self, key: str) -> AbstractContextManager[None]:
        """Keep other processes from changing this clone's commits meanwhile; needed around look-then-keep."""
        return files.locked(self.root, f"{key}.lock", what="the evidence", wait_s=-1)

    def keys(self) -> list[str]:
        """The clones of which something is kept."""
        return sorted(manifest_path.parent.name for manifest_path in self.root.glob(f"*/{MANIFEST}"))

    def manifest(self, key: str) -> Manifest | None:
        """What is kept of a clone; None when nothing is, or when what is there cannot be trusted."""
        folder = self.root / key
        try:
            manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError):
            return None
        is_sound = manifest.version == COMMITS_VERSION and all(is_whole(folder, part) for part in manifest.parts)
        return manifest if is_sound else None

    def parts(self, key: str) -> list[Path]:
        """The files that hold a clone's commits now."""
        manifest = self.manifest(key)
        return [self.root / key / part.file for part in manifest.parts] if manifest else []

    def keep(
        self,
        key: str,
        *,
        tips: Mapping[str, str],
        batches: Iterable[Batch],
        fresh: bool,
        boundary: Iterable[str] = (),
        source: Mapping[str, str] | None = None,
        drop: Sequence[str] = (),
    ) -> Manifest:
        """Keep commits beside those already kept, or with `fresh` instead of them; hold the lock meanwhile.

        Commits named in `drop` are left out of what was kept. Readers see all of the change or none of it.
        """
        folder = self.root / key
        before = None if fresh else self.manifest(key)
        old = list(before.parts) if before else []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            sweep(folder, before or load(folder))
            if drop:
                old = list(without(folder, old, drop))
            parts = [*old, *write(folder, batches)]
            if len(parts) > MOST_PARTS:
                parts = fold_small(folder, parts)
            parts.sort(key=lambda part: (-part.commits, part.file))
            after = Manifest(COMMITS_VERSION, dict(tips), tuple(sorted(boundary)), dict(source or {}), tuple(parts))
            swap(folder, msgspec.json.format(msgspec.json.encode(after), indent=1))
        except OSError as error:
            raise CannotWrite(f"the history could not be kept: {error.strerror}", where=str(folder)) from None
        return after

    def forget(self, key: str) -> None:
        """Delete what is kept of a clone."""
        with self.lock(key), suppress(FileNotFoundError):
            shutil.rmtree(self.root / key)


def load(folder: Path) -> Manifest | None:
    """The manifest as it stands, trusted or not; its parts may have readers."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def is_whole(folder: Path, part: Part) -> bool:
    """True when a part is as it was written; its content is compared only when its date says it was touched."""
    try:
        status = (folder / part.file).stat()
        if Path(part.file).name != part.file or status.st_size != part.size:
            return False
        return status.st_mtime_ns == part.changed_ns or digest(folder / part.file) == part.digest
    except OSError:
        return False


def digest(file: Path) -> str:
    """A fingerprint of a file's content."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def sweep(folder: Path, current: Manifest | None) -> None:
    """Delete files that no manifest names: left by an earlier change, or by a process that was killed."""
    named = {part.file for part in current.parts} if current else set[str]()
    for file in folder.iterdir():
        if file.name not in named and file.name != MANIFEST:
            with suppress(OSError):
                file.unlink()


def write(folder: Path, batches: Iterable[Batch]) -> Iterator[Part]:
    """Write commits to a new part, as they come; no part when there are none."""
    writer: Any = None
    file = folder / f"{secrets.token_hex(8)}.parquet"
    facts = Facts()
    try:
        for table in gather_rows(batches):
            writer = writer or open_part(file, table.schema)
            writer.write_table(table, row_group_size=len(table))
            facts.add(table)
    finally:
        if writer is not None:
            writer.close()
    if writer is not None:
        flush(file)
        status = file.stat()
        yield Part(
            file.name,
            facts.commits,
            status.st_size,
            status.st_mtime_ns,
            digest(file),
            tuple(sorted(facts.roots)),
            facts.first_at,
            facts.last_at,
        )


def open_part(file: Path, schema: Any) -> Any:
    """A new file for commits."""
    pq: Any = import_module("pyarrow.parquet")
    check_columns(schema)
    return pq.ParquetWriter(
        file,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=["author", "committer"],
        write_statistics=["hash", "author_at", "committer_at"],
    )


def gather_rows(batches: Iterable[Batch]) -> Iterator[Table]:
    """Batches joined to pieces worth compressing together, small enough to be written while git works on."""
    waiting: list[Batch] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            yield join(waiting)
            waiting, rows, size = [], 0, 0
    if rows:
        yield join(waiting)


def join(batches: list[Batch]) -> Table:
    """Batches as one table whose people are numbered alike."""
    import pyarrow as pa

    return pa.Table.from_batches(batches).unify_dictionaries()


def check_columns(schema: Any) -> None:
    """Stop when what a reader hands over is not a commit."""
    if tuple(schema.names) != tuple(COMMIT_COLUMNS):
        raise OurFault("a reader handed over commits with other columns", where=", ".join(schema.names))


class Facts:
    """What the manifest says about a part without opening it."""

    def __init__(self) -> None:
        self.commits = 0
        self.roots: list[str] = []
        self.first_at: int | None = None
        self.last_at: int | None = None

    def add(self, table: Table) -> None:
        """Take another piece into account."""
        pc: Any = import_module("pyarrow.compute")  # makes its functions as it loads; no type checker sees them

        self.commits += len(table)
        for parents, hashes in zip(table.column("parents").chunks, table.column("hash").chunks, strict=True):
            is_root = to_array(pc.list_value_length(parents)) == 0
            self.roots += hashes.filter(from_array(is_root)).to_pylist()
        span = pc.min_max(table.column("committer_at")).as_py()
        for value in (span["min"], span["max"]):
            if value is not None:
                self.first_at = value if self.first_at is None else min(self.first_at, value)
                self.last_at = value if self.last_at is None else max(self.last_at, value)


def read_part(folder: Path, part: Part) -> Iterator[Batch]:
    """A part's commits, a few at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / part.file) as content:
        yield from content.iter_batches(batch_size=16_384)


def without(folder: Path, parts: Sequence[Part], drop: Sequence[str]) -> Iterator[Part]:
    """The parts again, those that hold a dropped commit written anew without it."""

    pc: Any = import_module("pyarrow.compute")  # makes its functions as it loads; no type checker sees them
    import pyarrow.parquet as pq

    dropped_hashes = from_values(drop)
    for part in parts:
        with pq.ParquetFile(folder / part.file) as content:
            part_hashes = content.read(["hash"]).column("hash")
        if not pc.any(pc.is_in(part_hashes, value_set=dropped_hashes)).as_py():
            yield part
            continue
        batches = read_part(folder, part)
        yield from write(
            folder, (b.filter(pc.invert(pc.is_in(b.column("hash"), value_set=dropped_hashes))) for b in batches)
        )


def fold_small(folder: Path, parts: Sequence[Part]) -> list[Part]:
    """All parts but the largest written as one: many small looks then cost what they add, not what is kept."""
    largest, *small = sorted(parts, key=lambda part: -part.commits)
    return [largest, *write(folder, (batch for part in small for batch in read_part(folder, part)))]


def swap(folder: Path, content: bytes) -> None:
    """Put a new manifest in the old one's place, all at once."""
    files.write(folder / MANIFEST, content)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk, where the system can."""
    files.sync_folder(path)
