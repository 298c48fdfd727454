"""A calendar file or secret address: meetings held, moved, declined, cancelled; leave, duty."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from podium.core.errors import CannotReach, CannotRead, Misuse
from podium.sources import Guide, Setting, Source, StreamPage
from podium.sources.calendars.read import (
    BLIND_TO,
    NEVER_READS,
    READING,
    READS,
    STREAM,
    Span,
    lens,
    marks,
    missing,
    object_of,
    pages,
)
from podium.sources.records import number, text_of

if TYPE_CHECKING:
    from podium.sources import Cursor, Settings
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret


# A calendar of more series is told as a whole whenever anything in it changed.
MOST_MARKED = 20_000


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """The whole calendar when it changed, nothing but the date when it did not."""
    from podium.sources.calendars.text import cut

    cursor, asked = cursors.get(STREAM), _asked(settings)
    span = Span.of(settings, cursor, wire.clock())
    is_fresh = span.is_fresh(cursor) and text_of(cursor, "asked") == asked
    data, tag = _data(settings, secret, wire, text_of(cursor, "tag") if is_fresh else "")
    if data is None:
        yield StreamPage(STREAM, cursor=cursor, complete_from_s=span.from_s, complete_until_s=span.now_s)
        return
    calendar_text = cut(data)
    del data
    how = lens("ics", settings, calendar_text)
    before = _marked(text_of(cursor, "series")) if is_fresh else {}
    now = marks(calendar_text, how)
    if before:
        span = replace(span, until_s=number(cursor, "until_s"))
    mark: Cursor = {
        "tag": tag,
        "from_s": span.from_s,
        "until_s": span.window.end_s,
        "asked": asked,
        "series": "\n".join(f"{mark} {name}" for name, mark in now.items()) if len(now) <= MOST_MARKED else "",
    }
    same = frozenset(uid for uid in calendar_text.series if before.get(name := object_of(how, uid)) == now[name])
    for batch, whole in pages(calendar_text, how, span, unchanged=same):
        yield StreamPage(
            STREAM, tuple(batch), whole=whole, total=len(calendar_text.series) - len(same), items=len(whole)
        )
    yield StreamPage(
        STREAM,
        cursor=mark,
        whole=dict.fromkeys(before.keys() - now.keys(), span.now_s * 1000000),
        is_whole_stream=not before,
        complete_from_s=span.from_s,
        complete_until_s=span.now_s,
        missing=missing(calendar_text, how),
        intake=calendar_text.intake,
    )


def _asked(settings: Settings) -> str:
    """A mark of how the calendar is to be read: with other settings it is read anew."""
    return hashlib.sha256(repr(sorted(settings.items())).encode("utf-8", "replace")).hexdigest()[:24]


def _marked(text: str) -> dict[str, str]:
    """Object -> mark of every series an earlier run told."""
    pairs = (line.partition(" ") for line in text.split("\n") if line)
    return {name: mark for mark, _, name in pairs}


def _data(settings: Settings, secret: Secret | None, wire: HttpClient, tag: str) -> tuple[bytes | None, str]:
    """The file's bytes and a mark of its content; no bytes when the content is the one already read."""
    where = (secret.reveal() if secret is not None else "") or settings.get("where", "")
    if not where:
        raise Misuse("no calendar was named", next_step="`podium connect ics PATH`, or its secret address")
    if "://" not in where:
        data = _from_path(Path(where))
        mark = hashlib.sha256(data).hexdigest()
        return (None if mark == tag else data), mark
    return _from_address(re.sub(r"^webcals?://", "https://", where), wire, tag)


def _from_address(url: str, wire: HttpClient, tag: str) -> tuple[bytes | None, str]:
    parts = urlsplit(url)
    with wire.line(f"{parts.scheme}://{parts.netloc}", headers={"accept": "text/calendar"}) as line:
        reply = line.get(url, etag=tag if tag.startswith(('"', "W/")) else None)
    mark = reply.headers.get("etag") or hashlib.sha256(reply.body).hexdigest()
    if reply.status == 304 or (tag and mark == tag):
        return None, tag
    if b"BEGIN:VCALENDAR" not in reply.body[:4096].upper():
        raise CannotReach(
            "This address does not lead to a calendar",
            where=parts.hostname or "",
            next_step="copy the secret address in iCal format again",
        )
    return reply.body, mark


def _from_path(path: Path) -> bytes:
    from podium.sources.calendars.text import MOST_BYTES

    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise CannotRead("not a file", where=str(path))
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
    from podium.sources.calendars.text import MOST_BYTES

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


SOURCE = Source(
    name="ics",
    title="Calendar file or secret address",
    informs=("code_refuge", "meritocracy_myth", "eq_blind_spots", "firefighting"),
    feeds=("calendar",),
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
    guide=Guide(
        where=(
            "Google, on a computer: your calendar's menu > Settings and sharing > Integrate calendar > Secret address in iCal format",
            "Outlook on the web: Settings > Calendar > Shared calendars > Publish a calendar > Can view all details > Publish > ICS link",
            "Apple Calendar: File > Export > Export; any other program: export as .ics",
            "an organisation may have switched publishing off: then export a file, or connect a CalDAV server",
        ),
        first_sync="one download; 100 weekly series are told in two seconds of a processor",
        fails=(
            (
                "what came from this address is not a calendar",
                "copy the secret or published address again: it was reset",
            ),
            (
                "the server does not know this secret, there is nothing at this address",
                "the address was withdrawn: publish it again",
            ),
            (
                "no hour, no organiser",
                "`podium doctor` counts them: a published Outlook address and a free/busy feed tell neither",
            ),
        ),
    ),
    read=read,
)
