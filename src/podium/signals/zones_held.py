"""Zones held: no-code zones without a commit, review or landing of mine inside."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

ZONES_HELD = Signal(
    name="zones-held",
    asks="What share of my no-code zones held no commit, review or landing of mine?",
    words=Words(
        "half-days without code",
        "you kept {hits} of your {total} half-days free of code.",
        unit=("half-day", "half-days"),
    ),
    rows="""
        select z.at_s as moment, z.ref, min(1 - coalesce(a.is_there, 0)) as amount
        from mine z left join (
            select at_s, 1 as is_there
            from mine
            where verb in ('authored', 'merged', 'committed', 'reviewed', 'released') and clock <> 'nobody'
        ) a on a.at_s >= z.at_s and a.at_s < z.end_s
        where z.work_type = 'no_code' and z.verb = 'met'
        group by z.at_s, z.ref
    """,
    fold=share,
    least=4,
    rows_are="no-code zones",
    blind_to="work that leaves no trace; approvals in trailers; landings by a queue, or on the web at +0000",
    confounders="an incident without another owner",
    source="six of eight kept",
    grade="weak",
    over="quarter",
    better="higher",
    informs=("calendar",),
)
