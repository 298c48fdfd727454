"""Off-rota acknowledgements: pages I took that were not mine."""

from podium.core.folds import count
from podium.signals import Signal

OFF_ROTA_ACKS = Signal(
    name="off-rota-acks",
    asks="How many incidents did I acknowledge off rota and unpaged?",
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
        select mine_s as moment, ref,
               case when on_call = 0 and (paged_s is null or paged_s > mine_s) then 1 else 0 end as amount
        from firsts
        where mine_s is not null
              and (select count(*) from ours where verb = 'on_call') > 0
    """,
    fold=count,
    least=1,
    rows_are="incidents you touched",
    blind_to="shifts no rota knows of; everything, while no rota is connected or declared",
    confounders="your own rota weeks (connect the rota or declare it)",
    source="field guide T1: none; not paged, do not acknowledge (PagerDuty)",
    grade="weak",
    over="quarter",
    better="lower",
    informs=("incidents",),
)
