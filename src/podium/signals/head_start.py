"""Head start: how long before the first on-call act I was already in."""

from podium.core.folds import minutes_of_seconds
from podium.signals import Signal

HEAD_START = Signal(
    name="head-start",
    asks="How many minutes before the first act by somebody on duty did I act (median, incidents with both)?",
    rows="""
        with acts as (
            select ref, at_s, by_me, on_call, verb, on_me
            from ours
            where object_kind = 'incident' and is_timed = 1
        ), paged as (
            select ref, min(at_s) as paged_s
            from acts
            where verb in ('requested', 'assigned') and on_me = 1
            group by ref
        ), firsts as (
            select a.ref,
                   min(case when a.by_me = 1 and a.verb in ('acknowledged', 'joined', 'commented') then a.at_s end) as mine_s,
                   min(case when a.by_me = 0 and a.verb in ('acknowledged', 'joined') then a.at_s end) as theirs_s,
                   max(case when a.by_me = 1 then a.on_call else 0 end) as on_call,
                   min(p.paged_s) as paged_s
            from acts a left join paged p on p.ref = a.ref
            group by a.ref
        )
        select mine_s as moment, ref, theirs_s - mine_s as amount
        from firsts
        where mine_s is not null and theirs_s is not null and on_call = 0
              and (select count(*) from ours where verb = 'on_call') > 0
    """,
    fold=minutes_of_seconds,
    least=5,
    rows_are="incidents you and others acted in",
    blind_to="acts by voice; everything, while no rota is connected or declared",
    confounders="a SEV-1; a security incident; being asked by name",
    source=(
        "field guide T1: leave them two escalation timeouts, 10 minutes (podium's own default; PagerDuty waits 5 a "
        "level)"
    ),
    grade="weak",
    over="quarter",
    better="lower",
    informs=("incidents",),
)
