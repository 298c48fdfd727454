"""What sources tell the event store, and what it says back: coverage, counts, accounts.

Coverage, counts, the account of a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from podium.core.errors import CannotRead

if TYPE_CHECKING:
    from podium.core.event import Event

Cursor = Mapping[str, str | int | None]


class Told(Protocol):
    """What a source hands over; `podium.sources.Page` is one."""

    @property
    def stream(self) -> str: ...
    @property
    def events(self) -> Sequence[Event]: ...
    @property
    def cursor(self) -> Cursor | None: ...
    @property
    def whole(self) -> Mapping[str, int]: ...
    @property
    def is_whole_stream(self) -> bool: ...
    @property
    def complete_from_s(self) -> int | None: ...
    @property
    def complete_until_s(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Lot:
    """Pages ready to be kept in one transaction: stream -> its acts as an Arrow table of the store's columns."""

    pages: Sequence[Told]
    tables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of one stream, and between which instants silence means something.

    Attributes:
        events: living rows; hours: how many of them have a local hour.
        first_s, last_s: their earliest and latest instant; None without rows.
    """

    connection: str
    source: str
    stream: str
    events: int
    hours: int
    first_s: int | None
    last_s: int | None
    complete_from_s: int | None
    complete_until_s: int | None


@dataclass(frozen=True, slots=True)
class Added:
    """What one transaction did: rows new to the store, rows changed, rows that are gone since."""

    fresh: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(slots=True)
class Batch:
    """The account of one run over one connection, written when it ends, whole or not.

    Attributes:
        doubts: accounts that may be automation; in clear only those the manager listed, else veiled keys.
    """

    run_no: int
    connection: str
    source: str
    started_s: int
    ended_s: int | None = None
    requests: int = 0
    events: int = 0
    fresh: int = 0
    missing: dict[str, int] = field(default_factory=dict[str, int])
    unknown: dict[str, int] = field(default_factory=dict[str, int])
    notes: list[str] = field(default_factory=list[str])
    doubts: list[str] = field(default_factory=list[str])
    limits: dict[str, str] = field(default_factory=dict[str, str])


class Vanishing(CannotRead):
    """Most of what was known would be gone; nothing was changed."""
