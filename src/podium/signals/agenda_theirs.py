"""Whose agenda: how much of the 1:1 agenda came from them."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

AGENDA_THEIRS = Signal(
    name="agenda-theirs",
    asks="What share of the agenda items in my 1:1s did the other person bring?",
    words=Words(
        "what they bring to 1:1s", "your people brought {percent} of the points to your 1:1s.", unit=("1:1", "1:1s")
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'agenda'
    """,
    fold=share,
    least=8,
    rows_are="1:1s with an agenda",
    blind_to="talk that follows no agenda",
    source="more than half from the manager is a warning sign (GitLab)",
    grade="weak",
    over="quarter",
    better="higher",
    informs=("journal", "calendar"),
)
