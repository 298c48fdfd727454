"""From clones on disk to commits kept.

Look what changed since the last time, and read only that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.evidence.commits.store import Manifest
from podium.sources import git
from podium.sources.git import Repository, find_present, list_commits, open_repository, read, read_few

if TYPE_CHECKING:
    from podium.core.arrow import Table
    from podium.evidence.commits.store import HistoryStore

Change = Literal["nothing", "first", "grown", "rewritten"]
Progress = Callable[[Repository, int], None]


class Gathered(msgspec.Struct, frozen=True):
    """What one look at one clone found.

    Attributes:
        change: nothing new, a first (or renewed) reading, new commits only, or a history that was rewritten.
        read: commits read from git this time.
    """

    repository: Repository
    manifest: Manifest
    change: Change
    read: int


def gather(
    paths: Iterable[Path], store: HistoryStore, progress: Progress | None = None, *, branches: bool = False
) -> list[Gathered]:
    """Look at several clones; a folder named twice, or two folders of one work tree, are looked at once."""
    repository_by_key = {
        repository.key: repository for repository in (open_repository(path, branches=branches) for path in paths)
    }
    return [look(repository, store, progress) for repository in repository_by_key.values()]


def look(repository: Repository, store: HistoryStore, progress: Progress | None = None) -> Gathered:
    """Bring what is kept of one clone up to date; costs next to nothing when nothing happened."""
    manifest = store.manifest(repository.key)
    if manifest and is_current(repository, manifest):
        return Gathered(repository, manifest, "nothing", 0)
    with store.lock(repository.key):
        manifest = store.manifest(repository.key)  # another look may have been faster
        if manifest and is_current(repository, manifest):
            return Gathered(repository, manifest, "nothing", 0)
        return read_change(repository, store, manifest, progress)


def count(paths: Iterable[Path], store: HistoryStore, *, branches: bool = False) -> int:
    """How many commits a look at these clones would read, so that a page can show how far it is."""
    repository_by_key = {
        repository.key: repository for repository in (open_repository(path, branches=branches) for path in paths)
    }
    total = 0
    for repository in repository_by_key.values():
        manifest = store.manifest(repository.key)
        if not manifest:
            total += git.count(repository)
        elif not is_current(repository, manifest):
            total += git.count(repository, find_present(repository, set(manifest.tips.values())))
    return total


def is_current(repository: Repository, manifest: Manifest) -> bool:
    """True when a clone stands where it stood when it was read."""
    return manifest.tips == repository.tips and frozenset(manifest.boundary) == repository.boundary


def read_change(
    repository: Repository, store: HistoryStore, kept_manifest: Manifest | None, progress: Progress | None
) -> Gathered:
    """Read what is new, drop what is gone; everything anew when what was kept cannot be built upon."""
    old = set(kept_manifest.tips.values()) if kept_manifest else set[str]()
    fresh = (
        kept_manifest is None
        or frozenset(kept_manifest.boundary) != repository.boundary
        or find_present(repository, old) != old
    )
    if fresh:
        old = set()
    dropped = list_commits(repository, old, repository.tips.values())
    kept_on = partial(
        store.keep,
        repository.key,
        tips=repository.tips,
        fresh=fresh,
        boundary=repository.boundary,
        source=describe(repository),
        drop=dropped,
    )
    change: Change = "first" if fresh else "rewritten" if dropped else "grown"
    few = None if fresh else read_few(repository, list_commits(repository, repository.tips.values(), old))
    if few is not None:
        return Gathered(repository, kept_on(few=few), change, len(few))
    batches = read(
        repository,
        tips=repository.tips,
        known_tips=old,
        progress=(lambda commits_read: progress(repository, commits_read)) if progress else None,
    )
    tally = Tally(batches)
    with closing(batches):
        manifest = kept_on(batches=tally)
    return Gathered(repository, manifest, change, tally.rows)


class Tally:
    """Batches passed through and counted."""

    def __init__(self, batches: Iterable[Table]) -> None:
        self.batches = batches
        self.rows = 0

    def __iter__(self) -> Iterator[Table]:
        """Hand each batch on."""
        for batch in self.batches:
            self.rows += len(batch)
            yield batch


def describe(repository: Repository) -> dict[str, str]:
    """What coverage wants to know about a clone that was read, as text."""
    return {
        "path": str(repository.path),
        "name": repository.name,
        "remote": repository.remote_identity,
        "head": repository.head,
        "filter": repository.promised,
        "shallow": "yes" if repository.is_shallow else "no",
    }
