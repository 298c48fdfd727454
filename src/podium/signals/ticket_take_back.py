"""Tickets taken back: work I had handed out that came back to my name."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

TICKET_TAKE_BACK = Signal(
    name="ticket-take-back",
    asks="What share of the tickets assigned away from me came back to me?",
    words=Words(
        "tickets that came back to you",
        "of the tickets you gave away, {about} came back to you.",
        unit=("ticket", "tickets"),
    ),
    rows="""
        with steps as (
            select ref, at_s, on_me, on_others,
                   max(case when on_others = 1 then 1 else 0 end) over (partition by ref order by at_s
                       rows between unbounded preceding and current row) as was_theirs
            from ours
            where verb = 'assigned' and object_kind = 'issue'
        )
        select max(at_s) as moment, ref, max(case when on_me = 1 and was_theirs = 1 then 1 else 0 end) as amount
        from steps
        where was_theirs = 1
        group by ref
    """,
    fold=share,
    least=10,
    rows_are="tickets assigned to others",
    blind_to="work that moved without its ticket",
    confounders="illness and leave",
    source="10 % is set by podium; GitLab allows it only if badly off track",
    is_group=True,
    else_hers=True,
    grade="weak",
    over="quarter",
    looks_back=365,
    better="lower",
    informs=("tickets",),
)
