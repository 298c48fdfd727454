"""What is left of each part two weeks and six weeks after it was first met; for her alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.programs.drills.schedule import PROBES, probe

if TYPE_CHECKING:
    from podium.journal.kinds.drill import Drill
    from podium.programs.drills.schedule import Log

# podium's own default: fewer parts than this say nothing in a share.
LEAST = 5


class Retention(msgspec.Struct, frozen=True):
    """One day's look.

    Attributes:
        day: 14 or 45. n: parts looked at on it.
        recalled, heard: how many came back with effort or better, and in how many answers the part was there.
        waiting: parts whose day is still to come. missed: parts not taken within two weeks of it.
    """

    day: int
    n: int
    recalled: int
    heard: int
    waiting: int
    missed: int

    @property
    def words(self) -> str:
        """A sentence; a share only from five parts on."""
        rest = f"{self.waiting} still to come, {self.missed} not taken in time"
        if self.n < LEAST:
            return f"day {self.day}: too few to tell: {self.n} of at least {LEAST} parts taken then; {rest}"
        return (
            f"day {self.day}: {self.recalled} of {self.n} parts recalled ({100 * self.recalled / self.n:.0f} %), "
            f"heard in {self.heard} of {self.n} answers ({100 * self.heard / self.n:.0f} %); {rest}"
        )


def retention(rows: Log, today: date) -> tuple[Retention, ...]:
    """Day 14 and day 45."""
    drills_by_part: dict[str, list[Drill]] = {}
    for row in rows:
        drills_by_part.setdefault(row.head.part, []).append(row.head)
    return tuple(_on(day, list(drills_by_part.values()), today) for day in PROBES)


def _on(day: int, parts: list[list[Drill]], today: date) -> Retention:
    looked = [probed for rows in parts if (probed := probe(rows, day)) is not None]
    unprobed = [rows for rows in parts if probe(rows, day) is None]
    waiting = sum((today - rows[0].date).days <= day + 14 for rows in unprobed)
    return Retention(
        day,
        len(looked),
        sum(drill.recall != "again" for drill in looked),
        sum(drill.is_heard is True for drill in looked),
        waiting,
        len(unprobed) - waiting,
    )
