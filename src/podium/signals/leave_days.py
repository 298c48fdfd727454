"""Leave days: days I had declared free and still wrote or landed something."""

from podium.core.folds import days
from podium.core.measure import Words
from podium.signals import Signal

LEAVE_DAYS = Signal(
    name="leave-days",
    asks="On how many days of declared leave did I write or land something?",
    words=Words(
        "work on days off", "you worked on {hits} of the {total} days you had taken off.", unit=("day", "days")
    ),
    rows="""
        select min(at_s) as moment, min(ref) as ref,
               max(case when verb in ('authored', 'merged', 'committed') then 1 else 0 end) as amount
        from mine
        where away = 1
        group by day_no
    """,
    fold=days,
    least=1,
    rows_are="days of declared leave",
    blind_to="leave you did not declare; work on leave that leaves no commit",
    confounders="commits written earlier and landed by somebody else keep their own date",
    source="leave fully off, no merges or approvals",
    grade="anecdote",
    better="lower",
    informs=("calendar",),
)
