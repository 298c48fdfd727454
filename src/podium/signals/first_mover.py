"""First mover: incidents in which I acted before anybody on duty did."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

# Each incident's first acts: when she took it up or wrote a note, when she took it up, whether that was on duty, when she
# was first paged, and when somebody on duty first took it up (anybody else, where only her own turns are known). A note is
# what who was not paged is asked to leave.
_FIRSTS = """
        with acts as (
            select ref, at_s, by_me, on_call, verb, on_me,
                   case when (select count(*) from ours where verb = 'on_call' and by_me = 0) = 0 then 1 else on_duty end as is_duty
            from ours
            where object_kind = 'incident' and is_timed = 1
        ), paged as (
            select ref, min(at_s) as paged_s, 1 as is_there
            from acts
            where verb in ('requested', 'assigned') and on_me = 1 and by_me = 0
            group by ref
        ), hers as (
            select ref, at_s, max(on_call) as on_call, 1 as is_there
            from acts
            where by_me = 1
            group by ref, at_s
        ), taken as (
            select ref,
                   min(case when by_me = 1 and verb in ('acknowledged', 'joined', 'commented') then at_s end) as touched_s,
                   min(case when by_me = 1 and verb in ('acknowledged', 'joined') then at_s end) as mine_s,
                   min(case when by_me = 0 and is_duty = 1 and verb in ('acknowledged', 'joined') then at_s end) as theirs_s
            from acts
            group by ref
        ), firsts as (
            select t.ref as ref, t.touched_s as touched_s, t.mine_s as mine_s, t.theirs_s as theirs_s,
                   case when coalesce(h.is_there, 0) = 1 and h.on_call = 0
                             and (coalesce(p.is_there, 0) = 0 or p.paged_s > t.mine_s) then 1 else 0 end as is_unasked,
                   case when coalesce(h.is_there, 0) = 1 then h.on_call end as on_call
            from taken t left join hers h on h.ref = t.ref and h.at_s = t.mine_s left join paged p on p.ref = t.ref
        )"""


def of_firsts(select: str) -> str:
    """A SELECT over `firsts`, with what it stands on."""
    return "".join((_FIRSTS, select))


FIRST_MOVER = Signal(
    name="first-mover",
    asks="In what share of the incidents I touched did I act first, off rota and unpaged?",
    words=Words(
        "acting before those on duty",
        "you acted first, and unasked, in {hits} of the {total} incidents you touched.",
        unit=("incident", "incidents"),
    ),
    rows=of_firsts("""
        select touched_s as moment, ref,
               case when is_unasked = 1 and (theirs_s is null or mine_s < theirs_s) then 1 else 0 end as amount
        from firsts
        where touched_s is not null
              and (select count(*) from ours where verb = 'on_call') > 0
    """),
    fold=share,
    least=5,
    rows_are="incidents you touched",
    blind_to="acts by voice; who was told in person; everything, while no rota is connected or declared",
    confounders="a SEV-1 nobody acknowledged; a security incident; being asked by name; your own rota weeks",
    source=("over 20 % amber, over 40 % red (set by podium); do not acknowledge what did not page you (PagerDuty)"),
    grade="weak",
    over="quarter",
    better="lower",
    informs=("incidents",),
)
