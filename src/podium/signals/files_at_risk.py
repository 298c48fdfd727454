"""Files at risk: files that at most one person still here has ever changed."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

FILES_AT_RISK = Signal(
    name="files-at-risk",
    asks="What share of the files is known by at most one person who was active in the last two years?",
    words=Words("files one person knows", "no more than one person here knows {about}.", unit=("file", "files")),
    rows="""
        with active as (
            select stranger, 1 as is_there from crowd where verb = 'arrived' group by stranger
        )
        select min(k.first_s) as moment, k.path as ref,
               case when count(distinct case when coalesce(a.is_there, 0) = 1 then a.stranger end) <= 1 then 1 else 0 end as amount
        from crowd k left join active a on a.stranger = k.stranger
        where k.verb = 'knows'
        group by k.path
    """,
    fold=share,
    least=20,
    rows_are="files",
    blind_to=(
        "what an agent wrote for somebody counts as their knowledge, for nobody known as nobody's; knowledge from review, "
        "pairing or reading; changes of more than two hundred files"
    ),
    confounders="generated and vendored files; renames start a new file",
    source="files known by 0-1 active people (Mirsaeedi & Rigby 2020)",
    grade="moderate",
    is_group=True,
    over="two years",
    better="lower",
    informs=("code review",),
)
