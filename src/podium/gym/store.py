"""Logs of talks that are not kept yet: one private file each in podium's folder."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from podium.core.errors import CannotRead, CannotWrite, Misuse
from podium.gym.log import MOST_BYTES, decode, encode
from podium.system import files, paths

if TYPE_CHECKING:
    from podium.gym.log import Begun, Event

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
MOST_TALKS = 50


def folder() -> Path:
    """Where open talks lie."""
    return paths.home() / "gym"


def create(begun: Begun) -> str:
    """Begin a log; its id is the day, the scenario and, for a second one that day, a number.

    Raises:
        CannotWrite: the disk refused, or too many talks lie open.
    """
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as wrong:
        raise CannotWrite(f"The folder cannot be made: {wrong.strerror}.", where=str(folder())) from None
    known_ids = set(ids())
    if len(known_ids) >= MOST_TALKS:
        raise CannotWrite(f"{MOST_TALKS} talks lie open.", next_step="`podium gym drop ID`, or keep one")
    plain = f"{begun.on}-{begun.scenario}"[:90]
    id, number = plain, 2
    while id in known_ids:
        id, number = f"{plain}-{number}", number + 1
    files.create(_path(id), encode(begun))
    return id


def append(id: str, event: Event) -> None:
    """Add an event.

    Raises:
        CannotRead: there is no such talk. CannotWrite: the disk refused.
    """
    path = _path(id)
    if not path.is_file():
        raise _gone(id)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "ab") as stream:
            stream.write(encode(event))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as wrong:
        raise CannotWrite(f"The talk cannot be written: {wrong.strerror}.", where=str(path)) from None


@contextlib.contextmanager
def held() -> Generator[None]:
    """One turn at a time, also with the page and the terminal open side by side."""
    with files.locked(folder(), what="the gym") if folder().is_dir() else contextlib.nullcontext():
        yield


def load(id: str) -> list[Event]:
    """The events of a talk.

    Raises:
        CannotRead: there is no such talk, or its log is damaged.
    """
    try:
        data = files.read(_path(id))
    except OSError:
        raise _gone(id) from None
    if len(data) > MOST_BYTES:
        raise CannotRead("The log is far too long.", where=str(_path(id)))
    events = decode(data, id)
    if data and not data.endswith(b"\n"):
        _cut_torn_line(_path(id), data)
    return events


def _cut_torn_line(path: Path, data: bytes) -> None:
    """A line that broke off in writing would spoil the next one."""
    files.replace(path, data, data[: data.rfind(b"\n") + 1])


def ids() -> tuple[str, ...]:
    """Every open talk, oldest name first."""
    if not folder().is_dir():
        return ()
    names = (file.name.removesuffix(".jsonl") for file in folder().iterdir() if file.name.endswith(".jsonl"))
    return tuple(sorted(name for name in names if _ID.fullmatch(name)))


def drop(id: str) -> None:
    """Delete a talk for good.

    Raises:
        CannotRead: there is no such talk.
    """
    try:
        _path(id).unlink()
    except FileNotFoundError:
        raise _gone(id) from None


def _path(id: str) -> Path:
    if not _ID.fullmatch(id):
        raise Misuse(f"There is no talk called {id[:60]!r}.", next_step="`podium gym list` shows the open ones")
    return folder() / f"{id}.jsonl"


def _gone(id: str) -> CannotRead:
    return CannotRead(f"There is no open talk called {id}.", next_step="`podium gym list` shows the open ones")
