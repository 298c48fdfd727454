"""Taking back the last thing podium wrote: a file, a row of your journal, events."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from podium.app import calendars
from podium.core.errors import CannotTell, CannotWrite
from podium.core.lines import lines_of
from podium.core.measure import counted
from podium.system import files, last_writes
from podium.system.last_writes import EventsWrite, Write

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.system.last_writes import FileWrite

MOST_LINES = 20
_NONE = "Nothing is left that podium could take back"


class Last(msgspec.Struct, frozen=True):
    """The last thing podium wrote, and what taking it back would do, as lines."""

    write: Write
    lines: tuple[str, ...]


def last(session: Session) -> Last:
    """What would be taken back; nothing is changed yet.

    Raises:
        CannotTell: nothing is remembered. CannotWrite: the file was changed since.
    """
    writes = last_writes.read()
    if not writes:
        raise CannotTell(_NONE, next_step="podium calendar show lists its events")
    write = writes[-1]
    lines = _of_events(session, write) if isinstance(write, EventsWrite) else _of_file(write)
    return Last(write, tuple(lines))


def take_back(session: Session, seen: Last) -> str:
    """Take it back; what was shown and what is taken back are the same. Returns what was done.

    Raises:
        CannotWrite: it was changed since, or is not the last thing any more.
    """
    writes = last_writes.read()
    if not writes or writes[-1] != seen.write:
        raise CannotWrite("podium wrote something else meanwhile; nothing was taken back", next_step="podium undo")
    write = seen.write
    if isinstance(write, EventsWrite):
        outcomes = calendars.take_out(session, write.practice, *write.uids)
        last_writes.keep(writes[:-1])
        return f"{counted(len(outcomes), 'event')} of {write.practice} taken out of the calendar"
    path, now = Path(write.path), _content(write)
    if write.before is None:
        try:
            path.unlink()
        except OSError as fault:
            raise CannotWrite(f"could not be removed: {fault.strerror}", where=write.path) from None
    else:
        files.replace(path, now, write.before)
    last_writes.keep(writes[:-1])
    return f"{write.path} is removed" if write.before is None else f"{write.path} is as it was before"


def _content(write: FileWrite) -> bytes:
    """The file as it is now, which is as podium left it.

    Raises:
        CannotWrite: it is gone or was changed since.
    """
    try:
        now = files.read(Path(write.path))
    except OSError:
        now = b""
    if last_writes.digest(now) != write.after:
        raise CannotWrite(
            "the last file podium wrote was changed since, so it stays as it is",
            where=write.path,
            next_step="change it by hand",
        )
    return now


def _of_file(write: FileWrite) -> list[str]:
    now = _content(write)
    head = f"remove {write.path}" if write.before is None else f"change {write.path} back"
    before, after = (
        lines_of(text.decode("utf-8", "replace")) for text in (now, write.before if write.before is not None else b"")
    )
    has_remarks = write.path.endswith(".toml") or now.startswith(b"+++")  # the template's own, nobody's words
    changed = [
        line
        for line in difflib.ndiff(before, after)
        if line[:2] in {"+ ", "- "} and line[2:].strip() and not (has_remarks and line[2:3] == "#")
    ]
    more = [f"and {len(changed) - MOST_LINES} more lines"] if len(changed) > MOST_LINES else []
    return [head, *(line.rstrip("\n") for line in changed[:MOST_LINES]), *more]


def _of_events(session: Session, write: EventsWrite) -> list[str]:
    standing = [
        event for event in calendars.show(write.practice) if event.uid in write.uids and event.state != "undone"
    ]
    if not standing:
        return [f"{write.practice}: its events are out of the calendar already"]
    return [f"take out of {standing[0].calendar}:", *(f"- {event.hours}  {event.title}" for event in standing)]
