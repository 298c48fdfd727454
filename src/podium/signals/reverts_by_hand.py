"""Reverts by hand: how often work with a mark of an agent was taken back, beside the other."""

from podium.core.folds import points_apart
from podium.core.measure import Words
from podium.signals import Signal

REVERTS_BY_HAND = Signal(
    name="reverts-by-hand",
    asks="How many points more of the team's changes with a mark of an agent were taken back than of those without one?",
    words=Words(
        "agents and changes taken back", "changes with an agent's mark were taken back more often, by {value}."
    ),
    rows="""
        select last_s as moment, side as ref, share as amount
        from splits
        where what = 'taken back'
    """,
    fold=points_apart,
    least=2,
    rows_are="sides with five people and twenty changes behind them",
    blind_to="changes undone by hand; what was taken back after the window; agents that leave no mark",
    confounders="agents get other work than people: smaller, newer, more often tried out",
    source="podium's own; no usual value: it says nothing of how good agents or people are",
    grade="anecdote",
    counter="a difference says what agents were given to do as much as how it was done",
    is_group=True,
)
