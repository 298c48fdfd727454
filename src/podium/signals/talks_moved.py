"""1:1s moved by me: how often the one who moved or cancelled was I."""

from podium.core.folds import share
from podium.signals import Signal

TALKS_MOVED = Signal(
    name="talks-moved",
    asks="What share of my planned 1:1s did I move or cancel?",
    rows="""
        select at_s as moment, ref, case when state = 'moved-by-me' then 1 else 0 end as amount
        from written
        where what = 'one-on-one'
    """,
    fold=share,
    least=8,
    rows_are="planned 1:1s",
    blind_to="moves nobody wrote down; a calendar keeps only the last version",
    confounders="leave; hiring interviews are the accepted exception",
    source="field guide T3: cancelling is a last resort (GitLab); 15 % is podium's own default",
    grade="weak",
    over="quarter",
    better="lower",
    informs=("journal", "calendar"),
)
