"""What came in from a source, record by record, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Intake(msgspec.Struct):
    """Counts of records; `read` is the sum of all others.

    A record is the smallest thing of a list that could be an act: a change and each review of it, an issue and each
    of its edits, a mail, a row, an event of a calendar.

    Attributes:
        read: records that came in. as_acts: how many of them were told, each as one act or more.
        unused: known, and podium has no use for them. unknown: podium has no word for them.
        refused: they could not be read. unread: a limit was met before them. Each by reason.
    """

    read: int = 0
    as_acts: int = 0
    unused: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    unknown: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    refused: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    unread: dict[str, int] = msgspec.field(default_factory=dict[str, int])

    @property
    def accounted(self) -> int:
        """How many records have a fate; the same as `read`, or a reader lost one."""
        return self.as_acts + sum(sum(reasons.values()) for reasons in self.by_fate().values())

    def by_fate(self) -> dict[str, dict[str, int]]:
        """The fates other than becoming an act, in the order they are shown in."""
        return {"unused": self.unused, "unknown": self.unknown, "refused": self.refused, "unread": self.unread}

    def add(self, intake: Intake) -> None:
        """Count another intake in."""
        self.read += intake.read
        self.as_acts += intake.as_acts
        for fate, reasons in intake.by_fate().items():
            add(self.by_fate()[fate], reasons)


def add(counts: dict[str, int], more: Mapping[str, int]) -> None:
    """Add counts to counts."""
    for reason, count in more.items():
        counts[reason] = counts.get(reason, 0) + count
