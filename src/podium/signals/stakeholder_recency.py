"""Stakeholder recency: how long ago I last spoke with the five who matter most."""

from podium.core.folds import median_days
from podium.core.measure import Words
from podium.signals import Signal

STAKEHOLDER_RECENCY = Signal(
    name="stakeholder-recency",
    asks="How many days ago did I last speak with those marked as my top stakeholders (median)?",
    words=Words(
        "how long key people wait",
        "by the end of these weeks half of your key people had not heard from you for {value} or longer.",
        unit=("person", "people"),
    ),
    rows="""
        select max(at_s) as moment, ref, min(age_days) as amount
        from written
        where what = 'contact' and state = 'top'
        group by ref
    """,
    fold=median_days,
    least=3,
    rows_are="key people you spoke with",
    blind_to="talks you did not write down; top names you never spoke with",
    confounders="leave; a reorganisation",
    source="30 days for the top five is set by podium",
    grade="weak",
    over="history",
    better="lower",
    informs=("journal", "calendar"),
)
