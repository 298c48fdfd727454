"""1:1s held: how many of the planned ones took place within a week of their day."""

from podium.core.folds import share
from podium.signals import Signal

TALKS_HELD = Signal(
    name="talks-held",
    asks="What share of my planned 1:1s took place within seven days of their day?",
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'one-on-one'
    """,
    fold=share,
    least=8,
    rows_are="planned 1:1s",
    blind_to="1:1s in no journal and no calendar",
    confounders="leave (left out when you say so); an agreed fortnightly rhythm",
    source="field guide T3: 85 % is podium's own default; weekly, cancelling is a last resort (GitLab)",
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal", "calendar"),
)
