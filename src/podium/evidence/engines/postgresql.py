"""Evidence in PostgreSQL, asked by a role that reads only her rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podium.core.errors import CannotReach, CannotRead, Misuse, Refused
from podium.system.extras import install_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.evidence.engines.address import EngineAddress
    from podium.evidence.views.acts_here import Rows

_MOST_WAIT_S = 15


def open_link(address: EngineAddress, secret: str) -> Any:
    """A connection; the driver's own password file is read where no secret is given.

    Raises:
        Misuse: the driver is not installed. CannotReach: nobody answers. Refused: it does not let her in.
    """
    try:
        import psycopg
    except ImportError:
        raise Misuse("The driver for PostgreSQL is not installed", next_step=install_line("postgresql")) from None
    more: dict[str, Any] = {"password": secret} if secret else {}
    try:
        # Else texts of a database made in the locale C come as bytes.
        more["client_encoding"] = "UTF8"
        return psycopg.connect(address.server, connect_timeout=_MOST_WAIT_S, autocommit=True, **more)
    except psycopg.OperationalError as fault:
        said = " ".join(str(fault).split())
        if "password" in said or "authentication" in said or "no pg_hba.conf entry" in said or "role" in said:
            raise Refused(
                "The database did not let you in",
                where=address.server,
                next_step="check the user, then add --secret to type the password without showing it",
            ) from None
        raise CannotReach(
            "No database answers there", where=address.server, next_step="check host, port and database, and any tunnel"
        ) from None


class PostgreSQL:
    """One manager's rows, as far as her role may read them."""

    columns: Sequence[str] = ()

    def __init__(self, address: EngineAddress, manager: str, secret: str) -> None:
        """Sign in; the session can only read.

        Raises:
            CannotRead: there are no such tables. Refused: her role may not read them, or sees none of her rows.
        """
        self._place, self._manager, self._where = address.place, manager, address.server
        self._link = open_link(address, secret)
        self._link.execute("set default_transaction_read_only = on")
        if not self.rows(f"select 1 from {self.table('about')} t"):
            self.close()
            raise CannotRead(
                f"Your role sees no evidence of {manager}",
                where=f"{address.server}#{address.place}",
                next_step="--manager NAME if you are filed under another name; else ask whoever fills it, and for the"
                " right to read your rows",
            )

    def rows(self, select: str) -> Rows:
        """The rows of one SELECT.

        Raises:
            CannotRead, Refused: the tables are not there, or not for her.
        """
        import psycopg

        try:
            answer = self._link.execute(select)
            self.columns = [column.name for column in answer.description or ()]
            rows: Rows = answer.fetchall()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedColumn):
            raise CannotRead(
                f"There are no tables of podium in the schema {self._place}",
                where=self._where,
                next_step="write #SCHEMA at the end of the address; whoever fills it types `podium export --store ADDRESS`",
            ) from None
        except psycopg.errors.InsufficientPrivilege:
            raise Refused(
                f"Your role may not read the tables in the schema {self._place}",
                where=self._where,
                next_step=f"ask for GRANT USAGE ON SCHEMA {self._place} and GRANT SELECT on its tables",
            ) from None
        except psycopg.OperationalError as fault:
            raise CannotReach(
                f"The database ended the connection: {' '.join(str(fault).split())}", where=self._where
            ) from None
        return [tuple(map(_plain, row)) for row in rows]

    def acts(self, first_week: int, last_week: int) -> str:
        """Her acts of some weeks."""
        where = f"manager = '{self._manager}' and week between {first_week} and {last_week}"
        return f"(select * from {self._place}.acts where {where})"

    def table(self, name: str) -> str:
        """One of the tables without weeks."""
        return f"(select * from {self._place}.{name} where manager = '{self._manager}')"

    def close(self) -> None:
        """Sign out."""
        self._link.close()


def _plain(value: Any) -> Any:
    """A number as DuckDB answers it: sums and quotients come as decimals."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
