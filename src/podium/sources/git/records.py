"""What git prints about commits, turned into columns.

A record begins with a word drawn at random for this one reading, so no message and no path can pretend to be one.
A block of some megabytes becomes one column of all that stands between its NULs; every column of the batch is then
taken from it by place, and no Python object is made for a commit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from podium.core.arrow import from_array, from_values, to_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from podium.core.arrow import Column


TEXT = pa.dictionary(pa.int32(), pa.string())
COMMITS = pa.schema(
    [
        pa.field("hash", pa.string(), nullable=False),
        pa.field("parents", pa.list_(pa.string()), nullable=False),
        pa.field("author", TEXT),
        pa.field("author_at", pa.int64()),
        pa.field("author_offset", pa.int32()),
        pa.field("committer", TEXT),
        pa.field("committer_at", pa.int64()),
        pa.field("committer_offset", pa.int32()),
        pa.field("message", pa.string()),
        pa.field("paths", pa.list_(pa.string())),
    ]
)
PERSON = re.compile(rb"(.*>) *(?:(-?[0-9]{1,18}) ([+-][0-9]{1,9}))?[^>]*", re.DOTALL)
pc: Any = import_module("pyarrow.compute")  # makes its functions as it loads; no type checker sees them
Batch = Any  # pyarrow says nothing about its types: a RecordBatch
PLACES = {
    "hash": 1,
    "parents": 2,
    "author": 3,
    "author_date": 4,
    "committer": 5,
    "committer_date": 6,
    "message": 7,
}
FIRST_PATH = 9  # after the nonce, seven fields, and the empty text with which git ends the header
NEWLINE = 10
MENDED = (
    "parents",
    "author",
    "author_at",
    "author_offset",
    "committer",
    "committer_at",
    "committer_offset",
)
Stamp = tuple[int | None, int | None]
NO_STAMP: Stamp = (None, None)


@dataclass(frozen=True)
class Recorded:
    """One commit as its object holds it, for the few that git's own formats cannot show whole."""

    parents: list[str]
    author: tuple[str, Stamp]
    committer: tuple[str, Stamp]


LookUp = Callable[[Sequence[str]], Mapping[str, Recorded]]


def read_block(block: bytes, nonce: bytes, boundary: frozenset[str], look_up: LookUp, *, has_paths: bool) -> Batch:
    """Turn whole records into one batch of commits."""
    tokens, starts = split(block, nonce)
    columns = {name: tokens.take(from_array(starts + place)) for name, place in PLACES.items()}
    for role in ("author", "committer"):
        columns[f"{role}_at"], columns[f"{role}_offset"] = read_stamps(columns.pop(f"{role}_date"))
    columns["paths"] = take_paths(tokens, starts)
    odd = find_odd(columns, boundary)
    if odd:
        mend(columns, odd, look_up)
    columns["parents"] = list_parents(columns["parents"], len(columns["hash"][0].as_py()))
    for role in ("author", "committer"):
        columns[role] = columns[role].dictionary_encode()
    columns["paths"] = hide_unknown(columns["paths"], columns["hash"], boundary, has_paths=has_paths)
    return pa.RecordBatch.from_arrays([columns[name] for name in COMMITS.names], schema=COMMITS)


def split(block: bytes, nonce: bytes) -> tuple[Column, NDArray[np.int64]]:
    """All that stands between NULs as one column of text, and at which of them each record starts.

    Git puts a newline before the first path of a commit, but a second NUL before that of a merge. The newline is given
    to the empty text before it, so that the path begins where it should.
    """
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == 0)
    offsets = np.zeros(len(ends) + 1, np.int32)
    offsets[1:] = ends - np.arange(len(ends))
    text = block.replace(b"\0", b"")
    starts = find_tokens(text, offsets, nonce)
    first = starts + FIRST_PATH
    first = first[first < np.append(starts[1:], len(ends))]
    newline = first[
        (offsets[first] < offsets[first + 1]) & (np.frombuffer(text + b" ", np.uint8)[offsets[first]] == NEWLINE)
    ]
    offsets[newline] += 1
    return tell(
        pa.BinaryArray.from_buffers(pa.binary(), len(ends), [None, pa.py_buffer(offsets), pa.py_buffer(text)])
    ), starts


def find_tokens(text: bytes, offsets: NDArray[np.int32], word: bytes) -> NDArray[np.int64]:
    """Which of the texts between offsets are a word; only those as long as it are compared."""
    alike = np.flatnonzero(np.diff(offsets) == len(word))
    if not len(alike):
        return alike
    words_written = np.lib.stride_tricks.sliding_window_view(np.frombuffer(text, np.uint8), len(word))[offsets[alike]]
    is_word: NDArray[np.bool_] = (words_written == np.frombuffer(word, np.uint8)).all(axis=1)
    return alike[is_word]


def tell(column: Column) -> Column:
    """Bytes as text; what is no UTF-8 stays visible as \\xNN."""
    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        return from_values([value.decode("utf-8", "backslashreplace") for value in column.to_pylist()])


def take_paths(tokens: Column, starts: NDArray[np.int64]) -> Column:
    """The paths of each record: what follows its fields, without the empty text that a merge puts before them."""
    is_path = np.ones(len(tokens), bool)
    for place in range(FIRST_PATH):
        is_path[starts + place] = False
    is_path &= to_array(pc.binary_length(tokens)) != 0
    counted = np.concatenate(([0], np.cumsum(is_path)))
    offsets = from_array(counted[np.append(starts, len(tokens))].astype(np.int32))
    return pa.ListArray.from_arrays(offsets, tokens.filter(from_array(is_path)))


def read_stamps(dates: Column) -> tuple[Column, Column]:
    """Instants and offsets of git's raw dates; 0 where git found none."""
    halves = pc.split_pattern(dates, " ")
    is_date = to_array(pc.list_value_length(halves)) == 2
    if not is_date.all():
        halves = pc.split_pattern(pc.if_else(from_array(is_date), dates, from_values(["0 +0000"])[0]), " ")
    flat = halves.flatten()
    places = np.arange(0, len(flat), 2)
    offsets = flat.take(from_array(places + 1)).dictionary_encode()
    minutes = np.array([read_offset(offset.encode()) for offset in offsets.dictionary.to_pylist()], np.int32)
    return flat.take(from_array(places)).cast(pa.int64()), from_array(minutes).take(offsets.indices)


def read_offset(offset_text: bytes) -> int:
    """Minutes east as written: +0545 is 345, and +9999 stays the nonsense it is."""
    digits = int(offset_text[1:])
    minutes = digits // 100 * 60 + digits % 100
    return -minutes if offset_text[:1] == b"-" else minutes


def find_odd(columns: Mapping[str, Column], boundary: frozenset[str]) -> list[int]:
    """Rows to look up whole: git prints 0 for a date it cannot hold, and no parents at a shallow edge."""
    odd = (to_array(columns["author_at"]) == 0) | (to_array(columns["committer_at"]) == 0)
    if boundary:
        odd |= to_array(pc.is_in(columns["hash"], value_set=from_values(sorted(boundary))))
    return [int(row) for row in np.flatnonzero(odd)]


def mend(columns: dict[str, Column], odd: Sequence[int], look_up: LookUp) -> None:
    """Put what the commit objects hold in the place of what git could not show."""
    recorded_by_hash = look_up([columns["hash"][row].as_py() for row in odd])
    lists = {name: columns[name].to_pylist() for name in MENDED}
    for row in odd:
        recorded = recorded_by_hash[columns["hash"][row].as_py()]
        lists["parents"][row] = " ".join(recorded.parents)
        for role, (person, (at, offset)) in (("author", recorded.author), ("committer", recorded.committer)):
            lists[f"{role}_at"][row], lists[f"{role}_offset"][row] = at, offset
            if lists[role][row] == " <>":
                lists[role][row] = person
    for name, values in lists.items():
        columns[name] = pa.array(values, columns[name].type)


def list_parents(column: Column, width: int) -> Column:
    """Lists of hashes, all of one width, from hashes with spaces between."""
    ends = np.frombuffer(column.buffers()[1], np.int32)[column.offset :][: len(column) + 1]
    counts = (np.diff(ends) + 1) // (width + 1)
    content = column.buffers()[2]
    joined = b"" if content is None else content.to_pybytes()[ends[0] : ends[-1]].replace(b" ", b"")
    offsets = np.arange(len(joined) // width + 1, dtype=np.int32) * width
    hashes = pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(joined))
    return pa.ListArray.from_arrays(from_array(np.concatenate(([0], np.cumsum(counts))).astype(np.int32)), hashes)


def hide_unknown(paths: Column, hashes: Column, boundary: frozenset[str], *, has_paths: bool) -> Column:
    """Null instead of paths that cannot be known: at a shallow edge, and in a clone without trees."""
    if has_paths and not boundary:
        return paths
    unknown = pc.is_in(hashes, value_set=from_values(sorted(boundary)))
    if not has_paths:
        unknown = from_array(np.ones(len(hashes), bool))
    return pa.ListArray.from_arrays(paths.offsets, paths.values, mask=unknown)


def read_objects(output: bytes) -> dict[str, Recorded]:
    """The answers of `git cat-file --batch`, by hash."""
    recorded_by_hash: dict[str, Recorded] = {}
    place = 0
    while place < len(output):
        line_end = output.index(b"\n", place)
        commit, kind, size = output[place:line_end].split(b" ")
        place = line_end + 1 + int(size) + 1
        if kind == b"commit":
            recorded_by_hash[commit.decode()] = read_object(output[line_end + 1 : place - 1])
    return recorded_by_hash


def read_object(content: bytes) -> Recorded:
    """Parents and people of one commit object."""
    head = content.partition(b"\n\n")[0].split(b"\n")
    lines = [line.partition(b" ") for line in head if not line.startswith(b" ")]
    encoding = next((value.decode("ascii", "replace") for name, _, value in lines if name == b"encoding"), "utf-8")

    def find(role: bytes) -> tuple[str, Stamp]:
        return read_person(next((value for name, _, value in lines if name == role), b""), encoding)

    parents = [value.decode("ascii", "replace") for name, _, value in lines if name == b"parent"]
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
