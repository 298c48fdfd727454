"""Objects that were told completely: what they no longer hold is gone.

Every act of such an object with a smaller revision is gone. An object that vanished is told with no acts and a greater
revision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import lt
from typing import TYPE_CHECKING, Final

import numpy as np

from podium.core.arrow import Table, from_values
from podium.core.arrow_stream import as_stream
from podium.core.event_batch import Sheet
from podium.evidence import parquet
from podium.evidence.event_marks import SeenMarks

if TYPE_CHECKING:
    import duckdb

    from podium.evidence.event_marks import Marks
    from podium.evidence.events.records import SourcePage

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS wholes (connection VARCHAR, stream VARCHAR, object_id VARCHAR, whole BIGINT);
"""
# Rows of the view `events` that live: not deleted, and not older than their object as it was told last.
LIVING: Final = """
FROM events e LEFT JOIN wholes o ON o.connection = e.connection AND o.stream = e.stream AND o.object_id = e.object_id
WHERE NOT e.deleted AND e.revision >= coalesce(o.whole, e.revision)"""
# Acts their object no longer holds; told once, as joining every stretch with every object would take most of the time.
_HIDE: Final = """CREATE OR REPLACE TEMP TABLE hidden AS SELECT e.event_id FROM events e
JOIN wholes o ON o.connection = e.connection AND o.stream = e.stream AND o.object_id = e.object_id
WHERE e.revision < o.whole"""
_GONE: Final = """SELECT count(*) FROM (
  SELECT e.* FROM events e JOIN told t ON t.object_id = e.object_id
  WHERE e.revision < t.whole AND NOT e.deleted AND e.connection = ? AND e.stream = ?) e
LEFT JOIN wholes o ON o.connection = e.connection AND o.stream = e.stream AND o.object_id = e.object_id
WHERE e.revision >= coalesce(o.whole, e.revision)"""
_OUTDO: Final = """DELETE FROM wholes o WHERE o.connection = ? AND o.stream = ?
AND EXISTS (SELECT 1 FROM told t WHERE t.object_id = o.object_id AND t.whole > o.whole)"""
_KEEP: Final = """INSERT INTO wholes SELECT ?, ?, object_id, whole FROM told t WHERE NOT EXISTS
(SELECT 1 FROM wholes o WHERE o.connection = ? AND o.stream = ? AND o.object_id = t.object_id)"""


class Wholes:
    """The table of such objects. Whoever calls has a transaction open."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, *, had_rows: bool) -> None:
        """Make the table where it is missing; `had_rows` says whether the store holds acts already."""
        self._db = connection
        self._db.execute(SCHEMA)
        self._had_rows = self._may_hide = had_rows
        self._had_wholes = bool(self._db.execute("SELECT 1 FROM wholes LIMIT 1").fetchall())
        self._met, self._told = SeenMarks(), SeenMarks()
        self._latest: list[Marks] = []

    def mark(self, connection: str, stream: str, pages: Sequence[SourcePage]) -> int:
        """Keep what the pages tell completely; returns how many living acts are gone by that."""
        whole = _told(pages)
        if not whole:
            return 0
        columns = {"object_id": from_values(tuple(whole)), "whole": from_values(tuple(whole.values()))}
        with parquet.handed_over(self._db, "told", as_stream(Table(columns))):
            mine, marks = [connection, stream], self._marks()
            is_known = self._had_rows or self._met.has_any(marks) or _tells_older(pages, whole)
            self._may_hide = self._may_hide or is_known
            newly_gone: int = self._db.execute(_GONE, mine).fetchall()[0][0] if is_known else 0
            if self._had_wholes or self._told.has_any(marks):
                self._db.execute(_OUTDO, mine)
                self._db.execute(_KEEP, mine * 2)
            else:
                self._db.execute("INSERT INTO wholes SELECT ?, ?, object_id, whole FROM told", mine)
            self._told.add(marks)
        return newly_gone

    def hide(self) -> None:
        """List the acts that do not live in the table `hidden`, for whoever reads all rows."""
        self._db.execute(_HIDE if self._may_hide else f"{_HIDE} AND false")

    def saw(self, marks: Marks) -> None:
        """Acts on these objects (`hash(object_id)`) are kept in this transaction."""
        self._latest.append(marks)

    def settle(self) -> None:
        """A new transaction begins."""
        for marks in self._latest:
            self._met.add(marks)
        self._latest = []

    def _marks(self) -> Marks:
        told = self._db.execute("SELECT hash(object_id) AS mark FROM told").fetchnumpy()
        return np.asarray(told["mark"], np.uint64)


def _told(pages: Sequence[SourcePage]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for page in pages:
        for object_id, revision in page.whole.items():
            whole[object_id] = max(revision, whole.get(object_id, revision))
    return whole


def _tells_older(pages: Sequence[SourcePage], whole: Mapping[str, int]) -> bool:
    """Whether an act of these pages is older than its own object."""
    for page in pages:
        acts = page.events
        if isinstance(acts, Sheet):
            revisions, objects = acts.revision, acts.object_id
        else:
            revisions, objects = [act.revision for act in acts], [act.object_id for act in acts]
        if any(map(lt, revisions, map(whole.get, objects, revisions))):
            return True
    return False
