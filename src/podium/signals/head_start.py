"""Head start: how long before the first on-call act I was already in."""

from podium.core.folds import head_start_minutes
from podium.core.measure import Words
from podium.signals import Signal
from podium.signals.first_mover import of_firsts

HEAD_START = Signal(
    name="head-start",
    asks="How many minutes before the first act by somebody on duty did I act (median, incidents with both)?",
    words=Words(
        "your head start on those on duty",
        "in half of the incidents you came {value} before those on duty.",
        unit=("incident", "incidents"),
    ),
    rows=of_firsts("""
        select mine_s as moment, ref, theirs_s - mine_s as amount
        from firsts
        where mine_s is not null and theirs_s is not null and on_call = 0
              and (select count(*) from ours where verb = 'on_call') > 0
    """),
    fold=head_start_minutes,
    least=5,
    rows_are="incidents you and others acted in",
    blind_to="acts by voice; everything, while no rota is connected or declared",
    confounders="a SEV-1; a security incident; being asked by name",
    source=("leave them two escalation timeouts, 10 minutes (set by podium; PagerDuty waits 5 a level)"),
    grade="weak",
    over="quarter",
    better="lower",
    informs=("incidents",),
)
