"""Wins told: in how many leadership syncs a win of the team was said."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

WINS_TOLD = Signal(
    name="wins-told",
    asks="In what share of the leadership syncs I attended was a win of the team said?",
    words=Words(
        "wins told to leaders",
        "you told a win of the team in {hits} of {total} leadership meetings.",
        unit=("meeting", "meetings"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'sync'
    """,
    fold=share,
    least=4,
    rows_are="leadership syncs",
    blind_to="what was said in the corridor; syncs you did not write down",
    confounders="confidential work",
    source="one win a month, a quarter of weekly syncs, is set by podium",
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal",),
)
