"""Her room while it is served: what is looked at, the mirror kept open, the journal as it is."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar, cast

from podium.core.errors import CannotRead, CannotWrite, Misuse, Stop
from podium.evidence.commits.store import HistoryStore
from podium.evidence.events.store import EventStore
from podium.evidence.people import me_file
from podium.journal import Journal, kinds, open_journal
from podium.journal.find import cache_root, known_journal
from podium.journal.walk import list_files
from podium.mirror import read_clones
from podium.mirror.look import Asked, Look
from podium.mirror.mirror import Mirror
from podium.sources import git
from podium.system import paths
from podium.web.drafts import Desk
from podium.web.forms import IS_CHANGE
from podium.web.security import Keys

T = TypeVar("T")
Stamp = tuple[tuple[str, ...], tuple[str, ...]]
# Below this a page waits for the reading; above it the page shows how far the reading is.
PATIENCE_S = 1.2
# A word added to the journal is no reason to wait: the page shows the last look while the next one is read.
PATIENCE_FOR_WORDS_S = 0.25
# What she sent by a form cannot be sent again by the page that waits, so a change waits for the reading itself.
PATIENCE_FOR_A_CHANGE_S = 120.0
MOST_OPEN = 4
# The engine refuses two threads at once, and two readings side by side would only slow each other.
_ONE_READS = threading.Lock()


class ReadingError(Exception):
    """The mirror is still being read; a page shows the progress meanwhile."""


class NoJournalError(CannotRead):
    """The page needs a journal, and there is none yet."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading is: commits so far and in all, whether it ended, and the error that ended it.

    Attributes:
        total: None while it is not counted.
    """

    done: int
    total: int | None
    is_done: bool
    fault: Stop | None


class Opened:
    """One mirror, kept open, with everything pages have made of it; asked by one thread at a time."""

    def __init__(self, mirror: Mirror, stamp: Stamp) -> None:
        """Keep the mirror and what it was built from."""
        self.mirror, self.stamp = mirror, stamp
        self.lock = threading.RLock()
        self._made: dict[str, object] = {}

    def once(self, name: str, make: Callable[[Mirror], T]) -> T:
        """What `make` makes of the mirror, made once."""
        with self.lock:
            if name not in self._made:
                self._made[name] = make(self.mirror)
            return cast("T", self._made[name])

    def look(self) -> Look:
        """The five verdicts."""
        return self.once("look", lambda mirror: mirror.look())


class Job:
    """One reading of the clones in its own thread."""

    def __init__(self, asked: Asked, stamp: Stamp) -> None:
        """Start reading."""
        self.asked, self.stamp = asked, stamp
        self.count, self._last = 0, 0
        self.total: int | None = None
        self.opened: Opened | None = None
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
                opened = Opened(Mirror(self.asked, now=datetime.now(UTC), progress=self._show), self.stamp)
                opened.look()
            self.opened = opened
        except Stop as stop:
            self.fault = stop

    def _show(self, done: int, _total: int | None) -> None:
        # Each clone counts from the start again.
        self.count += done - self._last if done >= self._last else done
        self._last = done

    @property
    def progress(self) -> Progress:
        """How far it is."""
        is_done = not self.thread.is_alive()
        fault = self.fault
        if is_done and fault is None and self.opened is None:
            fault = Stop("the reading broke off", next_step="see the terminal in which podium runs, then try again")
        return Progress(self.count, self.total, is_done, fault if is_done else None)


class Room:
    """What every page works with."""

    def __init__(self, keys: Keys) -> None:
        """Open the room with what was looked at last."""
        self.keys = keys
        self.drafts = Desk()
        self.asked = _remembered()
        self._opened: dict[Asked, Opened] = {}
        self._leaving: list[Opened] = []
        self._jobs: dict[Asked, Job] = {}
        self._lock = threading.Lock()
        self._tips = Tips()

    # -- the mirror --------------------------------------------------------------------------------------------

    def choose(self, asked: Asked) -> None:
        """Look at these repositories from now on, and remember them."""
        self.asked = asked
        _remember(asked)

    def want(self, *, weeks: int | None = None, as_of: date | None = None) -> Asked:
        """What to look at, perhaps over another stretch of time.

        Raises:
            Misuse: nothing was chosen yet.
        """
        if self.asked is None:
            raise Misuse("no repository was chosen yet", next_step="choose one first")
        return replace(self.asked, weeks=weeks or self.asked.weeks, as_of=as_of or self.asked.as_of)

    def mirror(self, asked: Asked, *, patience_s: float = PATIENCE_S) -> Opened:
        """The open mirror; read anew only when a repository or the file about her changed.

        Raises:
            ReadingError: it takes longer than `patience_s`. Stop: it cannot be read, with the reason.
        """
        patience_s = PATIENCE_FOR_A_CHANGE_S if IS_CHANGE.get() else patience_s
        stamp = self.stamp(asked)
        with self._lock:
            kept = self._opened.get(asked)
            if kept is not None and kept.stamp == stamp:
                return kept
            is_good_enough = kept is not None and kept.stamp[0] == stamp[0]
            job = self._jobs.get(asked)
            if job is None or (job.progress.is_done and job.stamp != stamp):
                job = self._jobs[asked] = Job(asked, stamp)
        job.thread.join(min(patience_s, PATIENCE_FOR_WORDS_S) if is_good_enough else patience_s)
        if kept is not None and is_good_enough and not job.progress.is_done:
            return kept
        return self._take(asked, job)

    def _take(self, asked: Asked, job: Job) -> Opened:
        progress = job.progress
        if not progress.is_done:
            raise ReadingError
        with self._lock:
            if self._jobs.get(asked) is job:
                del self._jobs[asked]
            if progress.fault is not None or job.opened is None:
                raise progress.fault or Stop("the reading broke off")
            if self._opened.get(asked) is not job.opened:
                self._replace(asked, job.opened)
            return job.opened

    def _replace(self, asked: Asked, fresh: Opened) -> None:
        # A page may still be asking the one that goes, so it is closed only when the next one goes.
        leaving, self._leaving = self._leaving, [self._opened.pop(asked)] if asked in self._opened else []
        self._opened[asked] = fresh
        while len(self._opened) > MOST_OPEN:
            self._leaving.append(self._opened.pop(next(iter(self._opened))))
        for old in leaving:
            with old.lock:
                old.mirror.close()

    def stamp(self, asked: Asked) -> Stamp:
        """What a look depends on: the clones and the file about her; then the journal and the kept sources."""
        tips = [self._tips.of(path, branches=asked.branches) for path in asked.paths]
        files = [paths.me_file(), *([asked.team] if asked.team else [])]
        words: list[str] = []
        root = known_journal()
        if root is not None and root.is_dir():
            for kind, found in list_files(root, kinds.every()).files.items():
                words.append(f"{kind} {[(each.file, each.stamp) for each in found]}")
        snapshot = EventStore(paths.evidence() / "sources").snapshot()
        words += [str(snapshot and snapshot.stat().st_mtime_ns), fingerprint(paths.work_labels())]
        return (*tips, *(fingerprint(path) for path in files)), tuple(words)

    def progress(self) -> Progress:
        """How far the youngest reading is; done when there is none."""
        with self._lock:
            jobs = list(self._jobs.values())
        return jobs[-1].progress if jobs else Progress(0, None, is_done=True, fault=None)

    def zone(self) -> str:
        """Her time zone: the one in the file about her, else this machine's; empty when neither says."""
        with contextlib.suppress(Stop):
            if told := me_file.read(paths.me_file()).me.zone:
                return told
        named = os.environ.get("TZ", "").removeprefix(":")
        parts = Path(os.path.realpath("/etc/localtime")).parts
        return named or ("/".join(parts[parts.index("zoneinfo") + 1 :]) if "zoneinfo" in parts else "")

    # -- the journal -------------------------------------------------------------------------------------------

    @property
    def has_journal(self) -> bool:
        """Whether a journal is known and there."""
        root = known_journal()
        return root is not None and root.is_dir()

    def journal(self) -> Journal:
        """The journal as it is now.

        Raises:
            NoJournalError: there is none. CannotRead: it cannot be read.
        """
        root = known_journal()
        if root is None:
            raise NoJournalError("no journal is known yet", next_step="start one on the Journal page")
        return open_journal(root, cache_root=cache_root())

    def journal_or_none(self) -> Journal | None:
        """The journal; None when there is none that can be read."""
        with contextlib.suppress(Stop):
            return self.journal() if self.has_journal else None
        return None

    @contextlib.contextmanager
    def closing(self) -> Generator[None]:
        """Close every mirror at the end, but for one that is still being asked: it holds nothing that is lost."""
        try:
            yield
        finally:
            for opened in [*self._leaving, *self._opened.values()]:
                if opened.lock.acquire(timeout=1):
                    opened.mirror.close()
                    opened.lock.release()


class Tips:
    """Where the branches of each clone stand; git is asked again only when its files may have changed."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[tuple[Path, bool], tuple[git.Repository, object]] = {}

    def of(self, path: Path, *, branches: bool) -> str:
        """The clone and its tips in a few words.

        Raises:
            Stop: it is no clone, or git will not read it.
        """
        now_s = time.time()
        repository, mark = self._known.get((path, branches), (None, None))
        if repository is None or mark is None or mark != git.mark_refs(repository, now_s):
            repository = git.open_repository(path, branches=branches)
            self._known[path, branches] = repository, git.mark_refs(repository, now_s)
        return f"{repository.key} {sorted(repository.tips.items())}"


def fingerprint(path: Path) -> str:
    """The content of a file in a few letters; empty when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _kept() -> Path:
    return paths.home() / "room.json"


def _remember(asked: Asked) -> None:
    said = {
        "paths": [str(p) for p in asked.paths],
        "me": list(asked.me),
        "weeks": asked.weeks,
        "branches": asked.branches,
        "team": str(asked.team) if asked.team else None,
    }
    path = _kept()
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError as fault:
        raise CannotWrite(f"what you chose could not be kept: {fault.strerror}", where=str(path)) from fault


def _remembered() -> Asked | None:
    for path in (_kept(), paths.home() / "last-look.json"):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            team = said.get("team")
            return Asked(
                paths=tuple(Path(p) for p in said["paths"]),
                me=tuple(said["me"]),
                weeks=int(said["weeks"]),
                branches=bool(said["branches"]),
                team=Path(team) if team else None,
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return None
