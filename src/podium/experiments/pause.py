"""A practice laid aside for a while: whole weeks are left out, and the end moves by as many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from podium.experiments import metric
from podium.experiments.metric import week_of

# A pause chosen for how it went is the one thing no left-out week can put right, so every result says it was paused.
DOUBT = "a pause chosen for how it went would make the result look better than it is"


class Pause(msgspec.Struct, frozen=True, order=True):
    """One stretch without the practice.

    Attributes:
        first, last: days, both included; last is None while it lasts.
    """

    first: date
    last: date | None = None

    def __str__(self) -> str:
        """As it stands in the journal: `2026-12-07 to 2026-12-20`, or `2026-12-07 to` while it lasts."""
        return f"{self.first} to {self.last or ''}".strip()

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def say(pauses: Sequence[Pause]) -> str:
    """All of them as a person reads them."""
    return ", ".join(f"{pause.first} to {pause.last}" if pause.last else f"since {pause.first}" for pause in pauses)


def parse(text: str) -> Pause:
    """A pause as the journal has it; ValueError when it is none."""
    first, _, last = text.partition(" to")
    pause = Pause(date.fromisoformat(first.strip()), date.fromisoformat(last.strip()) if last.strip() else None)
    if pause.last is not None and pause.last < pause.first:
        raise ValueError(f"the pause {text!r} ends before it begins")
    return pause


def weeks_of(pauses: Collection[Pause], first_week: int, last_week: int) -> set[int]:
    """The weeks a pause touches, if only on one day: half a week with the practice is no week with it."""
    weeks: set[int] = set()
    for pause in pauses:
        end = last_week if pause.last is None else min(last_week, week_of(pause.last))
        weeks |= set(range(max(first_week, week_of(pause.first)), end + 1))
    return weeks


def moved_end(pauses: Sequence[Pause], first_week: int, last_week: int) -> int:
    """The week it runs to, so that as many weeks are measured as were promised; a pause that lasts moves nothing yet."""
    over = [pause for pause in pauses if pause.last is not None]
    owed = len(weeks_of(over, first_week, last_week) - set(metric.why_unmeasured((), first_week, last_week)))
    end = last_week
    while owed:
        end += 1
        owed -= not (weeks_of(over, end, end) or metric.why_unmeasured((), end, end))
    return end
