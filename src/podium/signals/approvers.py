"""Approvers: how many people approve or land other people's work."""

from podium.core.folds import people
from podium.signals import Signal

APPROVERS = Signal(
    name="approvers",
    asks="How many people approved or landed somebody else's work?",
    rows="""
        select min(first_s) as moment, 'somebody' as ref, 1 as amount
        from crowd
        where verb in ('reviewed', 'merged', 'committed')
        group by stranger
    """,
    fold=people,
    least=1,
    blind_to="approvals that leave no trailer, merge or committer in git",
    confounders="leave; rules that name owners",
    source="field guide T1: the fair share of a gate is one over those who may approve",
    grade="moderate",
    is_group=True,
    better="higher",
    informs=("code review",),
)
