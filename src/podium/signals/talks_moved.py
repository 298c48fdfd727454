"""1:1s moved by me: how often the one who moved or cancelled was I."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

TALKS_MOVED = Signal(
    name="talks-moved",
    asks="What share of my planned 1:1s did I move or cancel?",
    words=Words("1:1s you moved", "you moved or dropped {hits} of your {total} planned 1:1s.", unit=("1:1", "1:1s")),
    # A connected calendar is the better witness; the journal speaks where there is none. One that was moved and then took
    # place is one planned 1:1, so each move takes the place of one meeting of its series.
    rows="""
        select w.at_s as moment, w.ref, case when w.state = 'moved-by-me' then 1 else 0 end as amount
        from written w cross join (select count(*) as talks from mine where work_type = 'one_on_one') c
        where w.what = 'one-on-one' and c.talks = 0
        union all
        select m.at_s as moment, m.ref, case when m.verb = 'met' then 0 else 1 end as amount
        from (
            select at_s, ref, verb, row_number() over (partition by ref, verb order by at_s) as nth,
                   count(case when verb = 'moved' then 1 end) over (partition by ref) as moves
            from mine
            where work_type = 'one_on_one' and verb in ('met', 'moved', 'declined', 'cancelled')
        ) m
        where m.verb <> 'met' or m.nth > m.moves
    """,
    fold=share,
    least=8,
    rows_are="planned 1:1s",
    blind_to="moves nobody wrote down; a calendar keeps only the last version",
    confounders="leave; hiring interviews are the accepted exception",
    source="cancelling is a last resort (GitLab); 15 % is set by podium",
    grade="weak",
    over="quarter",
    better="lower",
    informs=("journal", "calendar"),
)
