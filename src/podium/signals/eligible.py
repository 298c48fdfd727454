"""Eligible: how many people could take their turn at approving."""

from podium.core.folds import people
from podium.core.measure import Words
from podium.signals import Signal

ELIGIBLE = Signal(
    name="eligible",
    asks="How many people wrote, approved or landed something, and could take their turn at approving?",
    words=Words("people who could approve", "{value} could take a turn to approve changes.", unit=("person", "people")),
    rows="""
        select min(first_s) as moment, 'somebody' as ref, 1 as amount
        from crowd
        where verb in ('arrived', 'reviewed', 'merged', 'committed')
        group by stranger
    """,
    fold=people,
    least=5,
    rows_are="people",
    blind_to="who may approve by your rules; people who are new",
    confounders="leave; rules that name owners; drive-by contributors",
    source="the fair share of a gate is one over those who may approve",
    grade="moderate",
    is_group=True,
    better="higher",
    informs=("code review",),
)
