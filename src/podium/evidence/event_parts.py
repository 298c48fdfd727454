"""Where the rows of acts lie: files written once, named by the engine that keeps cursors.

A file is written and flushed before the transaction that names it, so a row counts exactly when its cursor does; a file
that nothing names is what a killed process left, and goes. A row told anew stands in a later file, and `outdated` says
which earlier one no longer counts. Appending columns to a file costs a tenth of inserting them into a table.
"""

from __future__ import annotations

import secrets
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from podium.core.columns import repeat
from podium.evidence.event_columns import COLUMNS
from podium.evidence.history import flush

if TYPE_CHECKING:
    import duckdb

# Files of fewer rows are small; when a store has more small files than this they become one.
SMALL_ROWS = 8_000
MOST_SMALL = 16
GROUP_ROWS = 8_192
OWN: Final = {"connection": "VARCHAR", "stream": "VARCHAR", "place": "BIGINT", "digest": "UBIGINT"}
# Columns whose values come again and again; looking for repetition in the others costs time and twice the bytes.
ALIKE: Final = [
    name for name in COLUMNS | OWN
    if name not in {"event_id", "object_id", "ref_url", "ts", "at_s", "revision", "deleted", "digest"}
]  # fmt: skip
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS parts (file VARCHAR, place BIGINT, connection VARCHAR, stream VARCHAR, rows BIGINT);
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
        self.show()
        self.sweep()
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW before AS {self._rows()}")
        self.had_rows = bool(self._all("SELECT 1 FROM parts LIMIT 1"))

    def show(self) -> None:
        """Let the view `events` name the files that count now; `before` names those that were there at the start."""
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW events AS {self._rows()}")

    def _rows(self) -> str:
        files = [quoted(self._folder / row[0]) for row in self._all("SELECT file FROM parts ORDER BY place")]
        named = ", ".join(f"'{file}'" for file in files)
        rows = f"SELECT * FROM read_parquet([{named}])" if files else _EMPTY
        if self._all("SELECT count(*) FROM outdated")[0][0]:
            rows += " r WHERE NOT EXISTS (SELECT 1 FROM outdated o WHERE o.event_id = r.event_id AND o.place = r.place)"
        return rows

    def append(self, rows: Any, connection: str, stream: str) -> None:
        """Write an Arrow table of `COLUMNS` and `digest`, each act at most once, as the newest file.

        Rows of other files that are told here anew must be named in `outdated` by the caller.
        """
        if not len(rows):
            return
        pq: Any = import_module("pyarrow.parquet")  # one checker has another release's types of it
        file, place = f"{secrets.token_hex(8)}.parquet", self._next_place()
        for name, value in (("connection", connection), ("stream", stream), ("place", place)):
            rows = rows.append_column(name, repeat(value, len(rows)))
        pq.write_table(
            rows, self._folder / file, compression="zstd", compression_level=1, row_group_size=GROUP_ROWS,
            write_statistics=["at_s"], use_dictionary=ALIKE,
        )  # fmt: skip
        self._name(file, place, connection, stream, len(rows))

    def fold(self) -> None:
        """Make one file of many small ones, stream by stream."""
        small = f"SELECT connection, stream FROM parts WHERE rows < {SMALL_ROWS} GROUP BY ALL HAVING count(*) > {MOST_SMALL}"
        for connection, stream in self._all(small):
            mine = [connection, stream]
            places = f"SELECT place FROM parts WHERE connection = ? AND stream = ? AND rows < {SMALL_ROWS}"
            file, place = f"{secrets.token_hex(8)}.parquet", self._next_place()
            held = f"SELECT * REPLACE (cast(? AS BIGINT) AS place) FROM events WHERE place IN ({places})"
            target = f"'{quoted(self._folder / file)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP_ROWS})"
            rows = self._all(f"COPY ({held}) TO {target}", place, *mine)[0][0]
            self._name(file, place, connection, stream, rows)
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

    def _name(self, file: str, place: int, connection: str, stream: str, rows: int) -> None:
        """Flush a file, then let it count as of this transaction."""
        flush(self._folder / file)
        self._db.execute("INSERT INTO parts VALUES (?, ?, ?, ?, ?)", [file, place, connection, stream, rows])
        self.show()

    def _next_place(self) -> int:
        place: int = self._all("SELECT coalesce(max(place), 0) + 1 FROM parts")[0][0]
        return place

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._db.execute(sql, list(values)).fetchall()
        return rows
