"""Prompted late: days on which I asked an agent for code outside my hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podium.core.measure import Words, counted
from podium.core.time import DAY_S
from podium.signals import Signal, Study, StudyResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.core.folds import Row
    from podium.core.time import Window

# Whoever reads a measure knows by this detail that something of it cannot be told.
HOUR_UNKNOWN = "changes an agent wrote for you at an unknown hour"


def days_outside(rows: Sequence[Row], beside: Sequence[tuple[Any, ...]], _window: Window) -> StudyResult:
    """Days with a prompt outside her hours; without her sessions nobody knows when she asked."""
    prompt_times = sorted(int(at) for (at,) in beside)
    days = [row for row in rows if row.ref.startswith("agents:")]
    unknown = sum(
        not any(row.moment - DAY_S <= at <= row.moment for at in prompt_times)
        for row in rows
        if not row.ref.startswith("agents:")
    )
    details = ((HOUR_UNKNOWN, str(unknown)),) if unknown else ()
    if not days:
        why = f"{counted(unknown, 'change')} an agent wrote for you; at which hour you asked is not known"
        return StudyResult(None, why if unknown else "no clock of yours is known for when you asked", details)
    return StudyResult(sum(row.amount for row in days), details=details)


PROMPTED_LATE = Signal(
    name="prompted-late",
    asks="On how many days did I ask an agent for something outside my hours, off rota?",
    words=Words(
        "agents outside your hours",
        "you asked an agent for work outside your hours on {count} days.",
        "you asked an agent for work outside your hours on {count} day.",
        unit=("day", "days"),
    ),
    # A day with a prompt is one row; a change an agent wrote for her is one, too, so that it is never silently nobody's.
    rows="""
        select min(at_s) as moment, min(ref) as ref, max(off_hours) as amount
        from mine
        where verb = 'prompted' and off_hours is not null and on_call = 0
        group by day_no
        union all
        select at_s as moment, ref, 0 as amount
        from mine
        where verb = 'authored' and hand = 'by an agent'
    """,
    fold=Study(
        "days with a prompt of yours outside your hours",
        "count",
        "count",
        "select at_s from mine where verb = 'prompted'",
        days_outside,
    ),
    least=1,
    rows_are="days you asked an agent, or changes one wrote for you",
    blind_to="sessions on other machines and in the cloud; logs already deleted; agents that leave no mark",
    confounders="time zones and travel; on-call weeks (declare your rota); a prompt a script sent looks like yours",
    source="out-of-hours commits rose by a fifth with agents (Multitudes, 500 engineers, vendor); hours are a poor sign",
    grade="weak",
    counter="asking at night may be curiosity, and an agent needs nobody beside it while it works",
    better="lower",
    informs=("agent sessions",),
)
