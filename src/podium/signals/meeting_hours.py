"""Meeting hours: how much of the window I spent in meetings."""

from podium.core.folds import total_hours
from podium.core.measure import Words
from podium.signals import Signal

MEETING_HOURS = Signal(
    name="meeting-hours",
    asks="How many hours of meetings did I sit in?",
    words=Words("hours in meetings", "you sat in meetings for {value}.", unit=("hour", "hours")),
    rows="""
        select at_s as moment, ref, dur_s as amount
        from mine
        where verb = 'met' and dur_s <= 43200
              and (with_count >= 1 or with_count is null and work_type in ('one_on_one', 'skip', 'coaching'))
    """,
    fold=total_hours,
    least=5,
    rows_are="meetings",
    blind_to="meetings in no calendar; blocks that are not meetings",
    confounders="all-day events are left out; overlapping meetings count twice",
    source="context, no usual value; meeting-load sets it against your declared hours",
    grade="weak",
    informs=("calendar",),
)
