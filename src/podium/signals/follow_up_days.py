"""Follow-up days: how long actions from incidents stay open."""

from podium.core.folds import days_of_seconds
from podium.core.measure import Words
from podium.signals import Signal

FOLLOW_UP_DAYS = Signal(
    name="follow-up-days",
    asks="How many days did incident follow-ups stay open until they were closed (median)?",
    words=Words(
        "how long lessons stay open",
        "half of the tasks from incidents stayed open for {value} or longer.",
        unit=("incident", "incidents"),
    ),
    rows="""
        select max(case when verb = 'closed' then at_s end) as moment, ref,
               max(case when verb = 'closed' then at_s end) - min(at_s) as amount
        from ours
        where object_kind = 'issue' and work_type = 'incident_followup'
        group by ref
    """,
    fold=days_of_seconds,
    least=5,
    rows_are="closed follow-ups",
    blind_to="follow-ups that are no ticket; those still open",
    confounders="dependency on other teams",
    source="15 days, 30 for lesser incidents (PagerDuty postmortem docs)",
    grade="weak",
    over="quarter",
    looks_back=730,
    is_group=True,
    better="lower",
    informs=("tickets", "incidents"),
)
