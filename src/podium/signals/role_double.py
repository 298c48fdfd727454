"""Role doubling: incidents in which I held command and another role."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

ROLE_DOUBLE = Signal(
    name="role-double",
    asks="In what share of the incidents I joined did I hold the command and another role?",
    words=Words(
        "two roles in one incident",
        "you led and held a second role in {hits} of your {total} incidents.",
        unit=("incident", "incidents"),
    ),
    rows="""
        select min(at_s) as moment, ref,
               case when max(case when state in ('lead', 'commander', 'incident_commander', 'incident commander') then 1 else 0 end) = 1
                     and count(distinct state) > 1 then 1 else 0 end as amount
        from mine
        where object_kind = 'incident' and verb = 'joined' and state <> 'reporter'
        group by ref
    """,
    fold=share,
    least=5,
    rows_are="incidents you had a role in",
    blind_to="roles taken without a record; who reported an incident holds no role by that",
    confounders="incidents of two people",
    source="nobody holds command and another role (PagerDuty)",
    grade="weak",
    over="quarter",
    better="lower",
    informs=("incidents",),
)
