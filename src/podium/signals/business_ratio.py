"""Business ratio: how many of my win sentences say for whom, what changed, and by how much."""

from podium.core.folds import share
from podium.core.measure import Words
from podium.signals import Signal

BUSINESS_RATIO = Signal(
    name="business-ratio",
    asks="What share of my wins name a consequence, or fill four of: beneficiary, change, number, unit, business axis?",
    words=Words(
        "wins told by their effect",
        "{hits} of your {total} wins said what got better, and for whom.",
        unit=("win", "wins"),
    ),
    rows="""
        select at_s as moment, ref, amount
        from written
        where what = 'win-sentence'
    """,
    fold=share,
    least=8,
    rows_are="wins",
    blind_to=(
        "business wording its rules do not know: of results in unseen sentences they found about nine in ten;"
        " wins in another language whose fields are empty"
    ),
    confounders="enabling work: write risk avoided as probability times cost, as an estimate",
    source="70 % is set by podium; slots after GitLab's promotion style guide",
    grade="weak",
    counter="self-promotion has costs: credit others by name",
    over="quarter",
    better="higher",
    informs=("journal",),
    version=3,
)
