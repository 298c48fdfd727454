"""Effective contributors: how many equal writers the team's concentration amounts to."""

from podium.core.folds import effective
from podium.core.measure import Words
from podium.signals import Signal

CONTRIBUTORS = Signal(
    name="contributors",
    asks="To how many equal writers does the team's concentration amount?",
    words=Words(
        "people who share the work", "the team writes as if {value} shared all the work.", unit=("person", "people")
    ),
    rows="""
        select min(first_s) as moment, 'somebody' as ref, sum(acts) as amount
        from crowd
        where verb = 'arrived'
        group by stranger
    """,
    fold=effective,
    least=5,
    rows_are="people",
    blind_to="pairing; who could have done it",
    confounders="as for concentration",
    source="one over the Herfindahl-Hirschman index of shares",
    grade="moderate",
    is_group=True,
    better="higher",
)
