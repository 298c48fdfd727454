"""Where a run stands on its ladder, the same in whatever order its steps were written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from podium.core.lines import lines_of
from podium.journal import Entry
from podium.journal.kinds.ladder import Rung
from podium.journal.kinds.ladder_step import LadderStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.journal.kinds.ladder import Ladder

Step = Entry[LadderStep]


class WaitingStep(msgspec.Struct, frozen=True):
    """A step that does not count yet, and why."""

    step: Step
    why: str


class RungStanding(msgspec.Struct, frozen=True):
    """One rung of a run.

    Attributes:
        number: from 1.
        counted: steps that count, oldest first.
        waiting: steps that do not count yet.
        finished_on: the day of the step that completed it; None while it is open.
    """

    number: int
    rung: Rung
    counted: tuple[Step, ...]
    waiting: tuple[WaitingStep, ...]
    finished_on: date | None


class Standing(msgspec.Struct, frozen=True):
    """A run on its ladder.

    Attributes:
        rungs: every rung of the ladder.
        current: the first rung that is not finished; None when all are.
        off_ladder: steps of a rung the ladder does not have; kept and listed, never counted.
    """

    rungs: tuple[RungStanding, ...]
    current: RungStanding | None
    off_ladder: tuple[WaitingStep, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, wherever it stands: none is lost."""
        on_rungs = [s for rung in self.rungs for s in (*rung.counted, *(w.step for w in rung.waiting))]
        return (*on_rungs, *(w.step for w in self.off_ladder))


def standing(ladder: Ladder, steps: Sequence[Step]) -> Standing:
    """The standing of a run, given the steps of that run.

    A step counts when it has an artefact and evidence, when the participant confirmed it (and the person the rung names
    checked it), and when it happened on or after the day the rung below was finished.
    """
    ordered = sorted(steps, key=lambda step: (step.head.date, step.id))
    rungs: list[RungStanding] = []
    open_from: date | None = date.min
    for number, rung in enumerate(ladder.rungs, 1):
        on_rung = [step for step in ordered if step.head.rung == number]
        rungs.append(_rung_standing(number, rung, on_rung, open_from))
        open_from = rungs[-1].finished_on
    off = tuple(
        WaitingStep(step, f"the ladder has {len(rungs)} rungs, this names rung {step.head.rung}")
        for step in ordered
        if not 1 <= step.head.rung <= len(rungs)
    )
    current = next((rung for rung in rungs if rung.finished_on is None), None)
    return Standing(tuple(rungs), current, off)


def _rung_standing(number: int, rung: Rung, steps: Sequence[Step], open_from: date | None) -> RungStanding:
    counted: list[Step] = []
    waiting: list[WaitingStep] = []
    for step in steps:
        why = _why_not(step, rung, number, open_from)
        if why:
            waiting.append(WaitingStep(step, why))
        else:
            counted.append(step)
    finished_on = counted[rung.times - 1].head.date if len(counted) >= rung.times else None
    return RungStanding(number, rung, tuple(counted), tuple(waiting), finished_on)


def _why_not(step: Step, rung: Rung, number: int, open_from: date | None) -> str:
    """Why a step does not count; empty when it counts."""
    if open_from is None:
        return f"rung {number - 1} is not finished"
    if step.head.date < open_from:
        return f"it is dated {step.head.date}, before rung {number - 1} was finished on {open_from}"
    if not (step.head.artefact.strip() or has_text(step.body)):
        return f"the artefact is missing: {rung.artefact}"
    if not step.head.evidence.strip():
        return f"the evidence is missing: {rung.evidence}"
    if step.head.confirmed_on is None:
        return "the participant has not confirmed it"
    if rung.confirmed_by and step.head.checked_on is None:
        return f"{rung.confirmed_by} has not confirmed it"
    return ""


def has_text(body: str) -> bool:
    """Whether there is anything below the headings."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in lines_of(body))
