"""What is asked of the stored commits before any evidence is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.evidence import engine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from podium.evidence.views.inputs import Clone


def identities(parts: Sequence[Path]) -> list[str]:
    """Every spelling of an author or committer in the kept files."""
    if not parts:
        return []
    with engine.open_connection() as db:
        rows = db.execute(
            "select author from read_parquet($files) group by 1 union select committer from read_parquet($files) group by 1",
            {"files": [str(p) for p in parts]},
        ).fetchall()
    return sorted(row[0] for row in rows)


def newest(clones: Sequence[Clone], *, before_s: int) -> int | None:
    """The instant of the newest commit before another instant, epoch seconds; None without commits."""
    files = [str(part) for clone in clones for part in clone.parts]
    if not files:
        return None
    with engine.open_connection() as db:
        row = db.execute(
            "select max(committer_at) from read_parquet($files) where committer_at < $before",
            {"files": files, "before": before_s},
        ).fetchall()
    return int(row[0][0]) if row and row[0][0] is not None else None
