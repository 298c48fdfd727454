"""What podium put into which calendar, written down before the event is: a kill loses nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from podium.core.errors import CannotRead, CannotWrite
from podium.system import files

State = Literal["intended", "written", "undone"]
MOST_BYTES = 64 * 1024 * 1024


class LedgerLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the ledger.

    Attributes:
        at: when, UTC.
        state: what was about to happen or had happened.
        place: the card of the calendar.
        title: of the block, for showing.
        text: the whole event, with `intended` only, so that a retry needs nobody.
        print: fingerprint of what stood in the calendar after writing.
    """

    at: datetime
    state: State
    practice: str
    uid: str
    place: Mapping[str, str]
    title: str = ""
    text: str = ""
    print: str = ""


class Entry(msgspec.Struct, frozen=True):
    """What became of one block."""

    practice: str
    uid: str
    place: Mapping[str, str]
    title: str
    text: bytes
    print: str
    state: State
    at: datetime


class Ledger:
    """The file `calendar/ledger`: one JSON line for each step, only ever appended."""

    def __init__(self, home: Path) -> None:
        """Nothing is read or made yet."""
        self.folder = home / "calendar"
        self.path = self.folder / "ledger"

    @contextlib.contextmanager
    def held(self) -> Generator[None, None, None]:
        """One podium at a time; a killed one leaves it free."""
        with files.locked(self.folder, what="the calendar's ledger"):
            yield

    def append(self, lines: Iterable[LedgerLine]) -> None:
        """Write down and make sure of it before anything else happens.

        Raises:
            CannotWrite: the disk refused; then nothing must follow.
        """
        data = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600)
            with os.fdopen(handle, "r+b") as stream:
                # A kill in the middle of a line: start a new one behind it.
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, size - 1))
                torn = b"\n" if size and stream.read(1) != b"\n" else b""
                stream.write(torn + data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as fault:
            raise CannotWrite(f"the ledger cannot be written: {fault.strerror}", where=str(self.path)) from fault
        files.sync_folder(self.folder)

    def entries(self, practice: str = "") -> tuple[Entry, ...]:
        """Every block in the order it was first intended, with what became of it; of one practice when named."""
        entry_by_key: dict[tuple[str, str], Entry] = {}
        for line in self._lines():
            key = (line.uid, str(sorted(line.place.items())))
            was = entry_by_key.get(key)
            if practice and line.practice != practice:
                continue
            if line.state == "intended" or was is None:
                entry_by_key[key] = Entry(
                    line.practice, line.uid, line.place, line.title, line.text.encode(), line.print, line.state, line.at
                )
            else:
                entry_by_key[key] = Entry(
                    was.practice, was.uid, was.place, was.title, was.text, line.print or was.print, line.state, line.at
                )
        return tuple(entry_by_key.values())

    def _lines(self) -> list[LedgerLine]:
        try:
            if self.path.stat().st_size > MOST_BYTES:
                raise CannotRead("the ledger is larger than podium ever wrote", where=str(self.path))
            rows = files.read(self.path).split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as fault:
            raise CannotRead(f"the ledger cannot be read: {fault.strerror}", where=str(self.path)) from fault
        decoder = msgspec.json.Decoder(LedgerLine)
        lines: list[LedgerLine] = []
        for row in rows:
            # A torn line is a step that was never sure; what follows from it is done again.
            with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
                lines.append(decoder.decode(row))
        return lines
