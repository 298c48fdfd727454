"""Opening what lies on an engine, to be asked or to be written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from podium.connections.engines import manager_of, secret
from podium.core.errors import Misuse
from podium.evidence.engines import address as addresses
from podium.evidence.engines import engine
from podium.evidence.engines.asked import open_there
from podium.evidence.engines.load_postgresql import PostgresStore
from podium.evidence.engines.written import FolderStore

if TYPE_CHECKING:
    from podium.evidence.engines.engine import Engine
    from podium.evidence.engines.written import Store

__all__ = ["open_engine", "open_store", "open_there"]


def open_engine(text: str, manager: str) -> Engine:
    """The engine at an address, where your evidence lies.

    Raises:
        Misuse, CannotReach, Refused, CannotRead: why it cannot be asked, and what to do next.
    """
    address = addresses.parse(text)
    return engine.connect(address, manager_of(address, manager), secret())


def open_store(text: str) -> Store:
    """Where evidence is written.

    Raises:
        Misuse, CannotReach, Refused: why nothing can be written there.
    """
    address = addresses.parse(text)
    if address.kind == "duckdb":
        return FolderStore(Path(address.place))
    if address.kind == "postgresql":
        return PostgresStore(address, secret())
    raise Misuse(
        "Evidence is not written through Spark", next_step="write it into a folder Spark reads: --store duckdb:FOLDER"
    )
