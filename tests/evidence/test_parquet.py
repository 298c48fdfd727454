"""What the engine is handed lies in the file, whole and in order; a full disk is said as one."""

from __future__ import annotations

import errno
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from podium.core.arrow import Table, from_values
from podium.core.arrow_stream import as_stream, stream_of
from podium.evidence import engine, parquet

FULL = Path("/dev/full")


def test_rows_lie_in_the_order_they_were_handed_over(tmp_path: Path) -> None:
    file = tmp_path / "it's.parquet"
    stream = stream_of(Table({"number": from_values(range(at, at + 999))}) for at in range(0, 99_900, 999))
    assert stream is not None
    parquet.write(stream, file)
    assert pq.read_table(file).column("number").to_pylist() == list(range(99_900))


def test_what_stopped_the_making_of_rows_is_raised_as_it_was(tmp_path: Path) -> None:
    def tables():
        yield Table({"number": from_values([1])})
        raise LookupError("no more")

    stream = stream_of(tables())
    assert stream is not None
    with pytest.raises(LookupError, match="no more"):
        parquet.write(stream, tmp_path / "file.parquet")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no full disk to try")
def test_a_full_disk_is_said_as_one() -> None:
    with pytest.raises(OSError, match="No space left") as fault:
        parquet.write(as_stream(Table({"number": from_values(range(99_999))})), FULL)
    assert fault.value.errno == errno.ENOSPC


def test_a_folder_that_is_not_there_is_a_fault_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError):  # noqa: PT011 - the engine says no more
        parquet.write(as_stream(Table({"number": from_values([1])})), tmp_path / "none" / "file.parquet")


def test_a_mistake_in_a_select_stays_one(tmp_path: Path) -> None:
    with engine.open_connection() as db, pytest.raises(engine.error(), match="nowhere"):
        parquet.copy(db, "FROM nowhere", tmp_path / "file.parquet")
