"""Parquet files, written by the engine from what it is handed."""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from errno import EIO
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from podium.core.errors import CannotRead
from podium.evidence import engine

if TYPE_CHECKING:
    import duckdb

    from podium.core.arrow_stream import Chain, Stream

GROUP_ROWS: Final = 122_880
ERRNO: Final = re.compile(r'"errno": ?"(\d+)"')


def quoted(path: Path) -> str:
    """A path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")


def listed(files: Iterable[Path]) -> str:
    """Paths as a list in SQL."""
    named = ", ".join(f"'{quoted(file)}'" for file in files)
    return f"[{named}]"


@contextmanager
def handed_over(db: duckdb.DuckDBPyConnection, name: str, stream: Stream | Chain) -> Generator[None]:
    """Let SELECTs name the rows of a stream; what stopped their making is raised as it was."""
    import_module("duckdb")  # its engine alone reads no Arrow
    db.register(name, stream)
    try:
        yield
    except engine.error():
        if stream.fault is not None:
            raise stream.fault from None
        raise
    finally:
        with suppress(engine.error()):  # a broken transaction lets nothing be dropped; its end does
            db.unregister(name)
        stream.close()


@contextmanager
def reading(where: Path, what: str, next_step: str) -> Generator[None]:
    """Say in words that files of podium's own are broken, whatever the engine calls it.

    Raises:
        CannotRead: they are.
    """
    try:
        yield
    except engine.error() as fault:
        kinds = engine.module()
        if not isinstance(fault, kinds.IOException | kinds.InvalidInputException) and type(fault) is not kinds.Error:
            raise  # a SELECT of ours that is wrong
        raise CannotRead(f"{what} is broken", where=str(where), next_step=next_step) from fault


def write(stream: Stream, file: Path) -> None:
    """Write the rows of a stream to a new file.

    Raises:
        OSError: the disk refused.
    """
    with engine.open_connection() as db, handed_over(db, "handed", stream):
        copy(db, "FROM handed", file)


def copy(
    db: duckdb.DuckDBPyConnection,
    select: str,
    file: Path,
    *,
    group_rows: int = GROUP_ROWS,
    values: Sequence[object] = (),
) -> int:
    """Write what a SELECT gives to a new file, in bounded memory and the order it comes in; returns the rows.

    Raises:
        OSError: the disk refused.
    """
    kind = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {group_rows}"
    try:
        rows = db.execute(f"COPY ({select}) TO '{quoted(file)}' ({kind})", list(values)).fetchall()
    except engine.module().IOException as fault:
        number = ERRNO.search(str(fault))
        code = int(number[1]) if number else EIO
        raise OSError(code, os.strerror(code), str(file)) from None
    return int(rows[0][0])
