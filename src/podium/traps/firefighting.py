"""Firefighting Spiral: outage to outage, and no time for what would prevent the next one."""

from podium.signals.displaced_talks import DISPLACED_TALKS
from podium.signals.fixed_again_by_hand import FIXED_AGAIN_BY_HAND
from podium.signals.follow_up_days import FOLLOW_UP_DAYS
from podium.signals.improvement_share import IMPROVEMENT_SHARE
from podium.signals.incident_repeats import INCIDENT_REPEATS
from podium.signals.postmortem_days import POSTMORTEM_DAYS
from podium.signals.reactive_share import REACTIVE_SHARE
from podium.signals.reactive_tickets import REACTIVE_TICKETS
from podium.signals.repeat_fixes import REPEAT_FIXES
from podium.signals.revert_share import REVERT_SHARE
from podium.signals.reverts_by_hand import REVERTS_BY_HAND
from podium.traps import Flag, FlagWords, Grows, Line, Rise, Trap

FIREFIGHTING = Trap(
    name="firefighting",
    number=5,
    title="Firefighting Spiral",
    says="The team answers what broke, and what breaks it stays.",
    flags=(
        Flag(
            name="reactive",
            words=FlagWords(
                "broken-work",
                "work on what is broken",
                "past some point, fixing what broke leaves no time to stop the next break.",
                fine="{about_rest} had nothing to do with what broke.",
                lead="reactive-share",
                unit=("ticket", "tickets"),
            ),
            says="much of the work answers something that is broken right now",
            because="firefighting has a tipping point beyond which it feeds itself (Repenning et al. 2001)",
            all_of=(
                Line(
                    REACTIVE_SHARE,
                    norm="30 % amber, 50 % red; Google SRE keeps operations under 50 %. From git alone a lower bound",
                    amber=0.30,
                    red=0.50,
                    # The kind of a change is read from its words, so the share is an estimate.
                    by_interval=True,
                ),
            ),
            # Read by hand, most receipts are reverts, and few of those answer something broken right now; on git it never
            # came near its line. Shown, never judged; tickets say it better.
            context_only=True,
        ),
        Flag(
            name="reactive-tickets",
            words=FlagWords(
                "broken-tickets",
                "tickets for what is broken",
                "past some point, fixing what broke leaves no time to stop the next break.",
                fine="{about_rest} had nothing to do with what broke.",
                lead="reactive-tickets",
            ),
            says="much of what the team closed answered something broken",
            because="firefighting has a tipping point beyond which it feeds itself (Repenning et al. 2001)",
            all_of=(
                Line(
                    REACTIVE_TICKETS,
                    norm="30 % amber, 50 % red; DORA 2018: a fifth in every band",
                    amber=0.30,
                    red=0.50,
                ),
            ),
        ),
        Flag(
            name="displaced",
            words=FlagWords(
                "dropped-talks",
                "1:1s dropped for incidents",
                "people wait longest for what has no alarm.",
                fine="incidents left {rest} of your {total} 1:1s in place.",
                lead="displaced-talks",
            ),
            says="1:1s and coaching give way when something breaks",
            because="people wait longest for what has no alarm",
            all_of=(Line(DISPLACED_TALKS, norm="15 % (set by podium)", amber=0.15, red=0.4),),
        ),
        Flag(
            name="repeats",
            words=FlagWords(
                "repeats",
                "incidents that come back",
                "if the same thing breaks again, nobody had time to ask why.",
                fine="in {about_rest}, the same thing had not broken shortly before.",
                lead="incident-repeats",
                unit=("incident", "incidents"),
            ),
            says="incidents come back to the same services",
            because="an incident that repeats is a question nobody had time to ask",
            all_of=(Line(INCIDENT_REPEATS, norm="half of them within 90 days (set by podium)", amber=0.5),),
            most="amber",
        ),
        Flag(
            name="follow-ups",
            words=FlagWords(
                "open-lessons",
                "how long lessons stay open",
                "a lesson pays off once it is built in.",
                fine="half of the tasks from incidents were done within {value}.",
                lead="follow-up-days",
            ),
            says="what incidents taught stays open",
            because="the follow-up is where a postmortem becomes a change",
            all_of=(Line(FOLLOW_UP_DAYS, norm="15 days, 30 for lesser incidents (PagerDuty)", amber=15.0, red=30.0),),
        ),
        Flag(
            name="postmortems",
            words=FlagWords(
                "late-reviews",
                "how late incidents are discussed",
                "what was learnt is soon forgotten.",
                fine="half of the talks about incidents came within {value}.",
                lead="postmortem-days",
            ),
            says="incidents are talked over late",
            because="what was learnt is forgotten within days, and nobody is credited for the next one that never happens",
            all_of=(
                Line(
                    POSTMORTEM_DAYS,
                    norm="3 calendar days after a SEV-1, 5 business days after a SEV-2 (PagerDuty)",
                    amber=7.0,
                ),
            ),
            most="amber",
        ),
        Flag(
            name="repeat-fixes",
            words=FlagWords(
                "repeat-fixes",
                "places fixed again and again",
                "a fix that does not hold is a question to the system, not to its author.",
            ),
            says="the same places are fixed again and again",
            because="a fix that does not hold is a question to the system, not to whoever wrote it",
            all_of=(
                Rise(
                    REPEAT_FIXES,
                    norm="ten points above your team's own 26-week median, and farther than its weeks go by themselves "
                    "(set by podium)",
                    points=0.10,
                    least_before=30,
                    level="amber",
                ),
            ),
            most="amber",
            # Read by hand, two in five receipts were the same place fixed again: in a file that everybody touches, two
            # fixes are two faults. Shown, never judged.
            context_only=True,
        ),
        Flag(
            name="reverts",
            words=FlagWords(
                "taken-back",
                "changes taken back",
                "more changes taken back is the first trace of hurry.",
            ),
            says="more is taken back than usual",
            because="a rise in reverts is the earliest trace of hurry that git keeps",
            all_of=(
                Grows(
                    REVERT_SHARE,
                    norm="twice the share of the 26 weeks before (set by podium)",
                    factor=2.0,
                    level="amber",
                ),
                Line(REVERT_SHARE, norm="and at least 3 % of changes (set by podium)", amber=0.03),
            ),
            most="amber",
            needs_two_months=True,
        ),
        Flag(
            name="by-hand",
            words=FlagWords(
                "agents-again",
                "agents and work done twice",
                "agents get other work than people, so first ask what they were given.",
            ),
            says="work with a mark of an agent is taken back or fixed again more often than the rest",
            because="agents get other work than people, so a difference is a question about what they are given",
            any_of=(
                Line(REVERTS_BY_HAND, norm="no usual value: look at what agents are given"),
                Line(FIXED_AGAIN_BY_HAND, norm="no usual value: look at what agents are given"),
            ),
            context_only=True,
        ),
        Flag(
            name="improvement",
            words=FlagWords(
                "system-work",
                "work on the system itself",
                "work on the system is the first thing a fire takes.",
            ),
            says="less of the work than usual makes the system itself better",
            because="the first thing a fire takes is the work that would prevent the next one",
            all_of=(
                Line(
                    IMPROVEMENT_SHARE,
                    norm=(
                        "no usual value: in mature repositories 13 to 68 % of changes touch no product file; watch your own "
                        "trend"
                    ),
                ),
            ),
            context_only=True,
        ),
    ),
    clear_needs=("incidents", "tickets"),
    picture=REACTIVE_SHARE,
    needs=(
        ("incidents", "pages, repeats, who was woken, and whether follow-ups were closed"),
        ("tickets", "planned against unplanned work, by type"),
        ("calendar", "1:1s that gave way to an incident, and when incidents are talked over"),
    ),
    seed="20 % of the time for the system are often asked for; that is a convention (Cagan, eBay 2007), not a finding. "
    "Checkable: Google SRE keeps operations under 50 % and on-call at most 25 % of the time",
    counter="nobody is credited for problems that never happened; expect delivery to dip before it recovers",
)
