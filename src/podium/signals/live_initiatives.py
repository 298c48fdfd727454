"""Live initiatives: how many of mine serve a goal that is alive."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

LIVE_INITIATIVES = Signal(
    name="live-initiatives",
    asks="What share of my active initiatives serve a goal that is alive?",
    words=Words(
        "efforts with a live goal", "{hits} of your {total} efforts served a live goal.", unit=("effort", "efforts")
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'initiative'
    """,
    fold=share,
    least=5,
    rows_are="active initiatives",
    blind_to="goals that live in somebody else's document",
    confounders="exploration with a time box",
    source="the rest are orphans",
    grade="weak",
    over="history",
    better="higher",
    informs=("journal",),
)
