"""A parquet file with any of its bytes changed, or whose pages lie: a clear error or fewer rows, in bounded memory."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOM = 1 << 30
# Reads every file named, in a program of its own: a crash of the library would end it, not the tests.
READ = """
import json, sys
from pathlib import Path
from podium.core.errors import Stop
from podium.sources import budget, parquet
from podium.sources.records import Tally
ended = []
for name in sys.argv[1:]:
    spending = budget.Spending(budget.FILE, Tally("rows"), Path(name).stat().st_size)
    rows = 0
    try:
        for _ in parquet.rows_of(Path(name), frozenset({"id", "says", "tags", "at"}), spending):
            rows += 1
        ended.append(["rows", rows])
    except Stop as stop:
        ended.append(["stop", stop.what])
print(json.dumps(ended))
"""
CODECS = ("none", "snappy", "zstd", "gzip")


def read_confined(*files: Path) -> list[tuple[str, object]]:
    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (ROOM, ROOM))
        resource.setrlimit(resource.RLIMIT_CPU, (200, 200))

    ended = subprocess.run(
        [sys.executable, "-c", READ, *map(str, files)], capture_output=True, check=False, preexec_fn=confine
    )
    assert ended.returncode == 0, ended.stderr.decode()[-2_000:]
    return [(kind, value) for kind, value in json.loads(ended.stdout)]


def honest(path: Path, codec: str = "snappy", rows: int = 300) -> Path:
    table = pa.table(
        {
            "id": pa.array(range(rows), pa.int64()),
            "says": [f"word {n % 17} " * (n % 9) for n in range(rows)],
            "tags": [[f"t{n % 5}"] * (n % 4) for n in range(rows)],
            "at": pa.array([1_700_000_000_000 + n for n in range(rows)], pa.timestamp("ms")),
        }
    )
    pq.write_table(table, path, compression=codec, row_group_size=100, data_page_size=512)
    return path


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Bits flipped, bytes replaced, cut, doubled or moved; in the pages or in the footer."""
    changed = bytearray(content)
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    low, high = rng.choice(((4, footer), (footer, len(content) - 8), (len(content) - 8, len(content))))
    for _ in range(rng.choice((1, 1, 2, 5, 30))):
        at = min(rng.randrange(low, high), len(changed) - 1)
        match rng.randrange(5):
            case 0:
                changed[at] ^= 1 << rng.randrange(8)
            case 1:
                changed[at] = rng.choice((0, 0x7F, 0x80, 0xFF))
            case 2:
                changed[at : at + 5] = b"\xff\xff\xff\xff\x0f"
            case 3:
                del changed[at : at + rng.randrange(1, 40)]
            case _:
                changed[at:at] = changed[at : at + rng.randrange(1, 40)]
    return bytes(changed)


@pytest.mark.parametrize("codec", CODECS)
def test_whatever_byte_changes_it_is_read_or_refused(codec: str, tmp_path: Path) -> None:
    content = honest(tmp_path / "honest.parquet", codec).read_bytes()
    rng = random.Random(codec)
    files = []
    for number in range(120):
        files.append(tmp_path / f"{number}.parquet")
        files[-1].write_bytes(mutated(content, rng))
    ended = read_confined(tmp_path / "honest.parquet", *files)
    assert ended[0] == ("rows", 300)
    assert {kind for kind, _ in ended[1:]} == {"rows", "stop"}
    assert all("cannot read this Parquet file" in str(value) for kind, value in ended if kind == "stop")
    assert all(int(str(value)) <= 3_000 for kind, value in ended if kind == "rows")


def lying(path: Path, says: int) -> Path:
    """One text of 70 MB, a few KB on the disk, in a page whose header claims to unpack to `says` bytes."""
    table = pa.table({"says": ["x" * (70 << 20)]})
    pq.write_table(
        table, path, compression="zstd", use_dictionary=False, data_page_size=1 << 30, write_statistics=False
    )
    content, column = path.read_bytes(), pq.ParquetFile(path).metadata.row_group(0).column(0)
    at, held = column.data_page_offset, column.total_compressed_size
    assert content[at : at + 3] == b"\x15\x00\x15", "a data page, and next how large it is unpacked"
    size, end = whole(content, at + 3)
    assert size // 2 > 64 << 20
    claim = varint(2 * says)
    grown = held + len(claim) - (end - at - 3)
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    # The chunk is a byte longer now; the footer says so, and where the page lies has not changed.
    tail = content[footer:].replace(varint(2 * held, 2), varint(2 * grown, 2))
    path.write_bytes(content[: at + 3] + claim + content[end:footer] + tail)
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).total_compressed_size == grown
    return path


def varint(value: int, size: int = 5) -> bytes:
    """A number as Thrift writes it, in so many bytes."""
    return bytes([*((value >> 7 * n & 0x7F) | 0x80 for n in range(size - 1)), value >> 7 * (size - 1) & 0x7F])


def whole(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (content[at] & 0x7F) << shift
        shift += 7
        at += 1
        if content[at - 1] < 0x80:
            return value, at


@pytest.mark.parametrize("says", [2**31 - 1, 2**30, 1])
def test_a_page_that_lies_about_its_size_costs_no_more_than_the_budget(says: int, tmp_path: Path) -> None:
    ((kind, value),) = read_confined(lying(tmp_path / "lying.parquet", says))
    assert kind == "stop" or int(str(value)) <= 1
