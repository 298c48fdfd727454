"""Touch: how many of the others' changes carry my review or my hand."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Coverage, Signal

# A change of somebody else shows a reader or a lander where a trailer, a merge or a committer names one, or a host tells.
READERS_SEEN = """
    with changes as (
        select ref, max(at_s) as at_s,
               max(case when verb in ('arrived', 'opened') and by_me = 1 then 1
                        when on_me = 1 then 1
                        when verb = 'merged' and by_me = 1 and on_others = 0 then 1
                        else 0 end) as is_mine,
               max(case when source <> 'git' then 1
                        when verb in ('reviewed', 'merged', 'committed') and on_others = 1 then 1
                        else 0 end) as is_seen
        from ours
        where (on_main = 1 or source <> 'git') and is_told = 0
              and (verb in ('arrived', 'merged', 'committed', 'reviewed')
                   or object_kind = 'change' and verb in ('opened', 'commented'))
        group by ref
    )
    select at_s as moment, ref, is_seen as amount
    from changes
    where is_mine = 0
"""
READERS_UNSEEN = (
    "who read or landed a change shows in {seen} of {all} changes by others; the rest landed on the web or without a "
    "trailer, and silence is no evidence: a code review source would tell"
)

TOUCH = Signal(
    name="touch",
    asks="What share of the others' landed changes did I review, comment on or land?",
    words=Words("others' work you handled", "you read, discussed or landed {about} by others."),
    rows="""
        with changes as (
            select ref, max(at_s) as at_s,
                   max(case when verb in ('arrived', 'opened') and by_me = 1 then 1
                            when on_me = 1 then 1
                            when verb = 'merged' and by_me = 1 and on_others = 0 then 1
                            else 0 end) as is_mine,
                   max(case when verb not in ('arrived', 'opened') then by_me * on_others else 0 end) as touched
            from ours
            where on_main = 1 and is_told = 0
                  and (verb in ('arrived', 'merged', 'committed', 'reviewed')
                       or object_kind = 'change' and verb in ('opened', 'commented'))
            group by ref
        )
        select at_s as moment, ref, touched as amount
        from changes
        where is_mine = 0
    """,
    fold=share,
    least=20,
    rows_are="changes by others",
    blind_to="approval by voice or pairing; reviews that leave no trailer, merge or committer in git",
    confounders="review is the recommended way to stay technical; tiny teams; new hires under sixty days",
    source="GitLab asks managers to review more than they write",
    is_group=True,
    grade="moderate",
    counter="reviewing is how you stay close: never flagged alone",
    informs=("code review",),
    lower_bound_without=("code review",),
    coverage=Coverage(READERS_SEEN, 0.5, READERS_UNSEEN),
)
