"""Linked share: how much of the work lands on something a live goal asks for."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Coverage, Signal

LINKED_SHARE = Signal(
    name="linked-share",
    asks="What share of the team's changes belong to an initiative with a live goal?",
    words=Words("work with a live goal", "a live goal stands behind {about}."),
    rows="""
        select at_s as moment, ref, case when link = 'live' then 1 else 0 end as amount
        from ours
        where verb = 'arrived' and link is not null
    """,
    fold=share,
    least=15,
    rows_are="changes",
    blind_to="work whose paths and tickets no initiative names",
    confounders="keeping the lights on; time-boxed exploration",
    source="70 % linked is set by podium",
    grade="weak",
    is_group=True,
    better="higher",
    informs=("journal", "tickets"),
    coverage=Coverage(
        """
        select at_s as moment, ref, case when link = 'none' then 0 else 1 end as amount
        from ours
        where verb = 'arrived' and link is not null
        """,
        0.5,
        "your initiatives claim {seen} of {all} changes by paths or tickets; once they claim half, the rest counts",
    ),
)
