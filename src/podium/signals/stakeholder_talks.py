"""Stakeholder talks: how often I spoke with somebody on my map."""

from podium.core.folds import count
from podium.core.measure import Words
from podium.signals import Signal

STAKEHOLDER_TALKS = Signal(
    name="stakeholder-talks",
    asks="How often did I speak with somebody on my stakeholder map?",
    words=Words(
        "talks with people on your map",
        "you spoke with people on your map {count} times.",
        "you spoke with people on your map {count} time.",
        unit=("talk", "talks"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'contact'
    """,
    fold=count,
    least=1,
    rows_are="talks",
    blind_to="talks you did not write down; what came of them",
    confounders="a reorganisation; leave; writing them down more often than before",
    source="two talks a week are set by podium",
    grade="weak",
    better="higher",
    informs=("journal", "calendar"),
)
