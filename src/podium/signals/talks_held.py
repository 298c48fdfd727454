"""1:1s held: how many of the planned ones took place within a week of their day."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

TALKS_HELD = Signal(
    name="talks-held",
    asks="What share of my planned 1:1s took place within seven days of their day?",
    words=Words("1:1s that took place", "{hits} of your {total} planned 1:1s took place.", unit=("1:1", "1:1s")),
    # A connected calendar is the better witness; the journal speaks where there is none.
    # A feed without organiser and guests tells neither: its state is unknown.
    rows="""
        select w.at_s as moment, w.ref, w.amount as amount
        from written w cross join (
            select count(*) as talks from mine where work_type = 'one_on_one' and coalesce(state, '') <> 'unknown'
        ) c
        where w.what = 'one-on-one' and c.talks = 0
        union all
        select m.at_s as moment, m.ref, case when m.verb = 'met' and coalesce(m.state, '') <> 'late' then 1 else 0 end as amount
        from mine m
        where m.work_type = 'one_on_one' and m.verb in ('met', 'invited', 'declined', 'cancelled')
              and coalesce(m.state, '') <> 'unknown'
    """,
    fold=share,
    least=8,
    rows_are="planned 1:1s",
    blind_to="1:1s in no journal and no calendar",
    confounders="leave (left out when you say so); an agreed fortnightly rhythm",
    source="85 % is set by podium; weekly, cancelling is a last resort (GitLab)",
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal", "calendar"),
)
