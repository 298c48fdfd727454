"""Active days: on how many days I wrote or landed anything."""

from podium.core.folds import days
from podium.core.measure import Words
from podium.signals import Signal

ACTIVE_DAYS = Signal(
    name="active-days",
    asks="On how many days did I write or land something?",
    words=Words(
        "days with work of yours",
        "you wrote or landed something on {count} days.",
        "you wrote or landed something on {count} day.",
        unit=("day", "days"),
    ),
    rows="""
        select min(at_s) as moment, min(ref) as ref, 1 as amount
        from mine
        where verb in ('authored', 'merged', 'committed') and day_no is not null
        group by day_no
    """,
    fold=days,
    least=1,
    rows_are="days",
    blind_to="every day whose work leaves no commit: most of a manager's days",
    confounders="bursts are one day each, whatever their number of commits",
    source="use active days, not commits",
    grade="anecdote",
)
