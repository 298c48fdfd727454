"""The last answers of a look, shown again while nothing they rest on has changed.

A cache: deleting it changes nothing. What a look rests on: the clones, the files of your home, your journal, what was
read from sources, the day, the settings of this machine, and podium itself. Two things are never kept: the answer from a
journal that is encrypted, and one that rests on parts of another package.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import podium
from podium import app
from podium.app import last_look
from podium.app.screen_record import Screen
from podium.connections import places
from podium.core.errors import CannotWrite, Stop
from podium.evidence import engine
from podium.sources import git
from podium.system import files, paths, points

if TYPE_CHECKING:
    from podium.app.session import Session
    from podium.mirror.look import Scope

FORMAT = 1
MOST_KEPT = 8
_GROUPS = ("podium.signals", "podium.sources", "podium.practices")
# Written by a look itself: read again after it, never compared with what stood there before.
_WRITTEN_BY_A_LOOK = frozenset({"told-teams.json", "first-address.json", "last-look.json"})


class FirstScreen(msgspec.Struct, frozen=True):
    """What `podium look` shows.

    Attributes:
        gone: what was remembered and is not there any more, a line each with what to type.
    """

    screen: Screen
    reminders: tuple[str, ...]
    gone: tuple[str, ...]


class _Kept(msgspec.Struct, frozen=True):
    """The file: what the answer rests on, and the answer."""

    rests_on: str
    last_look: str
    as_of: date
    raised: tuple[str, ...]
    versions: dict[str, int]
    answer: FirstScreen


def first_screen(session: Session, scope: Scope) -> FirstScreen:
    """The first screen: as kept when nothing changed, else computed and kept.

    Raises:
        Misuse: no repository, or a window that makes no sense. CannotReach: a path is no readable repository.
        CannotTell: none of the commits is yours.
    """
    remembered = last_look.for_look(scope, Path.cwd())
    if remembered.asked.engine:  # what lies there may have changed, and asking would cost what the look costs
        looked = app.look.look(session, remembered.asked)
        return FirstScreen(looked.screen, looked.reminders, looked.gone)
    asked, clones = remembered.asked, _Clones(remembered.asked)
    with git.once():
        before = _outside(session, asked, clones)
        stored = _kept_answer(asked, before)
        if stored:
            return _shown_again(asked, stored)
        engine.start_early()
        looked = app.look.look(session, scope)
    answer = FirstScreen(looked.screen, looked.reminders, looked.gone)
    is_whole = looked.is_for_the_day and not looked.gone and _is_ours()
    if before and is_whole and before == _outside(session, asked, clones):
        raised, versions = app.screen.raised_flags(looked.look), app.screen.versions(looked.look)
        rests_on = _digest([before, *_state(asked)])
        kept = _Kept(rests_on, _content(last_look.file()), looked.look.as_of, raised, versions, answer)
        _keep(_file(asked), kept)
    return answer


def _kept_answer(scope: Scope, before: str) -> _Kept | None:
    """The kept answer while everything it rests on is as it was."""
    stored = _read(_file(scope))
    return stored if stored and before and stored.rests_on == _digest([before, *_state(scope)]) else None


def _shown_again(scope: Scope, stored: _Kept) -> FirstScreen:
    """The kept answer; what was looked at last is remembered as a look would."""
    if stored.last_look != _content(last_look.file()):
        with contextlib.suppress(CannotWrite):
            last_look.keep(scope, stored.as_of)
            last_look.keep_raised(scope, stored.as_of, stored.raised, stored.versions)
    return stored.answer


class _Clones:
    """The clones of a look as they were found; asked of git again only where their files may have changed since."""

    def __init__(self, scope: Scope) -> None:
        self._branches = scope.branches
        self._found: dict[Path, tuple[git.Repository, object]] = {}

    def at(self, path: Path) -> git.Repository:
        """The clone a folder belongs to, as it is now."""
        repository, mark = self._found.get(path, (None, None))
        if repository is None or mark is None or mark != git.mark_refs(repository, time.time()):
            now_s = time.time()
            repository = git.open_repository(path, branches=self._branches)
            self._found[path] = repository, git.mark_refs(repository, now_s)
        return repository


def _outside(session: Session, scope: Scope, clones: _Clones) -> str:
    """What a look rests on and does not write; empty where an answer from it is never kept."""
    now = session.now()
    parts = [str(FORMAT), now.date().isoformat(), now.astimezone(UTC).date().isoformat(), str(now.utcoffset())]
    parts += [repr(scope), os.environ.get("TZ", ""), os.path.realpath("/etc/localtime"), *_of_podium()]
    for file in sorted(paths.home().glob("*")):
        if file.name not in _WRITTEN_BY_A_LOOK and file.is_file():
            parts += [file.name, _content(file)]
    kept_acts = paths.evidence() / "sources"
    parts += [*(_facts(kept_acts / name) for name in ("events.parquet", "coverage.json"))]
    parts += [f"{label} {path.exists()}" for label, path in places.places().items()]
    parts.append(_content(scope.team) if scope.team else "")
    try:
        for path in scope.paths:
            repository = clones.at(path)
            parts += [repr(repository), repr(git.me(repository)), _content(path / ".mailmap")]
            parts.append(_content(path / ".agent-trace" / "traces.jsonl"))
    except (Stop, OSError):
        return ""
    root = paths.known_journal()
    journal = [] if root is None else [str(root), *_stats(root)]
    return "" if any(".age " in name for name in journal) else _digest([*parts, *journal])


def _state(scope: Scope) -> Iterator[str]:
    """What a look rests on and writes itself."""
    yield from (_content(paths.told_teams()), _content(paths.first_address()))
    yield repr(last_look.looks_at(scope))


def _of_podium() -> Iterator[str]:
    """Podium's own files, and where Python looks for packages: an upgrade or a new part changes them."""
    yield sys.version
    for name in sys.path:
        with contextlib.suppress(OSError):
            yield f"{name} {os.stat(name).st_mtime_ns}"  # noqa: PTH116 - a tenth of pathlib's time
    newest = count = 0
    for folder, folders, names in os.walk(Path(podium.__file__).parent):
        # Another process that starts may be writing there what it compiled.
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            count += 1
            newest = max(newest, os.stat(os.path.join(folder, name)).st_mtime_ns)  # noqa: PTH116, PTH118
    yield f"{count} {newest}"


def _is_ours() -> bool:
    """Whether every part is podium's own: of another package's files nothing is known here."""
    return not any(points.named(group) for group in _GROUPS)


def _stats(root: Path) -> Iterator[str]:
    """Every file below a folder with what changes when it does; Git's own folders are left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            place = os.path.join(folder, name)  # noqa: PTH118
            yield f"{place} {_facts(place)}"


def _facts(place: str | Path) -> str:
    """What changes of a file when its content does; empty when there is none."""
    try:
        facts = os.stat(place)  # noqa: PTH116 - a tenth of pathlib's time
    except OSError:
        return ""
    return f"{facts.st_ino} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}"


def _content(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _folder() -> Path:
    return paths.cache_root() / "screens"


def _file(scope: Scope) -> Path:
    return _folder() / f"{_digest([repr(scope), *(str(path.absolute()) for path in scope.paths)])[:20]}.json"


def _read(file: Path) -> _Kept | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Kept)
    except (OSError, ValueError):
        return None


def _keep(file: Path, stored: _Kept) -> None:
    """Keep an answer; the oldest beyond a few go."""
    with contextlib.suppress(CannotWrite, OSError):
        files.write_cache(file, msgspec.json.encode(stored))
        others = sorted(_folder().glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in others[MOST_KEPT:]:
            old.unlink(missing_ok=True)
