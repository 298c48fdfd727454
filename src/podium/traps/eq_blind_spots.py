"""EQ Blind Spots: the talks that move, come late, or are about the person."""

from podium.signals.agenda_theirs import AGENDA_THEIRS
from podium.signals.feedback_complete import FEEDBACK_COMPLETE
from podium.signals.feedback_delay import FEEDBACK_DELAY
from podium.signals.open_questions import OPEN_QUESTIONS
from podium.signals.talks_held import TALKS_HELD
from podium.signals.talks_moved import TALKS_MOVED
from podium.traps import Flag, FlagWords, Line, Trap

EQ_BLIND_SPOTS = Trap(
    name="eq-blind-spots",
    number=3,
    title="EQ Blind Spots",
    says="What people need from you is moved, late, or about them instead of the work.",
    flags=(
        Flag(
            name="talks-held",
            words=FlagWords(
                "held-talks",
                "1:1s that took place",
                "the 1:1 is the one meeting that is theirs.",
            ),
            says="planned 1:1s do not take place",
            because="the 1:1 is the one meeting that is theirs",
            all_of=(Line(TALKS_HELD, norm="85 % (set by podium)", amber=0.85, red=0.6, side="under"),),
        ),
        Flag(
            name="talks-moved",
            words=FlagWords(
                "moved-talks",
                "1:1s you moved",
                "a talk that can always move seems to matter least.",
                fine="you left {rest} of your {total} planned 1:1s where they were.",
                lead="talks-moved",
            ),
            says="when a 1:1 moves, it is you who moves it",
            because="a talk that can always move says that something else always matters more",
            all_of=(Line(TALKS_MOVED, norm="15 % (set by podium)", amber=0.15, red=0.3),),
        ),
        Flag(
            name="agenda",
            words=FlagWords(
                "agenda",
                "what they bring to 1:1s",
                "the 1:1 is theirs, so at least half of it should be.",
            ),
            says="the agenda of your 1:1s is mostly yours",
            because="more than half the agenda from the manager is a warning sign (GitLab)",
            all_of=(Line(AGENDA_THEIRS, norm="half of the items theirs", amber=0.5, red=0.25, side="under"),),
            most="amber",
        ),
        Flag(
            name="feedback-parts",
            words=FlagWords(
                "feedback",
                "complete feedback",
                "feedback on the task helps; feedback on the person can do harm.",
            ),
            says="your feedback notes lack the situation, the behaviour or the impact",
            because="feedback about the task helps, feedback about the person backfires (Kluger & DeNisi 1996)",
            all_of=(
                Line(
                    FEEDBACK_COMPLETE,
                    norm="80 % of notes complete (set by podium)",
                    amber=0.8,
                    red=0.5,
                    side="under",
                ),
            ),
        ),
        Flag(
            name="feedback-late",
            words=FlagWords(
                "late-feedback",
                "how late feedback comes",
                "late feedback is hard to recall and sounds like a verdict.",
                fine="half of your feedback came within {value}.",
                lead="feedback-delay",
            ),
            says="people hear it days after the event",
            because="what comes late is hard to remember and easy to take as a verdict",
            all_of=(Line(FEEDBACK_DELAY, norm="two working days (set by podium)", amber=3.0, red=6.0),),
        ),
        Flag(
            name="telling",
            words=FlagWords(
                "advice",
                "asking before advice",
                "good coaches ask before they give advice.",
            ),
            says="your first messages advise before they ask",
            because="advice and reflection separate good coaching from poor more than open questions do",
            all_of=(Line(OPEN_QUESTIONS, norm="no usual value: watch your own trend"),),
            context_only=True,
        ),
    ),
    needs=(
        ("journal", "your feedback notes and whose agenda the 1:1s had"),
        ("calendar", "1:1s held, moved and declined"),
    ),
    seed="it is often said that 68 % of failed transitions are due to low EI. Checkable: EI adds about nothing to "
    "supervisor-rated performance after personality, ability and self-efficacy (Joseph et al. 2015); skills can be "
    "trained",
    counter="practices are looked at, never a personality: training people skills works (Lacerenza et al. 2017, 335 "
    "samples)",
)
