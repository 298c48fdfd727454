"""Landed by me: how much of the team's work goes in through my hands."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

LANDED_BY_ME = Signal(
    name="landed-by-me",
    asks="What share of everything landed for somebody else was landed by me?",
    words=Words("changes you landed for others", "you landed {about} that others wrote."),
    rows="""
        select max(at_s) as moment, ref, max(by_me) as amount
        from ours
        where verb in ('merged', 'committed') and on_others = 1
        group by ref
    """,
    fold=share,
    least=20,
    rows_are="landings",
    blind_to="who pressed the button on squash merges made on the web: git does not say",
    confounders="integrating may be your role (say so in the file about you); merge queues and bots are left out",
    source="integrators are not in a trap",
    is_group=True,
    grade="weak",
    counter="landing is a role, not a trap: never flagged alone",
    informs=("code review",),
)
