"""Wait on me: how long a request for my review waits."""

from podium.core.folds import hours_of_seconds
from podium.core.measure import Words
from podium.signals import Signal

WAIT_ON_ME = Signal(
    name="wait-on-me",
    asks="How many working hours pass between a request for my review and my first answer (median)?",
    words=Words(
        "how long people wait for you",
        "half of those who asked you for a review waited {value} or longer.",
        unit=("request", "requests"),
    ),
    rows="""
        select at_s as moment, ref, dur_s as amount
        from mine
        where verb = 'answered'
    """,
    fold=hours_of_seconds,
    least=20,
    rows_are="requests you answered",
    blind_to="requests by voice; requests you never answered",
    confounders="leave; reviews handed on",
    source="one business day at most (google/eng-practices); eight working hours here",
    grade="moderate",
    better="lower",
    informs=("code review",),
)
