"""A Slack export: who opened a thread, answered or joined, and in which zone; never a word.

Never a word of what was said.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final, TypeVar

import msgspec

from podium.core.errors import CannotRead
from podium.core.event import Event, acted_by
from podium.core.time import zone
from podium.sources import Guide, Setting, Source, bots, budget
from podium.sources.files import existing, fingerprint, weight
from podium.sources.records import Record, Tally, Whole, items, text_of

if TYPE_CHECKING:
    from podium.core.event import Actor, Verb
    from podium.sources import Cursor, Settings, StreamPage
    from podium.sources.budget import Spending
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret

MOST_FILES: Final = 200_000
PAGE: Final = 5_000
_SAID: Final = frozenset({"", "thread_broadcast", "file_share", "me_message", "reply_broadcast"})
_JOINED: Final = frozenset({"channel_join", "group_join"})
_LEFT_OUT: Final = frozenset(
    {
        "channel_leave",
        "group_leave",
        "channel_topic",
        "channel_purpose",
        "channel_name",
        "channel_archive",
        "channel_unarchive",
        "pinned_item",
        "unpinned_item",
        "bot_message",
        "bot_add",
        "bot_remove",
        "bot_enable",
        "bot_disable",
        "tombstone",
        "reminder_add",
        "file_comment",
        "file_mention",
        "sh_room_created",
        "huddle_thread",
        "channel_convert_to_private",
        "channel_posting_permissions",
        "app_conversation_join",
        "joiner_notification",
        "message_changed",
        "message_deleted",
        "message_replied",
        "group_topic",
        "group_purpose",
        "group_name",
    }
)
T = TypeVar("T")


class Profile(Record, frozen=True):
    """The address of an account, often absent."""

    email: str | None = None


class User(Record, frozen=True):
    """An account."""

    id: str = ""
    name: str = ""
    tz: str | None = None
    is_bot: bool = False
    profile: Profile | None = None


class Channel(Record, frozen=True):
    """A channel and how many are in it."""

    id: str = ""
    name: str = ""
    members: tuple[str, ...] = ()


class Message(Record, frozen=True):
    """When, who, in which thread; text, blocks, files and their tokens are skipped by the decoder."""

    ts: str = ""
    user: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    thread_ts: str | None = None
    parent_user_id: str | None = None
    reply_count: Whole | None = None


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """The whole export, channel by channel; nothing when the file is as it was."""
    path = existing(settings.get("path", ""), "the export")
    tally = Tally("messages")
    print_ = fingerprint(path)
    if text_of(cursors.get("messages"), "print") == print_:
        yield tally.page(())
        return
    workspace = settings.get("workspace") or "slack"
    spending = budget.Spending(budget.FILE, tally, weight(path))
    try:
        if path.is_dir():
            yield from _Export(_Unpacked(path), tally, workspace, spending).read(print_)
            return
        with zipfile.ZipFile(path) as export:
            yield from _Export(_Packed(export), tally, workspace, spending).read(print_)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as fault:
        raise CannotRead("podium cannot open this Slack export", where=str(path)) from fault


class _Packed(msgspec.Struct, frozen=True):
    archive: zipfile.ZipFile

    def names(self) -> list[str]:
        return self.archive.namelist()

    def size(self, name: str) -> int:
        return self.archive.getinfo(name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(name)


class _Unpacked(msgspec.Struct, frozen=True):
    folder: Path

    def names(self) -> list[str]:
        json_files = (path for path in self.folder.rglob("*.json") if path.is_file() and not path.is_symlink())
        return [path.relative_to(self.folder).as_posix() for path in json_files]

    def size(self, name: str) -> int:
        return (self.folder / name).stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return (self.folder / name).open("rb")


class _Export:
    def __init__(self, export: _Packed | _Unpacked, tally: Tally, workspace: str, spending: Spending) -> None:
        self._export, self._tally, self._workspace, self._spending = export, tally, workspace, spending
        names = export.names()
        if len(names) > MOST_FILES:
            raise CannotRead(f"the export holds more than {MOST_FILES:,} files")
        self._names = sorted(name for name in names if name.endswith(".json"))
        users = [user for file in self._named("users.json") for user in self._list(file, User)]
        self._users = {user.id: user for user in users}
        self._tally.settle("unused", "accounts, for their addresses and zones", len(users))
        rooms = [
            c for part in ("channels.json", "groups.json") for f in self._named(part) for c in self._list(f, Channel)
        ]
        self._rooms = {room.name: room for room in rooms}
        self._tally.settle("unused", "channels, for how many are in them", len(rooms))

    def read(self, print_: str) -> Iterator[StreamPage]:
        for user in self._users.values():
            self._tally.bridge(f"slack:{user.id}", user.profile.email if user.profile else None)
        events: list[Event] = []
        first, last = None, None
        days = [
            name for name in self._names if len(PurePosixPath(name).stem) == 10 and PurePosixPath(name).stem[4] == "-"
        ]
        for name in days:
            for message in self._list(name, Message):
                events.extend(self._tally.acts(self._tell(message, PurePosixPath(name).parent.name)))
                if len(events) >= PAGE:
                    first, last = _reach(events, first, last)
                    yield self._tally.page(events, total=None)
                    events = []
        first, last = _reach(events, first, last)
        if self._spending.is_cut:
            # What lies behind a limit is not gone, and nothing is known to be complete.
            yield self._tally.page(events)
            return
        yield self._tally.page(events, {"print": print_}, is_whole_stream=True, complete=(first, last))

    def _named(self, wanted: str) -> list[str]:
        return [name for name in self._names if PurePosixPath(name).name == wanted]

    def _list(self, name: str, kind: type[T]) -> Iterator[T]:
        """The records of a file, one by one; a file beyond a limit is left unread and counted."""
        most = self._spending.budget
        if not self._spending.has_room(bytes_out=self._export.size(name)):
            self._spending.unread(1, "files")
            return
        if self._export.size(name) > most.bytes_at_once:
            self._spending.unread(1, "files", f"larger than {most.bytes_at_once >> 20:,} MB unpacked")
            return
        try:
            with self._export.open(name) as stream:
                body = stream.read(most.bytes_at_once + 1)
            if len(body) > most.bytes_at_once or body.count(b",") > most.values_at_once:
                self._spending.unread(1, "files", f"more than {most.values_at_once:,} values in one file")
                return
            raws = msgspec.json.decode(body, type=tuple[msgspec.Raw, ...])
            for place, record in enumerate(items(raws, kind, self._tally)):
                if not self._spending.has_room(records=1):
                    self._spending.unread(len(raws) - place, "records")
                    return
                yield record
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, zipfile.BadZipFile, OSError) as fault:
            self._tally.note(f"this file cannot be read: {fault}", field=PurePosixPath(name).name)
            self._tally.came()
            self._tally.settle("refused", "files that cannot be read")

    def _tell(self, message: Message, channel: str) -> Iterator[Event]:
        subtype = message.subtype or ""
        at = _instant(message.ts)
        if subtype not in _SAID | _JOINED:
            if subtype in _LEFT_OUT:
                self._tally.leave("messages of bots and of Slack itself")
            else:
                self._tally.unknown("subtype", subtype)
            return
        if at is None or not message.user:
            self._tally.missing("message.ts" if at is None else "message.user")
            return
        root = message.thread_ts or message.ts
        is_reply = root != message.ts
        verb: Verb = "joined" if subtype in _JOINED else "commented" if is_reply else "opened"
        room = self._rooms.get(channel, Channel(id=channel))
        parent = f"slack:{message.parent_user_id}" if message.parent_user_id else None
        yield Event(
            event_id=f"slack:{self._workspace}:{room.id}:{message.ts}:{verb}",
            source="slack-export",
            instance=self._workspace,
            verb=verb,
            ts=at,
            **self._who(message.user, message.bot_id),
            object_kind="thread",
            object_id=f"slack:{self._workspace}:{room.id}" + ("" if verb == "joined" else f":{root}"),
            subject=parent if is_reply else None,
            size=message.reply_count,
            with_count=len(room.members) or None,
            container=channel[:200],
        )

    def _who(self, user_id: str, bot_id: str | None) -> Actor:
        user = self._users.get(user_id)
        kind = bots.kind(user.name, "bot" if user.is_bot or bot_id else "") if user else "bot" if bot_id else "human"
        key = f"slack:{user_id}"
        if user and bots.is_doubtful(user.name):
            self._tally.doubt(key)
        return acted_by(key, kind, user.tz if user and user.tz and zone(user.tz) else None)


def _instant(text: str) -> datetime | None:
    try:
        value = float(text)
        return datetime.fromtimestamp(value, UTC) if 0 < value < 253_000_000_000 else None
    except (ValueError, OverflowError, OSError):
        return None


def _reach(events: list[Event], first: int | None, last: int | None) -> tuple[int | None, int | None]:
    moments = [int(event.ts.timestamp()) for event in events]
    low, high = (min(moments), max(moments)) if moments else (None, None)
    return (
        low if first is None else first if low is None else min(first, low),
        high if last is None else last if high is None else max(last, high),
    )


SOURCE = Source(
    name="slack-export",
    title="Slack export",
    informs=("eq_blind_spots", "firefighting"),
    feeds=("chat",),
    settings=(
        Setting("path", "Which export (.zip, or its unpacked folder)?", is_path=True),
        Setting("workspace", "A short name for the workspace?", default="slack", is_needed=False, is_label=True),
    ),
    reads="who opened a thread, answered whom, joined which channel, and when; channels' names; accounts' addresses and zones",
    never_reads="messages, files, links, reactions; file tokens in the export are never taken up",
    blind_to="direct messages the export leaves out, edits, who read something, anything after the export was made",
    guide=Guide(
        where=(
            "Workspace name > Tools & settings > Workspace settings > Import/Export Data > Export > Start Export",
            "an owner or admin of the workspace has to do it; the download comes by mail",
        ),
        first_sync="no request is made; `podium sync` shows how far it is",
        fails=(
            (
                "podium cannot open this Slack export",
                "take the .zip as it came, or its unpacked folder with users.json in it",
            ),
            ("unread files", "a limit was met: `podium doctor` names it; export a shorter stretch of time"),
        ),
    ),
    read=read,
)
