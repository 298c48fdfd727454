"""Patch mail: an mbox file or Maildir where changes are sent, answered and reviewed."""

from __future__ import annotations

import email.policy
import email.utils
import mailbox
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from podium.core.errors import CannotRead
from podium.core.event import Event, acted_by
from podium.core.time import is_usable
from podium.sources import Guide, Setting, Source, bots, budget
from podium.sources.files import existing, fingerprint, short, weight
from podium.sources.records import UNREADABLE, Tally, is_dated, text_of

if TYPE_CHECKING:
    from podium.core.event import Actor, Verb
    from podium.sources import Cursor, Page, Settings
    from podium.sources.http.client import Wire
    from podium.sources.secrets import Secret

PAGE: Final = 2_000
MOST_TEXT: Final = 1_000_000
_PATCH: Final = re.compile(r"\[[^\]]*\b(?:PATCH|RFC)\b[^\]]*\]", re.IGNORECASE)
_TRAILER: Final = re.compile(r"^(Reviewed|Acked|Tested)-by:\s*(.{1,200})$", re.MULTILINE | re.IGNORECASE)
_HEADER: Final = re.compile(rb"\s*[A-Za-z][A-Za-z-]{0,60}:")
# Archives write `lead at ex.org (Lead)`; nobody's real address has a blank in it.
_SPELLED_OUT: Final = re.compile(r"([\w.+-]{1,64}) at ((?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24})\b")
MOST_FIRST: Final = 10_000_000
_BOUNDARY: Final = re.compile(rb"boundary\s*=\s*\"?([^\";\s]{1,200})", re.IGNORECASE)
_ID: Final = re.compile(r"<[^<>\s]{1,500}>")
# Errors the standard mail parser raises on hostile headers, beside its own.
_BROKEN: Final = (ValueError, LookupError, AttributeError, IndexError, TypeError, UnicodeError, RecursionError)


def read(settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: Wire) -> Iterator[Page]:
    """Every message with a date and a sender; nothing when the file is as it was."""
    path = existing(settings.get("path", ""), "the mail")
    tally = Tally("messages")
    print_ = fingerprint(path)
    if text_of(cursors.get("messages"), "print") == print_:
        yield tally.page(())
        return
    teller = _Teller(settings.get("list") or path.name, tally)
    events: list[Event] = []
    spending = budget.Spending(budget.FILE, tally, weight(path))
    for number, text in enumerate(_messages(path), 1):
        try:
            if not spending.has_room(records=1):
                spending.unread(1, "mails and all behind them")
                break
            if len(set(_BOUNDARY.findall(text))) > budget.FILE.depth:
                spending.unread(1, "mails", f"more than {budget.FILE.depth} nested parts")
                continue
            tally.came()
            events.extend(tally.acts(teller.tell(_parsed(text))))
        except _BROKEN as fault:
            tally.note(f"this message cannot be read: {type(fault).__name__}", line=number)
            tally.settle(*UNREADABLE)
        if len(events) >= PAGE:
            yield tally.page(events)
            events = []
    yield tally.page(events, None if spending.is_cut else {"print": print_}, is_whole_stream=not spending.is_cut)


def _parsed(text: bytes) -> EmailMessage:
    """A message out of its bytes; the parser itself may fail on hostile ones, so it runs behind the reader's guard."""
    return email.message_from_bytes(text, policy=email.policy.default)


def _messages(path: Path) -> Iterator[bytes]:
    try:
        box: Any = (
            mailbox.Maildir(path, factory=None, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
        )
        is_empty = True
        if first := b"" if path.is_dir() else _before_the_first_from_line(path):
            is_empty = False
            yield first
        for key in box.iterkeys():
            is_empty = False
            with box.get_file(key) as stream:
                yield stream.read()
        if is_empty and not path.is_dir() and path.stat().st_size:
            raise CannotRead(
                "no mail is in this file", where=str(path), next_step="export the mail as mbox: each begins with From"
            )
    except (mailbox.Error, OSError) as fault:
        raise CannotRead("this is no mbox or Maildir podium can open", where=str(path)) from fault


def _before_the_first_from_line(path: Path) -> bytes:
    """The message before any `From ` line, which some exports leave out; empty when there is none."""
    with path.open("rb") as stream:
        head = stream.read(MOST_FIRST)
    if head.startswith(b"From ") or not _HEADER.match(head):
        return b""
    return head.lstrip().partition(b"\nFrom ")[0]


class _Teller:
    def __init__(self, name: str, tally: Tally) -> None:
        self._name, self._tally = name, tally
        self._roots: dict[str, tuple[str, str | None]] = {}

    def tell(self, message: EmailMessage) -> Iterator[Event]:
        native = _first_id(message.get("Message-ID", ""))
        at, offset = _when(str(message.get("Date", "")))
        sender = _sender(message)
        if at is None or not native or not sender:
            self._tally.missing("date" if at is None else "message-id" if not native else "from")
            return
        above = [*_ID.findall(str(message.get("References", ""))), _first_id(message.get("In-Reply-To", ""))]
        root, author = self._root(native, [name for name in above if name], sender)
        is_patch = bool(_PATCH.search(str(message.get("Subject", "")))) and not _is_answer(message)
        verb: Verb = "opened" if is_patch or root == native else "commented"
        event = partial(
            Event,
            source="mbox",
            instance=self._name,
            ts=at.astimezone(UTC),
            utc_offset_min=offset,
            tz_from="recorded" if offset else "none",
            object_kind="change",
            container=self._name,
            object_id=f"mbox:{self._name}:{short(root)}",
            via="mail",
        )
        subject = author if verb == "commented" else None
        mark = f"mbox:{self._name}:{short(native)}"
        yield event(event_id=f"{mark}:{verb}", verb=verb, **_who(sender), subject=subject)
        if not is_patch:
            for place, (word, whom) in enumerate(self._trailers(message)):
                giver = _address(whom) or sender
                state = {"reviewed": "approved", "acked": "approved", "tested": "commented"}[word.lower()]
                # A trailer passed on for somebody else says nothing about their clock.
                said = (
                    event if giver == sender else partial(event, utc_offset_min=None, tz_from="none", ts_quality="day")
                )
                yield said(
                    event_id=f"{mark}/{place}:reviewed",
                    verb="reviewed",
                    **_who(giver),
                    subject=author,
                    state=state,
                )

    def _trailers(self, message: EmailMessage) -> list[tuple[str, str]]:
        """Who gave a verdict, and which; none where the text cannot be read."""
        try:
            return _TRAILER.findall(_text(message))
        except _BROKEN:
            self._tally.missing("text in a form podium can read")
            return []

    def _root(self, native: str, above: list[str], sender: str) -> tuple[str, str | None]:
        """The thread's first message and its author, through whatever of the thread was seen before."""
        for name in above:
            if name in self._roots:
                self._roots[native] = self._roots[name]
                return self._roots[native]
        root_and_author = (above[0], None) if above else (native, _key(sender))
        self._roots[native] = root_and_author
        return root_and_author


def _first_id(text: object) -> str:
    id_match = _ID.search(str(text or ""))
    return id_match[0] if id_match else ""


def _is_answer(message: EmailMessage) -> bool:
    return str(message.get("Subject", "")).strip().lower().startswith("re:")


def _when(text: str) -> tuple[datetime | None, int | None]:
    """The instant and the writer's offset; `-0000` says the zone is not known."""
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None, None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
        return (moment, None) if is_dated(moment) else (None, None)
    minutes = int((moment.utcoffset() or UTC.utcoffset(None)).total_seconds() // 60)
    if not is_dated(moment):
        return None, None
    return moment, minutes if is_usable(minutes) and minutes else None


def _sender(message: EmailMessage) -> str:
    """The address of whoever wrote it; empty when a list put its own in its place and left no other."""
    from_header = str(message.get("From", ""))
    sender = _address(from_header)
    post = {_address(text) for text in re.findall(r"<mailto:([^>?]{1,254})", str(message.get("List-Post", "")))}
    original = str(message.get("X-Original-From", "") or message.get("X-Original-Sender", ""))
    if not original and " via " not in email.utils.parseaddr(from_header)[0] and sender not in post:
        return sender
    named = email.utils.getaddresses([original, str(message.get("Reply-To", ""))])
    people = [address for _, text in named if (address := _address(text)) and address != sender and address not in post]
    return people[0] if people else ""


def _address(text: str) -> str:
    address = email.utils.parseaddr(text)[1].strip().lower()
    if spelled_out := _SPELLED_OUT.search(text) if "@" not in text else None:
        address = f"{spelled_out[1]}@{spelled_out[2]}".lower()
    return address if "@" in address and len(address) < 255 else ""


def _key(address: str) -> str:
    return f"email:{address}"


def _who(address: str) -> Actor:
    return acted_by(_key(address), bots.kind(address.partition("@")[0]))


def _text(message: EmailMessage) -> str:
    """The plain part, looked through for trailers and dropped."""
    part = message.get_body(("plain",))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    return payload[:MOST_TEXT].decode("utf-8", "replace") if isinstance(payload, bytes) else ""


SOURCE = Source(
    name="mbox",
    title="Patch mail (mbox, Maildir)",
    informs=("code_refuge",),
    feeds=("code review",),
    settings=(
        Setting("path", "Which mbox file or Maildir folder?", is_path=True),
        Setting("list", "A short name for the list?", default="list", is_needed=False, is_label=True),
    ),
    reads="who sent, answered and gave Reviewed-by, Acked-by or Tested-by to what, when, in their own local time",
    never_reads="subjects and texts are looked through for patch marks and trailers, and not kept",
    blind_to="who applied a patch and when; mail sent past the list; the hour of mail written at +0000",
    guide=Guide(
        where=(
            "public-inbox archives: the mbox.gz link of a list, unpacked",
            "Thunderbird: the folder's file in the profile; Gmail: Google Takeout > Mail, one label",
        ),
        first_sync="no request is made; `podium sync` shows how far it is",
        fails=(
            ("no mail is in this file", "export it as mbox: each mail begins with a line From"),
            (
                "records without message-id, date or from",
                "they are counted and left out; an archive that hides addresses cannot be told apart",
            ),
        ),
    ),
    read=read,
)
