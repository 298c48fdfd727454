"""Made-up acts of an organisation as partitioned Parquet: a quarter and a bucket of managers a file, sorted by manager.

Everything is integer hashing of the row's number, so the same size gives the same rows. A team is ten people, one of whom
manages; events per person are even, which real organisations are not.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from podium.core.time import DAY_S
from podium.evidence.views.sql_guard import VIEWS
from podium.laws.weeks import Week

PER_MANAGER = 10_000
WEEKS, FIRST_S = 104, 1_736_121_600
BUCKET = 20
_VERBS = (
    "authored",
    "arrived",
    "seen",
    "touched",
    "merged",
    "reviewed",
    "commented",
    "closed",
    "opened",
    "acknowledged",
    "met",
)
_KINDS = ("feature", "fix", "incident", "improvement", "docs", "chore", "unclear")
_OBJECTS = ("commit", "commit", "commit", "change", "issue", "incident")


@cache
def shapes() -> dict[str, pa.Schema]:
    """The columns of every view; found out once."""
    with tempfile.TemporaryDirectory() as folder:
        week = Week("2026-03-02 10:00+0100 ana wrote c1 a.py", Path(folder))
        return {view: week.evidence.view_table(view, week.window()).schema for view in sorted(VIEWS)}


def _pick(words: tuple[str, ...], salt: int) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"list_extract([{listed}], 1 + cast(hash(i * 64 + {salt}) % {len(words)} as integer))"


def _number(most: int, salt: int) -> str:
    return f"cast(hash(i * 64 + {salt}) % {most} as integer)"


def write(folder: Path, events: int) -> None:
    """Write the acts of `events // 10,000` managers, two years of them."""
    managers, quarters = max(1, events // PER_MANAGER), WEEKS // 13
    of_quarter = PER_MANAGER // quarters
    with duckdb.connect() as db:
        db.execute("set preserve_insertion_order = false")
        db.execute("set memory_limit = '4GB'")
        for quarter in range(quarters):
            first_s = FIRST_S + quarter * 13 * 7 * DAY_S
            rows = f"""
                select manager, at_s, ref, verb, kind, object_kind, path, person, by_me, on_others, off_hours, n_paths,
                       manager // {BUCKET} as bucket
                from (
                    select (i // {of_quarter}) % {managers} as manager,
                           {first_s} + cast(hash(i * 64 + 1) % {13 * 7 * DAY_S} as bigint) as at_s,
                           'c' || ((i // 4) % {PER_MANAGER}) as ref, {_pick(_VERBS, 2)} as verb, {_pick(_KINDS, 3)} as kind,
                           {_pick(_OBJECTS, 4)} as object_kind, 'src/f' || {_number(200, 5)} || '.py' as path,
                           {_number(10, 6)} as person, cast(hash(i * 64 + 6) % 10 = 0 as integer) as by_me,
                           {_number(2, 7)} as on_others, {_number(5, 8)} // 4 as off_hours, 1 + {_number(8, 9)} as n_paths
                    from range({quarter * managers * of_quarter}, {(quarter + 1) * managers * of_quarter}) t(i)
                )
            """
            db.execute(
                f"copy (select * from ({rows}) order by manager, at_s) to '{folder / f'quarter={quarter}'}'"
                " (format parquet, partition_by (bucket), row_group_size 8192, compression zstd)"
            )


def views_of(db: duckdb.DuckDBPyConnection, folder: Path, manager: int | None, schemas: dict[str, pa.Schema]) -> None:
    """The views of one manager as tables, read from her bucket alone; of everybody as one team when None."""
    bucket = "*" if manager is None else str(manager // BUCKET)
    files = f"read_parquet('{folder}/quarter=*/bucket={bucket}/*.parquet', hive_partitioning = false)"
    if manager is not None:
        files = f"(select * from {files} where manager = {manager})"
    for text in views(schemas, files, "view" if manager is None else "temp table"):
        db.execute(text)


def views(schemas: dict[str, pa.Schema], source: str, made: str) -> list[str]:
    """The statements that make the views of what a source holds, for any engine."""
    acts = (
        f"create {made} acts as select a.*, cast(floor((floor(at_s / {DAY_S}.0) - 4) / 7.0) as integer) as week_no,"
        f" 1 as is_timed, 1 as on_main, 'git' as source, cast(floor(at_s / {DAY_S}.0) as integer) as day_no,"
        f" 'wrote' as clock, 'web' as repo, 'no mark' as hand from {source} a"
    )
    texts = [acts]
    for view, of in {
        "mine": "acts where by_me = 1",
        "ours": "acts",
        "written": "acts where 1 = 0",
        "splits": "acts where 1 = 0",
    }.items():
        columns = [_column(field) for field in schemas[view]]
        texts.append(f"create {made} {view} as select {', '.join(columns)} from {of}")
    crowd = "week_no, verb, person as stranger, by_me, path, count(*) as acts, min(at_s) as first_s"
    texts.append(f"create {made} crowd as select {crowd} from acts group by week_no, verb, person, by_me, path")
    return texts


_HELD = frozenset(
    {
        "at_s", "ref", "verb", "kind", "object_kind", "path", "by_me", "on_others", "off_hours", "n_paths", "week_no",
        "is_timed", "on_main", "source", "day_no", "clock", "repo", "hand",
    }
)  # fmt: skip


def _column(field: pa.Field) -> str:
    if field.name in _HELD:
        return field.name
    kind = (
        "varchar(9)" if pa.types.is_string(field.type) else "double" if pa.types.is_floating(field.type) else "bigint"
    )
    return f"cast(null as {kind}) as {field.name}"
