"""Zombie changes: work that still lands on something declared dead."""

from podium.core.folds import count
from podium.signals import Signal

ZOMBIE_CHANGES = Signal(
    name="zombie-changes",
    asks="How many changes landed more than seven days after the sunset of what they belong to, and were no farewell?",
    rows="""
        select at_s as moment, ref,
               case when link = 'sunset' and lag_days > 7 and is_farewell = 0 then 1 else 0 end as amount
        from ours
        where verb = 'authored' and link is not null
    """,
    fold=count,
    least=1,
    rows_are="changes with a known initiative",
    blind_to="paths and tickets no initiative names",
    confounders="contractual support; removal and migration (left out when the subject says so)",
    source="field guide T4: work for the dead more than 14 days after the sunset is podium's own default",
    grade="weak",
    better="lower",
    informs=("journal", "tickets"),
)
