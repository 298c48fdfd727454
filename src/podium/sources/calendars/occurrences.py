"""Every time a meeting takes place: one series at a time, with its exceptions, within bounds.

A rule that would never end, never begin or fire every minute is refused as a whole and counted by name; nothing is
cut off silently. What was taken out of a series (EXDATE) is told as removed, because it had been planned.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import icalendar
import msgspec
from icalendar.prop import vBroken, vDDDLists, vDDDTypes
from recurring_ical_events import occurrence as library
from recurring_ical_events.adapters.event import EventAdapter
from recurring_ical_events.series import Series

from podium.core.intake import Intake, add
from podium.sources.calendars.parsing import Parser, whole
from podium.sources.calendars.plain_events import plain_event
from podium.sources.calendars.recurrence_rules import VEvent, fast_forward, trouble, work
from podium.sources.calendars.time_zones import Moment

if TYPE_CHECKING:
    from podium.core.time import Window
    from podium.sources.calendars.text import RawEvent
    from podium.sources.calendars.time_zones import Zones

MOST_PER_SERIES = 20_000
MOST_PER_FILE = 1_500_000
MOST_OVERRIDES = 5_000
MOST_SHIFTS = 50
LONGEST_DAYS = 366
# What the two libraries raise on calendars made by hand or by a fuzzer.
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, ArithmeticError, AssertionError, RecursionError)
_SENSELESS = "series that makes no sense"
_OLDER = "older version or copy of an event"
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID")
_LISTS = ("EXDATE", "RDATE")


class Refusal(Exception):  # noqa: N818 - a reason, kept as a count, never shown as an error
    """Why a series cannot be expanded; its text is the name it is counted under."""


class Limit(Refusal):
    """A limit was met before the series was expanded."""


class Occurrence(msgspec.Struct, frozen=True):
    """One time a meeting takes place, or was meant to.

    Attributes:
        uid: the series.
        slot: where the rule had put it; None for an event that does not repeat.
        start, end: where it is now; dates for whole days.
        event: the VEVENT that describes it: the series' own or the exception's.
        is_removed: taken out of the series by EXDATE.
        line: where the event stands in the file.
    """

    uid: str
    slot: Moment | None
    start: Moment
    end: Moment
    event: VEvent
    is_removed: bool
    line: int


class _Version(msgspec.Struct, frozen=True):
    """A parsed VEVENT and the line it began at."""

    event: VEvent
    line: int


class Expander:
    """Expands series after series of one file, and stops before it costs too much."""

    def __init__(self, window: Window, refused: Counter[str], intake: Intake | None = None) -> None:
        """Look only at what overlaps the window; count refusals into `refused`, the fate of each event into `intake`."""
        self._start, self._end = _bounds(window)
        self._refused = refused
        self._intake = intake or Intake()
        self._settled = 0
        self._left = MOST_PER_FILE

    def expand(self, uid: str, raws: list[RawEvent]) -> list[Occurrence]:
        """All occurrences of one series in the window, in time order; empty when it was refused."""
        self._settled = 0
        try:
            with warnings.catch_warnings():
                # The parser remarks on odd zone names; they are placed by our own ladder, whatever it thinks.
                warnings.simplefilter("ignore")
                occurrences = self._expand(uid, raws)
        except Refusal as reason:
            self._refused[str(reason)] += 1
            fates = self._intake.unread if isinstance(reason, Limit) else self._intake.refused
            add(fates, {str(reason): len(raws) - self._settled})
        except _BROKEN:
            self._refused[_SENSELESS] += 1
            add(self._intake.refused, {_SENSELESS: len(raws) - self._settled})
        else:
            line_count = len({occurrence.line for occurrence in occurrences})
            self._intake.as_acts += line_count
            if silent := len(raws) - self._settled - line_count:
                add(self._intake.unused, {"events that do not take place in the time looked at": silent})
            return occurrences
        return []

    def _expand(self, uid: str, raws: list[RawEvent]) -> list[Occurrence]:
        if len(raws) == 1 and (event := plain_event(raws[0].text, raws[0].zones)) is not None:
            if self._start < event.start and event.end < self._end and event.start.year >= 1970:
                return [Occurrence(uid, None, event.start, event.end, event.properties, False, raws[0].line)]
            if event.end < self._start or event.start > self._end:
                return []
        versions, twins = self._newest(raws)
        if not versions:
            return []
        occurrences = self._told(uid, versions)
        starts = Counter([_content(versions[None].event)[0]] if None in versions else ())
        for version in twins:
            start, _ = _content(version.event)
            nth = f".{starts[start]}" if starts[start] else ""
            starts[start] += 1
            occurrences += self._told(f"{uid}~{start:%Y%m%dT%H%M%S}{nth}", {None: version})
        return sorted(occurrences, key=_order)

    def _told(self, uid: str, versions: dict[datetime | None, _Version]) -> list[Occurrence]:
        core = versions.get(None)
        self._check(core, [version for slot, version in versions.items() if slot is not None])
        removed = _Removed.of(core.event) if core else _Removed(frozenset(), frozenset())
        series = _Spots([_Adapter(version) for version in versions.values()])
        occurrences = [
            _occurrence(uid, spot, removed) for spot in cast("Iterable[_Spot]", series.between(self._start, self._end))
        ]
        if len(occurrences) > MOST_PER_SERIES:
            raise Limit(f"series of more than {MOST_PER_SERIES:,} occurrences")
        dated = [o for o in occurrences if o.start.year >= 1970 and 1970 <= o.end.year < 9999]
        if len(dated) < len(occurrences):
            self._refused["occurrence outside the years 1970 to 9998"] += len(occurrences) - len(dated)
        return dated

    def _newest(self, raws: list[RawEvent]) -> tuple[dict[datetime | None, _Version], list[_Version]]:
        """Per slot the newest version: greatest SEQUENCE, then DTSTAMP, then the later in the file.

        Events of one UID that are as new as each other and begin at other times or bear other titles are no versions:
        all but the first, or the one that repeats, come second.
        """
        newest: dict[datetime | None, _Version] = {}
        events: list[_Version] = []
        parse = Parser().event if len(raws) > 1 else whole
        for raw in raws:
            event = self._parse(raw, parse)
            if event is None:
                continue
            at = _moment(event, "RECURRENCE-ID")
            slot = None if at is None else _bare(at)
            if slot is None:
                events.append(_Version(event, raw.line))
            elif slot not in newest or _age(event) >= _age(newest[slot].event):
                self._drop(_OLDER, int(slot in newest))
                newest[slot] = _Version(event, raw.line)
            else:
                self._drop(_OLDER, 1)
        if not events:
            return newest, []
        last = max(_age(version.event) for version in events)
        newest_events = {_content(version.event): version for version in events if _age(version.event) == last}
        self._drop(_OLDER, len(events) - len(newest_events))
        first, *twins = sorted(
            newest_events.values(), key=lambda version: (not _is_repeated(version.event), *_content(version.event))
        )
        if getattr(_start(first.event), "tzinfo", UTC) is None:
            newest = self._comparable(newest)
        return {None: first, **newest}, twins

    def _comparable(self, exceptions: dict[datetime | None, _Version]) -> dict[datetime | None, _Version]:
        """The exceptions of a series on a clock nobody knows that can be laid beside its slots: no instants."""
        comparable = {
            s: t for s, t in exceptions.items() if getattr(_moment(t.event, "RECURRENCE-ID"), "tzinfo", None) is None
        }
        self._drop("exception of a series in a time zone nobody knows", len(exceptions) - len(comparable))
        return comparable

    def _drop(self, reason: str, count: int) -> None:
        if count:
            self._refused[reason] += count
            self._settled += count
            add(self._intake.unused if reason == _OLDER else self._intake.refused, {reason: count})

    def _parse(self, raw: RawEvent, parse: Callable[[bytes], VEvent]) -> VEvent | None:
        try:
            event = parse(raw.text)
            zone_name = str(getattr(event.get("DTSTART"), "params", {}).get("TZID", ""))
            reason = settle(event, raw.zones)
            if not reason and zone_name and getattr(_start(event), "tzinfo", UTC) is None:
                self._refused["event in a time zone nobody knows"] += 1
        except _BROKEN:
            event, reason = None, "event that cannot be parsed"
        if reason:
            self._drop(reason, 1)
            return None
        return event

    def _check(self, core: _Version | None, overrides: list[_Version]) -> None:
        if len(overrides) > MOST_OVERRIDES:
            raise Limit(f"series of more than {MOST_OVERRIDES:,} exceptions")
        shifts = sum(_is_shift(version.event) for version in overrides)
        if shifts > MOST_SHIFTS:
            raise Limit(f"series moved for good more than {MOST_SHIFTS} times")
        if core is not None and (rules := _listed(core.event.get("RRULE"))):
            self._check_rules(core.event, rules, is_shifted=shifts > 0)

    def _check_rules(self, event: VEvent, rules: list[Any], *, is_shifted: bool) -> None:
        start, length = _start(event), _length(event)
        if length > timedelta(days=LONGEST_DAYS):
            raise Refusal("repeating event longer than a year")
        for rule in rules:
            if reason := trouble(rule, start):
                raise Refusal(reason)
        if len(rules) == 1 and not is_shifted:
            start = fast_forward(event, rules[0], self._start - length)
        if sum(work(rule, max(_bare(start), _bare(self._start)), self._end) for rule in rules) > MOST_PER_SERIES:
            raise Limit(f"series of more than {MOST_PER_SERIES:,} occurrences")
        cost = sum(work(rule, start, self._end) for rule in rules)
        if cost > self._left:
            raise Limit(f"series beyond the first {MOST_PER_FILE:,} occurrences of a calendar")
        self._left -= cost


class _Removed(msgspec.Struct, frozen=True):
    """What EXDATE took out: instants (or wall clocks without a zone) and whole days."""

    moments: frozenset[datetime]
    days: frozenset[date]

    @classmethod
    def of(cls, event: VEvent) -> _Removed:
        """Read and take away the EXDATEs of a series, so that the expander still tells their slots."""
        excluded = [value.dt for entry in _listed(event.pop("EXDATE", None)) for value in entry.dts]
        return cls(
            frozenset(_bare(t) for t in excluded if isinstance(t, datetime)),
            frozenset(t for t in excluded if not isinstance(t, datetime)),
        )

    def has(self, slot: Moment) -> bool:
        """Whether this slot was taken out."""
        if not isinstance(slot, datetime):
            return slot in self.days or _bare(slot) in self.moments
        return _bare(slot) in self.moments or slot.replace(tzinfo=None) in self.moments or slot.date() in self.days


class _Adapter(EventAdapter):  # type: ignore[misc]  # the library comes without types
    """The library's view of one VEVENT, remembering which one it is."""

    def __init__(self, version: _Version) -> None:
        """Keep it."""
        super().__init__(cast("icalendar.Event", version.event))
        self.told = version


class _Spot(library.Occurrence):  # type: ignore[misc]  # the library comes without types
    """One occurrence as the library finds it."""

    def __init__(self, adapter: _Adapter, start: Moment | None, end: Moment | None) -> None:
        """Without a start: an exception that stands where it says."""
        super().__init__(adapter, start, end)
        self.told = adapter.told
        if start is None:
            self.slot = _moment(adapter.told.event, "RECURRENCE-ID")
        else:
            self.slot = start - adapter.move_recurrences_by if _is_repeated(adapter.told.event) else None


class _Spots(Series):  # type: ignore[misc]  # the library comes without types
    """The library's expansion of one series, without a copy of the event for every occurrence."""

    def occurrence(self, adapter: Any, start: Any = None, end: Any = None) -> _Spot:
        """Called by the library for each occurrence."""
        return _Spot(adapter, start, end)


def settle(event: VEvent, zones: Zones) -> str:
    """Put every time of an event on its clock; the name of what is wrong with it, or nothing."""
    broken = {name for name in event if any(isinstance(value, vBroken) for value in _listed(event[name]))}
    if "DTSTART" in broken or not isinstance(event.get("DTSTART"), vDDDTypes):
        return "event without a start"
    if "RRULE" in broken:
        return "rule that cannot be read"
    if "RECURRENCE-ID" in broken:
        return "exception that does not say of what"
    for name in broken:
        event[name] = [value for value in _listed(event[name]) if not isinstance(value, vBroken)]
        if not event[name]:
            del event[name]
    for name in _TIMES:
        if name in event:
            event[name] = _placed(event[name], zones)
    for name in _LISTS:
        if name in event:
            event[name] = [_placed_list(entry, zones) for entry in _listed(event[name])]
    return ""


def _placed(value: vDDDTypes, zones: Zones) -> vDDDTypes:
    written = cast("Moment", value.dt)
    moment = zones.place(written, str(value.params.get("TZID", "")))
    if moment is written:
        return value
    placed = vDDDTypes(moment)
    if "RANGE" in value.params:
        placed.params["RANGE"] = value.params["RANGE"]
    return placed


def _placed_list(entry: vDDDLists, zones: Zones) -> vDDDLists:
    tzid = str(entry.params.get("TZID", ""))

    def place(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(part if isinstance(part, timedelta) else zones.place(part, tzid) for part in value)
        return zones.place(value, tzid)

    return vDDDLists([place(value.dt) for value in entry.dts])


def _occurrence(uid: str, spot: _Spot, removed: _Removed) -> Occurrence:
    is_removed = spot.slot is not None and removed.has(spot.slot)
    return Occurrence(uid, spot.slot, spot.start, cast("Moment", spot.end), spot.told.event, is_removed, spot.told.line)


def _order(occurrence: Occurrence) -> tuple[datetime, str]:
    return _bare(occurrence.start), str(occurrence.slot)


def _listed(value: Any) -> list[Any]:
    """The library gives one property as itself and several as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _moment(event: VEvent, name: str) -> Moment | None:
    return cast("Moment", event[name].dt) if name in event else None


def _start(event: VEvent) -> Moment:
    return cast("Moment", event["DTSTART"].dt)


def _length(event: VEvent) -> timedelta:
    start, end = _start(event), _moment(event, "DTEND")
    if end is not None:
        return abs(_bare(end) - _bare(start))
    lasting = getattr(event.get("DURATION"), "dt", None)
    return abs(lasting) if isinstance(lasting, timedelta) else timedelta(0)


def _is_shift(event: VEvent) -> bool:
    return str(event["RECURRENCE-ID"].params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _is_repeated(event: VEvent) -> bool:
    return "RRULE" in event or "RDATE" in event or "RECURRENCE-ID" in event


def _age(event: VEvent) -> tuple[int, datetime]:
    sequence, stamp = event.get("SEQUENCE", 0), getattr(event.get("DTSTAMP"), "dt", None)
    return (sequence if isinstance(sequence, int) else 0), _bare(stamp) if isinstance(stamp, date) else datetime.min  # noqa: DTZ901


def _content(event: VEvent) -> tuple[datetime, str]:
    """What tells two events of one UID apart: when each begins, and its title."""
    return _bare(_start(event)), str(event.get("SUMMARY", ""))


def _bare(moment: Moment) -> datetime:
    """Comparable with every other: UTC without saying so; days and floating times as written."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - see above
    return (moment if moment.tzinfo is None else moment.astimezone(UTC)).replace(tzinfo=None)


def _bounds(window: Window) -> tuple[datetime, datetime]:
    """The window as instants the calendar libraries can take: 1900 to 2200."""
    first, last = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
    low, high = int(first.timestamp()), int(last.timestamp())
    return (
        datetime.fromtimestamp(min(max(window.start_s, low), high), UTC),
        datetime.fromtimestamp(min(max(window.end_s, low), high), UTC),
    )
