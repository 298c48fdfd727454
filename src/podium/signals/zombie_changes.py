"""Zombie changes: work that still lands on something declared dead."""

from podium.core.folds import count
from podium.core.measure import Words
from podium.signals import Signal

ZOMBIE_CHANGES = Signal(
    name="zombie-changes",
    asks="How many changes landed more than seven days after the sunset of what they belong to, and were no farewell?",
    words=Words(
        "changes to ended work",
        "{band} changes landed on work that had been ended.",
        "{band} change landed on work that had been ended.",
    ),
    # What is no such change is one row, so that the count of rows says nothing about how much anybody wrote.
    rows="""
        select at_s as moment, ref, 1 as amount
        from ours
        where verb = 'arrived' and link = 'sunset' and lag_days > 7 and is_farewell = 0
        union all
        select max(at_s) as moment, 'all other changes' as ref, 0 as amount
        from ours
        where verb = 'arrived' and link is not null
        group by verb
    """,
    fold=count,
    least=1,
    rows_are="kinds of change",
    blind_to="paths and tickets no initiative names",
    confounders="contractual support; removal and migration (left out when the subject says so)",
    source="work for the dead more than 14 days after the sunset is set by podium",
    is_group=True,
    else_hers=True,
    grade="weak",
    better="lower",
    informs=("journal", "tickets"),
)
