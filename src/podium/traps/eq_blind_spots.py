"""EQ Blind Spots: the talks that move, come late, or are about the person."""

from podium.traps import Trap

EQ_BLIND_SPOTS = Trap(
    name="eq-blind-spots",
    number=3,
    title="EQ Blind Spots",
    says="What people need from you is moved, late, or about them instead of the work.",
    needs=(
        ("journal", "your feedback notes and whose agenda the 1:1s had"),
        ("calendar", "1:1s held, moved and declined"),
    ),
    seed="the seed says that 68 % of failed transitions are due to low EI. Checkable: EI adds about nothing to "
    "supervisor-rated performance after personality, ability and self-efficacy (Joseph et al. 2015); skills can be trained",
    counter=(
        "practices are looked at, never a personality: training people skills works (Lacerenza et al. 2017, 335 "
        "samples)"
    ),
)
