"""What both calendar sources share: the stretch looked at, whose clock, acts in pieces."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec

from podium.core.errors import Misuse
from podium.core.intake import add
from podium.core.time import Window, zone
from podium.sources import Setting
from podium.sources.records import DAY_S, number, since_s

if TYPE_CHECKING:
    from podium.core.event import Event, ZoneFrom
    from podium.sources import Cursor, Settings
    from podium.sources.calendars.meetings import Lens
    from podium.sources.calendars.text import Cut

STREAM: Final = "events"
AHEAD_DAYS: Final = 180
# An unchanged calendar is not looked at again until this little of what lies ahead is left.
LEAST_AHEAD_DAYS: Final = 60
PAGE_EVENTS: Final = 2_000
_OWN_ZONE = re.compile(rb"^DTSTART;(?:[^:\r\n]*;)?TZID=\"?([^\":;\r\n]+)", re.MULTILINE | re.IGNORECASE)
_STAMP = re.compile(rb"^DTSTAMP[^\r\n]*", re.MULTILINE | re.IGNORECASE)
_PEOPLE = re.compile(rb"^(?:ORGANIZER|ATTENDEE)[;:]", re.MULTILINE | re.IGNORECASE)
_ORGANISER = re.compile(rb"^ORGANIZER[^\r\n]*", re.MULTILINE | re.IGNORECASE)


READING = (
    Setting("name", "What shall this calendar be called?", default="calendar", is_needed=False, is_label=True),
    Setting("zone", "Your home time zone (empty: what the calendar says)?", is_needed=False),
    Setting("since", "From which date on (empty: two years)?", is_needed=False),
    Setting("one_on_one", "Words in the titles of your 1:1s (empty: 1:1, 1on1, one on one ...)?", is_needed=False),
    Setting("skip", "Words in the titles of skip-levels?", is_needed=False),
    Setting("coaching", "Words in the titles of coaching?", is_needed=False),
    Setting("strategy", "Words in the titles of strategy work?", is_needed=False),
    Setting("postmortem", "Words in the titles of talks about an incident?", is_needed=False),
    Setting("no_code", "Words in the titles of your no-code zones?", is_needed=False),
    Setting("ooo", "Words in the titles of your leave?", is_needed=False),
    Setting("on_call", "Words in the titles of your duty?", is_needed=False),
    Setting("titles", "Classes whose titles may be kept (empty: none)?", is_needed=False),
    Setting("rota", "Is every entry of this calendar a shift of yours (yes, no)?", default="no", is_needed=False),
)
READS = "when meetings are, how many come and who, who cancelled or moved them, your answers, your leave and duty"
NEVER_READS = "descriptions, places, links, attachments, alarms; titles only to tell the class, kept only if you say so"
BLIND_TO = "whether anybody came, and what an event was before its last change: poll often or the trace is lost"


class Span(msgspec.Struct, frozen=True):
    """What a run looks at: from the first day asked for to half a year ahead.

    Attributes:
        until_s: the end an earlier run looked to, where its series are kept as they were told; None for half a year.
    """

    from_s: int
    now_s: int
    until_s: int | None = None

    @classmethod
    def of(cls, settings: Settings, cursor: Cursor | None, now_s: float) -> Span:
        """The first day stays where the first sync put it, so that history does not crumble."""
        first_sync_s = None if settings.get("since") else number(cursor, "from_s")
        return cls(first_sync_s if first_sync_s is not None else since_s(settings, now_s), int(now_s))

    @property
    def window(self) -> Window:
        """The occurrences looked for."""
        return Window(self.from_s, self.until_s or self.now_s + AHEAD_DAYS * DAY_S)

    def is_fresh(self, cursor: Cursor | None) -> bool:
        """Whether what was expanded last time still reaches far enough ahead and back."""
        until_s = number(cursor, "until_s")
        return (
            until_s is not None
            and until_s - self.now_s >= LEAST_AHEAD_DAYS * DAY_S
            and number(cursor, "from_s") == self.from_s
        )


def lens(source: str, settings: Settings, cut: Cut, *, kept_zone: str = "") -> Lens:
    """How the manager wants this calendar read.

    Args:
        cut: may know her clock when she did not say it.
        kept: the clock an earlier run found in the calendar.
    """
    from podium.sources.calendars.meetings import USUAL_WORDS, Lens

    me = tuple(word.lower().removeprefix("mailto:") for word in _split(settings.get("me", "")))
    home, how = _home(settings.get("zone", ""), me, cut, zone(kept_zone) if kept_zone else None)
    words_by_sort = {name: _split(settings.get(name, "").casefold()) for name in USUAL_WORDS}
    return Lens(
        source=source,
        instance=settings.get("name") or "calendar",
        me=me,
        home=home,
        home_from=how,
        words={name: words_by_sort[name] or usual for name, usual in USUAL_WORDS.items()},
        titled=frozenset(_split(settings.get("titles", ""))),
        is_rota=settings.get("rota", "").strip().lower() in {"yes", "true", "1"},
        has_people=source != "ics" or _has_people(cut),
    )


def _has_people(cut: Cut) -> bool:
    """Whether any event of a whole calendar names somebody."""
    return any(_PEOPLE.search(raw.text) for series in cut.series.values() for raw in series)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _home(declared: str, me: tuple[str, ...], cut: Cut, kept_zone: ZoneInfo | None) -> tuple[ZoneInfo | None, ZoneFrom]:
    """Declared, else the calendar's own, else the zone most of her own events are written in."""
    if declared:
        own_zone = zone(declared)
        if own_zone is None:
            raise Misuse(
                f"{declared!r} is not a time zone", where="zone", next_step='write an IANA name such as "Europe/Berlin"'
            )
        return own_zone, "declared"
    if kept_zone is not None:
        return kept_zone, "calendar"
    raws = [raw for series in cut.series.values() for raw in series]
    default = next((raw.zones.default for raw in raws if raw.zones.default is not None), None)
    if default is not None and default.key not in {"UTC", "Etc/UTC"}:
        return default, "calendar"
    from podium.sources.calendars.time_zones import known

    own = (_OWN_ZONE.search(raw.text) for raw in raws if _is_own(raw.text, me))
    names = Counter(wall_time[1] for wall_time in own if wall_time is not None)
    if names:
        name, times = min(names.items(), key=lambda item: (-item[1], item[0]))
        usual = known(name.decode("utf-8", "replace"))
        if usual is not None and usual.key != "UTC" and 2 * times > names.total():
            return usual, "calendar"
    return None, "none"


def _is_own(text: bytes, me: tuple[str, ...]) -> bool:
    organiser = _ORGANISER.search(text)
    return organiser is None or any(address.encode() in organiser[0].lower() for address in me)


def pages(
    cut: Cut,
    how: Lens,
    span: Span,
    *,
    objects: Mapping[str, str] | None = None,
    unchanged: frozenset[str] = frozenset(),
) -> Iterator[tuple[list[Event], dict[str, int]]]:
    """The acts of all series of a cut, in pieces, and the objects each piece tells completely.

    Args:
        objects: UID -> object id, where the source knows objects by another name; else the UID is the object.
        unchanged: UIDs of series that were told by an earlier run and are as they were; they are left out.
    """
    from podium.sources.calendars.meetings import events
    from podium.sources.calendars.occurrences import Expander

    expander = Expander(span.window, cut.refused, cut.intake)
    revision = span.now_s * 1_000_000
    batch: list[Event] = []
    whole: dict[str, int] = {}
    for uid, raws in cut.series.items():
        if uid in unchanged:
            add(cut.intake.unused, {"events that are as they were": len(raws)})
            continue
        object_id = (objects or {}).get(uid) or object_of(how, uid)
        batch += events(how, expander.expand(uid, raws), object_id=object_id, revision=revision)
        whole[object_id] = revision
        if len(batch) >= PAGE_EVENTS:
            yield batch, whole
            batch, whole = [], {}
    yield batch, whole


def object_of(how: Lens, uid: str) -> str:
    """The object a series is, where the source has no other name for it."""
    from podium.sources.calendars.meetings import uid_key

    return f"{how.source}:{how.instance}:{uid_key(uid)}"


def marks(cut: Cut, how: Lens) -> dict[str, str]:
    """Object of each series -> a mark of all its acts are made of: the lines read, their clocks, how they are read.

    Vendors write a new DTSTAMP at every download; only the order of those of one series says anything.
    """
    kind = hashlib.blake2b(repr(how).encode("utf-8", "replace"), digest_size=16).digest()
    clocks: dict[int, bytes] = {}
    marks_by_key: dict[str, str] = {}
    for uid, raws in cut.series.items():
        digest = hashlib.blake2b(kind, digest_size=12)
        stamps = [found_at[0] if (found_at := _STAMP.search(raw.text)) else b"" for raw in raws]
        order = sorted(set(stamps))
        for raw, stamp in zip(raws, stamps, strict=True):
            zones = raw.zones
            if id(zones) not in clocks:
                clocks[id(zones)] = repr((zones.default, sorted(zones.definitions.items()))).encode()
            digest.update(clocks[id(zones)])
            digest.update(b"%d" % order.index(stamp))
            digest.update(_STAMP.sub(b"", raw.text))
        marks_by_key[object_of(how, uid)] = digest.hexdigest()
    return marks_by_key


def missing(calendar_text: Cut, how: Lens) -> dict[str, int]:
    """What could not be read, by name, and whether no clock was found."""
    silent = {} if how.has_people or not calendar_text.series else {"organiser and guests of every event": 1}
    return dict(calendar_text.refused) | silent | ({} if how.home is not None else {"time zone of yours": 1})
