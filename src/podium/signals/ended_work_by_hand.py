"""Ended work by hand: changes with a mark of an agent on what was declared dead."""

from podium.core.folds import points_apart
from podium.core.measure import Words
from podium.signals import Signal

ENDED_WORK_BY_HAND = Signal(
    name="ended-work-by-hand",
    asks="How many points more of the team's changes with a mark of an agent landed on ended work than of those without one?",
    words=Words("agents and ended work", "changes with an agent's mark hit ended work more often, by {value}."),
    rows="""
        select last_s as moment, side as ref, share as amount
        from splits
        where what = 'on ended work'
    """,
    fold=points_apart,
    least=2,
    rows_are="sides with five people and twenty changes behind them",
    blind_to="paths and tickets no initiative names; agents that leave no mark",
    confounders="agents get other work than people: smaller, newer, more often tried out",
    source="podium's own; no usual value: it says nothing of how good agents or people are",
    grade="anecdote",
    counter="a difference says what agents were given to do as much as how it was done",
    is_group=True,
)
