"""What every use case starts from: clock, zone, journal, the file about you, and open mirrors."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from podium import app
from podium.core import time
from podium.core.errors import CannotRead, Misuse, Stop
from podium.system import paths

if TYPE_CHECKING:
    from podium.evidence.people.me_file import MeFile
    from podium.journal import Journal
    from podium.mirror.look import Scope
    from podium.mirror.mirror import Mirror

Clock = Callable[[], datetime]
Say = Callable[[str], None]
ShowCount = Callable[[int, int | None], None]


class Mirrors(Protocol):
    """Where mirrors come from: the terminal opens and closes them, the page keeps them open."""

    def open(self, scope: Scope) -> AbstractContextManager[Mirror]:
        """One mirror, for nobody else while it is open."""
        ...

    def open_with_past(
        self, scope: Scope, first_day: Callable[[date], date]
    ) -> AbstractContextManager[tuple[Mirror, Mirror]]:
        """A mirror, and the same repositories read back to the day that `first_day` makes of the last day looked at."""
        ...


class NoJournalError(CannotRead):
    """The use case needs a journal, and none is known yet."""


def read_machine_clock() -> datetime:
    """Read the clock of this machine, with its offset; the one place in podium that asks which day it is."""
    return datetime.now().astimezone()


def machine_clock() -> datetime:
    """This moment on the clock of this machine, with its offset."""
    return read_machine_clock()


def silent(_text: str) -> None:
    """A remark that nobody waits for."""


def never() -> bool:
    """Nobody stops it from outside; a key in the terminal does."""
    return False


def unshown(_what: str) -> AbstractContextManager[ShowCount]:
    """Progress that nobody looks at."""
    return contextlib.nullcontext(lambda _count, _total: None)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One visit of yours, at the terminal or in the browser.

    Attributes:
        folder: the journal named by you; None for the usual one.
        clock: tells the moment with its offset; tests hand in their own.
        say: takes remarks of work that is under way, such as waiting for a server.
        progress: shows how far a reading is: called with what is read, gives what takes (count, total or None).
        mirrors: where mirrors come from; None opens one for each question.
        is_stopped: whether she asked for a wait or a reading to end; asked now and then.
        confirm: puts a question to you and returns whether you said yes; None where nobody can be asked.
    """

    folder: Path | None = None
    clock: Clock = machine_clock
    say: Say = silent
    progress: Callable[[str], AbstractContextManager[ShowCount]] = unshown
    mirrors: Mirrors | None = None
    is_stopped: Callable[[], bool] = never
    confirm: Callable[[str], bool] | None = None

    def now(self) -> datetime:
        """This moment, with its offset."""
        return self.clock()

    def today(self) -> date:
        """Your own day."""
        return self.clock().date()

    def zone(self, typed: str = "") -> str:
        """The time zone typed, else the one in the file about you, else the last one typed, else the machine's.

        Raises:
            Misuse: none is known, or there is no such zone.
        """
        name = typed or self.zone_or_empty()
        if time.zone(name) is None:
            raise Misuse("your time zone is not known", next_step="--zone Europe/Berlin, or `podium me` once for all")
        return name

    def zone_or_empty(self) -> str:
        """As `zone`, without one typed; empty when none is known."""
        with contextlib.suppress(Stop):
            if declared := self.me().me.zone:
                return declared
        return app.last_look.zone() or system_zone()

    def me(self) -> MeFile:
        """The file about you."""
        return app.asker.read_me()

    # -- the journal -------------------------------------------------------------------------------------------------

    def journal_folder(self) -> Path | None:
        """Where the journal lies; None before there is one."""
        return paths.known_journal(self.folder)

    def has_journal(self) -> bool:
        """Whether a journal is known and there."""
        root = self.journal_folder()
        return root is not None and root.is_dir()

    def journal(self) -> Journal:
        """The journal as it is now.

        Raises:
            NoJournalError: none is known. CannotRead, Locked: it cannot be read.
        """
        root = self.journal_folder()
        if root is None:
            raise NoJournalError("no journal is known yet", next_step="podium init ~/leadership, or --journal FOLDER")
        return app.journal_file.open_at(root)

    def journal_if_readable(self) -> Journal | None:
        """The journal; None when there is none that can be read."""
        with contextlib.suppress(Stop):
            return self.journal() if self.has_journal() else None
        return None

    # -- the mirror --------------------------------------------------------------------------------------------------

    def mirror(self, scope: Scope, *, for_look: bool = False) -> AbstractContextManager[Mirror]:
        """The mirror of these repositories, with progress while commits are read; sooner ready where it is for a look."""
        return self._mirrors(for_look=for_look).open(scope)

    def mirror_with_past(
        self, scope: Scope, first_day: Callable[[date], date]
    ) -> AbstractContextManager[tuple[Mirror, Mirror]]:
        """A mirror and one that reaches back to the day `first_day` makes of its last day."""
        return self._mirrors().open_with_past(scope, first_day)

    def _mirrors(self, *, for_look: bool = False) -> Mirrors:
        return self.mirrors or app.mirrors.FreshMirrors(self, for_look)


def system_zone() -> str:
    """The IANA name this machine keeps its clock by; empty when it does not say."""
    named = os.environ.get("TZ", "").removeprefix(":")
    if named and time.zone(named) is not None:
        return named
    parts = Path(os.path.realpath("/etc/localtime")).parts
    return "/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else ""
