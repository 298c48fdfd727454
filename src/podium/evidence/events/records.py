"""What sources tell the event store, and what it says back: coverage, counts, accounts.

Coverage, counts, the account of a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from podium.core.errors import CannotRead
from podium.core.intake import Intake

if TYPE_CHECKING:
    from podium.core.event import Event

Cursor = Mapping[str, str | int | None]


class SourcePage(Protocol):
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


class Lot(msgspec.Struct, frozen=True):
    """Pages ready to be kept in one transaction: stream -> its acts as an Arrow table of the store's columns."""

    pages: Sequence[SourcePage]
    tables: Mapping[str, Any]


class StreamCoverage(msgspec.Struct, frozen=True):
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


class Added(msgspec.Struct, frozen=True):
    """What one transaction did: rows new to the store, rows changed, rows that are gone since."""

    fresh: int = 0
    changed: int = 0
    gone: int = 0


class Batch(msgspec.Struct):
    """The account of one run over one connection, written when it ends, whole or not.

    Attributes:
        doubts: accounts that may be automation; in clear only those the manager listed, else veiled keys.
        intake: stream -> what came in and what became of it, of the last run in which anything came in.
        intake_s: when that run began.
        fault: why the source could not be read to the end; kept until a later run succeeds. failed_s: when.
    """

    run_no: int
    connection: str
    source: str
    started_s: int
    ended_s: int | None = None
    requests: int = 0
    events: int = 0
    fresh: int = 0
    missing: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    unknown: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    notes: list[str] = msgspec.field(default_factory=list[str])
    doubts: list[str] = msgspec.field(default_factory=list[str])
    limits: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    intake: dict[str, Intake] = msgspec.field(default_factory=dict[str, Intake])
    intake_s: int | None = None
    fault: str = ""
    failed_s: int | None = None

    def take_in(self, stream: str, intake: Intake) -> None:
        """Count what came in; the first that does replaces what an earlier run had."""
        if intake.read and self.intake_s != self.started_s:
            self.intake, self.intake_s = {}, self.started_s
        if intake.read:
            self.intake.setdefault(stream, Intake()).add(intake)

    def carry_over(self, earlier: Batch) -> None:
        """What stays visible of the run before until this one has something to say."""
        self.intake, self.intake_s = earlier.intake, earlier.intake_s
        self.fault, self.failed_s = earlier.fault, earlier.failed_s


def batch_of(row: Mapping[str, Any]) -> Batch:
    """The account of a run as it was written."""
    kept: dict[str, Any] = dict(row)
    kept["intake"] = {stream: Intake(**counts) for stream, counts in (row.get("intake") or {}).items()}
    return Batch(**kept)


class Vanishing(CannotRead):
    """Most of what was known would be gone; nothing was changed."""
