"""The pen of the event store: rows and cursors in one transaction, then a snapshot.

Rows, whole objects, vanished rows and cursors land together or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from podium.core.arrow import Table, from_array
from podium.core.arrow_stream import as_stream
from podium.evidence import parquet
from podium.evidence.event_marks import SeenMarks
from podium.evidence.events.columns import COLUMNS, table
from podium.evidence.events.complete_objects import LIVING, Wholes
from podium.evidence.events.part_files import Parts, alike_in
from podium.evidence.events.records import Added, Batch, Lot, StreamCoverage, Vanishing, batch_of
from podium.evidence.events.snapshot import write_snapshot
from podium.system import files

if TYPE_CHECKING:
    import duckdb

    from podium.core.event import Event
    from podium.evidence.event_marks import Marks
    from podium.evidence.events.columns import Veil
    from podium.evidence.events.records import Cursor, SourcePage

# Fewer known rows than this may vanish without a question; above it, losing more than half is not believed.
FEW = 20
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS cursors (
  connection VARCHAR, stream VARCHAR, cursor VARCHAR, complete_from_s BIGINT, complete_until_s BIGINT,
  PRIMARY KEY (connection, stream));
CREATE TABLE IF NOT EXISTS batches (
  run_no BIGINT PRIMARY KEY, connection VARCHAR, source VARCHAR, started_s BIGINT, ended_s BIGINT, requests BIGINT,
  events BIGINT, fresh BIGINT, missing VARCHAR, unknown VARCHAR, notes VARCHAR, doubts VARCHAR,
  limits VARCHAR);
ALTER TABLE batches ADD COLUMN IF NOT EXISTS told VARCHAR;
CREATE TABLE IF NOT EXISTS identities (person VARCHAR PRIMARY KEY, key VARCHAR);
CREATE TABLE IF NOT EXISTS unpublished (is_so BOOLEAN);
CREATE TABLE IF NOT EXISTS counted (
  connection VARCHAR, stream VARCHAR, events BIGINT, hours BIGINT, first_s BIGINT, last_s BIGINT);
CREATE TABLE IF NOT EXISTS links (person VARCHAR PRIMARY KEY, same_as VARCHAR, reason VARCHAR);
"""
# Fields of an account that one column holds together.
_TOLD_TOGETHER: Final = ("intake", "intake_s", "fault", "failed_s")
_SOILED: Final = "INSERT INTO unpublished VALUES (true)"
_MET: Final = (
    "SELECT actor FROM events WHERE actor IS NOT NULL UNION SELECT subject FROM events WHERE subject IS NOT NULL"
)
_ALL: Final = ", ".join(COLUMNS)
_DELETED: Final = _ALL.replace("deleted", "true AS deleted")
_DIGEST: Final = f"hash({_ALL}) AS digest"
_MARKS: Final = "SELECT hash(event_id) AS act, hash(object_id) AS object FROM incoming"
_NUMBERED: Final = f"(SELECT row_number() OVER () - 1 AS nth, *, {_DIGEST} FROM incoming)"
_DIGESTED: Final = f"SELECT * EXCLUDE nth FROM {_NUMBERED} WHERE nth NOT IN (SELECT unnest(?::BIGINT[])) ORDER BY nth"
# All but one row of each act that comes twice, whichever order they came in.
_TWICE: Final = f"""SELECT nth FROM {_NUMBERED}
QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY revision DESC, digest DESC) > 1"""
_VANISHED: Final = (
    "WHERE connection = ? AND stream = ? AND NOT deleted AND hash(event_id) NOT IN (SELECT mark FROM seen)"
)
_MOVE: Final = (
    "UPDATE cursors SET cursor = ?, complete_from_s = ?, complete_until_s = ? WHERE connection = ? AND stream = ?"
)
_BEGIN: Final = """INSERT INTO cursors (cursor, complete_from_s, complete_until_s, connection, stream)
VALUES (?, ?, ?, ?, ?)"""
_WAS_THERE: Final = "SELECT 1 FROM incoming i JOIN before k ON k.event_id = i.event_id LIMIT 1"
_KNOWN: Final = f"""SELECT i.nth, k.event_id, k.place,
  i.revision > k.revision OR (i.revision = k.revision AND i.digest <> k.digest) AS is_newer
FROM {_NUMBERED} i
JOIN events k ON k.event_id = i.event_id"""


class Writer:
    """An open store. One transaction per `add`: rows and cursor, or neither."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, veil: Veil, root: Path) -> None:
        """Make the tables where they are missing."""
        self._db = connection
        self._veil = veil
        self._root = root
        self._forget_older_form()
        self._db.execute(_SCHEMA)
        self._parts = Parts(connection, root)
        self._wholes = Wholes(connection, had_rows=self._parts.had_rows)
        self._met = SeenMarks()
        self._seen: dict[tuple[str, str], list[Marks]] = {}
        # Also after a kill between the rows and their snapshot.
        is_stale = bool(self._all("SELECT 1 FROM unpublished LIMIT 1"))
        self._is_stale = is_stale or not (root / "events.parquet").exists()

    def cursors(self, connection: str) -> dict[str, Cursor]:
        """Where each stream of a connection stopped."""
        rows = self._all("SELECT stream, cursor FROM cursors WHERE connection = ? AND cursor IS NOT NULL", connection)
        return {stream: json.loads(cursor_text) for stream, cursor_text in rows}

    def begin(self, connection: str, source: str, now_s: int) -> Batch:
        """Start a run; its account is written by `end`."""
        run_no = self._all("SELECT coalesce(max(run_no), 0) + 1 FROM batches")[0][0]
        self._seen = {key: marks for key, marks in self._seen.items() if key[0] != connection}
        batch = Batch(run_no, connection, source, now_s)
        for earlier in self.batches():
            if earlier.connection == connection:
                batch.carry_over(earlier)
        self._write_batch(batch)
        return batch

    def lot(self, pages: Sequence[SourcePage]) -> Lot:
        """Pages made ready to be kept; may be asked for while another lot is being kept."""
        events_by_stream: dict[str, list[Sequence[Event]]] = {}
        for page in pages:
            if page.events:
                events_by_stream.setdefault(page.stream, []).append(page.events)
        return Lot(pages, {stream: table(events, self._veil) for stream, events in events_by_stream.items()})

    def add(self, batch: Batch, lot: Lot, *, believe: bool = False) -> Added:
        """Keep pages in one transaction: rows, whole objects, vanished rows and cursors together.

        Raises:
            Vanishing: more than half of a stream's rows would be gone and `believe` is not set; nothing is kept.
        """
        self._db.execute("BEGIN")
        try:
            added = self._add(batch, lot, believe=believe)
            is_changed = bool(added.fresh or added.changed or added.gone)
            if is_changed and not self._is_stale:
                self._db.execute(_SOILED)
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            self._parts.show()
            raise
        self._is_stale = self._is_stale or is_changed
        batch.events += sum(len(page.events) for page in lot.pages)
        batch.fresh += added.fresh
        return added

    def end(self, batch: Batch, now_s: int) -> None:
        """Write the account of a run."""
        batch.ended_s = now_s
        self._write_batch(batch)

    def veiled_unless_listed(self, key: str) -> str:
        """An identity key as the store may keep it: in clear for people the manager listed, else veiled."""
        person = self._veil.person(key)
        return key if person is None or person in self._veil.listed else person

    def listed(self) -> dict[str, str]:
        """Store key -> identity key of everybody met whom the manager listed, in this run or an earlier one."""
        return dict(self._all("SELECT person, key FROM identities")) | self._veil.listed

    def link(self, links: Iterable[tuple[str, str, str]]) -> None:
        """Say which identities are one person: (key, same as key, reason). Rows keep what they had: revocable.

        Links whose reason begins with `listed` are replaced as a whole: what left the list is undone.
        """
        rows = {(self._veil.person(a), self._veil.person(b), reason) for a, b, reason in links if a != b}
        known_links = set(self._all("SELECT person, same_as, reason FROM links"))
        if rows | {row for row in known_links if not row[2].startswith("listed")} == known_links:
            return
        self._db.execute("BEGIN; DELETE FROM links WHERE reason LIKE 'listed%'")
        for row in sorted(rows, key=str):
            self._db.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?)", list(row))
        self._db.execute(_SOILED)
        self._db.execute("COMMIT")
        self._is_stale = True

    def forget(self, connection: str) -> int:
        """Remove rows, cursors and accounts of one connection, and the names nothing speaks of any more."""
        count: int = self._all("SELECT count(*) FROM events WHERE connection = ?", connection)[0][0]
        self._db.execute("BEGIN")
        self._parts.forget(connection)
        for name in ("wholes", "cursors", "batches"):
            self._db.execute(f"DELETE FROM {name} WHERE connection = ?", [connection])
        for name in ("identities", "links"):
            self._db.execute(f"DELETE FROM {name} WHERE person NOT IN ({_MET})")
        self._db.execute(_SOILED)
        self._db.execute("COMMIT")
        self._parts.sweep()
        self._is_stale = True
        return count

    def copy(self, draft: Path) -> None:
        """A store of what is left: deleting alone leaves the deleted bytes in the file."""
        self._db.execute(f"ATTACH '{str(draft).replace(chr(39), chr(39) * 2)}' AS draft")
        (own,) = self._all("SELECT current_database()")[0]
        self._db.execute(f'COPY FROM DATABASE "{own}" TO draft')
        self._db.execute("DETACH draft")

    def batches(self) -> list[Batch]:
        """The last account of each connection."""
        rows = self._all(
            "SELECT * FROM batches QUALIFY row_number() OVER (PARTITION BY connection ORDER BY run_no DESC) = 1"
        )
        return [_batch(row) for row in rows]

    def publish(self) -> None:
        """Swap in a snapshot of the living rows when one changed, then the account of coverage and runs."""
        if self._is_stale:
            self._fold()
            self._wholes.hide()
            self._count()
            fresh = self._root / ".events.parquet"
            write_snapshot(self._db, self._parts.alike(), fresh)
            files.publish(fresh, self._root / "events.parquet")
            self._db.execute("DELETE FROM unpublished")
            self._is_stale = False
        account = msgspec.to_builtins({"coverage": self._coverage(), "batches": self.batches()})
        files.write(self._root / "coverage.json", json.dumps(account, sort_keys=True))

    def _fold(self) -> None:
        """Many small files become one, in a transaction of its own."""
        self._db.execute("BEGIN")
        try:
            self._parts.fold()
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            self._parts.show()
            raise
        self._parts.sweep()

    def _forget_older_form(self) -> None:
        """A store of an older form is read anew from its sources."""
        if self._all("SELECT 1 FROM duckdb_tables() WHERE table_name IN ('events', 'objects')"):
            for name in ("events", "objects", "cursors", "parts", "outdated"):
                self._db.execute(f"DROP TABLE IF EXISTS {name}")

    def _add(self, batch: Batch, lot: Lot, *, believe: bool) -> Added:
        self._wholes.settle()
        additions = [self._upsert(batch, stream, rows) for stream, rows in lot.tables.items()]
        removed = 0
        for stream in sorted({page.stream for page in lot.pages}):
            mine = [page for page in lot.pages if page.stream == stream]
            removed += self._hide(batch, stream, mine, believe=believe)
            self._keep_cursor(batch.connection, stream, mine)
        self._keep_listed()
        return Added(sum(added.fresh for added in additions), sum(added.changed for added in additions), removed)

    def _hide(self, batch: Batch, stream: str, pages: Sequence[SourcePage], *, believe: bool) -> int:
        """Rows that are gone by what the pages say; Vanishing when that is most of the stream."""
        removed = self._wholes.mark(batch.connection, stream, pages)
        if any(page.is_whole_stream for page in pages):
            removed += self._sweep(batch, stream)
        if removed < FEW // 2 or believe:
            return removed
        still_alive = self._alive(batch.connection, stream)
        if removed + still_alive >= FEW and removed > still_alive:
            raise Vanishing(
                f"{removed:,} of {removed + still_alive:,} known records of `{stream}` would be gone; this is not believed",
                where=batch.connection,
                next_step=f"if it is true: `podium sync {batch.connection} --believe`",
            )
        return removed

    def _upsert(self, batch: Batch, stream: str, rows: Table) -> Added:
        """Append what is new or newer than what is known; the known rows it replaces are outdated."""
        with parquet.handed_over(self._db, "incoming", as_stream(rows)):
            marks = self._db.execute(_MARKS).fetchnumpy()
            acts = np.asarray(marks["act"], np.uint64)
            self._wholes.saw(np.unique(marks["object"]))
            self._seen.setdefault((batch.connection, stream), []).append(acts)
            stays = {nth for (nth,) in self._all(_TWICE)} if len(np.unique(acts)) < len(rows) else set[int]()
            known_rows: list[tuple[Any, ...]] = []
            if self._met.has_any(acts) or (self._parts.had_rows and self._all(_WAS_THERE)):
                known_rows = [row for row in self._all(_KNOWN) if row[0] not in stays]
            self._met.add(acts)
            stays |= {nth for nth, _, _, is_newer in known_rows if not is_newer}
            self._outdate([(event_id, place) for _, event_id, place, is_newer in known_rows if is_newer])
            select = _DIGESTED if stays else f"SELECT *, {_DIGEST} FROM incoming"
            values = [sorted(stays)] if stays else []
            added = self._parts.append(select, batch.connection, stream, alike_in(rows), values)
        changed = sum(is_newer for _, _, _, is_newer in known_rows)
        return Added(added - changed, changed)

    def _outdate(self, old: Sequence[tuple[str, int]]) -> None:
        if old:
            ids, places = (list(column) for column in zip(*old, strict=True))
            self._parts.outdate("SELECT unnest(?::VARCHAR[]) AS event_id, unnest(?::BIGINT[]) AS place", [ids, places])

    def _sweep(self, batch: Batch, stream: str) -> int:
        """Acts of a stream that were there and that this run has not seen are told to be gone."""
        mine = [batch.connection, stream]
        before = self._alive(*mine)
        marks = from_array(np.concatenate([np.array([], np.uint64), *self._seen.pop((mine[0], stream), [])]))
        with parquet.handed_over(self._db, "seen", as_stream(Table({"mark": marks}))):
            self._db.execute(
                "CREATE OR REPLACE TEMP TABLE vanished AS SELECT event_id, place FROM events " + _VANISHED, mine
            )
        rows = f"SELECT {_DELETED}, cast(0 AS UBIGINT) AS digest FROM events SEMI JOIN vanished USING (event_id, place)"
        self._parts.append(rows, mine[0], mine[1], {})
        self._parts.outdate("FROM vanished")
        self._db.execute("DROP TABLE vanished")
        return before - self._alive(*mine)

    def _keep_cursor(self, connection: str, stream: str, pages: Sequence[SourcePage]) -> None:
        question = "SELECT cursor, complete_from_s, complete_until_s FROM cursors WHERE connection = ? AND stream = ?"
        rows = self._all(question, connection, stream)
        cursor, first, last = rows[0] if rows else (None, None, None)
        for page in pages:
            if page.complete_from_s is not None and last is not None and page.complete_from_s > last:
                first, last = page.complete_from_s, page.complete_until_s
            first = _pick(min, first, page.complete_from_s)
            last = _pick(max, last, page.complete_until_s)
            cursor = cursor if page.cursor is None else json.dumps(dict(page.cursor), sort_keys=True)
        # The engine replaces a row with a key at four times the price.
        self._db.execute(_MOVE if rows else _BEGIN, [cursor, first, last, connection, stream])

    def _keep_listed(self) -> None:
        for person, key in sorted(self._veil.listed.items()):
            self._db.execute("INSERT OR REPLACE INTO identities VALUES (?, ?)", [person, key])

    def _alive(self, connection: str, stream: str) -> int:
        count: int = self._all(f"SELECT count(*) {LIVING} AND e.connection = ? AND e.stream = ?", connection, stream)[
            0
        ][0]
        return count

    def _count(self) -> None:
        """Count the living rows of each stream; kept, as a sync that changes nothing need not count again."""
        self._db.execute(
            """BEGIN; DELETE FROM counted; INSERT INTO counted
            SELECT connection, stream, count(*), count(local_hour), min(at_s), max(at_s) FROM events
            WHERE NOT deleted AND event_id NOT IN (SELECT event_id FROM hidden) GROUP BY ALL; COMMIT"""
        )

    def _coverage(self) -> list[StreamCoverage]:
        rows = self._all(
            """WITH ran AS (SELECT connection, min(source) AS source FROM batches GROUP BY ALL)
            SELECT c.connection, coalesce(r.source, ''), c.stream, coalesce(l.events, 0), coalesce(l.hours, 0), l.first_s,
              l.last_s, c.complete_from_s, c.complete_until_s
            FROM cursors c LEFT JOIN counted l ON l.connection = c.connection AND l.stream = c.stream
            LEFT JOIN ran r ON r.connection = c.connection ORDER BY c.connection, c.stream"""
        )
        return [StreamCoverage(*row) for row in rows]

    def _write_batch(self, batch: Batch) -> None:
        kept = msgspec.to_builtins(batch)
        told = json.dumps({name: kept.pop(name) for name in _TOLD_TOGETHER}, sort_keys=True)
        values = [v if isinstance(v, int | str | None) else json.dumps(v, sort_keys=True) for v in kept.values()]
        values.append(told)
        self._db.execute(f"INSERT OR REPLACE INTO batches VALUES ({', '.join('?' * len(values))})", values)

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._db.execute(sql, list(values)).fetchall()
        return rows


def _batch(row: tuple[Any, ...]) -> Batch:
    names = [name for name in Batch.__struct_fields__ if name not in _TOLD_TOGETHER]
    plain = dict(zip(names, [*row[:8], *map(json.loads, row[8:-1])], strict=True))
    return batch_of(plain | json.loads(row[-1] or "{}"))


def _pick(choose: Callable[..., int], old: int | None, new: int | None) -> int | None:
    return new if old is None else old if new is None else choose(old, new)
