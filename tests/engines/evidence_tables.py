"""What the views show, as plain tables that any engine can hold, and every SELECT of every signal."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from podium import signals
from podium.evidence.views.sql_guard import VIEWS
from podium.laws.of_signals import busy, selects
from podium.laws.weeks import Week

Rows = list[tuple[Any, ...]]
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


def tables_of(week: Week) -> Tables:
    """The views of a made-up half year, as they stand."""
    return {view: week.evidence.view_table(view, week.window()) for view in sorted(VIEWS)}


def busy_tables(folder: Path) -> Tables:
    """A made-up half year of a team of seven."""
    return tables_of(Week(busy(1, acts=900), folder))


def drawn_tables(shape: Tables, rows: int, seed: int) -> Tables:
    """As many rows of every view, drawn: words the SELECTs ask for, small numbers, nothing at all now and then."""
    rng = random.Random(seed)
    words = sorted({word for select in asked().values() for word in _WORD.findall(select)})
    return {
        view: pa.table(
            {field.name: _column(rng, field, rows, words) for field in table.schema},
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


def on_duckdb(tables: Tables, select: str) -> Rows:
    """The answer podium gives."""
    with duckdb.connect() as db:
        for name, table in tables.items():
            db.register(name, table)
        return in_order(db.execute(select).fetchall())


def in_order(rows: Any) -> Rows:
    """Rows in one order and one way of writing numbers; nothing stays nothing."""
    return sorted((tuple(_plain(value) for value in row) for row in rows), key=repr)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
