"""What git prints about commits, turned into columns.

A record begins with a word drawn at random for this one reading, so no message and no path can pretend to be one.
In a block of some megabytes the places between its NULs are found at once; every text of the batch is then a view of
the block by its place, and no Python object is made for a commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from podium.core.arrow import INLINE, Table, from_array, lists, views
from podium.core.commits import COMMIT_COLUMNS
from podium.sources.git.objects import readable

if TYPE_CHECKING:
    from podium.core.arrow import Column
    from podium.sources.git.objects import LookUp

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

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
SHORTEST_DATE = len("0 +0000")


class Texts(msgspec.Struct):
    """Texts by where they begin and end in a block."""

    starts: Places
    ends: Places

    def at(self, rows: Places | NDArray[np.bool_]) -> Texts:
        """Some of them."""
        return Texts(self.starts[rows], self.ends[rows])

    def of(self, block: bytes) -> list[bytes]:
        """What they are."""
        return [block[start:end] for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]


def read_block(block: bytes, nonce: bytes, boundary: frozenset[str], look_up: LookUp, *, has_paths: bool) -> Table:
    """Turn whole records into one batch of commits."""
    block = readable(block)
    tokens, starts = split(block, nonce)
    texts = {name: tokens.at(starts + place) for name, place in PLACES.items()}
    stamps = {role: read_stamps(texts.pop(f"{role}_date").of(block)) for role in ("author", "committer")}
    hashes = texts["hash"]
    width = int(hashes.ends[0] - hashes.starts[0])
    at_edge = find_hashes(block, hashes, width, boundary)
    odd = np.flatnonzero(at_edge | (stamps["author"][0] == 0) | (stamps["committer"][0] == 0))
    is_dated = {role: np.ones(len(starts), bool) for role in stamps}
    if len(odd):
        block = mend(block, texts, stamps, is_dated, odd, look_up)
    content = np.frombuffer(block + bytes(INLINE), np.uint8)
    columns = {name: views(content, texts[name].starts, texts[name].ends) for name in ("hash", "message", *stamps)}
    for role, (instants, offsets) in stamps.items():
        columns[f"{role}_at"] = from_array(instants, is_given=is_dated[role])
        columns[f"{role}_offset"] = from_array(offsets, is_given=is_dated[role])
    columns["parents"] = list_parents(content, texts["parents"], width)
    is_known = ~at_edge if has_paths else np.zeros(len(starts), bool)
    columns["paths"] = list_paths(content, tokens, starts, is_known)
    return Table({name: columns[name] for name in COMMIT_COLUMNS})


def split(block: bytes, nonce: bytes) -> tuple[Texts, Places]:
    """All that stands between NULs, and at which of them each record starts.

    Git puts a newline before the first path of a commit, but a second NUL before that of a merge. The newline is left
    out, so that the path begins where it should.
    """
    content = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(content == 0)
    tokens = Texts(np.append(0, ends[:-1] + 1), ends)
    starts = find_tokens(content, tokens, nonce)
    first = starts + FIRST_PATH
    first = first[first < np.append(starts[1:], len(ends))]
    tokens.starts[first] += content[tokens.starts[first]] == NEWLINE  # an empty text begins with the NUL that ends it
    return tokens, starts


def find_tokens(content: Bytes, tokens: Texts, word: bytes) -> Places:
    """Which of the texts are a word; only those as long as it are compared."""
    alike = np.flatnonzero(tokens.ends - tokens.starts == len(word))
    if not len(alike):
        return alike
    windows = np.lib.stride_tricks.sliding_window_view(content, len(word))[tokens.starts[alike]]
    is_word: NDArray[np.bool_] = (windows == np.frombuffer(word, np.uint8)).all(axis=1)
    return alike[is_word]


def list_paths(content: Bytes, tokens: Texts, starts: Places, is_known: NDArray[np.bool_]) -> Column:
    """The paths of each record: what follows its fields, without the empty text that a merge puts before them.

    A list that is not known, at a shallow edge or in a clone without trees, is a gap.
    """
    is_path = tokens.ends > tokens.starts
    is_path[(starts[:, None] + np.arange(FIRST_PATH)).ravel()] = False
    counted = np.append(0, np.cumsum(is_path))
    paths = tokens.at(is_path)
    ends = counted[np.append(starts, len(is_path))].astype(np.int32)
    return lists(ends, views(content, paths.starts, paths.ends), is_known)


def read_stamps(dates: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Instants and offsets of git's raw dates; 0 where git found none."""
    if min(map(len, dates), default=SHORTEST_DATE) < SHORTEST_DATE:
        dates = [date if date.count(b" ") == 1 else b"0 +0000" for date in dates]
    numbers = np.fromstring(b" ".join(dates).decode("ascii"), np.int64, sep=" ").reshape(-1, 2)
    size = np.abs(numbers[:, 1])
    minutes = np.sign(numbers[:, 1]) * (size // 100 * 60 + size % 100)
    return numbers[:, 0].copy(), minutes.astype(np.int32)


def find_hashes(block: bytes, hashes: Texts, width: int, wanted: frozenset[str]) -> NDArray[np.bool_]:
    """Which of the hashes, all of one width, are wanted."""
    if not wanted:
        return np.zeros(len(hashes.starts), bool)
    wanted_bytes = {name.encode() for name in wanted}
    return np.fromiter((name in wanted_bytes for name in hashes.of(block)), bool, len(hashes.starts))


def mend(
    block: bytes,
    texts: Mapping[str, Texts],
    stamps: Mapping[str, tuple[NDArray[np.int64], NDArray[np.int32]]],
    is_dated: Mapping[str, NDArray[np.bool_]],
    odd: Places,
    look_up: LookUp,
) -> bytes:
    """Put what the commit objects hold in the place of what git could not show; returns the block with their texts.

    Git prints 0 for a date it cannot hold, and no parents at a shallow edge.
    """
    names = [name.decode() for name in texts["hash"].at(odd).of(block)]
    recorded_by_hash = look_up(names)
    added = [block]
    end = len(block)

    def put(column: str, row: int, text: str) -> None:
        nonlocal end
        added.append(text.encode("utf-8", "replace"))
        texts[column].starts[row], texts[column].ends[row] = end, end + len(added[-1])
        end += len(added[-1])

    for row, name in zip(odd.tolist(), names, strict=True):
        recorded = recorded_by_hash[name]
        put("parents", row, " ".join(recorded.parents))
        for role, (person, (at, offset)) in (("author", recorded.author), ("committer", recorded.committer)):
            is_dated[role][row] = at is not None
            stamps[role][0][row], stamps[role][1][row] = at or 0, offset or 0
            if block[texts[role].starts[row] : texts[role].ends[row]] == b" <>":
                put(role, row, person)
    return b"".join(added)


def list_parents(content: Bytes, parents: Texts, width: int) -> Column:
    """Lists of hashes, all of one width, from hashes with spaces between."""
    counts = (parents.ends - parents.starts + 1) // (width + 1)
    ends = np.append(0, np.cumsum(counts)).astype(np.int32)
    place_in_list = np.arange(ends[-1]) - np.repeat(ends[:-1], counts)
    starts = np.repeat(parents.starts, counts) + place_in_list * (width + 1)
    return lists(ends, views(content, starts, starts + width))
