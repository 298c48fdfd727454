"""Complete feedback: notes that hold situation, behaviour and impact."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

FEEDBACK_COMPLETE = Signal(
    name="feedback-complete",
    asks="What share of my feedback notes hold a situation, a behaviour and an impact?",
    words=Words(
        "complete feedback",
        "{hits} of your {total} notes said when it was, what was done and what came of it.",
        unit=("note", "notes"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'feedback'
    """,
    fold=share,
    least=10,
    rows_are="feedback notes",
    blind_to="feedback you did not write down; how it was received",
    source="80 % is set by podium",
    grade="moderate",
    counter=(
        "feedback backfires in more than a third of cases, mostly when it points at the person (Kluger & DeNisi 1996)"
    ),
    over="quarter",
    better="higher",
    informs=("journal",),
)
