"""Zombie lag: how many days after its sunset work still landed."""

from podium.core.folds import largest_days
from podium.signals import Signal

ZOMBIE_LAG = Signal(
    name="zombie-lag",
    asks="How many days after the sunset did the last such change land?",
    rows="""
        select at_s as moment, ref,
               case when link = 'sunset' and lag_days > 7 and is_farewell = 0 then lag_days else 0 end as amount
        from ours
        where verb = 'authored' and link is not null
    """,
    fold=largest_days,
    least=1,
    rows_are="changes with a known initiative",
    blind_to="paths and tickets no initiative names",
    confounders="contractual support; removal and migration",
    source="field guide T4: 14 days is podium's own default; the seed tells of six weeks",
    grade="weak",
    better="lower",
    informs=("journal", "tickets"),
)
