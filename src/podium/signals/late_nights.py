"""Late nights: how many nights I was at it between 22:00 and 06:00."""

from podium.core.folds import nights
from podium.core.measure import Words
from podium.signals import Signal

LATE_NIGHTS = Signal(
    name="late-nights",
    asks="On how many nights did I commit, land something or ask an agent between 22:00 and 06:00, my own clock, off rota?",
    words=Words(
        "nights with work",
        "you worked past ten at night on {count} nights.",
        "you worked past ten at night on {count} night.",
        unit=("night", "nights"),
    ),
    rows="""
        select min(at_s) as moment, min(ref) as ref, max(case when night_no is null then 0 else 1 end) as amount
        from mine
        where verb in ('authored', 'merged', 'committed', 'prompted') and day_no is not null and on_call = 0
        group by case when night_no is null then day_no else night_no end,
                 case when night_no is null then 0 else 1 end
    """,
    fold=nights,
    least=5,
    rows_are="days with an act of yours",
    blind_to=(
        "work that leaves no commit; nights when your commits carry +0000 only; what an agent wrote for you, unless your "
        "own sessions say when you asked"
    ),
    confounders="time zones and travel; on-call weeks (declare your rota); spare-time projects in the list",
    source="three or more late nights in 28 days off rota is set by podium",
    grade="weak",
    counter="one history's lead sat at 1 % night commits through his last year; read it as context",
    better="lower",
    informs=("calendar", "incidents"),
)
