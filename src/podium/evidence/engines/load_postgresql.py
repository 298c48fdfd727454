"""Evidence written into PostgreSQL, where a manager's role reads her own rows alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from podium.core.errors import CannotWrite, Refused
from podium.evidence.engines import tables
from podium.evidence.engines.postgresql import open_link
from podium.evidence.engines.written import digest_of, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from podium.evidence.engines.address import EngineAddress

_TYPES: Final = {
    "int32": "integer",
    "int64": "bigint",
    "bool": "boolean",
    "double": "double precision",
    "string": "text",
}


def _statements(place: str) -> list[str]:
    """The tables, an index, and the right of every role to the rows filed under its own name."""
    made = [f"create schema if not exists {place}"]
    for name, kinds in tables.COLUMNS.items():
        own = kinds | ({"week": "int32"} if name in tables.WITH_WEEKS else {})
        columns = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in own.items())
        made += [
            f"create table if not exists {place}.{name} (manager text not null, {columns})",
            f"alter table {place}.{name} enable row level security",
            f"drop policy if exists her_own on {place}.{name}",
            f"create policy her_own on {place}.{name} for select using (manager = current_user)",
        ]
    return [
        *made,
        f"create index if not exists acts_of_a_week on {place}.acts (manager, week)",
        f"create table if not exists {place}.written (manager text, name text, digest text, primary key (manager, name))",
    ]


class PostgresStore:
    """The tables of a schema; each week is replaced in one transaction."""

    def __init__(self, address: EngineAddress, secret: str) -> None:
        """Sign in and make what is missing.

        Raises:
            Refused: the role may not make tables in the schema.
        """
        self._place, self._where = address.place, address.server
        self._link = open_link(address, secret)
        import psycopg

        self._fault: type[Exception] = psycopg.Error
        try:
            with self._link.transaction():
                for statement in _statements(self._place):
                    self._link.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            self._link.close()
            raise Refused(
                f"Your role may not make tables in the schema {self._place}",
                where=self._where,
                next_step=f"sign in as its owner, or ask for CREATE SCHEMA {self._place} AUTHORIZATION you",
            ) from None

    def digests(self, manager: str) -> Mapping[str, str]:
        """What is there."""
        asked = f"select name, digest from {self._place}.written where manager = %s"
        return dict(self._link.execute(asked, [manager]).fetchall())

    def put(self, manager: str, name: str, week: int | None, table: tables.TableRows, digest: str) -> None:
        """Replace a week of acts, or a table without weeks."""
        columns = ["manager", *table.kinds, *([] if week is None else ["week"])]
        last = () if week is None else (week,)
        try:
            with self._link.transaction():
                self._take_out(manager, name, week)
                with self._link.cursor() as cursor:
                    with cursor.copy(f"copy {self._place}.{name} ({', '.join(columns)}) from stdin") as copy:
                        for row in table.rows:
                            copy.write_row((manager, *row, *last))
                    cursor.execute(
                        f"insert into {self._place}.written values (%s, %s, %s)"
                        " on conflict (manager, name) do update set digest = excluded.digest",
                        [manager, name if week is None else f"{name}/{week}", digest],
                    )
        except self._fault as fault:
            raise CannotWrite(f"the database refused: {' '.join(str(fault).split())}", where=self._where) from None

    def put_results(self, manager: str, week: int, rows: Sequence[Sequence[object]]) -> None:
        """Write what each question answered of a week."""
        table = table_of("results", rows)
        self.put(manager, "results", week, table, digest_of(table))

    def drop(self, manager: str, name: str, week: int) -> None:
        """Take a week away."""
        with self._link.transaction():
            self._take_out(manager, name, week)
            self._link.execute(
                f"delete from {self._place}.written where manager = %s and name = %s", [manager, f"{name}/{week}"]
            )

    def close(self) -> None:
        """Sign out."""
        self._link.close()

    def _take_out(self, manager: str, name: str, week: int | None) -> None:
        of_week = "" if week is None else f" and week = {week}"
        self._link.execute(f"delete from {self._place}.{name} where manager = %s{of_week}", [manager])
