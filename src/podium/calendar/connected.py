"""The calendar a connection or a line of the ledger names, ready to be written to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from podium.calendar.places import DavCalendar, FileCalendar
from podium.connections import sync
from podium.core.errors import Misuse
from podium.sources import secrets
from podium.sources.calendars.dav_client import Dav, choose
from podium.system import paths

if TYPE_CHECKING:
    from podium.calendar.places import Place
    from podium.sources.http.client import HttpClient


def named(target: str, wire: HttpClient) -> Place:
    """The calendar of a CalDAV connection by its label, else an `.ics` file or feed by its path.

    Raises:
        Misuse: neither; names what would do.
    """
    if target.lower().endswith((".ics", ".ical")):
        return FileCalendar(Path(target).expanduser().absolute())
    connected = sync.connection(target)
    if connected.source != "caldav":
        raise Misuse(
            f"{target!r} can only be read", next_step="name a CalDAV connection, or a file that ends in .ics to import"
        )
    talk = _talk(target, wire)
    return DavCalendar(talk, target, choose(talk.calendars(), connected.settings.get("calendar", "")))


def of_card(card: Mapping[str, str], wire: HttpClient) -> Place:
    """The calendar a line of the ledger names."""
    if card.get("kind") == "file" and card.get("path"):
        return FileCalendar(Path(card["path"]))
    if card.get("kind") == "caldav" and card.get("connection") and card.get("path"):
        return DavCalendar(_talk(card["connection"], wire), card["connection"], card["path"])
    raise Misuse("the ledger names a calendar this podium does not know", where=str(card.get("kind")))


def _talk(label: str, wire: HttpClient) -> Dav:
    settings = sync.connection(label).settings
    stored = secrets.find(paths.home(), label, secrets.system_ring())
    if stored is None:
        raise Misuse(f"the password of {label!r} is gone", next_step=f"`podium connect caldav --as {label}` again")
    return Dav(wire, settings.get("address", ""), settings.get("user", ""), stored.secret)
