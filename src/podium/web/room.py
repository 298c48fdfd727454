"""What every page works with: the session, the mirrors kept open, and texts not saved yet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from podium import app
from podium.core.errors import Misuse, Stop
from podium.web.forms import IS_CHANGE
from podium.web.unsaved import UnsavedTexts

if TYPE_CHECKING:
    from podium.app.open_mirrors import OpenMirror, OpenMirrors, Progress
    from podium.app.session import Clock, Session
    from podium.mirror.look import Scope
    from podium.mirror.mirror import Mirror
    from podium.web.security import Keys
else:
    # A record's types are there when the program runs; the mirrors are loaded by the first page that opens one.
    OpenMirrors = Any

# What was sent by a form cannot be sent again by the page that waits, so a change waits for the reading itself.
PATIENCE_FOR_A_CHANGE_S = 120.0


class PatientMirrors(msgspec.Struct, frozen=True):
    """The open mirrors, waited for as long as a page waits."""

    mirrors: OpenMirrors
    patience_s: float | None

    def open(self, scope: Scope) -> AbstractContextManager[Mirror]:
        """The open mirror for one thread."""
        return self.mirrors.open(scope, patience_s=_patience_s(self.patience_s))

    def open_with_past(
        self, scope: Scope, first_day: Callable[[date], date]
    ) -> AbstractContextManager[tuple[Mirror, Mirror]]:
        """A mirror, and one that reaches further back."""
        return self.mirrors.open_with_past(scope, first_day, patience_s=_patience_s(self.patience_s))


def _patience_s(patience_s: float | None) -> float:
    usual_s = app.open_mirrors.PATIENCE_S if patience_s is None else patience_s
    return PATIENCE_FOR_A_CHANGE_S if IS_CHANGE.get() else usual_s


class Room:
    """What every page works with."""

    def __init__(self, keys: Keys, clock: Clock | None = None) -> None:
        """Open the room; `clock` tells the moment with its offset."""
        self.keys, self.clock = keys, clock or app.session.machine_clock
        self.unsaved = UnsavedTexts()
        self.mirrors = app.open_mirrors.OpenMirrors(self.clock)

    def session(self, patience_s: float | None = None) -> Session:
        """What the use cases of this visit start from."""
        return app.session.Session(clock=self.clock, mirrors=PatientMirrors(self.mirrors, patience_s))

    @property
    def asked(self) -> Scope | None:
        """What was looked at last, here or in the terminal; None before anything was."""
        return app.last_look.chosen()

    def choose(self, scope: Scope) -> None:
        """Look at these repositories from now on, and remember them."""
        app.last_look.keep(scope)

    def want(self, *, weeks: int | None = None, as_of: date | None = None) -> Scope:
        """What to look at, perhaps over another stretch of time.

        Raises:
            Misuse: nothing was chosen yet.
        """
        scope = self.asked
        if scope is None:
            raise Misuse("no repository was chosen yet", next_step="choose one first")
        return replace(scope, weeks=weeks or scope.weeks, as_of=as_of or scope.as_of)

    def mirror(self, scope: Scope, *, patience_s: float | None = None, has_newest_words: bool = False) -> OpenMirror:
        """The open mirror; with `has_newest_words` one that knows what was written into the journal just now.

        Raises:
            ReadingError: it takes longer than `patience_s`. Stop: it cannot be read, with the reason.
        """
        return self.mirrors.get(scope, patience_s=_patience_s(patience_s), has_newest_words=has_newest_words)

    def begin_reading(self) -> None:
        """Begin to read what was looked at last, so that the first page need not wait for it."""
        with contextlib.suppress(Stop, app.open_mirrors.ReadingError):
            if self.asked is not None:
                self.mirror(self.asked, patience_s=0)

    def progress(self) -> Progress:
        """How far the youngest reading is; done when there is none."""
        return self.mirrors.progress()

    @property
    def has_journal(self) -> bool:
        """Whether a journal is known and there."""
        return self.session().has_journal()

    @contextlib.contextmanager
    def closing(self) -> Generator[None]:
        """Close every mirror at the end."""
        with self.mirrors.closing():
            yield
