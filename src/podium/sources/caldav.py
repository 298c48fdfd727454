"""A calendar on a server (Nextcloud, iCloud, Fastmail ...): the same acts, only what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from podium.core.errors import Misuse
from podium.sources import SERVER_FAILS, Guide, Setting, Source, StreamPage
from podium.sources.calendars.read import BLIND_TO, NEVER_READS, READING, READS, STREAM, Span, lens, missing, pages
from podium.sources.records import text_of

if TYPE_CHECKING:
    from podium.sources import Cursor, Settings
    from podium.sources.calendars.dav_client import Dav, Item
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret

# Objects fetched and expanded together; the cursor moves only when all of a run are stored.
BATCH: Final = 500


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """What changed since the last token; everything when there is none, when it is forgotten, or after months."""
    from podium.sources.calendars.dav_client import Dav, choose

    if secret is None:
        raise Misuse("this calendar needs a password", next_step="use an app password, not the one of your account")
    talk = Dav(wire, settings.get("address", ""), settings.get("user", ""), secret)
    try:
        path = choose(talk.calendars(), settings.get("calendar", ""))
        yield from _Run(settings, wire, talk, path, cursors.get(STREAM)).pages()
    finally:
        talk.close()


class _Run:
    """One sync of one calendar."""

    def __init__(self, settings: Settings, wire: HttpClient, talk: Dav, path: str, cursor: Cursor | None) -> None:
        self._settings = settings
        self._talk = talk
        self._path = path
        self._cursor = cursor
        self._span = Span.of(settings, cursor, wire.clock())
        self._zone = text_of(cursor, "zone")

    def pages(self) -> Iterator[StreamPage]:
        """Pages of changed objects, then the token."""
        items, token, is_all = self._changed()
        alive = [item.href for item in items if not item.is_gone]
        revision = self._span.now_s * 1_000_000
        removed_objects = {self._object(item.href): revision for item in items if item.is_gone}
        for at in range(0, len(alive), BATCH):
            hrefs = alive[at : at + BATCH]
            yield from self._told(list(self._talk.fetch(self._path, hrefs)), len(hrefs), len(alive))
        yield StreamPage(
            STREAM,
            whole=removed_objects,
            cursor={
                "token": token,
                "from_s": self._span.from_s,
                "until_s": self._span.window.end_s if is_all else self._until(),
                "zone": self._zone,
            },
            is_whole_stream=is_all,
            complete_from_s=self._span.from_s,
            complete_until_s=self._span.now_s,
        )

    def _until(self) -> int | None:
        until = (self._cursor or {}).get("until_s")
        return until if isinstance(until, int) else None

    def _changed(self) -> tuple[tuple[Item, ...], str, bool]:
        """Objects to look at, the token for next time, and whether these are all there are."""
        from podium.sources.calendars.dav_client import TokenGone

        token = text_of(self._cursor, "token") if self._span.is_fresh(self._cursor) else ""
        for sync_token in dict.fromkeys((token, "")):
            try:
                changes = self._talk.changes(self._path, sync_token)
            except TokenGone:
                continue
            return changes.items, changes.token, not sync_token
        return self._talk.listed(self._path), "", True

    def _told(self, items: list[Item], asked: int, total: int) -> Iterator[StreamPage]:
        from podium.sources.calendars.text import cut

        item_by_href = {item.href: item for item in items if item.data}
        calendar_text = cut(b"\r\n".join(item.data for item in item_by_href.values()))
        if without_text := asked - len(item_by_href):
            calendar_text.intake.read += without_text
            calendar_text.refuse("object whose text the server did not send", without_text)
        objects = {uid: self._object(item.href) for item in item_by_href.values() for uid in cut(item.data).series}
        how = lens("caldav", self._settings, calendar_text, kept_zone=self._zone)
        if how.home is not None:
            self._zone = how.home.key
        for batch, whole in pages(calendar_text, how, self._span, objects=objects):
            yield StreamPage(STREAM, tuple(batch), whole=whole, total=total, items=len(whole))
        yield StreamPage(STREAM, missing=missing(calendar_text, how), intake=calendar_text.intake)

    def _object(self, href: str) -> str:
        """An object is known by its name in the calendar: that is all a server says of a deleted one."""
        name = unquote(href).rstrip("/").rsplit("/", 1)[-1]
        if len(name) > 200 or not name.isprintable():
            name = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return f"caldav:{self._settings.get('name') or 'calendar'}:{name}"


SOURCE = Source(
    name="caldav",
    title="Calendar on a server (CalDAV)",
    informs=("code_refuge", "meritocracy_myth", "eq_blind_spots", "firefighting"),
    feeds=("calendar",),
    settings=(
        Setting("address", "Address of the calendar or of the server?"),
        Setting("user", "Your user name there?"),
        Setting("calendar", "Which calendar (empty: the only one)?", is_needed=False),
        Setting("me", "Your addresses in this calendar, separated by commas?"),
        *READING,
    ),
    secret="an app password",  # noqa: S106 - the words of a question
    is_secret_needed=True,
    scope="an app password for calendars only; podium reads, and writes only events you start a practice with",
    reads=READS,
    never_reads=NEVER_READS,
    blind_to=BLIND_TO,
    guide=Guide(
        where=(
            "iCloud: account.apple.com > Sign-In and Security > App-Specific Passwords; address https://caldav.icloud.com",
            "Fastmail: Settings > Privacy & Security > App passwords > New app password, for CalDAV; address https://caldav.fastmail.com",
            "Nextcloud: Settings > Security > Devices & sessions > Create new app password; address: Calendar settings",
            "Google and Outlook offer no CalDAV with an app password: use their address in iCal format with `podium connect ics`",
        ),
        first_sync="500 events a request; 100 weekly series are told in two seconds of a processor",
        fails=SERVER_FAILS,
    ),
    read=read,
)
