"""What an occurrence says of the manager: met, invited, declined, cancelled, moved, away.

Of others only two things become an act: who cancelled or moved a meeting of hers, and that the one other person of a
1:1 declined it. Everybody else is a count. A title decides the class of a meeting and is then forgotten, unless she
asked to keep the titles of that class.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from podium.core.event import Event, ZoneFrom
from podium.core.shown_names import shown_key
from podium.sources.calendars.time_zones import instant
from podium.sources.calendars.title_words import begins_cancelled, named_incident

if TYPE_CHECKING:
    from podium.core.event import Quality, Verb
    from podium.sources.calendars.occurrences import Occurrence
    from podium.sources.calendars.recurrence_rules import VEvent
    from podium.sources.calendars.time_zones import Moment

# In this order: the first class whose words stand in the title is the meeting's.
USUAL_WORDS: Mapping[str, tuple[str, ...]] = {
    "ooo": (
        "ooo",
        "out of office",
        "vacation",
        "annual leave",
        "pto",
        "parental leave",
        "sick leave",
        "urlaub",
        "public holiday",
        "bank holiday",
        "feiertag",
    ),
    "on_call": ("on call", "on-call", "oncall"),
    "no_code": ("no code", "no-code", "no-code zone"),
    "skip": ("skip level", "skip-level", "skip 1:1"),
    "postmortem": ("postmortem", "post-mortem", "post mortem", "incident review", "post-incident"),
    "coaching": ("coaching", "mentoring"),
    "strategy": ("strategy", "roadmap", "planning", "vision"),
    "one_on_one": ("1:1", "1-1", "1on1", "1-on-1", "one on one", "one-on-one"),
}
# Classes that name another person even when the export leaves the guests out.
_WITH_PEOPLE = frozenset({"skip", "coaching", "one_on_one"})
# Classes that are about her alone.
_HERS = frozenset({"ooo", "on_call", "no_code"})
_STATES = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "DELEGATED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needs_action",
}
_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})
MOST_KEYS = 100
LONGEST_TITLE = 200
_LONGEST_UID = 200
_LONGEST_S = 2**31 - 1
# A talk that stands further from its slot than this was not held in its week (field guide T3).
_LATE_S = 7 * 86_400


class Lens(msgspec.Struct, frozen=True, kw_only=True):
    """How one calendar is read.

    Attributes:
        source, instance: `ics` or `caldav`, and what the manager calls this calendar.
        me: her addresses, lower case; the first one names her.
        home, home_from: her clock and how it is known.
        words: class -> words looked for in titles.
        titled: classes whose titles are kept.
        is_rota: every entry is a shift.
        has_people: whether any event of the calendar names an organiser or a guest. Where none does (free/busy exports,
            published feeds), nobody knows what was held, who moved it and who called it off.
    """

    source: str
    instance: str
    me: tuple[str, ...]
    home: ZoneInfo | None = None
    home_from: ZoneFrom = "none"
    words: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: USUAL_WORDS)
    titled: frozenset[str] = frozenset()
    is_rota: bool = False
    has_people: bool = True

    @property
    def key(self) -> str:
        """Her identity key."""
        return f"email:{self.me[0]}" if self.me else "email:me"


class _Guest(msgspec.Struct, frozen=True):
    key: str
    state: str
    shown: str


class _Facts(msgspec.Struct, frozen=True):
    """One VEVENT in the manager's terms; the same for all its occurrences."""

    organiser: str
    is_mine: bool
    state: str | None
    others: tuple[_Guest, ...]
    with_count: int | None
    is_cancelled: bool
    work_type: str
    title: str
    incident: str
    is_away: bool
    is_known: bool


def events(lens: Lens, occurrences: Iterable[Occurrence], *, object_id: str, revision: int) -> list[Event]:
    """The acts in the occurrences of one series."""
    facts_by_event: dict[int, _Facts] = {}
    acts: list[Event] = []
    for occurrence in occurrences:
        facts = facts_by_event.get(id(occurrence.event))
        if facts is None:
            facts = facts_by_event[id(occurrence.event)] = _facts(
                lens, occurrence.event, is_series=occurrence.slot is not None
            )
        acts += _acts(lens, occurrence, facts, object_id, revision)
    return acts


def _acts(lens: Lens, occurrence: Occurrence, facts: _Facts, object_id: str, revision: int) -> list[Event]:
    main = _main(lens, occurrence, facts, object_id, revision)
    acts = [main]
    partner = facts.others[0] if facts.with_count == 1 and facts.others else None
    if facts.is_known and main.verb not in {"cancelled", "on_call", "away"}:
        if partner is not None and partner.state == "declined":
            acts.append(
                replace(
                    main,
                    event_id=f"{main.event_id}:declined",
                    verb="declined",
                    actor=partner.key,
                    subject=lens.key,
                    state="declined",
                    with_keys=(lens.key,),
                    title="",
                    scope="aggregate",
                )
            )
        if _is_moved(occurrence):
            acts.append(_moved(lens, occurrence, facts, main))
    if facts.is_known and main.verb == "cancelled" and main.actor != lens.key and facts.work_type == "one_on_one":
        acts.append(_called_off(lens, main))
    return acts


def _main(lens: Lens, occurrence: Occurrence, facts: _Facts, object_id: str, revision: int) -> Event:
    start, end = _stretch(occurrence, lens)
    verb, state = _verb(lens, facts, is_removed=occurrence.is_removed)
    if verb == "met" and _is_late(occurrence):
        state = "late"
    is_hers = verb != "cancelled" or (facts.is_mine and facts.is_known)
    actor = lens.key if is_hers else facts.organiser or None
    slot = "" if occurrence.slot is None else f"#{_slot_text(occurrence.slot)}"
    event = Event(
        event_id=f"{lens.source}:{lens.instance}:{uid_key(occurrence.uid)}{slot}",
        source=lens.source,
        instance=lens.instance,
        verb=verb,
        actor=actor,
        ts=start,
        ts_end=max(start, end),
        ts_quality=_quality(occurrence.start),
        object_kind="shift" if verb == "on_call" else "meeting",
        object_id=object_id,
        subject=facts.others[0].key or None if facts.with_count == 1 and facts.others else None,
        with_count=facts.with_count,
        with_keys=tuple(filter(None, [*(g.key for g in facts.others), *(g.shown for g in facts.others)]))[:MOST_KEYS],
        state=state,
        work_type=facts.work_type,
        goal_id=facts.incident or None,
        dur_s=min(_LONGEST_S, max(0, int((end - start).total_seconds()))),
        container=lens.instance,
        title=facts.title,
        receipt=f"{lens.instance}:{uid_key(occurrence.uid)}",
        revision=revision,
        scope="self" if actor == lens.key else "aggregate",
    )
    return _local(event, lens)


def _stretch(occurrence: Occurrence, lens: Lens) -> tuple[datetime, datetime]:
    """Its first and last instant; where the clock is changed between them, the length is as written."""
    start, end = instant(occurrence.start, lens.home), instant(occurrence.end, lens.home)
    if any(_is_unclear(moment) for moment in (occurrence.start, occurrence.end)):
        length_as_written = _wall(occurrence.end) - _wall(occurrence.start)
        return start, start + length_as_written if length_as_written >= timedelta(0) else end
    return start, end


def _is_unclear(moment: Moment) -> bool:
    """Whether a wall time comes twice or never, because the clock is changed."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return False
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def _wall(moment: Moment) -> datetime:
    return datetime(*moment.timetuple()[:6])  # noqa: DTZ001 - only the difference of two is looked at


def _called_off(lens: Lens, main: Event) -> Event:
    """A 1:1 of hers somebody else cancelled: planned, not held, and it takes none of her time."""
    return replace(
        main,
        event_id=f"{main.event_id}:invited",
        verb="invited",
        actor=lens.key,
        subject=main.actor,
        scope="self",
        ts_end=None,
        dur_s=None,
        tz=None,
        tz_from="none",
        utc_offset_min=None,
        local_hour=None,
        local_dow=None,
        local_date=None,
        title="",
    )


def _verb(lens: Lens, facts: _Facts, *, is_removed: bool) -> tuple[Verb, str | None]:
    if is_removed:
        return "cancelled", "removed"
    if facts.is_cancelled:
        return "cancelled", "cancelled"
    if lens.is_rota or (facts.work_type == "on_call" and facts.is_mine):
        return "on_call", facts.state
    if facts.is_away:
        return "away", facts.state
    if facts.state == "declined":
        return "declined", "declined"
    if not facts.is_known:
        return "invited", "free" if facts.state == "free" else "unknown"
    is_alone = facts.with_count == 1 and any(guest.state == "declined" for guest in facts.others)
    return ("met" if facts.state == "accepted" and not is_alone else "invited"), facts.state


def _is_moved(occurrence: Occurrence) -> bool:
    """Whether this occurrence alone stands elsewhere than its series; a series moved for good is another series."""
    own = occurrence.event.get("RECURRENCE-ID")
    if occurrence.slot is None or own is None or "RANGE" in own.params or not 1970 <= occurrence.slot.year < 9999:
        return False
    if isinstance(occurrence.start, datetime) and isinstance(occurrence.slot, datetime):
        return instant(occurrence.start, None) != instant(occurrence.slot, None)
    return str(occurrence.start)[:10] != str(occurrence.slot)[:10]


def _is_late(occurrence: Occurrence) -> bool:
    """Whether it was moved by more than a week."""
    if not _is_moved(occurrence):
        return False
    start, slot = instant(occurrence.start, None), instant(occurrence.slot or occurrence.start, None)
    return abs((start - slot).total_seconds()) > _LATE_S


def _moved(lens: Lens, occurrence: Occurrence, facts: _Facts, main: Event) -> Event:
    slot = occurrence.slot or occurrence.start
    at = instant(slot, lens.home)
    actor = lens.key if facts.is_mine else facts.organiser
    moved = replace(
        main,
        event_id=f"{main.event_id}:moved",
        verb="moved",
        actor=actor,
        ts=at,
        ts_end=None,
        state=f"{_slot_text(slot)}->{_slot_text(occurrence.start)}",
        scope="self" if actor == lens.key else "aggregate",
    )
    return _local(moved, lens)


def _facts(lens: Lens, event: VEvent, *, is_series: bool) -> _Facts:
    me = frozenset(lens.me)
    organiser = _address(event.get("ORGANIZER"))
    guests = {_address(a) or f"?{n}": a for n, a in enumerate(_listed(event.get("ATTENDEE"))) if _is_person(a)}
    own = next((_state(a) for address, a in guests.items() if address in me), None)
    others = {address: _state(a) for address, a in guests.items() if address not in me}
    if organiser and organiser not in me and organiser not in guests and guests:
        others[organiser] = "accepted"
    is_mine = not organiser or organiser in me
    title = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_TITLE]
    has_group = any(str(a.params.get("CUTYPE", "")).upper() == "GROUP" for a in guests.values())
    work_type = _class(lens, title, None if has_group else len(others), is_series=is_series)
    # An export without guests says nothing about how many came, unless the title says that somebody did.
    is_silent = not guests and (work_type in _WITH_PEOPLE or (not lens.has_people and work_type not in _HERS))
    # A birthday or a reminder of hers that blocks no time is no meeting.
    is_free = not guests and work_type == "meeting" and str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    is_out = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "OOF" or work_type == "ooo"
    return _Facts(
        f"email:{organiser}" if organiser else "",
        is_mine,
        "free" if is_free else _own_state(own, is_mine=is_mine),
        tuple(
            _Guest("" if a.startswith("?") else f"email:{a}", s, _shown(guests.get(a), a))
            for a, s in sorted(others.items())
        ),
        None if has_group or is_silent else len(others),
        str(event.get("STATUS", "")).upper() == "CANCELLED" or begins_cancelled(title),
        work_type,
        title if work_type in lens.titled else "",
        named_incident(title) if work_type == "postmortem" else "",
        is_out and is_mine,
        # A no-code zone, and what podium wrote itself, are hers whoever comes.
        lens.has_people or work_type == "no_code" or "X-PODIUM-PRACTICE" in event,
    )


def _shown(guest: Any, address: str) -> str:
    return "" if guest is None else shown_key(str(guest.params.get("CN", ""))[:LONGEST_TITLE], address)


def _own_state(own: str | None, *, is_mine: bool) -> str | None:
    if is_mine:
        return own if own in {"declined", "tentative"} else "accepted"
    return own


def _class(lens: Lens, title: str, others: int | None, *, is_series: bool) -> str:
    for name in _classes_said(title.casefold(), tuple(lens.words.items())):
        if not (name == "one_on_one" and (others or 0) > 1):
            return name
    return "one_on_one" if others == 1 and is_series else "meeting"


@lru_cache(maxsize=1024)
def _classes_said(title: str, words: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """The classes whose words stand in a title, in their order; the exceptions of a series share one."""
    if not _any_phrase(words).search(title):
        return ()
    return tuple(name for name, phrases in words if any(_says(title, phrase) for phrase in phrases))


@lru_cache(maxsize=8)
def _any_phrase(words: tuple[tuple[str, tuple[str, ...]], ...]) -> re.Pattern[str]:
    """All phrases at once: most titles hold none, and are asked no further."""
    return re.compile("|".join(re.escape(phrase) for _, phrases in words for phrase in phrases) or "(?!)")


def _says(title: str, phrase: str) -> bool:
    """Whether a phrase stands in a title as whole words."""
    at = title.find(phrase)
    while at >= 0:
        before, after = title[at - 1 : at], title[at + len(phrase) : at + len(phrase) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = title.find(phrase, at + 1)
    return False


def _is_person(attendee: Any) -> bool:
    params = attendee.params
    return str(params.get("CUTYPE", "")).upper() not in _NOT_PEOPLE and str(params.get("ROLE", "")).upper() != (
        "NON-PARTICIPANT"
    )


def _state(attendee: Any) -> str:
    return _STATES.get(str(attendee.params.get("PARTSTAT", "NEEDS-ACTION")).upper(), "needs_action")


def _address(value: Any) -> str:
    """The lower-case e-mail address of an organiser or guest, the first where a line stands twice; empty without one."""
    value = next(iter(_listed(value)), None)
    if value is None:
        return ""
    text = str(value).strip().lower().removeprefix("mailto:")
    if "@" not in text:
        text = str(value.params.get("EMAIL", "")).strip().lower()
    return text if "@" in text and len(text) <= 254 and text.isprintable() and " " not in text else ""


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return [v for v in (value if isinstance(value, list) else [value]) if hasattr(v, "params")]


def _local(event: Event, lens: Lens) -> Event:
    """Her own hour, where a clock is known and the time is written on one."""
    if lens.home is None or event.ts_quality == "floating":
        return event
    here = event.ts.astimezone(lens.home)
    shift = here.utcoffset()
    return replace(
        event,
        tz=lens.home.key,
        tz_from=lens.home_from,
        local_dow=here.weekday(),
        local_date=here.date(),
        local_hour=None if event.ts_quality == "day" else here.hour,
        utc_offset_min=None if shift is None else int(shift.total_seconds() // 60),
    )


def _quality(moment: Moment) -> Quality:
    if not isinstance(moment, datetime):
        return "day"
    if moment.tzinfo is None:
        return "floating"
    # A fixed offset out of a display name: the instant is right in winter only.
    return "exact" if moment.tzinfo is UTC or not _is_fixed(moment) else "ambiguous"


def _is_fixed(moment: datetime) -> bool:
    return type(moment.tzinfo) is type(UTC) and moment.tzinfo is not UTC


def _slot_text(moment: Moment) -> str:
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    return f"{moment:%Y%m%dT%H%M%S}" if moment.tzinfo is None else f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def uid_key(uid: str) -> str:
    """A UID as part of a key: itself when it is short and printable, else its hash."""
    if 0 < len(uid) <= _LONGEST_UID and uid.isprintable() and "#" not in uid and " " not in uid:
        return uid
    return f"sha256-{hashlib.sha256(uid.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"
