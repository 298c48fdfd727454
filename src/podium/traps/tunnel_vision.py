"""Strategic Tunnel Vision: elegant work that no goal needs."""

from podium.signals.ended_work_by_hand import ENDED_WORK_BY_HAND
from podium.signals.full_cards import FULL_CARDS
from podium.signals.linked_share import LINKED_SHARE
from podium.signals.live_initiatives import LIVE_INITIATIVES
from podium.signals.stale_goals import STALE_GOALS
from podium.signals.zombie_changes import ZOMBIE_CHANGES
from podium.signals.zombie_lag import ZOMBIE_LAG
from podium.traps import Flag, FlagWords, Line, Trap

TUNNEL_VISION = Trap(
    name="tunnel-vision",
    number=4,
    title="Strategic Tunnel Vision",
    says="Good work lands on things that no live goal asks for.",
    flags=(
        Flag(
            name="sunset",
            words=FlagWords(
                "ended-work",
                "changes to ended work",
                "those who do the work are often the last to hear that it ended.",
                lead="zombie-changes",
            ),
            says="work still lands on something that was declared dead",
            because="nobody tells the people doing the work, until somebody does",
            all_of=(
                Line(ZOMBIE_CHANGES, norm="none, seven days after the sunset", red=1.0, least_counted=1),
                Line(ZOMBIE_LAG, norm="14 days at most (set by podium)", amber=8.0, red=15.0, least_counted=1),
            ),
        ),
        Flag(
            name="ended-by-hand",
            words=FlagWords(
                "agents-ended",
                "agents and ended work",
                "an agent does not know what has ended until somebody says so.",
            ),
            says="work with a mark of an agent lands on ended things more often than the rest",
            because="an agent does not know that a thing was declared dead unless somebody says so",
            all_of=(Line(ENDED_WORK_BY_HAND, norm="no usual value: look at what agents are given"),),
            context_only=True,
        ),
        Flag(
            name="unlinked",
            words=FlagWords(
                "goals",
                "work with a live goal",
                "clear goals work, so work outside them should be a choice.",
            ),
            says="much of the work belongs to no live goal",
            because="specific goals work; work outside them has to be a choice",
            all_of=(Line(LINKED_SHARE, norm="70 % linked (set by podium)", amber=0.7, red=0.4, side="under"),),
        ),
        Flag(
            name="orphans",
            words=FlagWords(
                "goalless",
                "efforts with a live goal",
                "work goes on long after its goal has died, if nobody looks.",
            ),
            says="initiatives run without a goal that is alive",
            because="an initiative whose goal died is the tunnel",
            all_of=(Line(LIVE_INITIATIVES, norm="every active initiative", amber=0.99, red=0.5, side="under"),),
            most="amber",
        ),
        Flag(
            name="half-cards",
            words=FlagWords(
                "missing-numbers",
                "large work with targets and owners",
                "if you do not know where you began, you cannot show that it worked.",
            ),
            says="large work started without its numbers",
            because="what has no baseline cannot be seen to work",
            all_of=(
                Line(
                    FULL_CARDS,
                    norm="7 of 7 slots before five person-days (set by podium)",
                    amber=0.99,
                    red=0.5,
                    side="under",
                ),
            ),
            most="amber",
        ),
        Flag(
            name="stale-goals",
            words=FlagWords(
                "old-goals",
                "goals nobody confirmed",
                "if goals are checked every two weeks, bad news is two weeks late at most.",
                fine="all your live goals were confirmed in the last two weeks.",
                lead="stale-goals",
            ),
            says="goals were not confirmed for more than fourteen days",
            because="confirmed every 14 days, the worst discovery is two weeks late",
            all_of=(Line(STALE_GOALS, norm="none (set by podium)", amber=1.0, least_counted=1),),
            most="amber",
        ),
    ),
    needs=(
        ("journal", "goals, initiatives and the paths they own; the sunset alarm then works on git alone"),
        ("tickets", "the chain from change to goal"),
    ),
    counter="specific goals work (Locke & Latham); that the ritual around them does is less certain",
)
