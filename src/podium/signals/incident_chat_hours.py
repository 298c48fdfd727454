"""Incident channel hours: clock hours in which I wrote in an incident channel."""

from podium.core.folds import total_hours
from podium.core.measure import Words
from podium.signals import Signal

INCIDENT_CHAT_HOURS = Signal(
    name="incident-chat-hours",
    asks="In how many clock hours did I write in an incident channel?",
    words=Words("hours in incident chats", "you wrote in incident chats during {value}.", unit=("hour", "hours")),
    rows="""
        select min(at_s) as moment, min(ref) as ref, 3600 as amount
        from mine
        where object_kind = 'thread' and verb in ('opened', 'commented')
              and (repo = 'inc' or repo like 'inc-%' or repo like '%incident%' or repo like '%outage%')
        group by day_no, wmin - wmin % 60, case when wmin is null then at_s - at_s % 3600 end
    """,
    fold=total_hours,
    least=3,
    rows_are="hours with a message of yours",
    blind_to="calls; reading along; channels not called inc, inc-..., ...incident... or ...outage...",
    source="against the hours of your 1:1s and strategy blocks; no usual value",
    grade="weak",
    informs=("chat",),
)
