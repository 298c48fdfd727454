"""Where the rows of acts lie: files written once, named by the engine that keeps cursors.

A file is written and flushed before the transaction that names it, so a row counts exactly when its cursor does; a file
that nothing names is what a killed process left, and goes. A row told anew stands in a later file, and `outdated` says
which earlier one no longer counts. Appending columns to a file costs a tenth of inserting them into a table.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from podium.evidence import parquet
from podium.evidence.commits.store import flush
from podium.evidence.events.columns import COLUMNS

if TYPE_CHECKING:
    import duckdb

    from podium.core.arrow import Table

# Files of fewer rows are small; when a store has more small files than this they become one.
SMALL_ROWS = 8_000
MOST_SMALL = 16
GROUP_ROWS = 8_192
OWN: Final = {"connection": "VARCHAR", "stream": "VARCHAR", "place": "BIGINT", "digest": "UBIGINT"}
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS parts (
  file VARCHAR, place BIGINT, connection VARCHAR, stream VARCHAR, rows BIGINT);
ALTER TABLE parts ADD COLUMN IF NOT EXISTS alike VARCHAR;
CREATE TABLE IF NOT EXISTS outdated (event_id VARCHAR, place BIGINT);
"""
_EMPTY: Final = (
    "SELECT " + ", ".join(f"cast(null AS {kind}) AS {name}" for name, kind in (COLUMNS | OWN).items()) + " WHERE false"
)


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

    def outdate(self, select: str, values: Sequence[object] = ()) -> None:
        """Rows that a SELECT names by `event_id` and `place` count no longer: newer ones are appended."""
        self._db.execute(f"INSERT INTO outdated {select}", list(values))
        if not self._has_outdated:
            self._has_outdated = bool(self._all("SELECT 1 FROM outdated LIMIT 1"))
            self._view()

    def alike(self) -> dict[str, str | None]:
        """Columns that hold one text, or nothing, in all files."""
        return _shared(row[0] for row in self._all("SELECT alike FROM parts"))

    def _view(self) -> None:
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW events AS {self._rows()}")

    def _rows(self) -> str:
        named = parquet.listed(self._folder / file for file in self._files)
        rows = f"SELECT * FROM read_parquet({named})" if self._files else _EMPTY
        if self._has_outdated:
            rows += " r WHERE NOT EXISTS (SELECT 1 FROM outdated o WHERE o.event_id = r.event_id AND o.place = r.place)"
        return rows

    def append(
        self, select: str, connection: str, stream: str, alike: Mapping[str, str | None], values: Sequence[object] = ()
    ) -> int:
        """Write rows of `COLUMNS` and `digest`, each act at most once, as the newest file; returns how many.

        Rows of other files that are told here anew must be named in `outdated` by the caller.

        Args:
            select: the rows, by any names the connection knows.
            connection: which brought them.
            stream: of the connection.
            alike: columns that hold one text, or nothing.
            values: of the SELECT.
        """
        file, place = f"{secrets.token_hex(8)}.parquet", self._place + 1
        own = ", ".join(f"cast(? AS {OWN[name]}) AS {name}" for name in ("connection", "stream", "place"))
        whole, bound = f"SELECT *, {own} FROM ({select})", [connection, stream, place, *values]
        rows = parquet.copy(self._db, whole, self._folder / file, group_rows=GROUP_ROWS, values=bound)
        if rows:
            self._name(file, place, connection, stream, rows, {**alike, "connection": connection, "stream": stream})
        else:
            (self._folder / file).unlink(missing_ok=True)
        return rows

    def fold(self) -> None:
        """Make one file of many small ones, stream by stream."""
        small = f"SELECT connection, stream FROM parts WHERE rows < {SMALL_ROWS} GROUP BY ALL HAVING count(*) > {MOST_SMALL}"
        for connection, stream in self._all(small):
            mine = [connection, stream]
            places = f"SELECT place FROM parts WHERE connection = ? AND stream = ? AND rows < {SMALL_ROWS}"
            file, place = f"{secrets.token_hex(8)}.parquet", self._place + 1
            alike = _shared(row[0] for row in self._all(f"SELECT alike FROM parts WHERE place IN ({places})", *mine))
            small_files = f"SELECT * REPLACE (cast(? AS BIGINT) AS place) FROM events WHERE place IN ({places})"
            whole = self._folder / file
            rows = parquet.copy(self._db, small_files, whole, group_rows=GROUP_ROWS, values=[place, *mine])
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


def alike_in(rows: Table) -> dict[str, str | None]:
    """Columns of a table that hold one text, or nothing; numbers are not looked at."""
    constants: dict[str, str | None] = {}
    for name, column in rows.columns.items():
        if column.gaps == len(column):
            constants[name] = None
        elif column.text is not None:
            constants[name] = column.text
    return constants


def _shared(texts: Iterable[str | None]) -> dict[str, str | None]:
    """What every one of them says; nothing where one does not know."""
    shared: dict[str, str | None] | None = None
    for text in texts:
        mine: dict[str, str | None] = json.loads(text or "{}")
        shared = mine if shared is None else {k: v for k, v in shared.items() if k in mine and mine[k] == v}
    return shared or {}
