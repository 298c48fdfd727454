"""The one object every use case asks: clones, your file and your journal, opened together.

It decides nothing: opening reads and joins, coverage counts, judging asks the traps, receipts show the rows.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from podium import journal, signals
from podium.connections import sync
from podium.evidence.views import sql_guard
from podium.mirror import coverage, judging, unsure
from podium.mirror.kept_chances import Chances
from podium.mirror.opening import day_s, last_day, open_evidence
from podium.system import paths
from podium.traps import Context, Reader

if TYPE_CHECKING:
    from podium.mirror.look import Coverage, Look, Scope
    from podium.mirror.opening import ShowCount
    from podium.signals import Signal

__all__ = ["Mirror"]


class Mirror:
    """Your evidence, opened once and asked as often as a use case likes."""

    def __init__(
        self, scope: Scope, *, now: datetime, progress: ShowCount | None = None, for_look: bool = False
    ) -> None:
        """Read what is new in the clones and open the evidence.

        Args:
            scope: what to look at.
            now: the moment.
            progress: is told how many commits were read.
            for_look: all traps will be judged, so what that needs is begun on another core.

        Raises:
            Misuse: a window that makes no sense. CannotReach, Refused: a path that is no readable repository.
            CannotTell: none of the commits is yours.
        """
        opened = self.opened = open_evidence(scope, now, progress or _silent, for_look=for_look)
        self.now = now
        self.asked, self.shared, self.file, self.gathered = scope, opened.shared, opened.file, opened.gathered
        self.window, self.book, self.evidence = opened.window, opened.book, opened.evidence
        self.journal, self.why_no_journal = opened.journal, opened.why_no_journal
        self._kinds, self._lines = opened.kinds, opened.lines
        self._chances = Chances(paths.evidence())
        me = self.file.me
        since_s = None if me.manages_since is None else day_s(me.manages_since)
        role = Context(me.integrator, me.reports, coverage.connected(self), since_s=since_s)
        if self.journal is not None:
            role = replace(role, answers=journal.facts.answers(self.journal), name_of=self.evidence.file_of)
        self.reader = Reader(self.evidence, self.window, context=role)

    @property
    def look_day(self) -> date:
        """The last day looked at."""
        return last_day(self.window)

    def look(self, *, is_started: Container[str] = ()) -> Look:
        """Judge all five traps; practices already on their way are not suggested again."""
        sql_guard.check_together(select for signal in signals.own() for select in signal.selects)
        if doubt := unsure.doubt(self):
            self.reader = self.reader.doubting(doubt)
        with judging.reading_ahead(self):
            return judging.look(self, coverage.coverage(self), coverage.connected(self), is_started)

    def weekly(self, signal: Signal) -> tuple[float | None, ...]:
        """A signal week by week over baseline and window; None for weeks without rows."""
        return judging.weekly(self, signal)

    def coverage(self) -> Coverage:
        """What was read, counted; names stay out."""
        return coverage.coverage(self)

    def changes_to_label(
        self, count: int, seed: int, known_answers: Container[str]
    ) -> list[tuple[str, str, str, bool]]:
        """Changes of the window worth an answer: hash, subject, repository, and whether drawn at random."""
        return unsure.changes_to_label(self, count, seed, known_answers)

    def why_nothing_to_label(self) -> str:
        """Why no change of the team may be asked about; empty when there may be some."""
        return unsure.why_nothing_to_label(self)

    def perhaps_me(self) -> list[str]:
        """Spellings that carry one of your names but none of your addresses."""
        return unsure.perhaps_me(self)

    def perhaps_bots(self) -> list[str]:
        """Spellings with a word of automation in them that were counted as people."""
        return unsure.perhaps_bots(self)

    def hanging_on(self) -> dict[str, str]:
        """What hangs on each doubtful name where it is much, in a sentence."""
        return unsure.hanging_on(self)

    def disguise(self, root: Path, secret: bytes) -> None:
        """Write a copy that may be shared into an empty folder."""
        branches = coverage.branches(self)
        connected = (
            self.shared.connected
            if self.shared
            else [row.source for row in sync.store().coverage() if row.source != "agents"]
        )
        self.evidence.disguise(root, secret, branches=branches, connected=connected)

    def close(self) -> None:
        """Let the engine go and keep what was learnt about kinds of work."""
        self._kinds.keep()
        self._lines.keep()
        self._chances.keep()
        if self.opened.trial is not None:
            self.opened.trial.close()
        self.evidence.close()


def _silent(_count: int, _total: int | None) -> None:
    """Progress nobody waits for."""
