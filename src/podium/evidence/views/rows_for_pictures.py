"""The rows pictures are drawn from: days, hours and kinds of work, never whose they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium.core.time import Window
    from podium.evidence.views.group import GroupAnswer
    from podium.evidence.views.query import Evidence

_PRESENT_WEEKS = "select distinct week_no as week from ours where verb in ('arrived', 'seen') and by_me = 1"
_LEAVE_DAYS = "select week_no, count(*) as days from mine where verb = 'away' group by week_no"
_HOURS = """
    select wmin, off_hours from mine
    where verb in ('authored', 'merged', 'committed', 'reviewed') and wmin is not null
"""
_TEAM_KINDS = "select at_s, coalesce(kind, 'unclear') as kind, ref from ours where verb = 'arrived' group by all"
_OWN_KINDS = "select at_s, coalesce(kind, 'unclear') as kind, ref from mine where verb = 'authored' group by all"


def present_weeks(evidence: Evidence, window: Window) -> set[int]:
    """Weeks with a trace of yours."""
    return {int(week) for (week,) in evidence.ask(_PRESENT_WEEKS, window, question="absence") if week is not None}


def leave_days(evidence: Evidence, window: Window) -> dict[int, int]:
    """Days of declared leave by week."""
    rows = evidence.ask(_LEAVE_DAYS, window, question="absence")
    return {int(week): int(days) for week, days in rows if week is not None}


def own_hours(evidence: Evidence, window: Window) -> list[tuple[int, bool]]:
    """The hour, 0 to 23 on your own clock, of each act with a clock to trust, and whether it lay outside your hours."""
    rows = evidence.ask(_HOURS, window, question="clock")
    return [(int(minute) % 1440 // 60, bool(is_off)) for minute, is_off in rows]


def team_kinds(evidence: Evidence, window: Window) -> GroupAnswer:
    """Second and kind of each change of the team."""
    return evidence.ask_group(_TEAM_KINDS, window, question="work mix")


def own_kinds(evidence: Evidence, window: Window) -> list[tuple[int, str]]:
    """Second and kind of each change of yours."""
    return [(int(at_s), str(kind)) for at_s, kind, _ in evidence.ask(_OWN_KINDS, window, question="work mix")]
