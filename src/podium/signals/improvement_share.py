"""Improvement share: how much of the work made the system itself better."""

from podium.core.folds import share
from podium.signals import Signal

IMPROVEMENT_SHARE = Signal(
    name="improvement-share",
    asks="What share of the team's changes improved the system itself (tests, tooling, clean-up, speed)?",
    rows="""
        select at_s as moment, ref, case when kind = 'improvement' then 1 else 0 end as amount
        from ours
        where verb = 'authored' and kind is not null
    """,
    fold=share,
    least=20,
    rows_are="changes",
    blind_to="the 20 % reserve: it has to be planned and labelled, paths and words cannot tell it",
    confounders="what a repository is for: 13 to 68 % of changes touch no product file in mature ones",
    source="field guide 0.7 and 10.5: only as a trend against your own past",
    is_group=True,
    grade="weak",
    counter="twenty per cent is a convention, not a finding",
    better="higher",
    informs=("tickets", "journal"),
)
