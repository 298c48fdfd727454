"""Repeat fixes: fixes to a file that had been fixed in the fourteen days before."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

REPEAT_FIXES = Signal(
    name="repeat-fixes",
    asks="What share of the team's fixes went to a file that had already been fixed in the fourteen days before?",
    words=Words(
        "places fixed again and again",
        "in {about}, the same file had been fixed two weeks before or less.",
        unit=("fix", "fixes"),
    ),
    rows="""
        with fixes as (
            select at_s, ref,
                   case when row_number() over (partition by repo, path order by at_s, ref) > 1
                        then lag(at_s) over (partition by repo, path order by at_s, ref) end as before_s
            from ours
            where verb = 'touched' and n_paths <= 10 and kind in ('fix', 'incident') and state is null
        )
        select min(at_s) as moment, ref,
               max(case when at_s - before_s <= 1209600 then 1 else 0 end) as amount
        from fixes
        group by ref
    """,
    fold=share,
    looks_back=14,
    least=10,
    rows_are="fixes",
    blind_to="a second cause in another file; fixes that do not read as fixes",
    confounders=(
        "one fix landed in several small changes; files everybody touches; left out are manifests, lock files, change logs, "
        "generated and vendored files, and expected outputs"
    ),
    source="repeat rate; the fourteen days are set by podium",
    is_group=True,
    grade="weak",
    better="lower",
    informs=("incidents",),
    version=2,
)
