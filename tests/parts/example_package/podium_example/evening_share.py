"""Evening share: how much of what you do happens after seven in the evening."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

EVENING_SHARE = Signal(
    name="evening-share",
    asks="What share of your own commits did you write after seven in the evening?",
    words=Words("work after seven", "{hits} of your {total} commits came after seven in the evening."),
    rows="""
        select at_s as moment, ref, case when wmin >= 1140 then 1 else 0 end as amount
        from mine
        where verb = 'authored' and wmin is not null
    """,
    fold=share,
    least=20,
    rows_are="commits of yours",
    blind_to="work that leaves no commit; commits without a clock of yours",
    confounders="time zones and travel; people who like to work late",
    source="an example",
    grade="anecdote",
    counter="an evening is not late for everybody",
    better="lower",
)
