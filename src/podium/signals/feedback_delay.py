"""Feedback delay: how long people waited to hear it."""

from podium.core.folds import median_days
from podium.core.measure import Words
from podium.signals import Signal

FEEDBACK_DELAY = Signal(
    name="feedback-delay",
    asks="How many working days passed between the event and my feedback (median)?",
    words=Words("how late feedback comes", "half of your feedback came {value} late or later.", unit=("note", "notes")),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'feedback-delay'
    """,
    fold=median_days,
    least=10,
    rows_are="feedback notes",
    blind_to="feedback you did not write down",
    confounders="culture; a preference stated in the README",
    source="two working days is set by podium; give it at once (GitLab)",
    grade="weak",
    over="quarter",
    better="lower",
    informs=("journal",),
)
