"""Recall: whether those we serve can say what the team does for them."""

from podium.core.folds import mean
from podium.core.measure import Words
from podium.signals import Signal

RECALL = Signal(
    name="recall",
    asks="How well do stakeholders recall what the team does and its last result (0 to 2, mean)?",
    words=Words(
        "what people recall of the team",
        "asked what the team did last, people scored {value} of 2 points.",
        unit=("answer", "answers"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'recall'
    """,
    fold=mean,
    least=5,
    rows_are="answers",
    blind_to="politeness",
    confounders="politeness",
    source="a mean of 1.4 is set by podium",
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal",),
)
