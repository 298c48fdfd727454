"""Evidence in a folder of Parquet files, asked by DuckDB in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from podium.core.errors import CannotRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.evidence.engines.address import EngineAddress
    from podium.evidence.views.acts_here import Rows

TABLES = ("people", "knows", "about")


def of_manager(folder: Path, table: str, manager: str) -> Path:
    """The folder of one table of one manager."""
    return folder / table / f"manager={manager}"


def weeks_kept(folder: Path, manager: str, table: str = "acts") -> dict[int, Path]:
    """The files of one manager by week."""
    files = of_manager(folder, table, manager).glob("week=*/*.parquet")
    return {int(file.parent.name.partition("=")[2]): file for file in sorted(files)}


class Folder:
    """One manager's part of a folder; only her own files are opened, and of her acts only the weeks asked for.

    Attributes:
        opened: every file named in a question so far.
    """

    columns: Sequence[str] = ()

    def __init__(self, address: EngineAddress, manager: str) -> None:
        """Find her files; nothing is read yet."""
        import duckdb

        self._folder, self._manager = Path(address.place), manager
        if not self._folder.is_dir():
            raise CannotRead("There is no such folder of evidence", where=str(self._folder), next_step=_FILL)
        self._weeks = weeks_kept(self._folder, manager)
        if not self._weeks or not self._one("about").exists():
            raise CannotRead(
                f"The folder holds no evidence of {manager}",
                where=str(self._folder),
                next_step=f"{_FILL}; --manager NAME if you are filed under another name",
            )
        self.opened: set[Path] = set()
        self._db = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
        self._db.execute("set enable_progress_bar = false")

    def rows(self, select: str) -> Rows:
        """The rows of one SELECT."""
        answer = self._db.execute(select)
        self.columns = [column[0] for column in answer.description or ()]
        return answer.fetchall()

    def acts(self, first_week: int, last_week: int) -> str:
        """Her acts of some weeks; where there are none, the newest week, whose acts lie outside of what is asked."""
        files = [file for week, file in self._weeks.items() if first_week <= week <= last_week]
        return self._read(files or [self._weeks[max(self._weeks)]])

    def table(self, name: str) -> str:
        """One of the tables without weeks."""
        return self._read([self._one(name)])

    def close(self) -> None:
        """Let the engine go."""
        self._db.close()

    def _one(self, name: str) -> Path:
        return of_manager(self._folder, name, self._manager) / f"{name}.parquet"

    def _read(self, files: Sequence[Path]) -> str:
        self.opened.update(files)
        quoted = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        return f"read_parquet([{quoted}], hive_partitioning = false)"


_FILL = "whoever fills it types `podium export --store duckdb:FOLDER --manager NAME`"
