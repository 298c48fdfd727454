"""A repository on two days: manifests, tools, files; read without checking anything out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from podium.core.errors import CannotReach, CannotRead
from podium.programs.mentoring import manifests
from podium.programs.mentoring.manifests import Need
from podium.sources.git.safe import ask

MOST_FILES, MOST_BYTES, MOST_IN_ALL = 500, 4_000_000, 48_000_000
# Other people's code that lies in the tree says nothing about this team's work.
_FOREIGN = frozenset({"node_modules", "vendor", "third_party", "testdata", "fixtures", "site-packages", "deps"})


class Snapshot(msgspec.Struct, frozen=True):
    """The tree at one commit.

    Attributes:
        commit: its hash; empty before the first.
        files: path to (object, bytes) of everything tracked.
        needs: path of a manifest to what it names. unread: manifests that could not be read, with the reason.
    """

    commit: str
    files: dict[str, tuple[str, int]] = msgspec.field(default_factory=dict)
    needs: dict[str, frozenset[Need]] = msgspec.field(default_factory=dict)
    unread: tuple[str, ...] = ()


def held_at(path: Path, before_s: int) -> Snapshot:
    """What the checked-out line held at an instant.

    Raises:
        CannotReach: git cannot tell, for example because a filter left the trees behind.
    """
    output = ask(path, "rev-list", "-1", "--first-parent", f"--before={before_s}", "HEAD", accept=(0, 128)).out
    commit = output.decode("ascii", "replace").strip()
    if not commit:
        return Snapshot("")
    files = _files(path, commit)
    needs, unread = _needs(path, files)
    return Snapshot(commit, files, needs, unread)


def changed_between(path: Path, old: str, new: str) -> tuple[str, ...]:
    """Paths that differ between two commits."""
    output = ask(path, "diff-tree", "-r", "-z", "--no-renames", "--name-only", old, new).out
    return tuple(sorted(path for path in output.decode("utf-8", "backslashreplace").split("\0") if path))


def _files(path: Path, commit: str) -> dict[str, tuple[str, int]]:
    output = ask(path, "ls-tree", "-r", "-l", "-z", "--full-tree", commit).out
    files: dict[str, tuple[str, int]] = {}
    for row in output.split(b"\0"):
        head, tab, name = row.partition(b"\t")
        words = head.split()
        # Links and submodules are no files to read.
        if tab and len(words) == 4 and words[0] in {b"100644", b"100755"} and words[3].isdigit():
            files[name.decode("utf-8", "backslashreplace")] = (words[2].decode("ascii"), int(words[3]))
    return files


def is_own(path: str) -> bool:
    """Whether a path is not other people's code kept in the tree."""
    return not _FOREIGN.intersection(path.split("/"))


def _needs(path: Path, files: dict[str, tuple[str, int]]) -> tuple[dict[str, frozenset[Need]], tuple[str, ...]]:
    wanted = {name: reader for name in sorted(files) if is_own(name) and (reader := manifests.find(name))}
    unread = [f"{name}: larger than {MOST_BYTES:,} bytes" for name in wanted if files[name][1] > MOST_BYTES]
    fit: list[str] = []
    total = 0
    for name in wanted:
        size = files[name][1]
        if size <= MOST_BYTES and len(fit) < MOST_FILES and total + size <= MOST_IN_ALL:
            fit.append(name)
            total += size
    unread_count = len(wanted) - len(fit) - len(unread)
    if unread_count:
        unread.append(f"{unread_count} more manifests: podium reads {MOST_FILES} at most")
    contents = _contents(path, [files[name][0] for name in fit])
    needs: dict[str, frozenset[Need]] = {}
    for name in fit:
        data = contents.get(files[name][0])
        try:
            if data is None:
                raise CannotRead("the clone does not hold it")
            needs[name] = manifests.read(wanted[name][1], data.decode("utf-8-sig", "replace"), name)
        except CannotRead as wrong:
            unread.append(f"{name}: {wrong.what}")
    return needs, tuple(unread)


def _contents(path: Path, objects: list[str]) -> dict[str, bytes]:
    """Object to content; objects a partial clone left behind are not there."""
    if not objects:
        return {}
    output = ask(path, "cat-file", "--batch", stdin="".join(f"{object_id}\n" for object_id in objects).encode()).out
    content_by_object: dict[str, bytes] = {}
    at = 0
    while at < len(output):
        end = output.find(b"\n", at)
        words = output[at:end].split()
        at = end + 1
        if len(words) != 3 or not words[2].isdigit():
            if len(words) == 2 and words[1] == b"missing":
                continue
            raise CannotReach("git answered something podium does not know", where=str(path))
        size = int(words[2])
        content_by_object[words[0].decode("ascii")] = output[at : at + size]
        at += size + 1
    return content_by_object
