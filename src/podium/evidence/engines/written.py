"""Writing one manager's evidence for an engine: only the weeks that changed are written."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from podium.core.arrow_stream import as_stream
from podium.core.errors import CannotWrite
from podium.evidence import parquet
from podium.evidence.engines import tables
from podium.evidence.engines.folder import TABLES, of_manager, weeks_kept
from podium.evidence.engines.tables import TableRows
from podium.system import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from podium.evidence.engines.about import About
    from podium.evidence.views.build import Build


class Written(msgspec.Struct, frozen=True):
    """What one writing did.

    Attributes:
        weeks: all weeks there are now. changed: those written, or taken away. rows: acts in those that were written.
    """

    weeks: tuple[int, ...]
    changed: tuple[int, ...]
    rows: int


class Store(Protocol):
    """Where the evidence of managers is kept for engines."""

    def digests(self, manager: str) -> Mapping[str, str]:
        """What is there: `acts/2960` or the name of a table, to what its content is known by."""
        ...

    def put(self, manager: str, name: str, week: int | None, table: TableRows, digest: str) -> None:
        """Write a week of acts, or a table without weeks, instead of what was there."""
        ...

    def put_results(self, manager: str, week: int, rows: Sequence[Sequence[object]]) -> None:
        """Write what each question answered of a week."""
        ...

    def drop(self, manager: str, name: str, week: int) -> None:
        """Take a week away."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...


def write(store: Store, manager: str, build: Build, about: About, keys: Mapping[int, str]) -> Written:
    """Bring what is kept of a manager up to what a look saw; what did not change is left alone.

    Raises:
        CannotWrite: the disk or the database refused.
    """
    people = tables.number_people(build, keys, about.as_of_s)
    kept = store.digests(manager)
    changed, rows, weeks = [], 0, []
    for week, table in _by_week(build):
        weeks.append(week)
        if kept.get(f"acts/{week}") != (digest := digest_of(table)):
            store.put(manager, "acts", week, table, digest)
            changed.append(week)
            rows += len(table.rows)
    for name in kept:
        kind, slash, week_text = name.partition("/")
        if slash and kind == "acts" and int(week_text) not in set(weeks):
            store.drop(manager, "acts", int(week_text))
            changed.append(int(week_text))
    others = {
        "people": table_of("people", people),
        "knows": _knows(build),
        "about": table_of("about", [[msgspec.json.encode(about).decode()]]),
    }
    for name, table in others.items():
        if kept.get(name) != (digest := digest_of(table)):
            store.put(manager, name, None, table, digest)
    return Written(tuple(weeks), tuple(sorted(changed)), rows)


def digest_of(table: TableRows) -> str:
    """What the rows of a table are known by, whatever file they lie in."""
    digest = hashlib.sha256()
    for row in table.rows:
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()[:32]


def _by_week(build: Build) -> Iterator[tuple[int, TableRows]]:
    """The acts week by week; only one week of them is rows of Python at a time."""
    build.db.execute(f"create or replace temp table to_write as {tables.ACTS}")
    weeks = [week for (week,) in build.db.execute("select distinct week from to_write order by week").fetchall()]
    select = f"select {tables.cast_columns('acts')} from to_write where week = ? order by at_s, act"
    for week in weeks:
        yield week, TableRows(tables.COLUMNS["acts"], build.db.execute(select, [week]).fetchall())
    build.db.execute("drop table to_write")


def _knows(build: Build) -> TableRows:
    rows = build.db.execute(f"select {tables.cast_columns('knows')} from ({tables.KNOWS})").fetchall()
    return table_of("knows", rows)


def table_of(name: str, rows: Sequence[Sequence[object]]) -> TableRows:
    """Rows as those of the table of that name."""
    return TableRows(tables.COLUMNS[name], rows)


class FolderStore:
    """Parquet files below `acts/manager=NAME/week=N/`, with what each holds noted beside them."""

    def __init__(self, folder: Path) -> None:
        """Write into a folder, which is made when it is not there."""
        self._folder = folder

    def digests(self, manager: str) -> Mapping[str, str]:
        """What is there; a file that is gone is written again."""
        try:
            noted = msgspec.json.decode(self._note(manager).read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            return {}
        there = {f"{name}/{week}" for name in ("acts", "results") for week in weeks_kept(self._folder, manager, name)}
        there |= {name for name in TABLES if (of_manager(self._folder, name, manager) / f"{name}.parquet").is_file()}
        return {name: digest for name, digest in noted.items() if name in there}

    def put(self, manager: str, name: str, week: int | None, table: TableRows, digest: str) -> None:
        """Write one file, whole or not at all."""
        place = of_manager(self._folder, name, manager)
        if week is not None:
            place = place / f"week={week}"
        with tempfile.TemporaryDirectory() as draft:
            complete = Path(draft) / "table.parquet"
            parquet.write(as_stream(table.columns()), complete)
            files.write(place / f"{name}.parquet", complete.read_bytes())
        self._tell(manager, lambda noted: noted | {name if week is None else f"{name}/{week}": digest})

    def put_results(self, manager: str, week: int, rows: Sequence[Sequence[object]]) -> None:
        """Write what each question answered of a week."""
        table = table_of("results", rows)
        self.put(manager, "results", week, table, digest_of(table))

    def drop(self, manager: str, name: str, week: int) -> None:
        """Take a week away."""
        try:
            shutil.rmtree(of_manager(self._folder, name, manager) / f"week={week}")
        except OSError as fault:
            raise CannotWrite(f"a week cannot be taken away: {fault.strerror}", where=str(self._folder)) from fault
        self._tell(manager, lambda noted: {key: text for key, text in noted.items() if key != f"{name}/{week}"})

    def close(self) -> None:
        """Nothing is open."""

    def _note(self, manager: str) -> Path:
        return self._folder / "written" / f"{manager}.json"

    def _tell(self, manager: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        try:
            noted = msgspec.json.decode(self._note(manager).read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            noted = {}
        files.write(self._note(manager), msgspec.json.encode(dict(sorted(change(noted).items()))) + b"\n")
