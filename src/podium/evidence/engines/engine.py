"""An engine that holds one manager's evidence: what is asked of it, and opening one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from podium.evidence.engines.folder import Folder
from podium.evidence.engines.postgresql import PostgreSQL
from podium.evidence.engines.spark import Spark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.evidence.engines.address import EngineAddress
    from podium.evidence.views.acts_here import Rows


class Engine(Protocol):
    """Somewhere SELECTs are asked; it holds what the tables of `store` hold, of one manager.

    Attributes:
        columns: of the answer that was read last.
    """

    columns: Sequence[str]

    def rows(self, select: str) -> Rows:
        """The rows of one SELECT."""
        ...

    def acts(self, first_week: int, last_week: int) -> str:
        """What stands after FROM for her acts of some weeks, both ends included."""
        ...

    def table(self, name: str) -> str:
        """What stands after FROM for one of the tables without weeks: `people`, `knows` or `about`."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...


def connect(address: EngineAddress, manager: str, secret: str) -> Engine:
    """Open an engine where one manager's evidence lies.

    Raises:
        Misuse: what the engine needs is not installed. CannotReach: nobody answers there. Refused: it does not let her in.
        CannotRead: it holds no evidence of hers.
    """
    if address.kind == "duckdb":
        return Folder(address, manager)
    if address.kind == "postgresql":
        return PostgreSQL(address, manager, secret)
    return Spark(address, manager, secret)
