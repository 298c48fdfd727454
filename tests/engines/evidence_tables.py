"""What the views show, as plain tables that any engine can hold, and every SELECT of every signal."""

from __future__ import annotations

import random
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

import subject
from podium import signals
from podium.app.session import Session
from podium.core.time import Window
from podium.evidence.views.query import Evidence
from podium.evidence.views.sql_guard import VIEWS
from podium.laws.of_signals import busy, selects
from podium.laws.weeks import Week
from podium.mirror.look import Scope
from podium.system import paths

Tables = dict[str, pa.Table]
_WORD = re.compile(r"'([^']*)'")
# Columns no row is without; an engine that answers 0 for nothing is found out by them.
ALWAYS = frozenset({"at_s", "first_s", "ref", "verb", "what", "by_me", "stranger", "acts", "n_paths", "is_timed"})


def asked() -> dict[str, str]:
    """Every SELECT of every signal by name."""
    return {
        f"{signal.name}{f'-{n}' if n else ''}": select
        for signal in signals.every()
        for n, select in enumerate(selects(signal))
    }


def busy_tables(folder: Path) -> Tables:
    """A made-up half year of a team of seven."""
    week = Week(busy(1, acts=900), folder)
    return _tables_of(week.evidence, week.window())


def tables_of_history(clone: Path) -> Tables:
    """The views of all of a real history, as whoever wrote most of its newest thousand commits sees them."""
    with Session().mirror(as_most_active(clone)) as mirror:
        return _tables_of(mirror.evidence, Window(0, mirror.evidence.as_of_s))


def as_most_active(clone: Path) -> Scope:
    """A look at a real history as whoever wrote most of it lately; the home is theirs from then on."""
    words = ["git", "-C", str(clone), "log", "-1000", "--no-merges", "--format=%ae"]
    authors = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split("\n")
    (her, _), *_ = Counter(author for author in authors if author and "bot" not in author).most_common(1)
    subject.known_as(paths.home(), her)
    return Scope((clone,), me=(her,))


def _tables_of(evidence: Evidence, window: Window) -> Tables:
    tables: Tables = {}
    for view in sorted(VIEWS):
        # The word asks for what every file is known by, which only those questions need.
        select = f"select * from {view} where 'knows' is not null"
        evidence._run(select, window, "t")
        tables[view] = evidence._db.sql(select).to_arrow_table()
    return tables


def drawn_tables(shape: Tables, rows: Mapping[str, int], seed: int) -> Tables:
    """So many rows of each view, drawn: words the SELECTs ask for, small numbers, nothing at all now and then."""
    rng = random.Random(seed)
    words = sorted({word for select in asked().values() for word in _WORD.findall(select)})
    return {
        view: pa.table(
            {field.name: _column(rng, field, rows[view], words) for field in table.schema},
            schema=table.schema,
        )
        for view, table in shape.items()
    }


def _column(rng: random.Random, field: pa.Field, rows: int, words: list[str]) -> pa.Array:
    if pa.types.is_string(field.type):
        pool: list[Any] = (
            [f"{field.name}-{n}" for n in range(max(4, rows // 40))] if field.name in {"ref", "path"} else words
        )
    elif field.name in {"at_s", "end_s", "first_s", "last_s"}:
        pool = [1_760_000_000 + 600 * n for n in range(max(8, rows // 2))]
    elif pa.types.is_floating(field.type):
        pool = [n / 8 for n in range(9)]
    else:
        pool = [0, 0, 0, 1, 1, 1, 2, 3, 7, 40]
    if field.name not in ALWAYS:
        pool = [*pool, *[None] * max(1, len(pool) // 6)]
    return pa.array(rng.choices(pool, k=rows), type=field.type)


def on_duckdb(tables: Tables, select: str) -> pa.Table:
    """The answer podium gives."""
    with duckdb.connect() as db:
        for name, table in tables.items():
            db.register(name, table)
        return db.sql(select).to_arrow_table()


def differences(here: pa.Table, there: pa.Table) -> list[str]:
    """Every row that one of two answers holds more often than the other, and a column of another kind.

    A number is a number however it is stored; nothing is equal to nothing alone.
    """
    if here.num_columns != there.num_columns:
        return [f"{there.num_columns} columns for {here.num_columns}"]
    kinds = [
        (n, _kind(one.type), _kind(other.type))
        for n, (one, other) in enumerate(zip(here.columns, there.columns, strict=True))
        if one.null_count < len(one) and other.null_count < len(other)
    ]
    if odd := [f"column {n} is {other} for {one}" for n, one, other in kinds if one != other]:
        return odd
    with duckdb.connect() as db:
        for name, table in {"here": here, "there": there}.items():
            names = [f"c{n}" for n in range(table.num_columns)]
            db.register(f"{name}_as_it_came", table.rename_columns(names))
            cast = ", ".join(f"cast({n} as {_kind(c.type)}) as {n}" for n, c in zip(names, table.columns, strict=True))
            db.execute(f"create temp table {name} as select {cast} from {name}_as_it_came")
        return [
            f"only {one}: {row}"
            for one, other in (("here", "there"), ("there", "here"))
            for row in db.execute(f"select * from {one} except all select * from {other}").fetchall()
        ]


def _kind(column: pa.DataType) -> str:
    is_text = pa.types.is_string(column) or pa.types.is_large_string(column) or pa.types.is_binary(column)
    return "varchar" if is_text else "double"
