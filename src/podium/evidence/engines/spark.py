"""Evidence on Spark: tables of a catalogue or a folder of Parquet files."""

from __future__ import annotations

import contextlib
import importlib
import logging
import socket
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from podium.core.errors import CannotReach, CannotRead, Misuse, Refused
from podium.system.extras import install_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.evidence.engines.address import EngineAddress
    from podium.evidence.views.acts_here import Rows

_MASTER_S = 30
_NO_RIGHT = ("INSUFFICIENT_PERMISSIONS", "PERMISSION_DENIED", "AccessControlException", "UNAUTHENTICATED", "403")


class Spark:
    """One manager's acts on Spark, kept in its memory for the length of a look."""

    columns: Sequence[str] = ()

    def __init__(self, address: EngineAddress, manager: str, secret: str) -> None:
        """Start a session and name her tables.

        Raises:
            Misuse: pyspark is not installed. CannotReach: nobody answers. CannotRead: nothing of hers is there.
        """
        try:
            fault: type[Exception] = importlib.import_module("pyspark.errors").PySparkException
            builder = importlib.import_module("pyspark.sql").SparkSession
        except ImportError:
            raise Misuse("What speaks to Spark is not installed", next_step=install_line("spark")) from None
        self._faults: tuple[type[Exception], ...] = (fault, *_more_faults())
        self._where, self._address, self._manager = address.server, address, manager
        for name in ("py4j", "pyspark", "grpc"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        with self._told():
            self._session: Any = _session(builder, address, secret)
            for name in ("acts", "people", "knows", "about"):
                self._frame(name).createOrReplaceTempView(f"podium_{name}")
            self._session.catalog.cacheTable("podium_acts")
        if not self.rows("select 1 as there from podium_about"):
            self.close()
            raise CannotRead(
                f"There is no evidence of {manager}",
                where=self._where,
                next_step="--manager NAME if you are filed under another",
            )

    def rows(self, select: str) -> Rows:
        """The rows of one SELECT."""
        with self._told():
            answer = self._session.sql(select)
            self.columns = list(answer.columns)
            return [tuple(map(_plain, row)) for row in answer.collect()]

    def acts(self, first_week: int, last_week: int) -> str:
        """Her acts of some weeks."""
        return f"(select * from podium_acts where week between {first_week} and {last_week})"

    def table(self, name: str) -> str:
        """One of the tables without weeks."""
        return f"podium_{name}"

    def close(self) -> None:
        """End the session."""
        with contextlib.suppress(*self._faults):
            self._session.stop()

    def _frame(self, name: str) -> Any:
        if self._address.is_folder:
            return self._session.read.parquet(f"{self._address.place.rstrip('/')}/{name}/manager={self._manager}")
        return self._session.table(f"{self._address.place}.{name}").where(f"manager = '{self._manager}'")

    @contextlib.contextmanager
    def _told(self) -> Any:
        """Let what Spark says become what to do next."""
        try:
            yield
        except self._faults as fault:
            said = str(fault)
            if "PATH_NOT_FOUND" in said or "TABLE_OR_VIEW_NOT_FOUND" in said or "SCHEMA_NOT_FOUND" in said:
                raise CannotRead(
                    f"There is no evidence of {self._manager} at {self._address.place}",
                    where=self._where,
                    next_step="write #DATABASE or #/FOLDER at the end of the address, --manager NAME if filed under another",
                ) from None
            if any(word in said for word in _NO_RIGHT):
                raise Refused(
                    f"Spark does not let you read {self._address.place}",
                    where=self._where,
                    next_step="ask for SELECT on your part; --secret types a token without showing it",
                ) from None
            if "Protobuf" in said:
                raise Misuse(
                    "What speaks to Spark Connect needs a newer protobuf than is installed",
                    next_step=f"`{install_line('spark')}` brings one",
                ) from None
            raise CannotReach(
                "Spark did not answer",
                where=self._where,
                next_step="check host and port, and that its version is this one's",
            ) from None


def _session(builder: Any, address: EngineAddress, secret: str) -> Any:
    parts = urlsplit(address.server)
    port = parts.port or (15002 if address.kind == "sc" else 7077)
    try:  # a client of Spark tries by itself for minutes
        socket.create_connection((parts.hostname or "", port), timeout=_MASTER_S).close()
    except OSError:
        raise CannotReach("Nobody answers there", where=address.server, next_step="check host and port") from None
    if address.kind == "sc":
        more = f"{'' if ';' in address.server else '/'};token={secret}" if secret else ""
        return builder.builder.remote(f"{address.server}{more}").getOrCreate()
    return (
        builder.builder.master(address.server)
        .appName("podium")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.log.level", "OFF")
        .getOrCreate()
    )


def _more_faults() -> tuple[type[Exception], ...]:
    """What lies beneath raises, too: the bridge to Java, or the remote call."""
    faults: list[type[Exception]] = []
    for module, name in (
        ("py4j.protocol", "Py4JError"),
        ("grpc", "RpcError"),
        ("google.protobuf.runtime_version", "VersionError"),
    ):
        with contextlib.suppress(ImportError):
            faults.append(getattr(importlib.import_module(module), name))
    return tuple(faults)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
