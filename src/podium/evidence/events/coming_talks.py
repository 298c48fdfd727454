"""The 1:1s that lie ahead in a calendar: when they begin, and the veiled key of the other."""

from __future__ import annotations

from pathlib import Path

# An invitation she has not answered is a talk she may hold; one she or the other declined is none.
_COMING = """
SELECT DISTINCT at_s, coalesce(subject, '') FROM read_parquet(?) WHERE work_type = 'one_on_one' AND verb IN ('met', 'invited')
AND at_s > ? AND at_s <= ? AND dur_s < 43200
AND object_id NOT IN (
    SELECT object_id FROM read_parquet(?) WHERE verb IN ('declined', 'cancelled') AND object_id IS NOT NULL)
ORDER BY ALL LIMIT 50
"""


def coming_talks(snapshot: Path, after_s: int, until_s: int) -> tuple[tuple[int, str], ...]:
    """When each begins, as seconds since 1970, and with whom as the store writes them; the next one first."""
    import duckdb

    with duckdb.connect() as db:
        rows = db.execute(_COMING, [str(snapshot), after_s, until_s, str(snapshot)]).fetchall()
    return tuple((int(at_s), str(subject)) for at_s, subject in rows)
