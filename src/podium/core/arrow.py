"""Columns of numbers, flags and texts as Arrow lays them out, made without a library of Arrow.

The engine reads them where they lie, by Arrow's C interface (`core/arrow_stream.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from itertools import repeat as repeated
from operator import is_not
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]
else:
    # A record's types are there when the program runs; numpy is not loaded for this one.
    Numbers = Any

NONE = type(None)
SOME = 256  # values to guess by whether most are alike
INLINE = 12  # bytes of a text that stand in its view
VIEW_BYTES = 16

# What Arrow's C interface calls each kind.
TEXT: Final = "u"
WIDE_TEXT: Final = "U"
VIEWED_TEXT: Final = "vu"
FLAG: Final = "b"
INSTANT: Final = "tsu:"
DATE: Final = "tdD"
LIST: Final = "+l"
NUMBER: Final = {"int32": "i", "int64": "l", "uint64": "L", "float64": "g"}


class Column(msgspec.Struct, frozen=True):
    """Values of one kind.

    Attributes:
        kind: as Arrow's C interface calls it.
        buffers: as Arrow orders them; the first says which values are given, None where all are.
        items: the values of a column of lists, one after another.
        words: the texts that the numbers of this column stand for.
        text: the one that all of them are; None where they are several, or no texts.
    """

    kind: str
    count: int
    buffers: tuple[Numbers | None, ...]
    gaps: int = 0
    items: Column | None = None
    words: Column | None = None
    text: str | None = None

    def __len__(self) -> int:
        """How many values."""
        return self.count


class Table(msgspec.Struct, frozen=True):
    """Named columns of one length."""

    columns: Mapping[str, Column]

    def __len__(self) -> int:
        """How many rows."""
        return next(map(len, self.columns.values()), 0)


def from_array(values: Numbers, kind: str = "", is_given: Numbers | None = None) -> Column:
    """Numbers or flags of a NumPy array of one dimension; a `kind` gives numbers another meaning."""
    import numpy as np

    mask, gaps = _mask(is_given)
    if values.dtype == np.bool_:
        return Column(FLAG, len(values), (mask, np.packbits(values, bitorder="little")), gaps)
    return Column(kind or NUMBER[str(values.dtype)], len(values), (mask, np.ascontiguousarray(values)), gaps)


def from_values(values: Sequence[str | int | float | bool | None], dtype: str = "", kind: str = "") -> Column:
    """Values of one kind as a column of it: bool, int64, float64 or text; None is a gap.

    A column of nothing but gaps is one of texts. Text that is no Unicode (half a surrogate pair) keeps a `?` there.

    Args:
        values: all of one kind, or None.
        dtype: of numbers, where another than the widest is wanted.
        kind: gives numbers another meaning.
    """
    import numpy as np

    kinds = set(map(type, values))
    is_given = None
    if NONE in kinds:
        kinds.discard(NONE)
        is_given = _are_given(values)
        filler = "" if not dtype and all(issubclass(kind, str) for kind in kinds) else 0
        values = [filler if value is None else value for value in values]
    if not dtype and all(issubclass(kind, str) for kind in kinds):
        return _texts(values, is_given)
    wanted = dtype or (np.bool_ if kinds == {bool} else np.float64 if float in kinds else np.int64)
    return from_array(np.fromiter(values, wanted, len(values)), kind, is_given)


def from_words(values: Sequence[str | None]) -> Column:
    """Texts and gaps; where most of the first ones are alike, each is kept once."""
    import numpy as np

    first_values = values[:SOME]
    if 2 * len(set(first_values)) > len(first_values):
        return from_values(values)
    places = dict(zip(dict.fromkeys(values), count(), strict=False))
    codes = np.fromiter(map(places.__getitem__, values), np.int32, len(values))
    mask, gaps = _mask(codes != places[None] if None in places else None)
    words = from_values([word or "" for word in places])
    text = values[0] if len(places) == 1 else None
    return Column(NUMBER["int32"], len(values), (mask, codes), gaps, words=words, text=text and _readable(text))


def repeat(value: str | int | float | bool, count: int, dtype: str = "", kind: str = "") -> Column:
    """One value, as often as asked; texts share one copy."""
    import numpy as np

    if isinstance(value, str):
        return Column(
            NUMBER["int32"], count, (None, np.zeros(count, np.int32)), words=from_values([value]), text=_readable(value)
        )
    return from_array(np.full(count, value, dtype or None), kind)


def nothing(count: int, kind: str) -> Column:
    """As many gaps as asked."""
    import numpy as np

    mask = np.zeros(count // 8 + 1, np.uint8)
    if kind == LIST:
        return Column(LIST, count, (mask, np.zeros(count + 1, np.int32)), count, items=from_values(()))
    empty = np.zeros(count + 1, np.int64)
    return Column(kind, count, (mask, empty, np.empty(0, np.uint8)) if kind == TEXT else (mask, empty), count)


def from_lists(values: Sequence[Sequence[str] | None]) -> Column:
    """Lists of texts; None is a gap."""
    import numpy as np

    flat = from_values([text for texts in values for text in texts or ()])
    ends = np.cumsum([0, *(len(texts or ()) for texts in values)]).astype(np.int32)
    return lists(ends, flat, _are_given(values))


def lists(ends: Numbers, items: Column, is_given: Numbers | None = None) -> Column:
    """Lists of items; the ends begin with 0."""
    mask, gaps = _mask(is_given)
    return Column(LIST, len(ends) - 1, (mask, ends), gaps, items=items)


def views(content: Numbers, starts: Numbers, ends: Numbers) -> Column:
    """Texts that lie anywhere in some bytes, which are not copied; twelve more bytes must follow the last text."""
    import numpy as np

    sizes = ends - starts
    seen = np.zeros((len(starts), VIEW_BYTES), np.uint8)
    seen.view(np.int32)[:, 0] = sizes
    if len(starts):
        windows = np.lib.stride_tricks.sliding_window_view(content, INLINE)
        seen[:, VIEW_BYTES - INLINE :] = windows[starts]
        is_long = sizes > INLINE
        if is_long.all():
            seen.view(np.int64)[:, 1] = starts << 32
        else:
            seen.view(np.int64)[is_long, 1] = starts[is_long] << 32
            short = np.flatnonzero(~is_long)
            seen[short, VIEW_BYTES - INLINE :] *= np.arange(INLINE) < sizes[short, None]
    return Column(VIEWED_TEXT, len(starts), (None, seen, content, np.array([len(content)], np.int64)))


def _are_given(values: Sequence[Any]) -> Numbers:
    import numpy as np

    return np.fromiter(map(is_not, values, repeated(None)), np.bool_, len(values))


def _mask(is_given: Numbers | None) -> tuple[Numbers | None, int]:
    """Which values are given, a bit for each, and how many are not; None where all are."""
    import numpy as np

    gaps = 0 if is_given is None else len(is_given) - int(np.count_nonzero(is_given))
    return (np.packbits(is_given, bitorder="little") if is_given is not None and gaps else None), gaps


def _readable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _texts(values: Sequence[Any], is_given: Numbers | None) -> Column:
    import numpy as np

    joined = "".join(values)
    if joined.isascii():
        content, sizes = joined.encode("ascii"), map(len, values)
    else:
        encoded = [value.encode("utf-8", "replace") for value in values]
        content, sizes = b"".join(encoded), map(len, encoded)
    is_wide = len(content) > 2**31 - 1
    ends = np.zeros(len(values) + 1, np.int64 if is_wide else np.int32)
    np.cumsum(np.fromiter(sizes, ends.dtype, len(values)), out=ends[1:])
    mask, gaps = _mask(is_given)
    buffers = (mask, ends, np.frombuffer(content, np.uint8))
    return Column(WIDE_TEXT if is_wide else TEXT, len(values), buffers, gaps)
