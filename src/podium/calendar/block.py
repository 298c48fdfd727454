"""One block podium puts into a calendar: a title, hours on a real clock, a rule, an if-then."""

from __future__ import annotations

import functools
import hashlib
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import msgspec

from podium.core.errors import Misuse
from podium.core.time import zone

PREFIX = "podium-"
MARK = "X-PODIUM-PRACTICE"
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")
_PRACTICE = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
# What a person can change in a block; alarms, colours and stamps that servers and programs add are no change of hers.
_OURS = (
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXDATE",
    "RDATE",
    "SUMMARY",
    "DESCRIPTION",
    "STATUS",
    "RECURRENCE-ID",
)


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A block for one practice; the same block has the same UID at every try.

    Attributes:
        practice: the experiment it belongs to.
        start, end: wall clock in `zone` without an offset, or dates for whole days (the end is not included).
        zone: IANA name.
        rule: RRULE text (`FREQ=WEEKLY;BYDAY=TU;COUNT=8`) or empty.
        line: the if-then line, written as the description.
        without: slots of the rule that are left out.
        alarm_minutes: how long before its start a calendar program rings; None for no alarm.
        organizer, guests: mail addresses; with guests the event is an invitation, which a server that schedules sends.
    """

    practice: str
    title: str
    start: datetime | date
    end: datetime | date
    zone: str
    rule: str = ""
    line: str = ""
    without: tuple[datetime | date, ...] = ()
    alarm_minutes: int | None = None
    organizer: str = ""
    guests: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no calendar could show as meant.

        Raises:
            Misuse: a name, zone, hour or rule that cannot be.
        """
        if not _PRACTICE.fullmatch(self.practice):
            raise Misuse(f"{self.practice!r} is no name of a practice")
        if zone(self.zone) is None:
            raise Misuse(f"{self.zone!r} is not a time zone", next_step='write an IANA name such as "Europe/Berlin"')
        for moment in (self.start, self.end):
            self._check_hour(moment)
        if isinstance(self.start, datetime) != isinstance(self.end, datetime) or self.end <= self.start:
            raise Misuse("a block ends after it starts, and both are hours or both are days", where=self.title)
        _check_rule(self.rule, self.start)
        for address in (*self.guests, *([self.organizer] if self.guests else [])):
            if not _ADDRESS.fullmatch(address):
                raise Misuse(f"{address!a} is no mail address", next_step="write it as kim@example.org")

    @property
    def uid(self) -> str:
        """Made of what the block is, so that a second try finds the first one."""
        identity = "\n".join(
            [self.practice, self.title, self.start.isoformat(), self.end.isoformat(), self.zone, self.rule]
        )
        return f"{PREFIX}{self.practice}-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"

    def text(self, now: datetime) -> bytes:
        """The block as a calendar of one event, stamped with `now`."""
        from icalendar import Calendar, Event
        from icalendar.prop import vRecur

        event = Event()
        event.add("uid", self.uid)
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        event.add("summary", self.title)
        event.add("dtstart", self._placed(self.start))
        event.add("dtend", self._placed(self.end))
        if self.rule:
            event["RRULE"] = vRecur.from_ical(self.rule)
        if self.without:
            event.add("exdate", [self._placed(slot) for slot in self.without])
        if self.line:
            event.add("description", self.line)
        event.add("transp", "OPAQUE")
        if self.alarm_minutes is not None:
            event.add_component(_alarm(self.title, self.alarm_minutes))
        _invite(event, self.organizer, self.guests)
        event.add(MARK, self.practice)
        whole = Calendar()
        whole.add("version", "2.0")
        whole.add("prodid", "-//podium//podium//EN")
        if isinstance(self.start, datetime) and self.zone != "UTC":
            whole.add_component(_clock(self.zone))
        whole.add_component(event)
        text: bytes = whole.to_ical()
        return text

    def _placed(self, moment: datetime | date) -> datetime | date:
        return moment.replace(tzinfo=zone(self.zone)) if isinstance(moment, datetime) else moment

    def _check_hour(self, moment: datetime | date) -> None:
        if not isinstance(moment, datetime):
            return
        if moment.tzinfo is not None:
            raise Misuse("a block's hours are written on its zone's clock, without an offset", where=self.title)
        there = moment.replace(tzinfo=zone(self.zone))
        if there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None) != moment:
            raise Misuse(
                f"{moment:%Y-%m-%d %H:%M} does not exist in {self.zone}: the clock is put forward then",
                next_step="choose another hour",
            )


def _alarm(title: str, minutes: int) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _invite(event: Any, organizer: str, guests: tuple[str, ...]) -> None:
    from icalendar import vCalAddress

    if guests:
        event["ORGANIZER"] = vCalAddress(f"mailto:{organizer}")
    for guest in guests:
        address = vCalAddress(f"mailto:{guest}")
        address.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"})
        event.add("attendee", address, encode=False)


def _check_rule(rule: str, start: datetime | date) -> None:
    from icalendar.prop import vRecur

    from podium.sources.calendars.recurrence_rules import trouble

    if not rule:
        return
    reason: str | None = "rule that cannot be read"
    if rule.isprintable():
        try:
            reason = trouble(cast("Any", vRecur.from_ical(rule)), start)
        except (ValueError, TypeError, KeyError):
            reason = "rule that cannot be read"
    if reason:
        raise Misuse(f"{rule!r}: {reason}", next_step="write for example FREQ=WEEKLY;BYDAY=TU;COUNT=8")


@functools.lru_cache(maxsize=32)
def _clock(name: str) -> Any:
    """The zone's definition for programs that do not know its name; from 2020 to 2037."""
    from icalendar import Timezone

    place = zone(name)
    assert place is not None, name
    clock = Timezone.from_tzinfo(place, name, first_date=date(2020, 1, 1), last_date=date(2038, 1, 1))
    for change in clock.subcomponents:
        # One line for each: servers built on vobject (Radicale) keep the first date of a line and drop the others.
        changes = change.pop("RDATE", None)
        for change_date in changes.dts if changes is not None else ():
            change.add("RDATE", [change_date.dt])
    return clock


def mark_of(text: bytes, uid: str) -> str:
    """The practice a calendar's event says it belongs to; empty when it is not podium's."""
    practices = {str(event.get(MARK, "")) for event in _events(text, uid)}
    return practices.pop() if len(practices) == 1 and uid.startswith(PREFIX) else ""


def hours_of(text: bytes, uid: str) -> str:
    """When an event of podium's is, on its own clock: `Tue 2026-12-01 09:00-12:00`, and how often; empty of broken text."""
    for event in _events(text, uid):
        if "DTSTART" not in event or "DTEND" not in event or "RECURRENCE-ID" in event:
            continue
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        left_out = _left_out(event)
        times = int(event["RRULE"].get("COUNT", [1])[0]) - len(left_out) if "RRULE" in event else 1
        while start in left_out:
            start, end = start + timedelta(weeks=1), end + timedelta(weeks=1)
        hours_text = f"{start:%a %Y-%m-%d %H:%M}-{end:%H:%M}" if isinstance(start, datetime) else f"{start:%a %Y-%m-%d}"
        return f"{hours_text}, {times} times" if times > 1 else hours_text
    return ""


def _left_out(event: Any) -> set[Any]:
    exdates = event.get("EXDATE", [])
    return {excluded.dt for dates in (exdates if isinstance(exdates, list) else [exdates]) for excluded in dates.dts}


def fingerprint(text: bytes, uid: str) -> str:
    """What a person can see and change of an event and its exceptions, as a hash."""
    visible_properties = sorted(
        "\n".join(f"{name}={_shown(event[name])}" for name in _OURS if name in event) for event in _events(text, uid)
    )
    return hashlib.sha256("\n\n".join(visible_properties).encode("utf-8", "surrogatepass")).hexdigest()


def _events(text: bytes, uid: str) -> list[Any]:
    """The VEVENTs of a UID; of broken text none, which then counts as changed."""
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        return []
    return [event for whole in calendars for event in whole.walk("VEVENT") if str(event.get("UID", "")) == uid]


def _shown(value: Any) -> str:
    """A property in one spelling: instants in UTC, rules sorted, text unescaped."""
    from icalendar.prop import vRecur

    if isinstance(value, list):
        return ",".join(sorted(_shown(item) for item in value))
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime):
        return f"{moment.astimezone(UTC) if moment.tzinfo else moment:%Y%m%dT%H%M%S}"
    if isinstance(moment, date | timedelta):
        return str(moment)
    if hasattr(value, "dts"):
        return ",".join(sorted(_shown(moment) for moment in value.dts))
    if isinstance(value, vRecur):
        return ";".join(sorted(str(cast("Any", value).to_ical().decode()).split(";")))
    return " ".join(str(value).split())
