"""Take-back: my changes on top of what somebody else had just changed."""

from podium.core.folds import share
from podium.signals import Signal

TAKE_BACK = Signal(
    name="take-back",
    asks="What share of my changes rewrote a file that somebody else had changed in the fourteen days before?",
    rows="""
        with steps as (
            select at_s, ref, by_me,
                   lag(by_me) over (partition by repo, path order by at_s, ref) as before_by_me,
                   lag(at_s) over (partition by repo, path order by at_s, ref) as before_s
            from ours
            where verb = 'touched' and n_paths <= 30
        )
        select min(at_s) as moment, ref,
               max(case when before_by_me = 0 and at_s - before_s <= 1209600 then 1 else 0 end) as amount
        from steps
        where by_me = 1
        group by ref
    """,
    fold=share,
    least=10,
    looks_back=14,
    rows_are="changes of yours",
    blind_to="whether you were asked to; pushes to a branch that was later squashed",
    confounders="files everybody changes (change logs, manifests); illness and leave of the other",
    source="field guide T1: reverse delegation; ten per cent and the fourteen days are podium's own default",
    grade="weak",
    counter="working on each other's code is also how a team shares it",
    better="lower",
    informs=("tickets", "code review"),
)
