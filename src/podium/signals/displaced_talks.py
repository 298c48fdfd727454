"""Displaced talks: 1:1s and coaching that gave way within a day of an incident."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

DISPLACED_TALKS = Signal(
    name="displaced-talks",
    asks="What share of my 1:1s and coaching blocks were moved or cancelled within 24 hours of an incident?",
    words=Words(
        "1:1s dropped for incidents",
        "{hits} of your {total} 1:1s gave way within a day of an incident.",
        unit=("1:1", "1:1s"),
    ),
    # One that was moved and then took place is one: each move takes the place of one meeting of its series.
    rows="""
        select m.at_s as moment, m.ref,
               max(case when m.verb <> 'met' and coalesce(i.is_there, 0) = 1 then 1 else 0 end) as amount
        from (
            select at_s, ref, verb, row_number() over (partition by ref, verb order by at_s) as nth,
                   count(case when verb = 'moved' then 1 end) over (partition by ref) as moves
            from mine
            where work_type in ('one_on_one', 'coaching') and verb in ('met', 'moved', 'cancelled', 'declined')
        ) m left join (
            select at_s, 1 as is_there from ours where verb = 'opened' and object_kind = 'incident'
        ) i on m.at_s >= i.at_s and m.at_s < i.at_s + 86400
        where m.verb <> 'met' or m.nth > m.moves
        group by m.at_s, m.ref
    """,
    fold=share,
    least=8,
    rows_are="1:1s and coaching blocks",
    blind_to="moves whose calendar kept only the last version",
    confounders="SEV-1 only",
    source="over 15 % amber (set by podium)",
    grade="weak",
    over="quarter",
    better="lower",
    informs=("calendar", "incidents"),
)
