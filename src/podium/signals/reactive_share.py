"""Reactive share: how much of the work answered something that was broken right now."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

REACTIVE_SHARE = Signal(
    name="reactive-share",
    asks="What share of the team's changes were incident work, hotfixes or reverts?",
    words=Words("work on what is broken", "the team spent {about} on what was broken just then."),
    rows="""
        select at_s as moment, ref, case when kind = 'incident' then 1 else 0 end as amount
        from ours
        where verb = 'arrived' and kind is not null
    """,
    fold=share,
    least=20,
    rows_are="changes",
    blind_to=(
        "how a change was made: what an agent wrote for somebody counts as theirs; "
        "incidents that leave no commit; unplanned work that calls itself a feature: from git alone this is a lower "
        "bound"
    ),
    confounders="a launch or a migration month",
    source="over 30 % amber, over 50 % red; Google SRE keeps operations under 50 %",
    is_group=True,
    grade="moderate",
    counter="in DORA 2018 unplanned work was about a fifth in every band; what differed was new work",
    better="lower",
    informs=("incidents", "tickets"),
    lower_bound_without=("incidents", "tickets"),
)
