"""What stood in a calendar on a server when it was last asked, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from podium.calendar.places import Place
from podium.system import files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from podium.calendar.places import CalendarEvent

MOST_KEPT = 2_000


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it was; `text` is None where it had been taken out."""

    at: datetime
    text: str | None = None


class LastSeen:
    """The file `calendar/last-seen.json`: place and UID -> the event as it was; lost, it is asked for again."""

    def __init__(self, home: Path) -> None:
        """Read what was kept."""
        self._path = home / "calendar" / "last-seen.json"
        try:
            self._kept = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Kept])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            self._kept = {}

    def of(self, card: Mapping[str, str], uid: str) -> Kept | None:
        """An event as it was last seen; None when it never was."""
        return self._kept.get(_key(card, uid))

    def keep(self, card: Mapping[str, str], uid: str, seen: CalendarEvent | None, at: datetime) -> None:
        """Remember an event as it is now."""
        text = None if seen is None else seen.text.decode("utf-8", "replace")
        self._kept.pop(_key(card, uid), None)
        self._kept[_key(card, uid)] = Kept(at=at, text=text)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        files.write(self._path, msgspec.json.encode(self._kept))


class Asked(msgspec.Struct, frozen=True):
    """A calendar on a server whose answers are remembered."""

    place: Place
    last_seen: LastSeen
    at: datetime

    @property
    def card(self) -> Mapping[str, str]:
        """As the calendar's own."""
        return self.place.card

    def seen(self, uid: str) -> CalendarEvent | None:
        """The event as it is now, which is remembered."""
        found = self.place.seen(uid)
        self.last_seen.keep(self.card, uid, found, self.at)
        return found


def _key(card: Mapping[str, str], uid: str) -> str:
    return "\n".join([card.get("connection", ""), card.get("path", ""), uid])
