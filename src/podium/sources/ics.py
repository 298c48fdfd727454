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

from podium.core.errors import CannotReach, CannotRead, Misuse
from podium.sources import Page, Setting, Source
from podium.sources.calendars.read import BLIND_TO, NEVER_READS, READING, READS, STREAM, Span, lens, missing, pages
from podium.sources.records import text_of

if TYPE_CHECKING:
    from podium.sources import Cursor, Settings
    from podium.sources.http.client import Wire
    from podium.sources.secrets import Secret


def read(settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: Wire) -> Iterator[Page]:
    """The whole calendar when it changed, nothing but the date when it did not."""
    from podium.sources.calendars.text import cut

    cursor = cursors.get(STREAM)
    span = Span.of(settings, cursor, wire.clock())
    data, tag = _data(settings, secret, wire, text_of(cursor, "tag") if span.is_fresh(cursor) else "")
    if data is None:
        yield Page(STREAM, cursor=cursor, complete_from_s=span.from_s, complete_until_s=span.now_s)
        return
    calendar_text = cut(data)
    del data
    how = lens("ics", settings, calendar_text)
    mark: Cursor = {"tag": tag, "from_s": span.from_s, "until_s": span.window.end_s}
    for batch, whole in pages(calendar_text, how, span):
        yield Page(STREAM, tuple(batch), whole=whole, total=len(calendar_text.series), items=len(whole))
    yield Page(
        STREAM,
        cursor=mark,
        is_whole_stream=True,
        complete_from_s=span.from_s,
        complete_until_s=span.now_s,
        missing=missing(calendar_text, how),
    )


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
    read=read,
)
