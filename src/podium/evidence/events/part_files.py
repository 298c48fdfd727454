"""Where the rows of acts lie: files written once, named by the engine that keeps cursors.

A file is written and flushed before the transaction that names it, so a row counts exactly when its cursor does; a file
that nothing names is what a killed process left, and goes. A row told anew stands in a later file, and `outdated` says
which earlier one no longer counts. Appending columns to a file costs a tenth of inserting them into a table.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from podium.core.arrow import repeat
from podium.evidence.commits.store import flush
from podium.evidence.events.columns import COLUMNS

if TYPE_CHECKING:
    import duckdb

# Files of fewer rows are small; when a store has more small files than this they become one.
SMALL_ROWS = 8_000
MOST_SMALL = 16
GROUP_ROWS = 8_192
OWN: Final = {"connection": "VARCHAR", "stream": "VARCHAR", "place": "BIGINT", "digest": "UBIGINT"}
# Columns whose values come again and again; looking for repetition in the others costs time and twice the bytes.
ALIKE: Final = [
    name
    for name in COLUMNS | OWN
    if name not in {"event_id", "object_id", "ref_url", "ts", "at_s", "revision", "deleted", "digest"}
]
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS parts (
  file VARCHAR, place BIGINT, connection VARCHAR, stream VARCHAR, rows BIGINT);
ALTER TABLE parts ADD COLUMN IF NOT EXISTS alike VARCHAR;
CREATE TABLE IF NOT EXISTS outdated (event_id VARCHAR, place BIGINT);
"""
_EMPTY: Final = (
    "SELECT " + ", ".join(f"cast(null AS {kind}) AS {name}" for name, kind in (COLUMNS | OWN).items()) + " WHERE false"
)


def quoted(path: Path) -> str:
    """A path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")


class Parts:
    """The files of one store. Whoever calls has a transaction open; `events` is always a view of what counts."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, root: Path) -> None:
        """Make the tables where they are missing, and remove files that nothing names."""
        self._db = connection
        self._folder = root / "parts"
        self._folder.mkdir(exist_ok=True, mode=0o700)
        self._db.execute(SCHEMA)
        self._db.execute("SET parquet_metadata_cache = true")  # a file never changes
        self._files: list[str] = []
        self._has_outdated, self._place = False, 0
        self.show()
        self.sweep()
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW before AS {self._rows()}")
        self.had_rows = bool(self._all("SELECT 1 FROM parts LIMIT 1"))

    def show(self) -> None:
        """Let the view `events` name the files that count now; `before` names those that were there at the start."""
        self._files = [row[0] for row in self._all("SELECT file FROM parts ORDER BY place")]
        self._has_outdated = bool(self._all("SELECT 1 FROM outdated LIMIT 1"))
        self._place = self._all("SELECT coalesce(max(place), 0) FROM parts")[0][0]
        self._view()

    def outdate(self, old: Any) -> None:
        """Rows of an Arrow table `event_id`, `place` count no longer: newer ones will be appended."""
        self._db.register("old", old)
        try:
            self._db.execute("INSERT INTO outdated SELECT event_id, place FROM old")
        finally:
            self._db.unregister("old")
        if not self._has_outdated:
            self._has_outdated = bool(len(old))
            self._view()

    def alike(self) -> dict[str, str | None]:
        """Columns that hold one text, or nothing, in all files."""
        return _shared(row[0] for row in self._all("SELECT alike FROM parts"))

    def _view(self) -> None:
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW events AS {self._rows()}")

    def _rows(self) -> str:
        named = ", ".join(f"'{quoted(self._folder / file)}'" for file in self._files)
        rows = f"SELECT * FROM read_parquet([{named}])" if named else _EMPTY
        if self._has_outdated:
            rows += " r WHERE NOT EXISTS (SELECT 1 FROM outdated o WHERE o.event_id = r.event_id AND o.place = r.place)"
        return rows

    def append(self, rows: Any, connection: str, stream: str) -> None:
        """Write an Arrow table of `COLUMNS` and `digest`, each act at most once, as the newest file.

        Rows of other files that are told here anew must be named in `outdated` by the caller.
        """
        if not len(rows):
            return
        pq: Any = import_module("pyarrow.parquet")  # one checker has another release's types of it
        file, place, alike = f"{secrets.token_hex(8)}.parquet", self._place + 1, _alike(rows)
        for name, value in (("connection", connection), ("stream", stream), ("place", place)):
            rows = rows.append_column(name, repeat(value, len(rows)))
        pq.write_table(
            rows,
            self._folder / file,
            compression="zstd",
            compression_level=1,
            row_group_size=GROUP_ROWS,
            write_statistics=["at_s"],
            use_dictionary=ALIKE,
        )
        self._name(file, place, connection, stream, len(rows), alike)

    def fold(self) -> None:
        """Make one file of many small ones, stream by stream."""
        small = f"SELECT connection, stream FROM parts WHERE rows < {SMALL_ROWS} GROUP BY ALL HAVING count(*) > {MOST_SMALL}"
        for connection, stream in self._all(small):
            mine = [connection, stream]
            places = f"SELECT place FROM parts WHERE connection = ? AND stream = ? AND rows < {SMALL_ROWS}"
            file, place = f"{secrets.token_hex(8)}.parquet", self._place + 1
            alike = _shared(row[0] for row in self._all(f"SELECT alike FROM parts WHERE place IN ({places})", *mine))
            small_files = f"SELECT * REPLACE (cast(? AS BIGINT) AS place) FROM events WHERE place IN ({places})"
            target = f"'{quoted(self._folder / file)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS})"
            rows = self._all(f"COPY ({small_files}) TO {target}", place, *mine)[0][0]
            self._name(file, place, connection, stream, rows, alike)
            self._db.execute(f"DELETE FROM outdated WHERE place IN ({places})", mine)
            self._db.execute(f"DELETE FROM parts WHERE place IN ({places}) AND place < ?", [*mine, place])
            self.show()

    def forget(self, connection: str) -> None:
        """Name the files of a connection no longer; `sweep` removes them once that is committed."""
        mine = "SELECT place FROM parts WHERE connection = ?"
        self._db.execute(f"DELETE FROM outdated WHERE place IN ({mine})", [connection])
        self._db.execute("DELETE FROM parts WHERE connection = ?", [connection])
        self.show()

    def sweep(self) -> None:
        """Remove files that nothing names."""
        named = {row[0] for row in self._all("SELECT file FROM parts")}
        for file in self._folder.iterdir():
            if file.name not in named:
                file.unlink(missing_ok=True)

    def _name(
        self, file: str, place: int, connection: str, stream: str, rows: int, alike: Mapping[str, str | None]
    ) -> None:
        """Flush a file, then let it count as of this transaction."""
        flush(self._folder / file)
        part_row = [file, place, connection, stream, rows, json.dumps(alike)]
        self._db.execute("INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)", part_row)
        self._files.append(file)
        self._place = place
        self._view()

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._db.execute(sql, list(values)).fetchall()
        return rows


def _alike(rows: Any) -> dict[str, str | None]:
    """Columns of an Arrow table that hold one text, or nothing; numbers are not looked at."""
    import pyarrow as pa

    constants: dict[str, str | None] = {}
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        if column.null_count == len(column):
            constants[name] = None
        elif pa.types.is_dictionary(column.type) and not column.null_count and column.num_chunks == 1:
            words = column.chunk(0).dictionary
            if len(words) == 1:
                constants[name] = words[0].as_py()
    return constants


def _shared(texts: Iterable[str | None]) -> dict[str, str | None]:
    """What every one of them says; nothing where one does not know."""
    shared: dict[str, str | None] | None = None
    for text in texts:
        mine: dict[str, str | None] = json.loads(text or "{}")
        shared = mine if shared is None else {k: v for k, v in shared.items() if k in mine and mine[k] == v}
    return shared or {}
