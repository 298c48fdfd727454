"""Stakeholder reach: how many names on my map I spoke with in the last quarter."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

STAKEHOLDER_REACH = Signal(
    name="stakeholder-reach",
    asks="What share of the people on my stakeholder map did I speak with in the last 90 days?",
    words=Words(
        "people you keep up with",
        "you spoke with {hits} of the {total} people on your map in three months.",
        unit=("person", "people"),
    ),
    rows="""
        select m.at_s as moment, m.ref, max(coalesce(c.is_there, 0)) as amount
        from written m left join (select ref, 1 as is_there from written where what = 'contact') c on c.ref = m.ref
        where m.what = 'stakeholder' and m.amount is not null
        group by m.at_s, m.ref
    """,
    fold=share,
    least=5,
    rows_are="names on your map with a talk you wrote down or a match in your calendar",
    blind_to="talks you did not write down; who is missing from the map",
    confounders="a reorganisation; leave; a map padded with friends",
    source=("80 % in 90 days is set by podium; Sourcegraph asks new managers to know stakeholders by month 1"),
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal", "calendar"),
)
