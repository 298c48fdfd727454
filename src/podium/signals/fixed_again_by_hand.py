"""Fixed again by hand: fixes with a mark of an agent that needed another fix."""

from podium.core.folds import points_apart
from podium.core.measure import Words
from podium.signals import Signal

FIXED_AGAIN_BY_HAND = Signal(
    name="fixed-again-by-hand",
    asks="How many points more of the team's fixes with a mark of an agent were fixed again within fourteen days than of others?",
    words=Words(
        "agents and second fixes",
        "fixes with an agent's mark were fixed again more often, by {value}.",
        unit=("fix", "fixes"),
    ),
    rows="""
        select last_s as moment, side as ref, share as amount
        from splits
        where what = 'fixed again'
    """,
    fold=points_apart,
    least=2,
    rows_are="sides with five people and twenty changes behind them",
    blind_to="a second cause in another file; fixes that do not read as fixes; agents that leave no mark",
    confounders="agents get other work than people: smaller, newer, more often tried out",
    source="podium's own; no usual value: it says nothing of how good agents or people are",
    grade="anecdote",
    counter="a difference says what agents were given to do as much as how it was done",
    is_group=True,
)
