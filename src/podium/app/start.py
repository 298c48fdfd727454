"""A practice begun: hours offered, the plan shown, then registered and put on the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium import practices
from podium.app import calendars, last_look
from podium.app.practice import repair
from podium.app.practices import own_folder
from podium.calendar.places import Place
from podium.calendar.write import Outcome
from podium.core import time, weekly_hours
from podium.core.errors import Misuse
from podium.core.weekly_hours import Zone
from podium.experiments import describe, suggest_hours
from podium.experiments import plan as planning
from podium.experiments import register as registering
from podium.experiments.blocks import blocks_of
from podium.experiments.plan import Plan, Wish
from podium.mirror.look import Scope
from podium.practices import Direction, Practice

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.experiments.registration import Registration


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A practice to start.

    Attributes:
        practice: its name. asked: the repositories it is judged in.
        hours: hours a week, as "Tue 09:00-12:30, Thu 13:00-17:00"; not used by a practice without hours.
        zone: your time zone; empty for the one podium knows.
        metric, direction, minimum, hypothesis, weeks: instead of the practice's own; None or empty leaves those.
        first_day: the first day in mind; None for as soon as is fair.
        is_randomised: on and off weeks in an order drawn now.
        is_together: all numbers the practice names that can be counted, in one test.
        is_anyway: start beside another practice on the metric, or at a finding's extreme, and have it marked.
        calendar: `feed`, `none`, a FILE.ics, or the label of a connected calendar.
    """

    practice: str
    asked: Scope
    hours: str = ""
    zone: str = ""
    metric: str = ""
    direction: Direction | None = None
    minimum: float | None = None
    hypothesis: str = ""
    weeks: int | None = None
    first_day: date | None = None
    is_randomised: bool = False
    is_together: bool = False
    is_anyway: bool = False
    calendar: str = "feed"


class Offer(msgspec.Struct, frozen=True):
    """Hours a practice could have.

    Attributes:
        reasons: of each stretch, with what it would give up. hours: the same as they are typed.
        is_blind: no calendar tells what would be given up.
    """

    practice: Practice
    reasons: tuple[str, ...]
    hours: str
    is_blind: bool


class Planned(msgspec.Struct, frozen=True):
    """What would be registered, and the calendar its hours would go to; None for none."""

    practice: Practice
    plan: Plan
    place: Place | None

    @property
    def is_silent(self) -> bool:
        """Whether its number cannot be told from these traces yet."""
        return self.plan.visible.change is None


class Registered(msgspec.Struct, frozen=True):
    """What was written down, and what became of its hours."""

    id: str
    file: Path
    outcomes: tuple[Outcome, ...]
    calendar: str


def needs_hours(session: Session, name: str) -> bool:
    """Whether a practice wants hours of the week.

    Raises:
        Misuse: there is no such practice. NoJournalError: nothing could be written down.
    """
    return _practice(session, name).calendar is not None


def offer(session: Session, name: str, scope: Scope, zone: str = "") -> Offer:
    """Hours of the week for a practice, from when you work, review and meet.

    Raises:
        Misuse: the time zone is not known, or the practice has no hours.
    """
    practice = practices.named(name, own_folder(session.journal_if_readable()))
    if practice.calendar is None:
        raise Misuse(f"{name} has no hours", next_step=f"podium start {name}")
    with session.mirror(scope) as mirror:
        slots = suggest_hours.offer(practice.calendar, mirror, session.zone(zone))
    most = practice.calendar.minutes
    chosen = sorted(Zone(s.weekday, s.start_min, min(s.end_min, s.start_min + most)) for s in slots)
    is_blind = any(slot.gives_up_min is None for slot in slots)
    return Offer(practice, tuple(slot.reason for slot in slots), weekly_hours.say(chosen), is_blind)


def offer_if_possible(session: Session, name: str, zone: str) -> Offer | None:
    """The same; None where there are no hours, no repositories, or no time zone to offer them in."""
    scope = last_look.chosen()
    if scope is None or time.zone(zone) is None or named(session, name).calendar is None:
        return None
    return offer(session, name, scope, zone)


def named(session: Session, name: str) -> Practice:
    """A practice to be started, with or without a journal."""
    return practices.named(name, own_folder(session.journal_if_readable()))


def plan(session: Session, request: Request) -> Planned:
    """What would be registered, and what should be known before it is; nothing is written.

    Raises:
        Misuse: hours, zone, metric, weeks or calendar that cannot be. NoJournalError: there is no journal.
    """
    journal, practice = session.journal(), _practice(session, request.practice)
    hours = weekly_hours.parse(request.hours) if practice.calendar is not None or request.hours else ()
    zone = session.zone(request.zone) if hours else (request.zone or session.zone_or_empty())
    wish = Wish(
        practice=practice,
        zones=hours,
        zone=zone,
        metric=request.metric,
        direction=request.direction,
        minimum=request.minimum,
        hypothesis=request.hypothesis,
        weeks=request.weeks,
        start=request.first_day,
        is_randomised=request.is_randomised,
        is_together=request.is_together,
        is_anyway=request.is_anyway,
    )
    place = calendars.choose(session, request.calendar) if hours else None
    with session.mirror_with_past(request.asked, planning.reach) as (mirror, past):
        plan_made = planning.make(wish, mirror, journal, session.today(), past)
    return Planned(practice, _with_evidence(plan_made, request.asked), place)


def register(session: Session, planned: Planned) -> Registered:
    """Write the promise down, then put its hours on the calendar.

    Raises:
        CannotWrite: the journal or the calendar refused.
    """
    practice, registration = planned.practice, planned.plan.registration
    if registration.zones:
        calendars.keep_zone(session, registration.zone)
    file, outcomes = registering.register(
        registration,
        practice.body + "\n# What I saw\n",
        session.journal(),
        blocks_of(registration, practice.calendar, practice.title),
        planned.place,
        session.now().astimezone(UTC),
    )
    spoken = calendars.spoken(planned.place) if planned.place is not None else ""
    return Registered(registration.id, file, tuple(outcomes), spoken)


def lines(planned: Planned) -> Iterator[str]:
    """The plan in sentences."""
    return describe.plan_lines(planned.plan)


def facts(session: Session, planned: Planned) -> describe.PlanRecord:
    """The plan for `--json`."""
    return describe.plan_data(planned.plan, session.today())


def _practice(session: Session, name: str) -> Practice:
    repair(session)
    return practices.named(name, own_folder(session.journal()))


def _with_evidence(plan_made: Plan, scope: Scope) -> Plan:
    """The plan with where its evidence came from, so that its result is read from the same place."""
    me = {"me": list(scope.me)} if scope.me else {}
    team = {"team": str(scope.team.absolute())} if scope.team else {}
    source = {"paths": [str(path.absolute()) for path in scope.paths], **me, **team}
    registration: Registration = plan_made.registration
    return msgspec.structs.replace(
        plan_made, registration=msgspec.structs.replace(registration, told={**registration.told, **source})
    )
