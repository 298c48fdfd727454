"""Where blocks go: a calendar file or subscribed feed, or a calendar on a server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import msgspec

from podium.core.errors import CannotRead, CannotWrite
from podium.sources.calendars.dav_client import Dav
from podium.sources.calendars.text import MOST_BYTES
from podium.system import files

_EVENT = re.compile(
    rb"^BEGIN:VEVENT[ \t]*\r?\n.*?^END:VEVENT[ \t]*(?:\r?\n|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_CLOCK = re.compile(
    rb"^BEGIN:VTIMEZONE[ \t]*\r?\n.*?^END:VTIMEZONE[ \t]*\r?\n", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
_END = re.compile(rb"^END:VCALENDAR", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//podium//podium//EN\r\n"


class CalendarEvent(msgspec.Struct, frozen=True):
    """An event as it stands in a calendar now: its text and the version to name when it is taken away."""

    text: bytes
    version: str


class Place(Protocol):
    """A calendar podium may put blocks into and take its own out of."""

    @property
    def card(self) -> Mapping[str, str]:
        """How the ledger remembers it; no secret."""
        ...

    def seen(self, uid: str) -> CalendarEvent | None:
        """The event of a UID as it is now."""
        ...

    def add(self, uid: str, text: bytes) -> None:
        """Put a calendar of one event in; CannotWrite when something of that UID is there."""
        ...

    def remove(self, uid: str, version: str) -> None:
        """Take an event out; CannotWrite when it is not in that version any more."""
        ...


class FileCalendar(msgspec.Struct, frozen=True):
    """An `.ics` file, made when it is not there; as a feed, other programs subscribe to it.

    Every byte of other people's events stays as it is, and no reader ever sees half a file.
    """

    path: Path

    @property
    def card(self) -> Mapping[str, str]:
        """Kind and path."""
        return {"kind": "file", "path": str(self.path)}

    def seen(self, uid: str) -> CalendarEvent | None:
        """The event's own text, exceptions included."""
        whole = self.whole() or b""
        event_texts = [span[0] for span in _EVENT.finditer(whole) if _uid(span[0]) == uid]
        if not event_texts:
            return None
        text = _HEAD + b"".join(_clocks(whole).values()) + b"".join(event_texts) + b"END:VCALENDAR\r\n"
        return CalendarEvent(text, "")

    def add(self, uid: str, text: bytes) -> None:
        """Before the end of the calendar, with its clock when the file lacks it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise CannotWrite(f"no folder for it: {fault.strerror}", where=str(self.path.parent)) from fault
        was = self.whole()
        if was is None:
            files.create(self.path, text)
            return
        if any(_uid(span[0]) == uid for span in _EVENT.finditer(was)):
            raise CannotWrite("this block is in the calendar already", where=str(self.path))
        ends = list(_END.finditer(was))
        if not ends:
            raise CannotWrite("Not a calendar file; it was left alone", where=str(self.path))
        clocks_there = _clocks(was)
        clocks = b"".join(clock for name, clock in _clocks(text).items() if name not in clocks_there)
        events = b"".join(span[0] for span in _EVENT.finditer(text))
        at = ends[-1].start()
        files.replace(self.path, was, was[:at] + clocks + events + was[at:])

    def remove(self, uid: str, version: str) -> None:
        """Cut the event out; the clock stays, it may be used by others."""
        del version
        was = self.whole()
        if was is not None:
            now = _EVENT.sub(lambda span: b"" if _uid(span[0]) == uid else span[0], was)
            files.replace(self.path, was, now)

    def whole(self) -> bytes | None:
        """Every byte of it; None when there is no such file."""
        try:
            if self.path.stat().st_size > MOST_BYTES:
                raise CannotRead(f"this calendar is larger than {MOST_BYTES >> 20} MB", where=str(self.path))
            return files.read(self.path)
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise CannotRead(f"the calendar cannot be read: {fault.strerror}", where=str(self.path)) from fault


class DavCalendar(msgspec.Struct, frozen=True):
    """A calendar on a server.

    Attributes:
        connection: the label it was connected under.
        path: the calendar's own path on the server.
    """

    talk: Dav
    connection: str
    path: str

    @property
    def card(self) -> Mapping[str, str]:
        """Kind, label and path."""
        return {"kind": "caldav", "connection": self.connection, "path": self.path}

    def seen(self, uid: str) -> CalendarEvent | None:
        """The object as the server has it."""
        item = self.talk.get(self._href(uid))
        return None if item is None else CalendarEvent(item.data, item.etag)

    def add(self, uid: str, text: bytes) -> None:
        """Only where nothing is."""
        if not self.talk.put(self._href(uid), text):
            raise CannotWrite("the calendar has something under this block's name; it was left alone", where=self.path)

    def remove(self, uid: str, version: str) -> None:
        """Only in the version looked at."""
        if not version or not self.talk.delete(self._href(uid), version):
            raise CannotWrite(
                "the event was changed while podium looked at it; it was left alone",
                where=self.path,
                next_step="try again",
            )

    def _href(self, uid: str) -> str:
        return f"{self.path.rstrip('/')}/{quote(uid, safe='')}.ics"


def _uid(event: bytes) -> str:
    for line in _FOLD.sub(b"", event).split(b"\n"):
        name, mark, value = line.partition(b":")
        if mark and name.split(b";")[0].strip().upper() == b"UID":
            return value.decode("utf-8", "replace").strip()
    return ""


def _clocks(text: bytes) -> dict[bytes, bytes]:
    """TZID -> definition."""
    clock_by_zone: dict[bytes, bytes] = {}
    for span in _CLOCK.finditer(text):
        name = next((line for line in span[0].split(b"\n") if line.upper().startswith(b"TZID")), b"")
        clock_by_zone.setdefault(name.partition(b":")[2].strip(), span[0])
    return clock_by_zone


def joined(texts: list[bytes]) -> bytes:
    """Several calendars of one event each as one calendar, every clock once."""
    clocks: dict[bytes, bytes] = {}
    for text in texts:
        clocks.update(_clocks(text))
    events = b"".join(span[0] for text in texts for span in _EVENT.finditer(text))
    return _HEAD + b"".join(clocks.values()) + events + b"END:VCALENDAR\r\n"
