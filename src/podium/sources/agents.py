"""Her own sessions with coding agents: when she asked, and in which repository's folder."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from podium.core.errors import CannotRead
from podium.core.event import SELF, Event
from podium.sources import Guide, Setting, Source, StreamPage, files
from podium.sources.records import text_of

if TYPE_CHECKING:
    from podium.sources import Cursor, Settings
    from podium.sources.http.client import HttpClient
    from podium.sources.secrets import Secret

SESSIONS, DATABASE = "sessions", "agentsview"
PAGE_PROMPTS = 5_000
MOST_FILE_BYTES = 512 << 20
MOST_LINE_BYTES = 8 << 20
# A folder and no sentence: absolute, on one line, as long as a path may be.
Folder = Annotated[str, msgspec.Meta(pattern=r"^(/|[A-Za-z]:[\\/])[^\r\n\x00]*$", max_length=4096)]
_Role = Literal["user"]
_Part = Literal["tool_result", "text", "image", "document"]


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """One time she asked an agent for something. There is no field for what she asked."""

    timestamp: datetime
    cwd: Folder


class _Nothing(msgspec.Struct, frozen=True):
    """An object whose content is passed over."""


class _Line(Prompt, frozen=True, kw_only=True):
    """A line of Claude Code's log in which a user speaks; the words themselves are never decoded."""

    type: _Role
    is_side: bool = msgspec.field(name="isSidechain", default=False)
    is_meta: bool = msgspec.field(name="isMeta", default=False)
    result: _Nothing | None = msgspec.field(name="toolUseResult", default=None)


class _Block(msgspec.Struct, frozen=True):
    type: _Part


class _Message(msgspec.Struct, frozen=True):
    content: list[_Block]


class _Answer(msgspec.Struct, frozen=True):
    """The shape of a tool's answer, which the log also writes as a user's line."""

    message: _Message


_LINE = msgspec.json.Decoder(_Line)
_ANSWER = msgspec.json.Decoder(_Answer)


def read(
    settings: Settings, secret: Secret | None, cursors: Mapping[str, Cursor], wire: HttpClient
) -> Iterator[StreamPage]:
    """Both places, each only when it changed."""
    del secret
    folder, database = Path(settings.get("folder", "")), Path(settings.get("database", ""))
    has_folder, has_database = folder.is_dir(), database.is_file()
    if not has_folder and not has_database:
        raise CannotRead(
            "neither Claude Code's sessions nor agentsview's database is there",
            where=f"{folder}, {database}",
            next_step="name the folder: `podium connect agents FOLDER`",
        )
    until_s = int(wire.clock())
    if has_folder:
        mark = files.fingerprint(folder)
        if mark != text_of(cursors.get(SESSIONS), "tag"):
            yield from _pages(SESSIONS, _from_folder(folder), until_s)
        yield StreamPage(SESSIONS, cursor={"tag": mark}, complete_until_s=until_s)
    if has_database:
        mark = files.fingerprint(database)
        if mark != text_of(cursors.get(DATABASE), "tag"):
            yield from _pages(DATABASE, _from_database(database, with_claude=not has_folder), until_s)
        yield StreamPage(DATABASE, cursor={"tag": mark}, complete_until_s=until_s)


def _pages(stream: str, prompts: Iterator[Prompt], until_s: int) -> Iterator[StreamPage]:
    events: dict[str, Event] = {}
    for prompt in prompts:
        at = prompt.timestamp.astimezone(UTC)
        if not 0 <= at.timestamp() <= until_s:
            continue
        event = _event(at, repository_of(prompt.cwd))
        events[event.event_id] = event
        if len(events) >= PAGE_PROMPTS:
            yield StreamPage(stream, tuple(events.values()))
            events = {}
    if events:
        yield StreamPage(stream, tuple(events.values()))


def _event(at: datetime, repository: str) -> Event:
    name = f"agents:{int(at.timestamp() * 1000)}:{files.short(repository)[:8]}"
    return Event(
        event_id=name,
        source="agents",
        instance="this machine",
        verb="prompted",
        ts=at,
        actor=SELF,
        object_kind="thread",
        object_id=name,
        container=repository,
        scope="self",
    )


def _from_folder(folder: Path) -> Iterator[Prompt]:
    """Prompts of every log, oldest file name first; links are not followed."""
    for path in sorted(folder.rglob("*.jsonl")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_FILE_BYTES:
            continue
        with path.open("rb") as lines:
            while line := lines.readline(MOST_LINE_BYTES):
                if b'"user"' in line and (prompt := prompt_of(line)) is not None:
                    yield prompt


def prompt_of(line: bytes) -> Prompt | None:
    """When and where, if the line is something she typed; None for an answer of a tool or what the agent told itself."""
    try:
        record = _LINE.decode(line)
    except msgspec.DecodeError:
        return None
    if record.is_side or record.is_meta or record.result is not None or record.timestamp.tzinfo is None:
        return None
    try:
        answer = _ANSWER.decode(line)
    except msgspec.DecodeError:
        return Prompt(timestamp=record.timestamp, cwd=record.cwd)
    if any(part.type == "tool_result" for part in answer.message.content):
        return None
    return Prompt(timestamp=record.timestamp, cwd=record.cwd)


def _from_database(database: Path, *, with_claude: bool) -> Iterator[Prompt]:
    """Prompts agentsview gathered of other agents: two columns of two tables, read only."""
    try:
        with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as db:
            column_names = {f"{table}.{row[1]}" for table in ("messages", "sessions") for row in _columns(db, table)}
            wanted = ["m.role = 'user'", "m.timestamp <> ''", "s.cwd <> ''"]
            for column, keep in (
                ("messages.is_system", "m.is_system = 0"),
                ("messages.is_sidechain", "m.is_sidechain = 0"),
                ("sessions.is_automated", "s.is_automated = 0"),
                ("sessions.deleted_at", "s.deleted_at is null"),
            ):
                wanted += [keep] if column in column_names else []
            wanted += [] if with_claude else ["s.agent <> 'claude'"]
            rows = db.execute(
                "select m.timestamp, s.cwd from messages m join sessions s on s.id = m.session_id where "  # noqa: S608
                + " and ".join(wanted)  # the words above, and nothing anybody typed
                + " order by m.timestamp, s.cwd"
            )
            for moment, cwd in rows:
                with contextlib.suppress(msgspec.ValidationError):
                    prompt = msgspec.convert({"timestamp": moment, "cwd": cwd}, Prompt)
                    if prompt.timestamp.tzinfo is not None:
                        yield prompt
    except sqlite3.Error as fault:
        raise CannotRead(
            "agentsview's database cannot be read", where=str(database), next_step=f"sqlite says: {fault}"
        ) from fault


def _columns(db: sqlite3.Connection, table: str) -> list[tuple[int, str]]:
    return db.execute(f"pragma table_info({table})").fetchall()


@lru_cache(maxsize=4096)
def repository_of(cwd: str) -> str:
    """The name of the repository's folder: the next one upwards that holds `.git`; the folder's own where none is left.

    A work tree of its own is named for the repository it belongs to.
    """
    place = Path(cwd)
    for folder in (place, *place.parents):
        link = folder / ".git"
        with contextlib.suppress(OSError, UnicodeDecodeError):
            if link.is_dir():
                return folder.name
            if link.is_file():
                git_dir = link.read_text(encoding="utf-8")[:4096].partition("gitdir:")[2].strip()
                main = Path(git_dir).parent.parent if "/worktrees/" in git_dir.replace("\\", "/") else None
                return main.parent.name if main is not None and main.name == ".git" else folder.name
    return place.name


SOURCE = Source(
    name="agents",
    title="Your own sessions with coding agents",
    informs=("code_refuge",),
    feeds=("agent sessions",),
    settings=(
        Setting("folder", "Where does Claude Code keep its sessions?", default="~/.claude/projects", is_path=True),
        Setting("database", "Where is agentsview's database?", default="~/.agentsview/sessions.db", is_path=True),
    ),
    reads="at which moments you asked an agent for something on this machine, and in which repository's folder",
    never_reads="prompts, answers, file names, titles, models, costs; the reader has no field that could hold a sentence",
    blind_to="sessions on other machines and in the cloud, logs already deleted; a prompt a script sent looks like yours",
    scope="none: it is a folder of yours, and nothing of it is ever in a copy you share",
    guide=Guide(
        where=(
            "nothing to click: the sessions are files on this machine; `podium connect agents` asks for their folder",
            "agentsview: install it and open it once; it keeps its own database of all your agents' sessions",
        ),
        first_sync="no request is made; `podium sync` shows how far it is",
        fails=(
            ("no session is in this folder", "name the folder your agent keeps its sessions in with --set folder=PATH"),
        ),
    ),
    read=read,
)
