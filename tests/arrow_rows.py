"""Columns of ours read by Arrow itself, an independent reader."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from podium.core.arrow import Column, Table
from podium.core.arrow_stream import as_stream


def as_arrow(table: Table) -> pa.Table:
    """The table as Arrow reads it, checked to the last byte, in memory of its own: ours is let go at once."""
    written = pa.BufferOutputStream()
    stream = as_stream(table)
    reader = pa.RecordBatchReader.from_stream(stream)
    with pa.ipc.new_stream(written, reader.schema) as out:
        for batch in reader:
            batch.validate(full=True)
            out.write_batch(batch)
    del batch, reader
    stream.close()
    with pa.ipc.open_stream(written.getvalue()) as copy:
        read: pa.Table = copy.read_all()
    return read


def rows(table: Table) -> list[dict[str, Any]]:
    """The table as Arrow shows its rows."""
    shown: list[dict[str, Any]] = as_arrow(table).to_pylist()
    return shown


def values(column: Column) -> list[Any]:
    """The values of one column as Arrow shows them."""
    shown: list[Any] = as_arrow(Table({"column": column})).column(0).to_pylist()
    return shown
