"""Postmortem days: how long it takes until an incident is talked over."""

from podium.core.folds import days_of_seconds
from podium.core.measure import Words
from podium.signals import Signal

POSTMORTEM_DAYS = Signal(
    name="postmortem-days",
    asks="How many days after an incident was closed did the next postmortem in my calendar come (median)?",
    words=Words(
        "how late incidents are discussed",
        "half of the talks about incidents came {value} after the end or later.",
        unit=("incident", "incidents"),
    ),
    rows="""
        select min(met_s) as moment, ref, min(met_s) - closed_s as amount
        from (
            select ref, closed_s, met_s,
                   row_number() over (partition by talk, met_s order by is_named desc, closed_s desc, ref) as nth
            from (
                select i.ref, i.closed_s, m.ref as talk, m.at_s as met_s,
                       case when m.path is not null and i.ref like '%:' || m.path then 1
                            else 0 end as is_named
                from (select ref, max(at_s) as closed_s from ours
                      where verb = 'closed' and object_kind = 'incident' group by ref) i
                     join mine m on m.verb = 'met' and m.work_type = 'postmortem'
                          and m.at_s >= i.closed_s and m.at_s < i.closed_s + 2592000
            ) pairs
        ) talks
        where nth = 1
        group by ref, closed_s
    """,
    # One talk is about one incident: the one its title names, or else the one closed last before it.
    fold=days_of_seconds,
    least=5,
    rows_are="incidents followed by a postmortem within 30 days",
    blind_to="the incident of a postmortem whose title names none; talks without you, or under another title; incidents never talked over",
    confounders="several incidents shared one talk; severity: five business days are enough for lesser ones",
    source="within 3 calendar days of a SEV-1, 5 business days of a SEV-2 (PagerDuty postmortem docs)",
    grade="weak",
    over="quarter",
    is_group=True,
    better="lower",
    informs=("calendar", "incidents"),
    version=3,
)
