"""Writing one manager's evidence for an engine: only the weeks that changed are written."""

from __future__ import annotations

import hashlib
import io
import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from podium.core.errors import CannotWrite
from podium.evidence.engines import tables
from podium.evidence.engines.folder import TABLES, of_manager, weeks_kept
from podium.system import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from podium.evidence.engines.about import About
    from podium.evidence.views.build import Build

Table = Any  # pyarrow says nothing about its types: a Table


@dataclass(frozen=True, slots=True)
class Written:
    """What one writing did.

    Attributes:
        weeks: all weeks there are now. changed: those written, or taken away. rows: acts in those that were written.
    """

    weeks: tuple[int, ...]
    changed: tuple[int, ...]
    rows: int


class Store(Protocol):
    """Where the evidence of managers is kept for engines."""

    def digests(self, manager: str) -> Mapping[str, str]:
        """What is there: `acts/2960` or the name of a table, to what its content is known by."""
        ...

    def put(self, manager: str, name: str, week: int | None, table: Table, digest: str) -> None:
        """Write a week of acts, or a table without weeks, instead of what was there."""
        ...

    def put_results(self, manager: str, week: int, rows: Sequence[Sequence[object]]) -> None:
        """Write what each question answered of a week."""
        ...

    def drop(self, manager: str, name: str, week: int) -> None:
        """Take a week away."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...


def write(store: Store, manager: str, build: Build, about: About, keys: Mapping[int, str]) -> Written:
    """Bring what is kept of a manager up to what a look saw; what did not change is left alone.

    Raises:
        CannotWrite: the disk or the database refused.
    """
    people = tables.number_people(build, keys, about.as_of_s)
    kept = store.digests(manager)
    changed, rows, weeks = [], 0, []
    for week, table in _by_week(build):
        weeks.append(week)
        if kept.get(f"acts/{week}") != (digest := digest_of(table)):
            store.put(manager, "acts", week, table, digest)
            changed.append(week)
            rows += table.num_rows
    for name in kept:
        kind, slash, week_text = name.partition("/")
        if slash and kind == "acts" and int(week_text) not in set(weeks):
            store.drop(manager, "acts", int(week_text))
            changed.append(int(week_text))
    others = {
        "people": table_of("people", people),
        "knows": _knows(build),
        "about": table_of("about", [[msgspec.json.encode(about).decode()]]),
    }
    for name, table in others.items():
        if kept.get(name) != (digest := digest_of(table)):
            store.put(manager, name, None, table, digest)
    return Written(tuple(weeks), tuple(sorted(changed)), rows)


def digest_of(table: Table) -> str:
    """What the rows of a table are known by, whatever file they lie in."""
    digest = hashlib.sha256()
    for batch in table.to_batches():
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            digest.update(repr(row).encode())
    return digest.hexdigest()[:32]


def _by_week(build: Build) -> Iterator[tuple[int, Table]]:
    table = _arrow(build, tables.ACTS)
    wide = table.select(tables.ACT_COLUMNS).cast(tables.schema("acts"))
    at = 0
    for week, group in itertools.groupby(table.column("week").to_pylist()):
        count = len(list(group))
        yield week, wide.slice(at, count).combine_chunks()
        at += count


def _knows(build: Build) -> Table:
    return _arrow(build, tables.KNOWS).cast(tables.schema("knows"))


def _arrow(build: Build, select: str) -> Table:
    import duckdb  # noqa: F401 # pyright: ignore[reportUnusedImport] - gives a connection the words of Arrow

    db: Any = build.db
    return db.sql(select).to_arrow_table()


def table_of(name: str, rows: Sequence[Sequence[object]]) -> Table:
    """Rows as a table of that name."""
    import pyarrow as pa

    schema = tables.schema(name)
    columns = list(zip(*rows, strict=True)) or [() for _ in schema]
    return pa.table([pa.array(list(c), type=f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


class FolderStore:
    """Parquet files below `acts/manager=NAME/week=N/`, with what each holds noted beside them."""

    def __init__(self, folder: Path) -> None:
        """Write into a folder, which is made when it is not there."""
        self._folder = folder

    def digests(self, manager: str) -> Mapping[str, str]:
        """What is there; a file that is gone is written again."""
        try:
            noted = msgspec.json.decode(self._note(manager).read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            return {}
        there = {f"{name}/{week}" for name in ("acts", "results") for week in weeks_kept(self._folder, manager, name)}
        there |= {name for name in TABLES if (of_manager(self._folder, name, manager) / f"{name}.parquet").is_file()}
        return {name: digest for name, digest in noted.items() if name in there}

    def put(self, manager: str, name: str, week: int | None, table: Table, digest: str) -> None:
        """Write one file, whole or not at all."""
        import pyarrow.parquet as pq

        content = io.BytesIO()
        pq.write_table(table, content, compression="zstd")
        place = of_manager(self._folder, name, manager)
        if week is not None:
            place = place / f"week={week}"
        files.write(place / f"{name}.parquet", content.getvalue())
        self._tell(manager, lambda noted: noted | {name if week is None else f"{name}/{week}": digest})

    def put_results(self, manager: str, week: int, rows: Sequence[Sequence[object]]) -> None:
        """Write what each question answered of a week."""
        table = table_of("results", rows)
        self.put(manager, "results", week, table, digest_of(table))

    def drop(self, manager: str, name: str, week: int) -> None:
        """Take a week away."""
        try:
            shutil.rmtree(of_manager(self._folder, name, manager) / f"week={week}")
        except OSError as fault:
            raise CannotWrite(f"a week cannot be taken away: {fault.strerror}", where=str(self._folder)) from fault
        self._tell(manager, lambda noted: {key: text for key, text in noted.items() if key != f"{name}/{week}"})

    def close(self) -> None:
        """Nothing is open."""

    def _note(self, manager: str) -> Path:
        return self._folder / "written" / f"{manager}.json"

    def _tell(self, manager: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        try:
            noted = msgspec.json.decode(self._note(manager).read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            noted = {}
        files.write(self._note(manager), msgspec.json.encode(dict(sorted(change(noted).items()))) + b"\n")
