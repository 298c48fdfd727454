"""Credit: how many of my wins name who did it."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

CREDIT_RATIO = Signal(
    name="credit-ratio",
    asks="What share of my wins credit an engineer by name?",
    words=Words("wins with a name", "{hits} of your {total} wins named who did the work.", unit=("win", "wins")),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'win'
    """,
    fold=share,
    least=4,
    rows_are="wins",
    blind_to="credit given aloud",
    source="70 % is set by podium; praise in public (GitLab)",
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal",),
)
