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
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from podium.core.arrow_stream import stream_of
from podium.core.commits import COMMIT_COLUMNS, COMMITS_VERSION
from podium.core.errors import CannotWrite, OurFault
from podium.evidence import engine, parquet
from podium.system import files

if TYPE_CHECKING:
    import duckdb

    from podium.core.arrow import Table
    from podium.core.commits import Commit

MANIFEST = "manifest.json"
MOST_PARTS = 8
GROUP_ROWS = 16_384
_SQL_TYPES = {
    "string": "VARCHAR",
    "dictionary<string>": "VARCHAR",
    "list<string>": "VARCHAR[]",
    "int64": "BIGINT",
    "int32": "INTEGER",
}
FACTS = """SELECT count(*), list_sort(coalesce(list(hash) FILTER (len(parents) = 0), [])), min(committer_at), max(committer_at)
FROM read_parquet(?)"""


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
        batches: Iterable[Table] = (),
        few: Sequence[Commit] = (),
        fresh: bool,
        boundary: Iterable[str] = (),
        source: Mapping[str, str] | None = None,
        drop: Sequence[str] = (),
    ) -> Manifest:
        """Keep commits beside those already kept, or with `fresh` instead of them; hold the lock meanwhile.

        Readers see all of the change or none of it.

        Args:
            batches, few: the commits, many or a few.
            drop: commits that are left out of what was kept.
        """
        folder = self.root / key
        before = None if fresh else self.manifest(key)
        old = list(before.parts) if before else []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            sweep(folder, before or load(folder))
            if drop:
                old = list(without(folder, old, drop))
            parts = [*old, *write(folder, batches), *write_few(folder, few)]
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


def write(folder: Path, batches: Iterable[Table]) -> Iterator[Part]:
    """Write commits to a new part, as they come; no part when there are none."""
    stream = stream_of(check_columns(batch) for batch in batches)
    if stream is not None:
        with engine.open_connection() as db, parquet.handed_over(db, "commits", stream):
            yield from write_rows(folder, db, "FROM commits")


def write_few(folder: Path, commits: Sequence[Commit]) -> Iterator[Part]:
    """Write a few commits to a new part, without Arrow, which takes longer to load than they take to write."""
    if commits:
        columns = ", ".join(f"{name} {_SQL_TYPES[kind]}" for name, kind in COMMIT_COLUMNS.items())
        with engine.open_connection() as db:
            db.execute(f"CREATE TEMP TABLE few ({columns})")
            engine.fill(db, "few", list(COMMIT_COLUMNS), commits)
            yield from write_rows(folder, db, "FROM few")


def write_rows(folder: Path, db: duckdb.DuckDBPyConnection, select: str) -> Iterator[Part]:
    """Write what a SELECT gives to a new part; no part when that is nothing."""
    file = folder / f"{secrets.token_hex(8)}.parquet"
    parquet.copy(db, select, file, group_rows=GROUP_ROWS)
    commits, roots, first_at, last_at = db.execute(FACTS, [str(file)]).fetchall()[0]
    if commits:
        flush(file)
        status = file.stat()
        yield Part(
            file.name, commits, status.st_size, status.st_mtime_ns, digest(file), tuple(roots), first_at, last_at
        )


def check_columns(batch: Table) -> Table:
    """Stop when what a reader hands over is not a commit."""
    if tuple(batch.columns) != tuple(COMMIT_COLUMNS):
        raise OurFault("a reader handed over commits with other columns", where=", ".join(batch.columns))
    return batch


def rows_of(folder: Path, parts: Iterable[Part]) -> str:
    """What stands in a SELECT for the commits of some parts."""
    return f"read_parquet({parquet.listed(folder / part.file for part in parts)})"


def without(folder: Path, parts: Sequence[Part], drop: Sequence[str]) -> Iterator[Part]:
    """The parts again, those that hold a dropped commit written anew without it."""
    if not drop:
        yield from parts
        return
    with engine.open_connection() as db:
        db.execute("CREATE TEMP TABLE dropped (hash VARCHAR)")
        engine.fill(db, "dropped", ["hash"], [(name,) for name in drop])
        for part in parts:
            rows = rows_of(folder, [part])
            if db.execute(f"SELECT 1 FROM {rows} SEMI JOIN dropped USING (hash) LIMIT 1").fetchall():
                yield from write_rows(folder, db, f"FROM {rows} WHERE hash NOT IN (FROM dropped)")
            else:
                yield part


def fold_small(folder: Path, parts: Sequence[Part]) -> list[Part]:
    """All parts but the largest written as one: many small looks then cost what they add, not what is kept."""
    largest, *small = sorted(parts, key=lambda part: -part.commits)
    with engine.open_connection() as db:
        return [largest, *write_rows(folder, db, f"FROM {rows_of(folder, small)}")]


def swap(folder: Path, content: bytes) -> None:
    """Put a new manifest in the old one's place, all at once."""
    files.write(folder / MANIFEST, content)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk, where the system can."""
    files.sync_folder(path)


class LandedCommit(NamedTuple):
    """What is kept of a commit that is no merge, for who asks what landed when."""

    hash: str
    committer_at: int
    committer_offset: int | None
    message: str
    paths: Sequence[str]


def landed_between(files: Sequence[Path], first_s: int, end_s: int) -> list[LandedCommit]:
    """The commits in some parts that landed at or after an instant and before another; merges are left out."""
    with engine.open_connection() as db:
        rows = db.execute(
            f"""SELECT hash, committer_at, committer_offset, coalesce(message, ''), coalesce(paths, [])
            FROM read_parquet({parquet.listed(files)})
            WHERE committer_at >= ? AND committer_at < ? AND coalesce(len(parents), 0) < 2""",
            [first_s, end_s],
        ).fetchall()
    return [LandedCommit(*row) for row in rows]
