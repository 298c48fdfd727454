"""Stale goals: goals nobody confirmed in the last fourteen days."""

from podium.core.folds import count
from podium.core.measure import Words
from podium.signals import Signal

STALE_GOALS = Signal(
    name="stale-goals",
    asks="How many of my live goals has their owner not confirmed for more than fourteen days?",
    words=Words(
        "goals nobody confirmed",
        "{count} live goals have gone two weeks without a yes from their owner.",
        "{count} live goal has gone two weeks without a yes from its owner.",
        unit=("goal", "goals"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'goal'
    """,
    fold=count,
    least=1,
    rows_are="live goals",
    blind_to="confirmations you did not write down",
    source="every 14 days, so that the worst discovery is two weeks late, is set by podium",
    grade="weak",
    over="history",
    better="lower",
    informs=("journal",),
)
