"""The small table of learned marks that judges a change where structure and paths do not."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from math import exp, sqrt
from sys import byteorder
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from zlib import crc32

from podium.core.errors import OurFault
from podium.text.work_kind.judged import KINDS, spread

if TYPE_CHECKING:
    from podium.text.work_kind.features import Marks
    from podium.text.work_kind.judged import Known, Odds

LEARNED: Final[tuple[Known, ...]] = ("feature", "fix", "improvement", "docs", "chore")
FORMAT: Final = "podium work kind 2"
LARGEST_BYTES: Final = 200_000

Row = tuple[int, int, int, int, int]


class Table(NamedTuple):
    """The shipped weights: a row of five small integers for each mark, and what was measured with them."""

    rows: Mapping[int, Row]
    bias: tuple[float, ...]
    scale: tuple[float, ...]
    rules: Mapping[str, Odds]
    sharpen: float
    unlabelled_error: Mapping[Known, float]
    shift_spread: Mapping[Known, float]


def key_of(mark: str) -> int:
    """Give the number a mark is stored under: no word of anyone's text is in the file."""
    return crc32(mark.encode("utf-8", "replace"))


def score(marks: Marks, table: Table) -> Odds:
    """Add up the rows of a change's marks and turn the sums into odds."""
    find = table.rows.get
    full = [row for mark in marks.shape if (row := find(key_of(mark)))]
    shared = [row for mark in marks.words if (row := find(key_of(mark)))]
    voice = 1 / sqrt(max(1, len(marks.words)))
    loud = [sum(column) for column in zip(*full, strict=True)] or [0] * 5
    soft = [sum(column) for column in zip(*shared, strict=True)] or [0] * 5
    sums = [b + s * (a + voice * w) for b, s, a, w in zip(table.bias, table.scale, loud, soft, strict=True)]
    top = max(sums)
    return spread(dict(zip(LEARNED, (exp(value - top) for value in sums), strict=True)))


def parse_table(data: bytes) -> Table:
    """Read a weights file: one line of JSON, then the keys, then five signed bytes for each key."""
    head, _, rest = data.partition(b"\n")
    try:
        facts = json.loads(head)
        if facts["format"] != FORMAT:
            raise OurFault("The work-kind weights have another format.", where="work_kind.weights")
        keys, values = _read_numbers(rest, int(facts["marks"]))
        return Table(
            rows=dict(zip(keys, zip(*[iter(values)] * 5, strict=True), strict=True)),
            bias=tuple(facts["bias"]),
            scale=tuple(facts["scale"]),
            rules={name: cast("Odds", tuple(odds)) for name, odds in facts["rules"].items()},
            sharpen=float(facts["sharpen"]),
            unlabelled_error=dict(zip(KINDS, facts["unlabelled_error"], strict=True)),
            shift_spread=dict(zip(KINDS, facts["shift_spread"], strict=True)),
        )
    except (ValueError, KeyError, TypeError) as wrong:
        raise OurFault("The work-kind weights are damaged.", where="work_kind.weights") from wrong


def _read_numbers(rest: bytes, count: int) -> tuple[array[int], array[int]]:
    keys, values = array("I"), array("b")
    if len(rest) != count * 9:
        raise ValueError(len(rest))
    keys.frombytes(rest[: 4 * count])
    if byteorder == "big":
        keys.byteswap()
    values.frombytes(rest[4 * count :])
    return keys, values


@lru_cache(maxsize=1)
def load_table() -> Table:
    """Load the shipped weights, once."""
    return parse_table(files("podium.text").joinpath("data/work_kind.weights").read_bytes())
