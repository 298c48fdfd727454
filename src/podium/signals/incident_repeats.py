"""Incident repeats: incidents of a service that had one in the ninety days before."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

INCIDENT_REPEATS = Signal(
    name="incident-repeats",
    asks="What share of the incidents came from a service that had one in the ninety days before?",
    words=Words(
        "incidents that come back",
        "the same thing had broken shortly before in {about}.",
        unit=("incident", "incidents"),
    ),
    rows="""
        with incidents as (
            select ref, at_s,
                   case when row_number() over (partition by repo order by at_s, ref) > 1
                        then lag(at_s) over (partition by repo order by at_s, ref) end as before_s
            from (
                select ref, repo, min(at_s) as at_s
                from ours
                where verb = 'opened' and object_kind = 'incident'
                group by ref, repo
            ) opened
        )
        select at_s as moment, ref, case when at_s - before_s <= 7776000 then 1 else 0 end as amount
        from incidents
    """,
    fold=share,
    least=5,
    rows_are="incidents",
    blind_to="causes that repeat under another service",
    confounders="a service that is a whole platform; a pager shared with other teams: what a machine opens is no team's",
    source="repeat rate over 90 days; watch your own trend",
    grade="weak",
    over="quarter",
    looks_back=90,
    is_group=True,
    better="lower",
    informs=("incidents",),
)
