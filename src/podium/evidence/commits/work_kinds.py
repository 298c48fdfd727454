"""Kinds of work, judged once per commit and kept until the judge changes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from podium.evidence import engine, parquet
from podium.text.work_kind import classify

Row = tuple[str | float, ...]
# The kind, how sure the judge is of it, and the odds of every kind.
COLUMNS = ("kind", "p", *(f"odds_{kind}" for kind in classify.KINDS))
# Grows with the judge: rules or weights.
VERSION = 3


class Kinds:
    """A kept answer for each commit hash; the file is named for the judge's version, so a new judge starts afresh."""

    def __init__(self, root: Path) -> None:
        """Use the folder of kept traces."""
        self._file = root / f"kinds-{VERSION}.parquet"
        self._known: dict[str, Row] | None = None
        self._is_changed = False

    def of(self, rows: Sequence[tuple[str, str, list[str], int]]) -> Mapping[str, Row]:
        """Kind, certainty and odds for (hash, message, paths, number of paths)."""
        row_by_hash = self._load()
        for name, message, paths, n_paths in rows:
            if name not in row_by_hash:
                judged_kind = classify.classify(message, paths, n_paths)
                row_by_hash[name] = (judged_kind.kind, judged_kind.p, *judged_kind.odds)
                self._is_changed = True
        return {row[0]: row_by_hash[row[0]] for row in rows}

    def add(self, rows: Mapping[str, Row]) -> None:
        """Take over answers that were given before."""
        self._load().update(rows)
        self._is_changed = True

    def _load(self) -> dict[str, Row]:
        if self._known is None:
            self._known = _read(self._file)
        return self._known

    def keep(self) -> None:
        """Write what was learnt; a lost race costs a second judging, nothing else."""
        if not self._is_changed or self._known is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{os.getpid()}.draft")
        rows = [[name, *self._known[name]] for name in sorted(self._known)]
        odds = ", ".join(f"{column} double" for column in COLUMNS[1:])
        with engine.open_connection() as db:
            db.execute(f"create temp table kinds (hash varchar, kind varchar, {odds})")
            engine.fill(db, "kinds", ["hash", *COLUMNS], rows)
            parquet.copy(db, "from kinds", draft)
        draft.replace(self._file)  # whole or not there; what a power cut breaks is judged again
        self._is_changed = False


def _read(file: Path) -> dict[str, Row]:
    if not file.is_file():
        return {}
    try:
        with engine.open_connection() as db:
            select = f"select hash, {', '.join(COLUMNS)} from read_parquet($file)"
            rows = db.execute(select, {"file": str(file)}).fetchall()
    except engine.error():
        # A cache: what cannot be read is judged again.
        return {}
    return {row[0]: row[1:] for row in rows}
