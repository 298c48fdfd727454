"""Concentration: how far the team's writing hangs on a few people."""

from podium.core.folds import hhi
from podium.core.measure import Words
from podium.signals import Signal

CONCENTRATION = Signal(
    name="concentration",
    asks="How concentrated is the team's writing (sum of squared shares; 1 is one person)?",
    words=Words("how work is spread", "the team writes as if {value} shared all the work.", unit=("person", "people")),
    rows="""
        select min(first_s) as moment, 'somebody' as ref, sum(acts) as amount
        from crowd
        where verb = 'arrived'
        group by stranger
    """,
    fold=hhi,
    least=5,
    rows_are="people",
    blind_to="pairing; who could have done it; what an agent wrote for somebody counts as theirs, and for nobody known as nobody's",
    confounders="new hires; leave; a formatting or import run; squash merges",
    source="open-source median .13, p75 .22, p90 .35 (context, no target)",
    grade="moderate",
    counter="handing everything to one successor raises it again: look after a hand-over, too",
    is_group=True,
    better="lower",
)
