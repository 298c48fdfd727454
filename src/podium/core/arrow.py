"""Columns of numbers, flags and texts, made without waking libraries nobody asked for.

Whatever pyarrow turns into Arrow or NumPy might belong to pandas, so it imports pandas to find out, wherever that happens
to be installed: half a second at every look, for nothing. Going by the buffers asks no such question.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from itertools import repeat as repeated
from operator import is_not
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

Column = Any  # pyarrow says nothing about its types: an Array
NONE = type(None)
SOME = 256  # values to guess by whether most are alike


def from_array(values: NDArray[Any]) -> Column:
    """Numbers or flags of a NumPy array, one dimension, no gaps."""
    import numpy as np
    import pyarrow as pa

    if values.dtype == np.bool_:
        return _build(pa.bool_(), len(values), [None, pa.py_buffer(np.packbits(values, bitorder="little"))], 0)
    whole = np.ascontiguousarray(values)
    return _build(pa.from_numpy_dtype(whole.dtype), len(whole), [None, pa.py_buffer(whole)], 0)


def to_array(column: Column) -> NDArray[Any]:
    """A column of numbers or flags as a NumPy array of one dimension; what stands in a gap is not defined."""
    import numpy as np
    import pyarrow as pa

    content = column.buffers()[1]
    first, last = column.offset, column.offset + len(column)
    if pa.types.is_boolean(column.type):
        return np.unpackbits(np.frombuffer(content or b"", np.uint8), bitorder="little")[first:last].astype(np.bool_)
    name = {"float": "float32", "double": "float64"}.get(str(column.type), str(column.type))
    return np.frombuffer(content or b"", np.dtype(name))[first:last]


def from_values(values: Sequence[str | int | float | bool | None]) -> Column:
    """Values of one kind as a column of it: bool, int64, float64 or text; None is a gap.

    A column of nothing but gaps is one of texts. Text that is no Unicode (half a surrogate pair) keeps a `?` there.
    """
    import numpy as np
    import pyarrow as pa

    kinds = set(map(type, values))
    mask, gaps = None, 0
    if NONE in kinds:
        kinds.discard(NONE)
        is_given = np.fromiter(map(is_not, values, repeated(None)), np.bool_, len(values))
        mask, gaps = pa.py_buffer(np.packbits(is_given, bitorder="little")), len(values) - int(is_given.sum())
        filler = "" if all(issubclass(kind, str) for kind in kinds) else 0
        values = [filler if value is None else value for value in values]
    if all(issubclass(kind, str) for kind in kinds):
        return _texts(values, mask, gaps)
    kind = np.bool_ if kinds == {bool} else np.float64 if float in kinds else np.int64
    filled = from_array(np.fromiter(values, kind, len(values)))
    return _build(filled.type, len(filled), [mask, filled.buffers()[1]], gaps)


def from_words(values: Sequence[str | None]) -> Column:
    """Texts and gaps; where most of the first ones are alike, each is kept once."""
    import numpy as np
    import pyarrow as pa

    first_values = values[:SOME]
    if 2 * len(set(first_values)) > len(first_values):
        return from_values(values)
    places = dict(zip(dict.fromkeys(values), count(), strict=False))
    codes = np.fromiter(map(places.__getitem__, values), np.int32, len(values))
    gap = places.get(None)
    mask, gaps = None, 0
    if gap is not None:
        is_given = codes != gap
        mask, gaps = pa.py_buffer(np.packbits(is_given, bitorder="little")), len(values) - int(is_given.sum())
    words = from_values([value or "" for value in places])
    kind = pa.dictionary(pa.int32(), words.type)
    return pa.DictionaryArray.from_buffers(kind, len(values), [mask, pa.py_buffer(codes)], words, gaps)


def repeat(value: str | int | float | bool, count: int) -> Column:
    """One value, as often as asked; texts share one copy."""
    import numpy as np
    import pyarrow as pa

    single = from_values([value])
    if isinstance(value, str):
        return pa.DictionaryArray.from_arrays(from_array(np.zeros(count, np.int32)), single)
    return from_array(np.full(count, to_array(single)[0]))


def _texts(values: Sequence[Any], mask: Any, gaps: int) -> Column:
    import numpy as np
    import pyarrow as pa

    joined = "".join(values)
    if joined.isascii():
        content, sizes = joined.encode("ascii"), map(len, values)
    else:
        encoded = [value.encode("utf-8", "replace") for value in values]
        content, sizes = b"".join(encoded), map(len, encoded)
    is_wide = len(content) > 2**31 - 1
    ends = np.zeros(len(values) + 1, np.int64 if is_wide else np.int32)
    np.cumsum(np.fromiter(sizes, ends.dtype, len(values)), out=ends[1:])
    kind = pa.large_string() if is_wide else pa.string()
    return _build(kind, len(values), [mask, pa.py_buffer(ends), pa.py_buffer(content)], gaps)


def _build(kind: Any, count: int, buffers: list[Any], gaps: int) -> Column:
    import pyarrow as pa

    return pa.Array.from_buffers(kind, count, buffers, gaps)
