"""The lines of a calendar podium looks at; all others are gone before anything parses them.

Descriptions, places, links, alarms and attachments are never turned into objects: a property is read only when its
name stands in `READ`. What is broken is counted by name; the rest is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from podium.core.errors import CannotRead
from podium.core.intake import Intake, add
from podium.sources.calendars.time_zones import Zones, known
from podium.sources.records import UNREAD

MOST_BYTES = 64 * 1024 * 1024
MOST_EVENTS = 200_000
LONGEST_LINE = 64 * 1024
LONGEST_EVENT = 1024 * 1024
MOST_DATE_LINES = 200_000
_DATES = frozenset({b"EXDATE", b"RDATE"})
READ = frozenset(
    {
        b"UID",
        b"RECURRENCE-ID",
        b"SEQUENCE",
        b"DTSTAMP",
        b"DTSTART",
        b"DTEND",
        b"DURATION",
        b"RRULE",
        b"RDATE",
        b"EXDATE",
        b"STATUS",
        b"TRANSP",
        b"ORGANIZER",
        b"ATTENDEE",
        b"SUMMARY",
        b"X-MICROSOFT-CDO-BUSYSTATUS",
        b"X-PODIUM-PRACTICE",
    }
)
OTHER_ENTRIES = {b"VTODO": "tasks", b"VJOURNAL": "notes", b"VFREEBUSY": "stretches told only as free or busy"}
_HEAD = frozenset({b"X-WR-TIMEZONE"})
_LINE = re.compile(rb"[^\r\n]+")
_NAME = re.compile(rb"[A-Za-z0-9-]{1,64}")
# Controls no text property needs; a NUL in the middle of a name must not hide it.
# What readers in the wild tolerate in a rule: blanks, parts that say nothing, a name written twice, parts of a vendor's
# own (RFC 2445 allowed them), an end written with dashes and colons.
_VENDORS_PART = re.compile(rb"X-[^=]*=", re.IGNORECASE)
_DASHED_END = re.compile(rb"UNTIL=(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?(Z?))?", re.IGNORECASE)
_BLANKS = re.compile(rb"[ \t]+")
_NAMED_TWICE = re.compile(rb"^RRULE:", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


class RawEvent(msgspec.Struct, frozen=True):
    """One VEVENT reduced to the lines podium reads, with its calendar's clocks and the line it began at."""

    line: int
    text: bytes
    zones: Zones


class Cut(msgspec.Struct):
    """A whole file cut into series by UID, in the order of the file, and what could not be kept, by name.

    Attributes:
        intake: the events and other entries of the file, and what became of each.
    """

    series: dict[str, list[RawEvent]] = msgspec.field(default_factory=dict[str, list[RawEvent]])
    refused: Counter[str] = msgspec.field(default_factory=Counter[str])
    intake: Intake = msgspec.field(default_factory=Intake)

    def refuse(self, reason: str, count: int = 1) -> None:
        """So many events could not be kept."""
        self.refused[reason] += count
        limit = reason.startswith(UNREAD)
        add(self.intake.unread if limit else self.intake.refused, {reason.removeprefix(UNREAD): count})


def cut(data: bytes) -> Cut:
    """Cut a file into series.

    Raises:
        CannotRead: it is larger than podium reads.
    """
    if len(data) > MOST_BYTES:
        raise CannotRead(
            f"this calendar is larger than {MOST_BYTES >> 20} MB", next_step="export a shorter stretch of time"
        )
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = data.decode("utf-16", "replace").encode()
    scissors = _Scissors()
    for number, name, line in _logical(data.removeprefix(b"\xef\xbb\xbf")):
        scissors.take(number, name, line)
    return scissors.finish()


def _logical(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Line number, upper-case name and unfolded text of every property of interest."""
    unfinished: tuple[int, bytes, bytearray] | None = None
    for number, line_match in enumerate(_LINE.finditer(data), 1):
        first = data[line_match.start()]
        if first in b" \t":
            if unfinished is not None and len(unfinished[2]) < LONGEST_LINE:
                unfinished[2].extend(
                    data[line_match.start() + 1 : min(line_match.end(), line_match.start() + LONGEST_LINE)]
                )
            continue
        if unfinished is not None:
            yield unfinished[0], unfinished[1], bytes(unfinished[2])
            unfinished = None
        named = _NAME.match(data, line_match.start(), line_match.end())
        name = named[0].upper() if named else b""
        if name in READ or name in _HEAD or name in {b"BEGIN", b"END"} or name.startswith(b"TZ"):
            unfinished = (
                number,
                name,
                bytearray(data[line_match.start() : min(line_match.end(), line_match.start() + LONGEST_LINE)]),
            )
    if unfinished is not None:
        yield unfinished[0], unfinished[1], bytes(unfinished[2])


class _Scissors:
    """Follows BEGIN and END, tolerating files that forget one of them."""

    def __init__(self) -> None:
        """Stand before the first line."""
        self.done = Cut()
        self.zones = Zones()
        self.inside: list[bytes] = []
        self.event: tuple[int, list[bytes]] | None = None
        self.uid = b""
        self.clock: list[bytes] | None = None
        self.tzid = b""
        self.events = self.event_bytes = self.date_lines = 0

    def take(self, number: int, name: bytes, line: bytes) -> None:
        """One logical line."""
        if name == b"BEGIN":
            self._begin(number, _value(line).strip().upper())
        elif name == b"END":
            self._end(_value(line).strip().upper())
        elif self.clock is not None:
            self.clock.append(line)
            if name == b"TZID":
                self.tzid = _value(line)
        elif self.event is not None and not self.inside and name in READ:
            clean = line if line.isascii() and line.decode().isprintable() else _CONTROL.sub(b"", line)
            self.event[1].append(tidy_rule(clean) if name == b"RRULE" else clean)
            self.event_bytes += len(line)
            if name in _DATES:
                self.date_lines += 1
            if name == b"UID":
                self.uid = _value(line).strip()
        elif name == b"X-WR-TIMEZONE" and self.event is None:
            self.zones.default = known(_text(_value(line)))

    def _begin(self, number: int, what: bytes) -> None:
        if what == b"VCALENDAR":
            self._lose()
            self.zones, self.clock, self.inside = Zones(), None, []
        elif self.clock is not None:
            self.clock.append(b"BEGIN:" + what)
        elif what == b"VEVENT":
            self._lose()
            self.done.intake.read += 1
            self.event, self.uid, self.inside = (number, []), b"", []
            self.event_bytes = 0
        elif self.event is not None:
            self.inside.append(what)
        elif what == b"VTIMEZONE":
            self.clock, self.tzid = [b"BEGIN:VTIMEZONE"], b""
        elif what in OTHER_ENTRIES:
            self.done.intake.read += 1
            add(self.done.intake.unused, {OTHER_ENTRIES[what]: 1})

    def _end(self, what: bytes) -> None:
        if self.clock is not None:
            self.clock.append(b"END:" + what)
            if what == b"VTIMEZONE":
                self.zones.definitions.setdefault(_text(self.tzid), b"\r\n".join(self.clock) + b"\r\n")
                self.clock = None
        elif what == b"VEVENT" and self.event is not None:
            self._close_event()
        elif self.inside and self.inside[-1] == what:
            self.inside.pop()

    def _close_event(self) -> None:
        number, lines = self.event or (0, [])
        self.event, self.inside = None, []
        self.events += 1
        if self.events > MOST_EVENTS:
            self.done.refuse(f"{UNREAD}events: more than {MOST_EVENTS:,}")
            return
        if self.event_bytes > LONGEST_EVENT or (self.date_lines > MOST_DATE_LINES and _has_dates(lines)):
            # Some of its dates alone would say that meetings took place which were taken out.
            what = f"more than {LONGEST_EVENT >> 20} MB in one or {MOST_DATE_LINES:,} EXDATE and RDATE lines in all"
            self.done.refuse(f"{UNREAD}events: {what}")
            return
        text = b"\r\n".join([b"BEGIN:VEVENT", *filter(None, lines), b"END:VEVENT", b""])
        # Without a UID the content is the identity: the same event has the same key at every reading.
        uid = _text(self.uid) or f"nameless-{hashlib.sha256(text).hexdigest()[:32]}"
        self.done.series.setdefault(uid, []).append(RawEvent(number, text, self.zones))

    def finish(self) -> Cut:
        """What was cut, when the file ends wherever it ends."""
        self._lose()
        return self.done

    def _lose(self) -> None:
        if self.event is not None:
            self.done.refuse("event without an end")
        self.event = None


def _has_dates(lines: list[bytes]) -> bool:
    return any(line[:6].upper().startswith((b"EXDATE", b"RDATE")) for line in lines)


def tidy_rule(line: bytes) -> bytes:
    """A repeating rule without blanks and without parts that say nothing; nothing at all for an empty rule."""
    value = _NAMED_TWICE.sub(b"", _BLANKS.sub(b"", _value(line)))
    parts = [part.replace(b",,", b",").strip(b",") for part in value.split(b";")]
    parts = [_tidy_end(part) for part in parts if part and not part.endswith(b"=") and not _VENDORS_PART.match(part)]
    return b"RRULE:" + b";".join(parts) if parts else b""


def _tidy_end(part: bytes) -> bytes:
    match = _DASHED_END.fullmatch(part)
    if match is None:
        return part
    day, clock = b"".join(match.groups()[:3]), b"".join(number or b"" for number in match.groups()[3:6])
    return b"UNTIL=" + day + (b"T" + clock + (match[7] or b"") if clock else b"")


def _value(line: bytes) -> bytes:
    """What stands behind the first colon outside quotes."""
    if b'"' not in line:
        return line.partition(b":")[2]
    is_quoted = False
    for at, byte in enumerate(line):
        if byte == 0x22:
            is_quoted = not is_quoted
        elif byte == 0x3A and not is_quoted:
            return line[at + 1 :]
    return b""


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").strip()
