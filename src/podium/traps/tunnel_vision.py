"""Strategic Tunnel Vision: elegant work that no goal needs."""

from podium.traps import Trap

TUNNEL_VISION = Trap(
    name="tunnel-vision",
    number=4,
    title="Strategic Tunnel Vision",
    says="Good work lands on things that no live goal asks for.",
    needs=(
        ("journal", "goals, initiatives and the paths they own; the sunset alarm then works on git alone"),
        ("tickets", "the chain from change to goal"),
    ),
    counter="specific goals work (Locke & Latham); that the ritual around them does is less certain",
)
