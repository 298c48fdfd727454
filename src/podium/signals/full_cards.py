"""Full cards: initiatives over five person-days whose anchor card is complete."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

FULL_CARDS = Signal(
    name="full-cards",
    asks="What share of my initiatives over five person-days have all seven slots of the anchor card?",
    words=Words(
        "large work with targets and owners",
        "{hits} of your {total} large efforts had all their numbers and names.",
        unit=("effort", "efforts"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'card' and state = 'large'
    """,
    fold=share,
    least=3,
    rows_are="large initiatives",
    blind_to="work below five person-days; effort you did not write down",
    confounders="spikes",
    source="7 of 7 before more than five person-days is set by podium",
    grade="weak",
    over="history",
    better="higher",
    informs=("journal",),
)
