"""Handed to people: how much of what I delegated on purpose went to a person."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

HANDED_TO_PEOPLE = Signal(
    name="handed-to-people",
    asks="What share of the work I handed over, by my own cards, went to a person and not to an agent?",
    words=Words(
        "work handed to people", "{hits} of the {total} tasks you handed over went to a person.", unit=("task", "tasks")
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'handed-over' and amount is not null
    """,
    fold=share,
    over="quarter",
    least=4,
    rows_are="cards that say to whom",
    blind_to="what you handed over without a card; what you ask agents all day",
    confounders="some work has nobody to learn from it",
    source="work that would grow others; the card asks who learns from it",
    grade="anecdote",
    counter="routine work may well go to an agent, if what people learn by goes to people",
    better="higher",
    informs=("journal",),
)
