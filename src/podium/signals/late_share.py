"""Late share: how much of what I do lands outside the hours I declared."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

LATE_SHARE = Signal(
    name="late-share",
    asks="What share of my own commits, merges and landings fell outside my hours?",
    words=Words("work outside your hours", "{hits} of your {total} changes fell outside your hours."),
    # A formatting run of a hundred commits is one evening, not a hundred: days of more than twenty acts count once a side.
    rows="""
        with acts as (
            select at_s, ref, verb, off_hours,
                   count(*) over (partition by day_no) as that_day,
                   row_number() over (partition by day_no, off_hours order by at_s, ref, verb) as nth
            from mine
            where verb in ('authored', 'merged', 'committed') and off_hours is not null
        )
        select at_s as moment, ref, off_hours as amount
        from acts
        where that_day <= 20 or nth = 1
    """,
    fold=share,
    least=20,
    rows_are="acts of yours",
    blind_to=(
        "work that leaves no commit; branches never merged; flexible hours you did not declare; squash landings on "
        "the web, whose clock is the landing person's"
    ),
    confounders="time zones and travel; on-call weeks (declare your rota); leave; spare-time projects in the list",
    source="hours differ per person, so the yardstick is yours (Claes et al. 2018)",
    grade="weak",
    counter=("hours are a poor sign of overload: in 12 histories of leads who later stepped back they rose in 5"),
    better="lower",
    informs=("calendar", "incidents"),
)
