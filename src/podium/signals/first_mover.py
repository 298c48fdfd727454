"""First mover: incidents in which I acted before anybody on duty did."""

from podium.core.folds import share
from podium.signals import Signal

FIRST_MOVER = Signal(
    name="first-mover",
    asks="In what share of the incidents I touched did I act first, off rota and unpaged?",
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
               case when on_call = 0 and (paged_s is null or paged_s > mine_s) and (theirs_s is null or mine_s < theirs_s)
                    then 1 else 0 end as amount
        from firsts
        where mine_s is not null
              and (select count(*) from ours where verb = 'on_call') > 0
    """,
    fold=share,
    least=5,
    rows_are="incidents you touched",
    blind_to="acts by voice; who was told in person; everything, while no rota is connected or declared",
    confounders="a SEV-1 nobody acknowledged; a security incident; being asked by name; your own rota weeks",
    source=(
        "field guide T1: over 20 % amber, over 40 % red (podium's own default); do not acknowledge what did not page "
        "you (PagerDuty)"
    ),
    grade="weak",
    over="quarter",
    better="lower",
    informs=("incidents",),
)
