"""Where the hours stand in her calendar now: as put there, moved by her, or taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import msgspec

from podium.core.errors import CannotReach, CannotRead, Misuse, Refused
from podium.core.time import DAY_S, Window
from podium.core.time import zone as place
from podium.core.weekly_hours import Zone
from podium.experiments.blocks import Slot, slots_of
from podium.experiments.metric import start_of
from podium.sources.calendars.occurrences import Expander
from podium.sources.calendars.text import cut
from podium.sources.calendars.time_zones import instant

if TYPE_CHECKING:
    from podium.calendar.last_seen import LastSeen
    from podium.calendar.ledger import Entry, Ledger
    from podium.calendar.places import CalendarEvent
    from podium.experiments.registration import Registration
    from podium.sources.calendars.occurrences import Occurrence

# A block can be moved out of its week; it is still looked for this far away.
MARGIN_DAYS = 60


class Standing(msgspec.Struct, frozen=True):
    """The hours as they are.

    Attributes:
        slots: those that stand, moved ones where they are now. taken_out: those that do not, where they had been.
        words: what could not be looked at; empty when everything could.
    """

    slots: tuple[Slot, ...]
    taken_out: tuple[Slot, ...] = ()
    words: str = ""


class Readable(Protocol):
    """A calendar that can be looked at."""

    def seen(self, uid: str) -> CalendarEvent | None:
        """The event of a UID as it is now."""
        ...


def standing(
    registration: Registration,
    ledger: Ledger,
    find: Callable[[Mapping[str, str]], Readable],
    last_seen: LastSeen | None = None,
) -> Standing:
    """Read back every event podium wrote for it; without any, the hours are those that were registered.

    Args:
        last_seen: what stood in calendars on servers when they were last asked, for those that cannot be asked now.
    """
    entries = [entry for entry in ledger.entries(registration.id) if entry.state == "written"]
    if not entries:
        return Standing(slots_of(registration))
    slots: list[Slot] = []
    lost_slots: list[Slot] = []
    oldest: datetime | None = None
    why = ""
    for entry in entries:
        try:
            event_there = find(entry.place).seen(entry.uid)
            text = event_there.text if event_there else b""
        except (CannotReach, CannotRead, Misuse, Refused) as fault:
            why = f"the calendar was not looked at, {fault.what}" + (f" ({fault.next_step})" if fault.next_step else "")
            last_event = last_seen.of(entry.place, entry.uid) if last_seen else None
            if last_event is None:
                return Standing(slots_of(registration), words=f"as registered: {why}")
            oldest = min(oldest or last_event.at, last_event.at)
            text = (last_event.text or "").encode()
        now = _occurrences(text, registration, entry)
        slots += [_slot(occurrence, registration) for occurrence in now]
        lost_slots += _gone(_occurrences(entry.text, registration, entry), now, registration)
    words = f"as last seen on {oldest.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {why}" if oldest else ""
    return Standing(tuple(_until_stopped(slots, registration)), tuple(_until_stopped(lost_slots, registration)), words)


def _occurrences(text: bytes, registration: Registration, entry: Entry) -> list[Occurrence]:
    first, last = start_of(registration.start_week), start_of(registration.last_week + 1)
    expander = Expander(Window(first - MARGIN_DAYS * DAY_S, last + MARGIN_DAYS * DAY_S), Counter())
    occurrences = expander.expand(entry.uid, cut(text).series.get(entry.uid, []))
    return [
        occurrence
        for occurrence in occurrences
        if not occurrence.is_removed and str(occurrence.event.get("STATUS", "")).upper() != "CANCELLED"
    ]


def _gone(before: list[Occurrence], now: list[Occurrence], registration: Registration) -> list[Slot]:
    """Stretches of the series that are not there any more; a series moved as a whole has lost none."""
    instants_left = {instant(occurrence.slot or occurrence.start, None) for occurrence in now}
    lost_events = [
        occurrence for occurrence in before if instant(occurrence.slot or occurrence.start, None) not in instants_left
    ]
    return (
        []
        if now and len(lost_events) == len(before)
        else [_slot(occurrence, registration) for occurrence in lost_events]
    )


def _slot(occurrence: Occurrence, registration: Registration) -> Slot:
    clock = place(registration.zone) or UTC
    start, end = (instant(moment, clock).astimezone(clock) for moment in (occurrence.start, occurrence.end))
    minute = start.hour * 60 + start.minute
    length = int((end.replace(tzinfo=None) - start.replace(tzinfo=None)) / timedelta(minutes=1))
    zone = Zone(start.weekday(), minute, min(1440, minute + max(0, length)))
    return Slot(start.date(), zone, _second(start), _second(end))


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _until_stopped(slots: list[Slot], registration: Registration) -> Iterator[Slot]:
    """In time order, without those after the week it was stopped in."""
    end_s = start_of(registration.last_week + 1)
    yield from sorted(
        (s for s in slots if s.start_s < end_s or "stopped_on" not in registration.told), key=lambda s: s.start_s
    )
