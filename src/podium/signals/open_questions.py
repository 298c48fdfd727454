"""Open questions: first messages of mine that ask before they advise."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

OPEN_QUESTIONS = Signal(
    name="open-questions",
    asks="What share of my first coaching messages ask an open what or how question before any advice?",
    words=Words(
        "asking before advice",
        "{hits} of your {total} first messages asked before they gave advice.",
        unit=("message", "messages"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'message'
    """,
    fold=share,
    least=20,
    rows_are="first messages",
    blind_to="what you say aloud; irony",
    confounders="incidents (left out when you say so)",
    source=("as a trend only; advice rate separates good from poor coaching better than open questions do"),
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal",),
)
