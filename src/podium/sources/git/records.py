"""What git prints about commits, turned into columns.

A record begins with a word drawn at random for this one reading, so no message and no path can pretend to be one.
Everything is split by C code on whole blocks; nothing is looked at byte by byte in Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT = pa.dictionary(pa.int32(), pa.string())
COMMITS = pa.schema([
    pa.field("hash", pa.string(), nullable=False), pa.field("parents", pa.list_(pa.string()), nullable=False),
    pa.field("author", TEXT), pa.field("author_at", pa.int64()), pa.field("author_offset", pa.int32()),
    pa.field("committer", TEXT), pa.field("committer_at", pa.int64()), pa.field("committer_offset", pa.int32()),
    pa.field("message", pa.string()), pa.field("paths", pa.list_(pa.string())),
])  # fmt: skip
PERSON = re.compile(rb"(.*>) *(?:(-?[0-9]{1,18}) ([+-][0-9]{1,9}))?[^>]*", re.DOTALL)
Stamp = tuple[int | None, int | None]
NO_STAMP: Stamp = (None, None)


@dataclass(frozen=True)
class Recorded:
    """One commit as its object holds it, for the few that git's own formats cannot show whole."""

    parents: list[bytes]
    author: tuple[str, Stamp]
    committer: tuple[str, Stamp]


LookUp = Callable[[Sequence[bytes]], Mapping[bytes, Recorded]]


def read_block(
    block: bytes, nonce: bytes, boundary: frozenset[bytes], look_up: LookUp, *, has_paths: bool
) -> pa.RecordBatch:
    """Turn whole records into one batch of commits."""
    rows = [record.split(b"\0", 7) for record in block.split(nonce)[1:]]
    columns = [list(column) for column in zip(*rows, strict=True)]
    hashes, parents, authors, author_dates, committers, committer_dates, messages, tails = columns
    author_stamps = [read_stamp(date) for date in author_dates]
    committer_stamps = [read_stamp(date) for date in committer_dates]
    odd = find_odd(hashes, author_stamps, committer_stamps, boundary)
    known = [True] * len(rows) if has_paths else [False] * len(rows)
    if odd:
        recorded = look_up([hashes[row] for row in odd])
        for row in odd:
            real = recorded[hashes[row]]
            parents[row] = b" ".join(real.parents)
            authors[row], author_stamps[row] = choose(authors[row], real.author)
            committers[row], committer_stamps[row] = choose(committers[row], real.committer)
            known[row] = known[row] and hashes[row] not in boundary
    written_at, written_offset = zip(*author_stamps, strict=True)
    landed_at, landed_offset = zip(*committer_stamps, strict=True)
    return pa.RecordBatch.from_arrays(
        [
            tell(hashes), list_parents(parents, len(hashes[0])),
            tell(authors).dictionary_encode(), pa.array(written_at, pa.int64()), pa.array(written_offset, pa.int32()),
            tell(committers).dictionary_encode(), pa.array(landed_at, pa.int64()), pa.array(landed_offset, pa.int32()),
            tell(messages), list_paths(tails, known),
        ],
        schema=COMMITS,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def read_offset(written: bytes) -> int:
    """Minutes east as written: +0545 is 345, and +9999 stays the nonsense it is."""
    digits = int(written[1:])
    minutes = digits // 100 * 60 + digits % 100
    return -minutes if written[:1] == b"-" else minutes


def read_stamp(date: bytes) -> Stamp:
    """Instant and offset of git's raw date; nothing where git found none."""
    second, _, offset = date.partition(b" ")
    try:
        return int(second), read_offset(offset)
    except ValueError:
        return NO_STAMP


def find_odd(
    hashes: Sequence[bytes], authors: Sequence[Stamp], committers: Sequence[Stamp], boundary: frozenset[bytes]
) -> list[int]:
    """Rows to look up whole: git prints 0 for a date it cannot hold, and no parents at a shallow edge."""
    odd = {row for row, (at, _) in enumerate(authors) if not at}
    odd |= {row for row, (at, _) in enumerate(committers) if not at}
    if boundary:
        odd |= {row for row, commit in enumerate(hashes) if commit in boundary}
    return sorted(odd)


def choose(shown: bytes, real: tuple[str, Stamp]) -> tuple[bytes, Stamp]:
    """Git's own reading of the person where it has one, the record's where it has none."""
    return (real[0].encode() if shown == b" <>" else shown), real[1]


def tell(column: Sequence[bytes]) -> pa.Array:
    """Bytes as text; what is no UTF-8 stays visible as \\xNN."""
    try:
        return pa.array(column, pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([value.decode("utf-8", "backslashreplace") for value in column], pa.string())


def list_parents(column: Sequence[bytes], width: int) -> pa.Array:
    """Lists of hashes, all of one width."""
    counts = np.fromiter(((len(value) + 1) // (width + 1) for value in column), np.int64, len(column))
    joined = b" ".join(filter(None, column)).replace(b" ", b"")
    offsets = np.arange(len(joined) // width + 1, dtype=np.int32) * width
    hashes = pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(joined))
    return pa.ListArray.from_arrays(count_up(counts), hashes)


def list_paths(tails: Sequence[bytes], known: Sequence[bool]) -> pa.Array:
    """Lists of paths from what follows each record: a separator, then paths that each end in NUL."""
    ends = [tail[2:] if tail[1:2] in {b"\n", b"\0", b""} else tail[1:] for tail in tails]
    counts = np.fromiter((end.count(b"\0") for end in ends), np.int64, len(ends))
    lists = pa.ListArray.from_arrays(count_up(counts), split_paths(b"".join(ends)))
    if all(known):
        return lists
    unknown = pa.array([not is_known for is_known in known])
    return pa.ListArray.from_arrays(lists.offsets, lists.values, mask=unknown)


def split_paths(blob: bytes) -> pa.Array:
    """Paths that each end in NUL, as text."""
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:
        return pa.array([path.decode("utf-8", "backslashreplace") for path in blob.split(b"\0")[:-1]], pa.string())
    data = np.frombuffer(blob, np.uint8)
    ends = np.flatnonzero(data == 0)
    offsets = np.zeros(len(ends) + 1, np.int32)
    offsets[1:] = ends - np.arange(len(ends))
    text = blob.replace(b"\0", b"")
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(text))


def count_up(counts: NDArray[np.int64]) -> Any:
    """Where each list begins and the last one ends."""
    return pa.array(np.concatenate(([0], np.cumsum(counts))).astype(np.int32))


def read_objects(output: bytes) -> dict[bytes, Recorded]:
    """The answers of `git cat-file --batch`, by hash."""
    found: dict[bytes, Recorded] = {}
    place = 0
    while place < len(output):
        line_end = output.index(b"\n", place)
        commit, kind, size = output[place:line_end].split(b" ")
        place = line_end + 1 + int(size) + 1
        if kind == b"commit":
            found[commit] = read_object(output[line_end + 1 : place - 1])
    return found


def read_object(content: bytes) -> Recorded:
    """Parents and people of one commit object."""
    head = content.partition(b"\n\n")[0].split(b"\n")
    lines = [line.partition(b" ") for line in head if not line.startswith(b" ")]
    encoding = next((value.decode("ascii", "replace") for name, _, value in lines if name == b"encoding"), "utf-8")

    def find(role: bytes) -> tuple[str, Stamp]:
        return read_person(next((value for name, _, value in lines if name == role), b""), encoding)

    parents = [value for name, _, value in lines if name == b"parent"]
    return Recorded(parents, find(b"author"), find(b"committer"))


def read_person(line: bytes, encoding: str) -> tuple[str, Stamp]:
    """Person and stamp of one header line, as recorded."""
    match = PERSON.fullmatch(line)
    person = match[1] if match else line
    stamp = (int(match[2]), read_offset(match[3])) if match and match[2] else NO_STAMP
    try:
        return person.decode(encoding), stamp
    except (LookupError, UnicodeDecodeError):
        return person.decode("utf-8", "backslashreplace"), stamp
