"""Zombie lag: how many days after its sunset work still landed."""

from podium.core.folds import largest_days
from podium.core.measure import Words
from podium.signals import Signal

ZOMBIE_LAG = Signal(
    name="zombie-lag",
    asks="How many days after the sunset did the last such change land?",
    words=Words(
        "days after the end", "the last change to ended work came {value} after the end.", unit=("day", "days")
    ),
    # What is no such change is one row, so that the count of rows says nothing about how much anybody wrote.
    rows="""
        select at_s as moment, ref, lag_days as amount
        from ours
        where verb = 'arrived' and link = 'sunset' and lag_days > 7 and is_farewell = 0
        union all
        select max(at_s) as moment, 'all other changes' as ref, 0 as amount
        from ours
        where verb = 'arrived' and link is not null
        group by verb
    """,
    fold=largest_days,
    least=1,
    rows_are="kinds of change",
    blind_to="paths and tickets no initiative names",
    confounders="contractual support; removal and migration",
    source="14 days is set by podium",
    is_group=True,
    else_hers=True,
    grade="weak",
    better="lower",
    informs=("journal", "tickets"),
)
