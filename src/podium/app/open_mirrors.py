"""Mirrors that stay open while pages ask them, read anew when what they rest on changed."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Generator
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec
from msgspec.structs import replace

from podium.app import asker
from podium.app import look as looking
from podium.app.session import machine_clock
from podium.core.errors import Stop
from podium.evidence.commits.store import HistoryStore
from podium.evidence.events.store import EventStore
from podium.journal import kinds
from podium.journal.find import known_journal
from podium.journal.walk import list_files
from podium.mirror import read_clones
from podium.mirror.mirror import Mirror
from podium.sources import git
from podium.system import paths

if TYPE_CHECKING:
    from podium.app.session import Clock
    from podium.mirror.look import Look, Scope

T = TypeVar("T")
Stamp = tuple[tuple[str, ...], tuple[str, ...]]
# Below this a page waits for the reading; above it the page shows how far the reading is.
PATIENCE_S = 1.2
# A word added to the journal is no reason to wait: the page shows the last look while the next one is read.
PATIENCE_FOR_WORDS_S = 0.25
MOST_OPEN = 4
# The engine refuses two threads at once, and two readings side by side would only slow each other.
_ONE_READS = threading.Lock()


class ReadingError(Exception):
    """The mirror is still being read; a page shows the progress meanwhile."""


class Progress(msgspec.Struct, frozen=True):
    """How far a reading is: commits so far and in all, whether it ended, and the error that ended it.

    Attributes:
        total: None while it is not counted.
    """

    done: int
    total: int | None
    is_done: bool
    fault: Stop | None


class OpenMirror:
    """One mirror, kept open, with everything pages have made of it; asked by one thread at a time."""

    def __init__(self, mirror: Mirror, stamp: Stamp, clock: Clock = machine_clock) -> None:
        """Keep the mirror and what it was built from."""
        self.mirror, self.stamp, self.clock = mirror, stamp, clock
        self.lock = threading.RLock()
        self.answers: dict[str, object] = {}

    def once(self, name: str, make: Callable[[Mirror], T]) -> T:
        """What `make` makes of the mirror, made once."""
        with self.lock:
            if name not in self.answers:
                self.answers[name] = make(self.mirror)
            return cast("T", self.answers[name])

    def look(self) -> Look:
        """The five verdicts."""
        return self.once("look", lambda mirror: looking.of_mirror(mirror, self.clock().date()))


class Reading:
    """One reading of the clones in its own thread."""

    def __init__(self, scope: Scope, stamp: Stamp, clock: Clock) -> None:
        """Start reading."""
        self.asked, self.stamp, self.clock = scope, stamp, clock
        self.count, self._last = 0, 0
        self.total: int | None = None
        self.opened: OpenMirror | None = None
        self.fault: Stop | None = None
        self.thread = threading.Thread(target=self._run, name="podium-reading", daemon=True)
        self.thread.start()
        threading.Thread(target=self._count, name="podium-counting", daemon=True).start()

    def _count(self) -> None:
        with contextlib.suppress(Stop, OSError, ValueError):
            store = HistoryStore(paths.evidence())
            self.total = read_clones.count(self.asked.paths, store, branches=self.asked.branches)

    def _run(self) -> None:
        try:
            with _ONE_READS:
                asker.admit(self.asked, None)
                mirror = Mirror(self.asked, now=self.clock().astimezone(UTC), progress=self._show)
                asker.settle(mirror)
                opened = OpenMirror(mirror, self.stamp, self.clock)
                opened.look()
            self.opened = opened
        except Stop as stop:
            self.fault = stop

    def _show(self, commits_read: int, _total: int | None) -> None:
        # Each clone counts from the start again.
        self.count += commits_read - self._last if commits_read >= self._last else commits_read
        self._last = commits_read

    @property
    def progress(self) -> Progress:
        """How far it is."""
        is_done = not self.thread.is_alive()
        fault = self.fault
        if is_done and fault is None and self.opened is None:
            fault = Stop("the reading broke off", next_step="see the terminal in which podium runs, then try again")
        return Progress(self.count, self.total, is_done, fault if is_done else None)


class OpenMirrors:
    """Every mirror the pages ask, by what it looks at."""

    def __init__(self, clock: Clock = machine_clock) -> None:
        """Nothing is open yet."""
        self.clock = clock
        self.by_asked: dict[Scope, OpenMirror] = {}
        self.readings: dict[Scope, Reading] = {}
        self._leaving: list[OpenMirror] = []
        self._lock = threading.Lock()
        self._tips = BranchTips()

    def get(self, scope: Scope, *, patience_s: float = PATIENCE_S, has_newest_words: bool = False) -> OpenMirror:
        """The open mirror; read anew only when a repository or the file about you changed.

        Args:
            patience_s: how long a reading is waited for.
            has_newest_words: wait as long for a changed journal too, instead of taking the mirror from before it.

        Raises:
            ReadingError: it takes longer than `patience_s`. Stop: it cannot be read, with the reason.
        """
        stamp = self.stamp(scope)
        with self._lock:
            before = self.by_asked.get(scope)
            if before is not None and before.stamp == stamp:
                return before
            is_good_enough = before is not None and before.stamp[0] == stamp[0] and not has_newest_words
            reading = self.readings.get(scope)
            if reading is None or (reading.progress.is_done and reading.stamp != stamp):
                reading = self.readings[scope] = Reading(scope, stamp, self.clock)
        reading.thread.join(min(patience_s, PATIENCE_FOR_WORDS_S) if is_good_enough else patience_s)
        if before is not None and is_good_enough and not reading.progress.is_done:
            return before
        opened = self._take(scope, reading)
        if has_newest_words and opened.stamp != stamp:
            # That reading had begun before the words were written.
            return self.get(scope, patience_s=patience_s, has_newest_words=True)
        return opened

    @contextlib.contextmanager
    def open(self, scope: Scope, *, patience_s: float = PATIENCE_S) -> Generator[Mirror]:
        """The open mirror for one thread; it stays open afterwards."""
        opened = self.get(scope, patience_s=patience_s)
        with opened.lock:
            yield opened.mirror

    @contextlib.contextmanager
    def open_with_past(
        self, scope: Scope, first_day: Callable[[date], date], *, patience_s: float = PATIENCE_S
    ) -> Generator[tuple[Mirror, Mirror]]:
        """A mirror, and one that reaches further back; both are waited for before either is locked."""
        opened = self.get(scope, patience_s=patience_s)
        past = self.get(replace(scope, since=first_day(opened.mirror.look_day)), patience_s=patience_s)
        with opened.lock, past.lock:
            yield opened.mirror, past.mirror

    def _take(self, scope: Scope, reading: Reading) -> OpenMirror:
        progress = reading.progress
        if not progress.is_done:
            raise ReadingError
        with self._lock:
            if self.readings.get(scope) is reading:
                del self.readings[scope]
            if progress.fault is not None or reading.opened is None:
                raise progress.fault or Stop("the reading broke off")
            if self.by_asked.get(scope) is not reading.opened:
                self._replace(scope, reading.opened)
            return reading.opened

    def _replace(self, scope: Scope, fresh: OpenMirror) -> None:
        # A page may still be asking the one that goes, so it is closed only when the next one goes.
        leaving, self._leaving = self._leaving, [self.by_asked.pop(scope)] if scope in self.by_asked else []
        self.by_asked[scope] = fresh
        while len(self.by_asked) > MOST_OPEN:
            self._leaving.append(self.by_asked.pop(next(iter(self.by_asked))))
        for old in leaving:
            with old.lock:
                old.mirror.close()

    def stamp(self, scope: Scope) -> Stamp:
        """What a look depends on: the clones and the file about you; then the journal and the kept sources."""
        tips = [self._tips.of(path, branches=scope.branches) for path in scope.paths]
        files = [paths.me_file(), *([scope.team] if scope.team else [])]
        words: list[str] = []
        root = known_journal()
        if root is not None and root.is_dir():
            for kind, entry_files in list_files(root, kinds.every()).files.items():
                words.append(f"{kind} {[(file.file, file.stamp) for file in entry_files]}")
        snapshot = EventStore(paths.evidence() / "sources").snapshot()
        words += [str(snapshot and snapshot.stat().st_mtime_ns), fingerprint(paths.work_labels())]
        return (*tips, *(fingerprint(path) for path in files)), tuple(words)

    def progress(self) -> Progress:
        """How far the youngest reading is; done when there is none."""
        with self._lock:
            readings = list(self.readings.values())
        return readings[-1].progress if readings else Progress(0, None, is_done=True, fault=None)

    @contextlib.contextmanager
    def closing(self) -> Generator[None]:
        """Close every mirror at the end, but for one that is still being asked: it holds nothing that is lost."""
        try:
            yield
        finally:
            for opened in [*self._leaving, *self.by_asked.values()]:
                if opened.lock.acquire(timeout=1):
                    opened.mirror.close()
                    opened.lock.release()


class BranchTips:
    """Where the branches of each clone stand; git is asked again only when its files may have changed."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._repositories: dict[tuple[Path, bool], tuple[git.Repository, object]] = {}

    def of(self, path: Path, *, branches: bool) -> str:
        """The clone and its tips in a few words.

        Raises:
            Stop: it is no clone, or git will not read it.
        """
        now_s = time.time()
        repository, mark = self._repositories.get((path, branches), (None, None))
        if repository is None or mark is None or mark != git.mark_refs(repository, now_s):
            repository = git.open_repository(path, branches=branches)
            self._repositories[path, branches] = repository, git.mark_refs(repository, now_s)
        return f"{repository.key} {sorted(repository.tips.items())}"


def fingerprint(path: Path) -> str:
    """The content of a file in a few letters; empty when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
