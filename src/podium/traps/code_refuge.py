"""Code Refuge: still winning at the old job, because the new one keeps no score."""

import math

from podium.signals.absence import ABSENCE
from podium.signals.eligible import ELIGIBLE
from podium.signals.fast_approvals import FAST_APPROVALS
from podium.signals.first_mover import FIRST_MOVER
from podium.signals.handed_to_people import HANDED_TO_PEOPLE
from podium.signals.head_start import HEAD_START
from podium.signals.late_nights import LATE_NIGHTS
from podium.signals.late_share import LATE_SHARE
from podium.signals.leave_days import LEAVE_DAYS
from podium.signals.off_rota_acks import OFF_ROTA_ACKS
from podium.signals.own_share import OWN_SHARE
from podium.signals.prompted_late import HOUR_UNKNOWN, PROMPTED_LATE
from podium.signals.role_double import ROLE_DOUBLE
from podium.signals.sole_gate import SOLE_GATE
from podium.signals.take_back import TAKE_BACK
from podium.signals.ticket_take_back import TICKET_TAKE_BACK
from podium.signals.touch import TOUCH
from podium.signals.wait_on_me import WAIT_ON_ME
from podium.traps import Flag, FlagWords, Line, Reads, Rise, Stands, Trap

_GATE = (
    Line(TOUCH, norm="60 % of the others' changes (set by podium)", red=0.60),
    Line(
        SOLE_GATE,
        norm="40 %, or two and a half times a fair share if that is more (set by podium)",
        red=0.40,
        lift=(ELIGIBLE, lambda people: 2.5 / people),
    ),
)

CODE_REFUGE = Trap(
    name="code-refuge",
    number=1,
    title="Code Refuge",
    says="The work that would grow others is still landing on your desk.",
    flags=(
        Flag(
            name="absence",
            words=FlagWords(
                "absence",
                "the team's pace without you",
                "what the team does without you is the one thing you cannot watch.",
            ),
            says="when you are away, the others' work slows down",
            because="what a team does without you is the one thing you cannot see while you are doing it",
            all_of=(
                Reads(
                    ABSENCE,
                    norm="index .55 or less: dependent, up to .8: partly, each only where chance alone (5 %) does not "
                    "reach resilience; three people at least to compare with (docs/why/absence-test.md)",
                    red=frozenset({"dependent"}),
                    amber=frozenset({"partly"}),
                    untold=frozenset({"cannot tell", "nobody to compare with"}),
                    change="an index of .8 or more: the others land as much without you as with you",
                ),
            ),
            alone_unless=("absence is", "declared leave"),
        ),
        Flag(
            name="gate",
            words=FlagWords(
                "approvals",
                "only you approved",
                "if all work waits for your eyes, nobody else learns to judge it.",
                fine="others had a say in {about_rest} by others.",
                lead="sole-gate",
            ),
            says="changes wait for one reader, and it is you",
            because="reviewing is how you stay close; being the only gate is what stops others from learning to be one",
            all_of=_GATE,
            any_of=(
                Line(WAIT_ON_ME, norm="one business day at most, eight working hours (google/eng-practices)", red=8.0),
                Stands(_GATE, norm="both lines held over the 26 weeks before, too: it stands, and need not grow"),
            ),
            asks_role=True,
            # Git's own trace of an approval is often the landing, and landing is what an integrator is asked to do.
            not_for_integrators=True,
        ),
        Flag(
            name="outages",
            words=FlagWords(
                "pages-first",
                "acting before those on duty",
                "if you jump in first, those on duty learn to wait.",
                lead="first-mover",
            ),
            says="you act on pages before those on duty had their turn",
            because="a swoop teaches the rota to wait; heroics are a named anti-pattern (PagerDuty)",
            all_of=(
                Line(FIRST_MOVER, norm="over 20 % amber, over 40 % red (set by podium)", amber=0.2, red=0.4),
                Line(
                    HEAD_START,
                    norm="two escalation timeouts are theirs: 10 minutes (set by podium)",
                    amber=0.0,
                    red=0.0,
                ),
            ),
        ),
        Flag(
            name="off-rota",
            words=FlagWords(
                "pages-not-yours",
                "pages that were not yours",
                "who was not called leaves a note and lets the others act.",
            ),
            says="you acknowledged pages that were not yours",
            because="not paged, do not acknowledge: leave a note instead (PagerDuty)",
            all_of=(Line(OFF_ROTA_ACKS, norm="none; three in a quarter are no exception", amber=3.0),),
            most="amber",
        ),
        Flag(
            name="two-hats",
            words=FlagWords(
                "two-roles",
                "two roles in one incident",
                "who leads a crisis cannot see all of it while fixing a part.",
            ),
            says="you held the command of an incident and another role",
            because="who commands cannot see the whole while fixing a part",
            all_of=(Line(ROLE_DOUBLE, norm="never (PagerDuty)", amber=0.01, red=0.4),),
            most="amber",
        ),
        Flag(
            name="late",
            words=FlagWords(
                "late-hours",
                "work outside your hours",
                "people who get a message at night feel they must answer at night.",
            ),
            says="your work reaches beyond your hours: more than usual, or into the nights",
            because="who receives a message at night overestimates how fast an answer is expected; saying the expected "
            "response time removes much of it (Giurge & Bohns 2021)",
            any_of=(
                Rise(
                    LATE_SHARE,
                    norm="ten points above your own 26-week median, and farther than your weeks go by themselves (set by podium)",
                    points=0.10,
                ),
                Line(
                    LATE_NIGHTS,
                    norm="three late nights in every 28 days off rota (set by podium)",
                    red=3.0,
                    per_days=28,
                ),
            ),
            most="amber",
            # Up in 24 of 100 ordinary months, and hours are a poor sign (field guide 10.4): shown, never judged.
            context_only=True,
        ),
        Flag(
            name="agent-hours",
            words=FlagWords(
                "agents-late",
                "agents outside your hours",
                "code an agent writes for you is still your old job.",
            ),
            says="you ask agents for code outside your hours",
            because="code an agent writes for you is still your old job, and the hours it takes are yours",
            all_of=(
                Line(
                    PROMPTED_LATE,
                    norm="three days in every 28 off rota, as with late nights (set by podium; no public trace "
                    "tells how common it is)",
                    amber=3.0,
                    per_days=28,
                ),
            ),
            most="amber",
            # Hours are shown and never judged; but a manager who asks agents at night is not called clear.
            context_only=True,
            open_while=HOUR_UNKNOWN,
        ),
        Flag(
            name="fast-approvals",
            words=FlagWords(
                "quick-yes",
                "quick yes to agents' work",
                "your yes is the last time a change is read.",
                fine="you took more than two minutes for {rest} of {total} large changes by agents.",
                lead="fast-approvals",
            ),
            says="you approved large agent-written changes faster than they can be read",
            because="an approval is the last reading a change gets",
            all_of=(Line(FAST_APPROVALS, norm="half of them (set by podium)", amber=0.5),),
            most="amber",
            # Her own acts, shown and never judged: a fast approval may follow a long reading elsewhere.
            context_only=True,
        ),
        Flag(
            name="handed-to-people",
            words=FlagWords(
                "for-people",
                "work handed to people",
                "nobody grows by what an agent does.",
            ),
            says="what you hand over goes to agents more than to people",
            because="nobody grows by what an agent does",
            all_of=(Line(HANDED_TO_PEOPLE, norm="half of your cards (set by podium)", amber=0.5, side="under"),),
            most="amber",
            context_only=True,
        ),
        Flag(
            name="take-back",
            words=FlagWords(
                "rewrites",
                "rewrites of others' recent work",
                "work that comes back to you teaches people to wait for you.",
                fine="you left the new lines of others alone in {rest} of {total} changes.",
                lead="take-back",
            ),
            says="you often rewrite lines that somebody else has just written",
            because="work that comes back to you teaches everybody to wait for you",
            all_of=(
                Line(
                    TAKE_BACK,
                    norm="one change in ten; nine of ten people stay at 3 % or less in four weeks (53 public "
                    "histories, November 2026), and the receipts were read by hand (docs/why/take-back-receipts.md)",
                    amber=0.10,
                ),
            ),
            most="amber",
            needs_two_months=True,
        ),
        Flag(
            name="tickets-back",
            words=FlagWords(
                "returned-tickets",
                "tickets that came back to you",
                "work that comes back to you teaches people to wait for you.",
                fine="of the tickets you gave away, {about_rest} stayed away.",
                lead="ticket-take-back",
                unit=("ticket", "tickets"),
            ),
            says="tickets you had handed out came back to your name",
            because="work that comes back to you teaches everybody to wait for you",
            all_of=(Line(TICKET_TAKE_BACK, norm="at most 10 % (set by podium)", amber=0.101, red=0.25),),
        ),
        Flag(
            name="own-writing",
            words=FlagWords(
                "your-code",
                "your part of the code",
                "what hangs on your own code waits when you do your new job.",
                fine="the others wrote {about_rest}.",
                lead="own-share",
            ),
            says="a large part of the team's writing is yours",
            because="what hangs on your own commits waits whenever you do the job you were promoted to",
            all_of=(
                Line(
                    OWN_SHARE,
                    norm="what nine of ten most active people stay under in four weeks: 73 % in a team of up to nine, "
                    "50 % beyond (53 public histories, November 2026)",
                    by_team=((9, 0.73), (math.inf, 0.50)),
                ),
            ),
            most="amber",
            needs_two_months=True,
        ),
        Flag(
            name="leave",
            words=FlagWords(
                "days-off",
                "work on days off",
                "time off with your work in it is no break, for you or for them.",
                fine="{rest} of your {total} days off were free of work.",
                lead="leave-days",
            ),
            says="you worked on days you had declared free",
            because="a leave with your traces in it is no absence, for you or for them",
            all_of=(
                Line(LEAVE_DAYS, norm="zero traces on leave (practice 1b); three days are no exception", amber=3.0),
            ),
            most="amber",
        ),
    ),
    picture=OWN_SHARE,
    needs=(
        ("code review", "whose review everyone waits for, and how long"),
        ("calendar", "declared leave makes the absence test stronger; on-call weeks clear your nights"),
        ("incidents", "whether you act before the rota does"),
        ("agent sessions", "at which hours you asked an agent for code"),
    ),
    seed="it is often said that 72 % of top engineers struggle or fail as leaders; no source was found. Checkable: firms "
    "promote on current performance at the cost of managerial fit (Benson, Li & Shue 2019, 131 firms, sales people)",
    counter="work of one experienced person carries fewer defects (Majumder et al. 2019): the case for letting go is "
    "growth, resilience and your own time, not quality",
    not_for_tech_leads=True,
)
