"""Meritocracy Myth: good work that nobody who decides has heard of."""

from podium.traps import Trap

MERITOCRACY_MYTH = Trap(
    name="meritocracy-myth",
    number=2,
    title="Meritocracy Myth",
    says="The work is good, and those who decide have not heard of it in their words.",
    needs=(
        ("journal", "whom you serve, when you last spoke, and what your wins were worth"),
        ("calendar", "stakeholder meetings and skip-levels"),
    ),
    counter="political skill goes with better ratings; that any one tactic works is weakly supported, and self-promotion "
    "has costs: credit others by name",
)
