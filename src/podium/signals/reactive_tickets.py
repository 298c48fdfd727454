"""Reactive tickets: how much of what was closed answered something broken."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

REACTIVE_TICKETS = Signal(
    name="reactive-tickets",
    asks="What share of the closed tickets were bugs, incidents or their follow-ups?",
    words=Words(
        "tickets for what is broken", "something broken was the reason for {about}.", unit=("ticket", "tickets")
    ),
    rows="""
        select max(at_s) as moment, ref,
               max(case when work_type in ('bug', 'incident', 'hotfix', 'incident_followup') then 1 else 0 end) as amount
        from ours
        where verb = 'closed' and object_kind = 'issue'
        group by ref
    """,
    fold=share,
    least=20,
    rows_are="closed tickets",
    blind_to="unplanned work without a type",
    confounders="a launch; what your tracker calls a bug",
    source="over 30 % amber, over 50 % red; types before words",
    grade="moderate",
    is_group=True,
    better="lower",
    informs=("tickets",),
)
