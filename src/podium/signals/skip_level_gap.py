"""Skip-level gap: how long ago I last spoke with my manager's manager."""

from podium.core.folds import median_days
from podium.core.measure import Words
from podium.signals import Signal

SKIP_LEVEL_GAP = Signal(
    name="skip-level-gap",
    asks="How many days ago did I last speak with a skip-level?",
    words=Words(
        "your last talk two levels up",
        "by the end of these weeks you had not talked with your manager's manager for {value}.",
        unit=("talk", "talks"),
    ),
    rows="""
        select max(at_s) as moment, 'skip-level' as ref, min(age_days) as amount
        from written
        where what in ('contact', 'skip-level') and state = 'skip-level'
        group by state
    """,
    fold=median_days,
    least=1,
    rows_are="talks with a skip-level",
    blind_to="talks you did not write down that no calendar of yours calls a skip-level",
    source="at least quarterly (GitLab)",
    grade="weak",
    over="history",
    better="lower",
    informs=("journal", "calendar"),
)
