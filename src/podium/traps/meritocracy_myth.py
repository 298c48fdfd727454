"""Meritocracy Myth: good work that nobody who decides has heard of."""

from podium.signals.business_ratio import BUSINESS_RATIO
from podium.signals.credit_ratio import CREDIT_RATIO
from podium.signals.recall import RECALL
from podium.signals.skip_level_gap import SKIP_LEVEL_GAP
from podium.signals.stakeholder_reach import STAKEHOLDER_REACH
from podium.signals.stakeholder_recency import STAKEHOLDER_RECENCY
from podium.signals.wins_told import WINS_TOLD
from podium.traps import Flag, FlagWords, Line, Trap

MERITOCRACY_MYTH = Trap(
    name="meritocracy-myth",
    number=2,
    title="Meritocracy Myth",
    says="The work is good, and those who decide have not heard of it in their words.",
    flags=(
        Flag(
            name="stakeholders",
            words=FlagWords(
                "contacts",
                "people you keep up with",
                "people judge your team by what they last heard of it.",
            ),
            says="people your work serves have not heard from you for a quarter",
            because="whoever decides about your team's work decides with what they last heard of it",
            all_of=(
                Line(
                    STAKEHOLDER_REACH,
                    norm="80 % of your map in 90 days (set by podium)",
                    amber=0.8,
                    red=0.5,
                    side="under",
                ),
            ),
        ),
        Flag(
            name="recency",
            words=FlagWords(
                "key-people",
                "how long key people wait",
                "plans change faster than a quarter.",
                fine="half of your key people heard from you in the last {value}.",
                lead="stakeholder-recency",
            ),
            says="the five who matter most wait longer than a month for you",
            because="priorities change faster than quarters",
            all_of=(Line(STAKEHOLDER_RECENCY, norm="30 days for the top five (set by podium)", amber=31.0, red=60.0),),
            most="amber",
        ),
        Flag(
            name="skip-level",
            words=FlagWords(
                "two-levels-up",
                "your last talk two levels up",
                "one level up is where your work meets the next larger plan.",
            ),
            says="your manager's manager has not heard from you for more than a quarter",
            because="a skip-level is where your team's work meets the next larger plan",
            all_of=(Line(SKIP_LEVEL_GAP, norm="at least quarterly (GitLab)", amber=92.0, red=183.0, least_counted=1),),
            most="amber",
        ),
        Flag(
            name="implementer",
            words=FlagWords(
                "win-words",
                "wins told by their effect",
                "a win with no gain and no number sounds like effort.",
            ),
            says="your wins are told as code, not as what they changed for whom",
            because="a win without a beneficiary and a number is heard as effort",
            all_of=(
                Line(
                    BUSINESS_RATIO,
                    norm="70 % of win sentences with four of five slots (set by podium)",
                    amber=0.7,
                    red=0.4,
                    side="under",
                ),
            ),
        ),
        Flag(
            name="wins-unheard",
            words=FlagWords(
                "wins-heard",
                "wins told to leaders",
                "what leaders do not hear of did not happen for them.",
            ),
            says="leadership syncs pass without a win of the team",
            because="what is not said where decisions are made did not happen there",
            all_of=(Line(WINS_TOLD, norm="one win a month (set by podium)", amber=0.25, red=0.0, side="under"),),
        ),
        Flag(
            name="credit",
            words=FlagWords(
                "credit",
                "wins with a name",
                "a win is believed when it names who did it, and people grow by it.",
            ),
            says="your wins do not say who did them",
            because="naming who did it is how a win is believed, and how people grow",
            all_of=(Line(CREDIT_RATIO, norm="70 % of wins name an engineer (set by podium)", amber=0.7, side="under"),),
            most="amber",
        ),
        Flag(
            name="recall",
            words=FlagWords(
                "recall",
                "what people recall of the team",
                "this is what all the other signs aim at.",
            ),
            says="those you serve cannot say what the team did for them last",
            because="this is the outcome all the others aim at",
            all_of=(Line(RECALL, norm="a mean of 1.4 of 2 (set by podium)", amber=1.4, red=0.8, side="under"),),
        ),
    ),
    needs=(
        ("journal", "whom you serve, when you last spoke, and what your wins were worth"),
        ("calendar", "stakeholder meetings and skip-levels"),
    ),
    counter="political skill goes with better ratings; that any one tactic works is weakly supported, and "
    "self-promotion has costs: credit others by name",
)
