"""Columns handed to the engine by Arrow's C stream interface, as pointers to where they lie.

https://arrow.apache.org/docs/format/CStreamInterface.html says what each field means. Whatever is pointed to is held
here until the reader says that it is done. It must not say so while an exception of Python is on its way; the engine
does it within the call that reads.
"""

from __future__ import annotations

import ctypes as c
from dataclasses import dataclass
from errno import EIO
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final, Protocol, Self
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from podium.core.arrow import Column, Table

NULLABLE: Final = 2
STRUCT: Final = b"+s"
NAME: Final = b"arrow_array_stream"


class _Schema(c.Structure):
    pass


class _Array(c.Structure):
    pass


class _StreamStruct(c.Structure):
    pass


_ReleaseSchema = c.CFUNCTYPE(None, c.POINTER(_Schema))
_ReleaseArray = c.CFUNCTYPE(None, c.POINTER(_Array))
_ReleaseStream = c.CFUNCTYPE(None, c.POINTER(_StreamStruct))
_GetSchema = c.CFUNCTYPE(c.c_int, c.POINTER(_StreamStruct), c.POINTER(_Schema))
_GetNext = c.CFUNCTYPE(c.c_int, c.POINTER(_StreamStruct), c.POINTER(_Array))
_GetError = c.CFUNCTYPE(c.c_void_p, c.POINTER(_StreamStruct))
_Schema._fields_ = [
    ("format", c.c_char_p),
    ("name", c.c_char_p),
    ("metadata", c.c_char_p),
    ("flags", c.c_int64),
    ("n_children", c.c_int64),
    ("children", c.POINTER(c.POINTER(_Schema))),
    ("dictionary", c.POINTER(_Schema)),
    ("release", _ReleaseSchema),
    ("private_data", c.c_void_p),
]
_Array._fields_ = [
    ("length", c.c_int64),
    ("null_count", c.c_int64),
    ("offset", c.c_int64),
    ("n_buffers", c.c_int64),
    ("n_children", c.c_int64),
    ("buffers", c.POINTER(c.c_void_p)),
    ("children", c.POINTER(c.POINTER(_Array))),
    ("dictionary", c.POINTER(_Array)),
    ("release", _ReleaseArray),
    ("private_data", c.c_void_p),
]
_StreamStruct._fields_ = [
    ("get_schema", _GetSchema),
    ("get_next", _GetNext),
    ("get_last_error", _GetError),
    ("release", _ReleaseStream),
    ("private_data", c.c_void_p),
]

_numbers = count(1)
# What an array or a schema points to, by the number it carries as `private_data`.
_held: dict[int, Any] = {}
# What a stream hands out, by its number; the `Stream` holds it, and must live as long as it is read.
_readings: WeakValueDictionary[int, _Reading] = WeakValueDictionary()


def _hold(*things: Any) -> int:
    number = next(_numbers)
    _held[number] = things
    return number


def _let_go(owner: Any) -> None:
    """Release a struct: what it holds, and below it whatever nobody took over."""
    for at in range(owner.n_children):
        _let_go_below(owner.children[at])
    _let_go_below(owner.dictionary)
    _held.pop(owner.private_data, None)
    owner.release = type(owner.release)()


def _let_go_below(pointer: Any) -> None:
    if pointer and pointer.contents.release:
        pointer.contents.release(pointer)


@_ReleaseSchema  # type: ignore[untyped-decorator]
def _release_schema(pointer: Any) -> None:
    _let_go(pointer.contents)


@_ReleaseArray  # type: ignore[untyped-decorator]
def _release_array(pointer: Any) -> None:
    _let_go(pointer.contents)


@_ReleaseStream  # type: ignore[untyped-decorator]
def _release_stream(pointer: Any) -> None:
    pointer.contents.release = _ReleaseStream()


@_GetSchema  # type: ignore[untyped-decorator]
def _get_schema(pointer: Any, out: Any) -> int:
    reading = _readings.get(pointer.contents.private_data)
    return EIO if reading is None else reading.stream.guard(reading.fill_schema, out)


@_GetNext  # type: ignore[untyped-decorator]
def _get_next(pointer: Any, out: Any) -> int:
    reading = _readings.get(pointer.contents.private_data)
    return EIO if reading is None else reading.stream.guard(reading.fill_next, out)


@_GetError  # type: ignore[untyped-decorator]
def _get_error(pointer: Any) -> int | None:
    reading = _readings.get(pointer.contents.private_data)
    return None if reading is None else c.cast(c.c_char_p(reading.stream.fault_text), c.c_void_p).value


class Exporter(Protocol):
    """Whatever hands out rows by Arrow's C stream interface."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule with the rows."""
        ...


@dataclass(eq=False)
class _Reading:
    """One reading of a stream: what its reader was given a pointer to, and where each answer is filled in."""

    stream: _Stream
    fill_schema: Callable[[Any], None]
    fill_next: Callable[[Any], None]

    def __post_init__(self) -> None:
        number = next(_numbers)
        self.struct = _StreamStruct(_get_schema, _get_next, _get_error, _release_stream, number)
        _readings[number] = self


class _Stream:
    """What a reader of Arrow reads.

    Attributes:
        fault: what stopped the making of rows; the reader is only told that something did.
    """

    def __init__(self) -> None:
        self.fault: BaseException | None = None
        self.fault_text = b""
        self._begun: list[_Reading] = []

    def begin(self, fill_schema: Callable[[Any], None], fill_next: Callable[[Any], None]) -> object:
        """A capsule with a reading that begins."""
        reading = _Reading(self, fill_schema, fill_next)
        self._begun.append(reading)
        return _new_capsule(c.addressof(reading.struct), NAME, None)

    def close(self) -> None:
        """Let go of everything; whoever still reads is told of an error."""
        self._begun.clear()

    def __enter__(self) -> Self:
        """Begin what the reader asked for."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> bool:
        """Keep what stopped it for whoever began the reading; no exception may pass through the reader."""
        if fault is not None:
            self.fault, self.fault_text = fault, type(fault).__name__.encode()
        return True

    def guard(self, fill: Callable[[Any], None], out: Any) -> int:
        """Do what the reader asked for; the number of an error where that is not possible."""
        with self:
            fill(out)
            return 0
        return EIO


class Stream(_Stream):
    """Tables of the same columns, made while they are read."""

    def __init__(self, example: Table, tables: Iterable[Table]) -> None:
        """Keep a table that has the columns of all, and where all come from: an iterator can be read once."""
        super().__init__()
        self._example, self._tables = example, tables

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule with the tables from the first."""
        tables = iter(self._tables)
        return self.begin(self._fill_schema, lambda out: _fill_next(out, tables))

    def _fill_schema(self, out: Any) -> None:
        children = [_schema_of(name, column) for name, column in self._example.columns.items()]
        _fill_schema(out.contents, STRUCT, b"", children, None)


def as_stream(table: Table) -> Stream:
    """The rows of a table, for whoever reads Arrow; may be read again and again while the stream is held."""
    return Stream(table, (table,))


def stream_of(tables: Iterator[Table]) -> Stream | None:
    """Tables of the same columns, one after another, each made when it is asked for; None when there is none."""
    first = next(tables, None)
    return None if first is None else Stream(first, chain((first,), tables))


class Chain(_Stream):
    """The rows of several exporters of the same columns, each asked when the one before it has no more."""

    def __init__(self, example: Exporter, exporters: Iterator[Exporter]) -> None:
        """Keep one that has the columns of all and is asked for nothing else, and where all come from."""
        super().__init__()
        self._example, self._exporters = example, exporters

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule with the rows of the exporters that were not read yet."""
        rows = (capsule for exporter in self._exporters for capsule in _pulls(exporter))
        return self.begin(self._fill_schema, lambda out: _pull_next(out, rows))

    def _fill_schema(self, out: Any) -> None:
        _, inner = _opened(self._example)
        _check(inner, inner.contents.get_schema(inner, out))


def _opened(exporter: Exporter) -> tuple[object, Any]:
    """An exporter's capsule, which holds the rows, and the stream in it."""
    capsule = exporter.__arrow_c_stream__()
    return capsule, c.cast(_in_capsule(capsule, NAME), c.POINTER(_StreamStruct))


def _pulls(exporter: Exporter) -> Iterator[Callable[[Any], bool]]:
    """What fills in the next rows of an exporter and says whether there were any, until there are none."""
    capsule, inner = _opened(exporter)
    is_over = False

    def pull(out: Any) -> bool:
        nonlocal is_over
        _check(inner, inner.contents.get_next(inner, out))
        is_over = not out.contents.release
        return not is_over

    while not is_over:
        yield pull
    del capsule


def _pull_next(out: Any, pulls: Iterator[Callable[[Any], bool]]) -> None:
    """Fill in the next rows there are; an array that is released already where there are none."""
    if not any(pull(out) for pull in pulls):
        c.memset(out, 0, c.sizeof(_Array))


def _check(inner: Any, code: int) -> None:
    if code:
        text = inner.contents.get_last_error(inner)
        raise OSError(code, c.string_at(text).decode("utf-8", "replace") if text else "no more is known")


_new_capsule: Any = c.pythonapi.PyCapsule_New
_new_capsule.restype = c.py_object
_new_capsule.argtypes = [c.c_void_p, c.c_char_p, c.c_void_p]
_in_capsule: Any = c.pythonapi.PyCapsule_GetPointer
_in_capsule.restype = c.c_void_p
_in_capsule.argtypes = [c.py_object, c.c_char_p]


def _fill_next(out: Any, tables: Iterator[Table]) -> None:
    """Fill in the next table; an array that is released already where there is none."""
    table = next(tables, None)
    if table is None:
        c.memset(out, 0, c.sizeof(_Array))
    else:
        _fill_table(out.contents, table)


def _schema_of(name: str, column: Column) -> Any:
    struct = _Schema()
    items = [] if column.items is None else [_schema_of("element", column.items)]
    words = None if column.words is None else _schema_of("", column.words)
    _fill_schema(struct, column.kind.encode(), name.encode(), items, words)
    return struct


def _fill_schema(struct: Any, kind: bytes, name: bytes, children: list[Any], words: Any) -> None:
    struct.format, struct.name, struct.metadata, struct.flags = kind, name, None, NULLABLE
    _fill_below(struct, children, words)
    struct.private_data, struct.release = _hold(kind, name, struct.children, children, words), _release_schema


def _fill_table(struct: Any, table: Table) -> None:
    _fill_array(struct, len(table), 0, (None,), list(map(_array_of, table.columns.values())), None)


def _array_of(column: Column) -> Any:
    struct = _Array()
    items = [] if column.items is None else [_array_of(column.items)]
    words = None if column.words is None else _array_of(column.words)
    _fill_array(struct, column.count, column.gaps, column.buffers, items, words)
    return struct


def _fill_array(struct: Any, length: int, gaps: int, buffers: tuple[Any, ...], children: list[Any], words: Any) -> None:
    struct.length, struct.null_count, struct.offset, struct.n_buffers = length, gaps, 0, len(buffers)
    places = [None if buffer is None else buffer.__array_interface__["data"][0] for buffer in buffers]
    struct.buffers = (c.c_void_p * len(buffers))(*places)
    _fill_below(struct, children, words)
    struct.private_data = _hold(buffers, struct.buffers, struct.children, children, words)
    struct.release = _release_array


def _fill_below(struct: Any, children: list[Any], words: Any) -> None:
    struct.n_children = len(children)
    kind = type(struct)
    struct.children = (c.POINTER(kind) * len(children))(*map(c.pointer, children))
    struct.dictionary = c.pointer(words) if words is not None else c.POINTER(kind)()
