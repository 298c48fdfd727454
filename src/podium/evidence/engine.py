"""The engine in memory: one for the process, and a connection for each who asks."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from itertools import count
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb


@cache
def module() -> Any:
    """The engine's own module; the package around it takes longer to load than a small team to be looked at."""
    try:
        return import_module("_duckdb")
    except ImportError:
        return import_module("duckdb")


_starting = Lock()


def _engine() -> duckdb.DuckDBPyConnection:
    """The one engine, however many threads ask for it first."""
    with _starting:
        return _started()


@cache
def _started() -> duckdb.DuckDBPyConnection:
    """An engine that loads nothing from anywhere; starting it takes as long as ten questions.

    Whoever asks has a thread of its own; more of the engine's would only stand in the way of the others.
    """
    connection: duckdb.DuckDBPyConnection = module().connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "threads": 1,
            "checkpoint_threshold": "10GB",
        }
    )
    return connection


def start_early() -> None:
    """Start the engine in a thread of its own, for whoever knows that it will be asked and still has other things to do."""
    Thread(target=_engine, name="podium-engine").start()


def open_connection() -> duckdb.DuckDBPyConnection:
    """A connection whose temporary tables, views and variables nobody else sees."""
    connection = _engine().cursor()
    connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
    return connection


class Room:
    """Tables in memory that several connections see, and nobody who was not let in by name."""

    _numbers = count()

    def __init__(self) -> None:
        """Empty."""
        self.name = f"room_{next(self._numbers)}"
        self._first: duckdb.DuckDBPyConnection | None = None

    def open_connection(self) -> duckdb.DuckDBPyConnection:
        """A connection that sees the room's tables; its temporary tables, views and variables are its own."""
        connection = open_connection()
        if self._first is None:
            connection.execute(f"create schema {self.name}")
            self._first = connection
        connection.execute(f"set schema = '{self.name}'")
        return connection

    def close(self) -> None:
        """Let its tables and its first connection go; the others are closed by those who opened them."""
        if self._first is not None:
            self._first.execute(f"set schema = 'main'; drop schema {self.name} cascade")
            self._first.close()


def error() -> type[Exception]:
    """What the engine raises where a SELECT names what is not there."""
    kind: type[Exception] = module().Error
    return kind


def fill(
    connection: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Add rows to a table, handed over as one text: Arrow and NumPy would take longer to load than most rows to read.

    Text that is no Unicode (half a surrogate pair) keeps a `?` there.
    """
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    kinds = msgspec.json.encode({name: [_kind(values)] for name, values in columns.items()}).decode()
    try:
        text = msgspec.json.encode(columns)
    except UnicodeEncodeError:
        text = msgspec.json.encode({name: list(map(_readable, values)) for name, values in columns.items()})
    values = ", ".join(f"unnest(given.{name})" for name in names)
    connection.execute(
        f"insert into {table} ({', '.join(names)}) select {values} from (select from_json($text, '{kinds}') as given)",
        {"text": text.decode()},
    )


def _kind(values: Sequence[Any]) -> str:
    kinds = set(map(type, values)) - {type(None)}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {list}:
        return "VARCHAR[]"
    return "DOUBLE" if float in kinds else "BIGINT" if kinds and kinds <= {int, bool} else "VARCHAR"


def _readable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


class Variables:
    """The variables of a connection; only those that change are set, all of them in one statement."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._values: dict[str, str] = {}

    def set(self, values: Mapping[str, str]) -> None:
        """Set each variable to an expression of SQL."""
        changed = {name: value for name, value in values.items() if self._values.get(name) != value}
        if changed:
            self._connection.execute("; ".join(f"set variable {name} = {value}" for name, value in changed.items()))
            self._values |= changed
