"""A calendar file or a calendar's secret address: meetings held, moved, declined, cancelled; leave and duty."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from podium.core.errors import CannotReach, CannotRead, Misuse
from podium.core.time import Window, zone
from podium.core.trace import Event, ZoneFrom
from podium.sources import Cursor, Page, Setting, Settings, Source
from podium.sources.lenient import DAY_S, number, since_s, text_of

if TYPE_CHECKING:
    from podium.sources.calendar_text import Cut
    from podium.sources.meetings import Lens
    from podium.sources.secret import Secret
    from podium.sources.wire import Wire

STREAM: Final = "events"
AHEAD_DAYS: Final = 180
# An unchanged calendar is not looked at again until this little of what lies ahead is left.
LEAST_AHEAD_DAYS: Final = 60
PAGE_EVENTS: Final = 2_000
_OWN_ZONE = re.compile(rb"^DTSTART;(?:[^:\r\n]*;)?TZID=\"?([^\":;\r\n]+)", re.MULTILINE | re.IGNORECASE)
_ORGANISER = re.compile(rb"^ORGANIZER[^\r\n]*", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """What a run looks at: from the first day asked for to half a year ahead."""

    from_s: int
    now_s: int

    @classmethod
    def of(cls, settings: Settings, cursor: Cursor | None, now_s: float) -> Span:
        """The first day stays where the first sync put it, so that history does not crumble."""
        kept = None if settings.get("since") else number(cursor, "from_s")
        return cls(kept if kept is not None else since_s(settings, now_s), int(now_s))

    @property
    def window(self) -> Window:
        """The occurrences looked for."""
        return Window(self.from_s, self.now_s + AHEAD_DAYS * DAY_S)

    def is_fresh(self, cursor: Cursor | None) -> bool:
        """Whether what was expanded last time still reaches far enough ahead and back."""
        until_s = number(cursor, "until_s")
        return (
            until_s is not None
            and until_s - self.now_s >= LEAST_AHEAD_DAYS * DAY_S
            and number(cursor, "from_s") == self.from_s
        )


def lens(source: str, settings: Settings, cut: Cut, *, kept: str = "") -> Lens:
    """How the manager wants this calendar read.

    Args:
        cut: may know her clock when she did not say it.
        kept: the clock an earlier run found in the calendar.
    """
    from podium.sources.meetings import USUAL_WORDS, Lens

    me = tuple(word.lower().removeprefix("mailto:") for word in _split(settings.get("me", "")))
    home, how = _home(settings.get("zone", ""), me, cut, zone(kept) if kept else None)
    said = {name: _split(settings.get(name, "").casefold()) for name in USUAL_WORDS}
    return Lens(
        source=source,
        instance=settings.get("name") or "calendar",
        me=me,
        home=home,
        home_from=how,
        words={name: said[name] or usual for name, usual in USUAL_WORDS.items()},
        titled=frozenset(_split(settings.get("titles", ""))),
        is_rota=settings.get("rota", "").strip().lower() in {"yes", "true", "1"},
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _home(
    declared: str, me: tuple[str, ...], cut: Cut, kept: ZoneInfo | None
) -> tuple[ZoneInfo | None, ZoneFrom]:
    """Declared, else the calendar's own, else the zone most of her own events are written in."""
    if declared:
        found = zone(declared)
        if found is None:
            raise Misuse(
                f"{declared!r} is not a time zone", where="zone", next_step='write an IANA name such as "Europe/Berlin"'
            )
        return found, "declared"
    if kept is not None:
        return kept, "calendar"
    raws = [raw for series in cut.series.values() for raw in series]
    default = next((raw.zones.default for raw in raws if raw.zones.default is not None), None)
    if default is not None and default.key not in {"UTC", "Etc/UTC"}:
        return default, "calendar"
    from podium.sources.zones import known

    own = (_OWN_ZONE.search(raw.text) for raw in raws if _is_own(raw.text, me))
    names = Counter(written[1] for written in own if written is not None)
    if names:
        name, times = min(names.items(), key=lambda item: (-item[1], item[0]))
        usual = known(name.decode("utf-8", "replace"))
        if usual is not None and 2 * times > names.total():
            return usual, "calendar"
    return None, "none"


def _is_own(text: bytes, me: tuple[str, ...]) -> bool:
    organiser = _ORGANISER.search(text)
    return organiser is None or any(address.encode() in organiser[0].lower() for address in me)


def pages(
    cut: Cut, how: Lens, span: Span, *, objects: Mapping[str, str] | None = None
) -> Iterator[tuple[list[Event], dict[str, int]]]:
    """The acts of all series of a cut, in pieces, and the objects each piece tells completely.

    Args:
        objects: UID -> object id, where the source knows objects by another name; else the UID is the object.
    """
    from podium.sources.meetings import events, uid_key
    from podium.sources.occurrences import Expander

    expander = Expander(span.window, cut.refused)
    revision = span.now_s * 1_000_000
    batch: list[Event] = []
    whole: dict[str, int] = {}
    for uid, raws in cut.series.items():
        object_id = (objects or {}).get(uid) or f"{how.source}:{how.instance}:{uid_key(uid)}"
        batch += events(how, expander.expand(uid, raws), object_id=object_id, revision=revision)
        whole[object_id] = revision
        if len(batch) >= PAGE_EVENTS:
            yield batch, whole
            batch, whole = [], {}
    yield batch, whole


def read(settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: Wire) -> Iterator[Page]:
    """The whole calendar when it changed, nothing but the date when it did not."""
    from podium.sources.calendar_text import cut

    cursor = cursors.get(STREAM)
    span = Span.of(settings, cursor, wire.clock())
    data, tag = _data(settings, secret, wire, text_of(cursor, "tag") if span.is_fresh(cursor) else "")
    if data is None:
        yield Page(STREAM, cursor=cursor, complete_from_s=span.from_s, complete_until_s=span.now_s)
        return
    found = cut(data)
    del data
    how = lens("ics", settings, found)
    mark: Cursor = {"tag": tag, "from_s": span.from_s, "until_s": span.window.end_s}
    for batch, whole in pages(found, how, span):
        yield Page(STREAM, tuple(batch), whole=whole, total=len(found.series))
    yield Page(
        STREAM, cursor=mark, is_whole_stream=True, complete_from_s=span.from_s, complete_until_s=span.now_s,
        missing=missing(found, how),
    )  # fmt: skip


def missing(found: Cut, how: Lens) -> dict[str, int]:
    """What could not be read, by name, and whether no clock was found."""
    return dict(found.refused) | ({} if how.home is not None else {"time zone of yours": 1})


def _data(settings: Settings, secret: Secret | None, wire: Wire, tag: str) -> tuple[bytes | None, str]:
    """The file's bytes and a mark of its content; no bytes when the content is the one already read."""
    where = (secret.reveal() if secret is not None else "") or settings.get("where", "")
    if not where:
        raise Misuse("no calendar was named", next_step="`podium connect ics PATH`, or its secret address")
    if "://" not in where:
        data = _from_path(Path(where))
        mark = hashlib.sha256(data).hexdigest()
        return (None if mark == tag else data), mark
    return _from_address(re.sub(r"^webcals?://", "https://", where), wire, tag)


def _from_address(url: str, wire: Wire, tag: str) -> tuple[bytes | None, str]:
    parts = urlsplit(url)
    with wire.line(f"{parts.scheme}://{parts.netloc}", headers={"accept": "text/calendar"}) as line:
        reply = line.get(url, etag=tag if tag.startswith(('"', "W/")) else None)
    mark = reply.headers.get("etag") or hashlib.sha256(reply.body).hexdigest()
    if reply.status == 304 or (tag and mark == tag):
        return None, tag
    if b"BEGIN:VCALENDAR" not in reply.body[:4096].upper():
        raise CannotReach(
            "what came from this address is no calendar", where=parts.hostname or "",
            next_step="copy the secret address in iCal format again",
        )  # fmt: skip
    return reply.body, mark


def _from_path(path: Path) -> bytes:
    from podium.sources.calendar_text import MOST_BYTES

    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise CannotRead("this is no file", where=str(path))
        if facts.st_size > MOST_BYTES:
            raise CannotRead(f"this calendar is larger than {MOST_BYTES >> 20} MB", where=str(path))
        data = path.read_bytes()
    except OSError as fault:
        raise CannotRead(f"the calendar cannot be read: {fault.strerror}", where=str(path)) from fault
    if data.startswith(b"PK\x03\x04"):
        return _unzipped(data, path)
    return data


def _unzipped(data: bytes, path: Path) -> bytes:
    """All calendars of an archive, one after the other; never more than podium would read as one file."""
    from podium.sources.calendar_text import MOST_BYTES

    content = bytearray()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in sorted(archive.infolist(), key=lambda info: info.filename):
                if member.filename.lower().endswith(".ics"):
                    with archive.open(member) as stream:
                        content += stream.read(MOST_BYTES + 1 - len(content)) + b"\r\n"
                if len(content) > MOST_BYTES:
                    raise CannotRead(f"the calendars in it are larger than {MOST_BYTES >> 20} MB", where=str(path))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        raise CannotRead("this archive cannot be opened", where=str(path)) from fault
    return bytes(content)


READING = (
    Setting("name", "What shall this calendar be called?", default="calendar", is_needed=False),
    Setting("zone", "Your home time zone (empty: what the calendar says)?", is_needed=False),
    Setting("since", "From which date on (empty: two years)?", is_needed=False),
    Setting("one_on_one", "Words in the titles of your 1:1s (empty: 1:1, 1on1, one on one ...)?", is_needed=False),
    Setting("skip", "Words in the titles of skip-levels?", is_needed=False),
    Setting("coaching", "Words in the titles of coaching?", is_needed=False),
    Setting("strategy", "Words in the titles of strategy work?", is_needed=False),
    Setting("no_code", "Words in the titles of your no-code zones?", is_needed=False),
    Setting("ooo", "Words in the titles of your leave?", is_needed=False),
    Setting("on_call", "Words in the titles of your duty?", is_needed=False),
    Setting("titles", "Classes whose titles may be kept (empty: none)?", is_needed=False),
    Setting("rota", "Is every entry of this calendar a shift of yours (yes, no)?", default="no", is_needed=False),
)
READS = "when meetings are, how many come and who, who cancelled or moved them, your answers, your leave and duty"
NEVER_READS = "descriptions, places, links, attachments, alarms; titles only to tell the class, kept only if you say so"
BLIND_TO = "whether anybody came, and what an event was before its last change: poll often or the trace is lost"

SOURCE = Source(
    name="ics",
    title="Calendar file or secret address",
    informs=("code_refuge", "meritocracy_myth", "eq_blind_spots", "firefighting"),
    settings=(
        Setting("where", "Path of the .ics file or archive (empty: a secret address)?", is_needed=False, is_path=True),
        Setting("me", "Your addresses in this calendar, separated by commas?"),
        *READING,
    ),
    secret="the calendar's secret address in iCal format",  # noqa: S106 - the words of a question
    scope="read-only by nature; the address itself is a password and is kept as one",
    reads=READS,
    never_reads=NEVER_READS,
    blind_to=BLIND_TO,
    read=read,
)
