"""Meeting load: how much of the hours I declared is spent in meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from podium.core.measure import Words
from podium.signals import Signal, Study, StudyResult

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.core.time import Window


def study(rows: Sequence[Row], beside: Sequence[tuple[Any, ...]], _window: Window) -> StudyResult:
    """Seconds in meetings over seconds declared, all days together."""
    meeting_s, declared = sum(row.amount for row in rows), sum(free for _, free in sizes(beside))
    details = (("in meetings", f"{meeting_s / 3600:.1f} h"), ("declared, without leave", f"{declared / 3600:.1f} h"))
    return (
        StudyResult(meeting_s / declared, details=details)
        if declared
        else StudyResult(None, "no hour of those days was free of leave")
    )


def sizes(beside: Sequence[tuple[Any, ...]]) -> list[tuple[int, float]]:
    """The seconds declared of each day, with the moment it begins."""
    return [(int(at_s), float(free_s)) for at_s, free_s in beside]


MEETING_LOAD = Signal(
    name="meeting-load",
    asks="What share of my declared hours did I spend in meetings?",
    words=Words("time in meetings", "meetings took {percent} of your hours.", unit=("day", "days")),
    rows="""
        select at_s as moment, ref, dur_s as amount
        from mine
        where verb = 'workday'
    """,
    fold=Study(
        "seconds in meetings of each day, over the seconds of declared hours no leave takes",
        "share",
        "share",
        """
        select at_s, end_s - at_s as free_s
        from mine
        where verb = 'workday'
        """,
        study,
        sizes,
        3600.0,
    ),
    least=10,
    rows_are="working days with declared hours and a calendar",
    blind_to=(
        "meetings outside your hours (meeting-hours has them); meetings in no calendar; meetings whose one guest is a "
        "mailing list"
    ),
    confounders=(
        "leave is left out, half a day of it too, where it is declared or stands in the calendar; a public holiday only "
        "if it stands there as leave; meetings at the same time count once; all-day events are left out"
    ),
    source="context beside your own months; no usual value is published",
    grade="weak",
    informs=("calendar",),
)
