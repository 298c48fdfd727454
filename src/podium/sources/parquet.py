"""Rows of a Parquet file, a few at a time; long texts are cut before they cost memory.

A file of 1 KB can say a text of 2 MB two thousand times over. Texts are read as dictionaries, cut to what an act
can hold, and only then written out for each row; a row group whose columns are larger than the budget is left unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from podium.core.errors import CannotReach, CannotRead

if TYPE_CHECKING:
    from podium.sources.budget import Spending

ROWS_AT_ONCE: Final = 1_000
LONGEST_TEXT: Final = 500
_TEXT: Final = "BYTE_ARRAY"


def rows_of(path: Path, wanted: frozenset[str], spending: Spending) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The number of each row from 1, and its wanted columns.

    Args:
        wanted: names of columns in small letters; only plain columns and lists are read.

    Raises:
        CannotRead: this is no Parquet file. CannotReach: what reads such files is not installed.
    """
    pa, pq = library()
    try:
        plain = pq.ParquetFile(path)
        leaves = [plain.schema.column(at) for at in range(len(plain.schema))]
        texts = [
            leaf.path for leaf in leaves if leaf.physical_type == _TEXT and leaf.path.split(".")[0].lower() in wanted
        ]
        file = pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False, buffer_size=1 << 20)
        columns = [at.name for at in plain.schema_arrow if at.name.lower() in wanted and _is_flat(at.type)]
        line = 0
        for group in range(file.metadata.num_row_groups):
            facts = file.metadata.row_group(group)
            if not _fits(facts, columns, spending):
                limit = f"more than {spending.budget.bytes_at_once >> 20:,} MB in one row group"
                spending.unread(facts.num_rows, "rows", spending.limit or limit)
                line += facts.num_rows
                continue
            for batch in file.iter_batches(ROWS_AT_ONCE, row_groups=[group], columns=columns, use_threads=False):
                short = {name: _cut(batch.column(name)) for name in batch.schema.names}
                for row in pa.table(short).to_pylist():
                    line += 1
                    yield line, row
    except (pa.ArrowException, OSError, ValueError, ArithmeticError, LookupError, MemoryError) as fault:
        # A changed byte in the footer may be a name that is no text, or a size no machine has.
        raise CannotRead(f"podium cannot read this Parquet file: {fault}", where=str(path)) from fault


def count_rows(path: Path) -> int:
    """How many rows a file says it has."""
    return int(library()[1].read_metadata(path).num_rows)


def library() -> tuple[Any, Any]:
    """What reads Parquet files whoever made them, and its own part for them.

    Raises:
        CannotReach: it is not installed.
    """
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        from podium.system.extras import install_line  # the papers of packages load slowly

        raise CannotReach("Parquet files need one more part", next_step=install_line("parquet")) from None


def _is_flat(kind: Any) -> bool:
    import pyarrow.types as types

    inner = kind.value_type if types.is_list(kind) or types.is_large_list(kind) else kind
    return not types.is_nested(inner)


def _fits(facts: Any, columns: list[str], spending: Spending) -> bool:
    """Whether the columns of a row group, as the file declares them, are within the budget."""
    chunks = [facts.column(at) for at in range(facts.num_columns)]
    wanted_chunks = [chunk for chunk in chunks if chunk.path_in_schema.split(".")[0] in columns]
    size = sum(chunk.total_uncompressed_size for chunk in wanted_chunks)
    values = max((chunk.num_values for chunk in wanted_chunks), default=0)
    return (
        0 <= size <= spending.budget.bytes_at_once
        and values <= spending.budget.values_at_once
        and spending.has_room(bytes_out=size)
    )


def _cut(column: Any) -> Any:
    """A column with its texts cut short, written out row by row."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as types

    if types.is_list(column.type) or types.is_large_list(column.type):
        inner = _cut(column.values)
        mask = column.is_null() if column.null_count else None
        return type(column).from_arrays(column.offsets, inner, mask=mask)
    if types.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(column.indices, _cut(column.dictionary)).dictionary_decode()
    if types.is_string(column.type) or types.is_large_string(column.type):
        return pc.call_function("utf8_slice_codeunits", [column], pc.SliceOptions(0, LONGEST_TEXT))
    if types.is_binary(column.type) or types.is_large_binary(column.type):
        return pc.call_function("binary_slice", [column], pc.SliceOptions(0, LONGEST_TEXT))
    return column
