"""The snapshot readers open: the acts that live, each person once, in the order of time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from podium.evidence.event_columns import COLUMNS
from podium.evidence.event_parts import ALIKE

if TYPE_CHECKING:
    import duckdb

# Rows sorted at once: no sort ever holds more.
STRETCH = 30_000
_ENDS: Final = f"""SELECT DISTINCT at_s FROM (SELECT at_s, row_number() OVER (ORDER BY at_s) AS nth FROM events)
WHERE nth % {STRETCH} = 0 ORDER BY at_s"""


def _rows(*, has_links: bool, has_hidden: bool) -> str:
    """The SELECT of one stretch; links are joined and hidden acts looked up only where there are any."""
    people = {"actor": "coalesce(a.same_as, e.actor)", "subject": "coalesce(s.same_as, e.subject)"} if has_links else {}
    joins = " LEFT JOIN links a ON a.person = e.actor LEFT JOIN links s ON s.person = e.subject" if has_links else ""
    named = ", ".join(f"{people.get(name, f'e.{name}')} AS {name}" for name in COLUMNS if name != "deleted")
    return (
        f"SELECT {named}, e.connection AS connection FROM events e{joins} WHERE NOT e.deleted AND e.at_s > ? AND e.at_s <= ?"
        f"{' AND e.event_id NOT IN (SELECT event_id FROM hidden)' if has_hidden else ''} ORDER BY e.at_s, e.event_id"
    )


def write_snapshot(db: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    """Write the living rows of the view `events`, those not `hidden`, to a new file, stretch by stretch.

    Byte for byte the same for the same rows.
    """
    pq: Any = import_module("pyarrow.parquet")  # one checker has another release's types of it
    has_links, has_hidden = (
        bool(db.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()) for name in ("links", "hidden")
    )
    select = _rows(has_links=has_links, has_hidden=has_hidden)
    edges = [-(2**62), *(row[0] for row in db.execute(_ENDS).fetchall()), 2**62]
    writer, written = None, None
    # The engine sorts a stretch while the one before is written; neither holds the interpreter.
    with ThreadPoolExecutor(1, "snapshot") as pool:
        for after, until in pairwise(edges):
            rows = db.sql(select, params=[after, until]).to_arrow_table()
            writer = writer or pq.ParquetWriter(fresh, rows.schema, compression="zstd", use_dictionary=ALIKE)
            if written is not None:
                written.result()
            written = pool.submit(writer.write_table, rows)
        if written is not None:
            written.result()
    if writer is not None:
        writer.close()
