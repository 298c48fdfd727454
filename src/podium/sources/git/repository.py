"""One clone on this disk: where it lies, which branches are read, and what is missing from it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from podium.core.errors import CannotReach, Misuse
from podium.core.lines import lines_of
from podium.sources.git.safe import ask, refuse_devices

DEFAULT_BRANCHES = ("main", "master", "trunk")
REFS = ("refs/heads", "refs/remotes")
NOTES = "refs/notes/ai"
# Beside `refs` and `reftable`: the files that say which commit a branch is at, and what is missing.
TICK_S = 3.0
KEPT_IN = ("HEAD", "packed-refs", "config", "config.worktree", "shallow")


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """One clone, as found.

    Attributes:
        path: the folder git is asked in, absolute.
        git_dir: git's own folder, links resolved; shared by the work trees of one clone.
        key: names the store folder of this clone; the same for the same folder at every look.
        name: the folder's name, for people.
        object_format: sha1 or sha256.
        head: the branch that is checked out, `refs/heads/main`; empty when none is.
        tips: ref to commit hash of everything that is read; empty for a repository without commits.
        unread_branches: branches whose tip is not among those read.
        boundary: commits whose parents a shallow clone left behind; their paths cannot be known.
        promised: the filter of a partial clone, `blob:none`; empty when nothing was filtered.
        remote_identity: host and path of origin, `github.com/acme/pay`, without credentials; empty when unknown.
        notes_tip: the newest state of the notes in which agents say what they wrote; empty without any.
    """

    path: Path
    git_dir: Path
    key: str
    name: str
    object_format: str
    is_bare: bool
    is_partial: bool
    head: str
    tips: dict[str, str]
    unread_branches: int
    boundary: frozenset[str]
    promised: str
    remote_identity: str
    notes_tip: str = ""

    @property
    def is_shallow(self) -> bool:
        """True when the clone was made with only the newest part of the history."""
        return bool(self.boundary)

    @property
    def refs(self) -> tuple[str, ...]:
        """The refs that are read."""
        return tuple(self.tips)

    @property
    def is_without_trees(self) -> bool:
        """True when a filter left the folders behind, so that no commit's paths can be known."""
        return "tree:" in self.promised


_ADDRESS = re.compile(r"^(?:[a-z+]+:/{1,2}(?=\S)|[\w.-]+@[\w.-]+:)")


def refuse_addresses(path: Path) -> None:
    """Stop at the address of a repository: podium reads clones.

    Raises:
        Misuse: it is one; says how to clone it.
    """
    typed = str(path)
    if _ADDRESS.match(typed) and not path.exists():
        # A path keeps one of two slashes.
        address = re.sub(r"^([a-z+]+):/(?=[^/])", r"\1://", typed)
        raise Misuse(
            "podium reads clones, not addresses", where=address, next_step=f"clone it first: git clone {address}"
        )


def open_repository(path: Path, *, branches: bool = False) -> Repository:
    """Find the clone a folder belongs to; stops when there is none or git will not trust it.

    Read are HEAD and the default branch of each remote: unmerged and squash-merged branches would count work twice.
    With `branches`, every branch, local and remote, is read. Never the stash, tags or pull-request refs; of notes, only
    the one in which agents say what they wrote.
    """
    refuse_addresses(path)
    path = path.expanduser().absolute()
    if path.is_file():
        raise CannotReach("this is a file, not a folder", where=str(path), next_step="name the clone it lies in")
    if not path.is_dir():
        raise CannotReach("there is no such folder", where=str(path))
    refuse_devices(path)
    questions = ("--is-bare-repository", "--show-object-format", "--absolute-git-dir")
    bare, object_format, own = ask(path, "rev-parse", *questions).out.decode("utf-8", "surrogateescape").split("\n", 2)
    own_dir = Path(own.removesuffix("\n")).resolve()
    git_dir = find_common(own_dir)
    settings = dict(read_settings(path))
    head, tips, unread, notes_tip = find_tips(path, branches=branches)
    promised = next((value for name, value in settings.items() if name.endswith(".partialclonefilter")), "")
    is_partial = bool(promised) or any(
        name.endswith(".promisor") and value == "true" for name, value in settings.items()
    )
    named = own_dir.parent if own_dir.name == ".git" else find_named(path, own_dir)
    return Repository(
        path=path,
        git_dir=git_dir,
        key=hashlib.sha256(os.fsencode(own_dir)).hexdigest()[:20],
        name=named.name,
        object_format=object_format,
        is_bare=bare == "true",
        is_partial=is_partial,
        head=head,
        tips=tips,
        unread_branches=unread,
        boundary=read_boundary(git_dir),
        promised=promised,
        remote_identity=name_remote(settings.get("remote.origin.url", "")),
        notes_tip=notes_tip,
    )


def mark_refs(repository: Repository, at_s: float) -> tuple[object, ...] | None:
    """What the refs and settings of a clone lie in on the disk: while it is the same, so are its tips.

    None when only git can tell: refs kept in tables, a folder that is gone, or something written so shortly before
    `at_s`, or since, that another change would not show on a disk whose clock ticks once a second. A few stats cost
    a hundredth of asking git.
    """
    git_dir = repository.git_dir
    if (git_dir / "reftable").exists() or not repository.path.is_dir():
        return None
    places = [git_dir / name for name in KEPT_IN]
    places += [link for link in (repository.path / ".git",) if link.is_file()]
    places += (git_dir / "worktrees").glob("*/HEAD")
    for at, _, files in os.walk(git_dir / "refs"):
        places += [Path(at), *(Path(at, name) for name in files)]
    marks: list[tuple[str, int, int, int]] = []
    for place in places:
        with suppress(FileNotFoundError):
            status = place.stat()
            marks.append((str(place), status.st_ino, status.st_size, status.st_mtime_ns))
            if status.st_mtime > at_s - TICK_S:
                return None
    return tuple(marks)


def find_common(own_dir: Path) -> Path:
    """Git's folder that all work trees of one clone share."""
    link = own_dir / "commondir"
    if not link.is_file():
        return own_dir
    return (own_dir / link.read_text(encoding="utf-8").strip()).resolve()


def find_named(path: Path, own_dir: Path) -> Path:
    """The folder people would name: a bare repository's own, a work tree's top, a submodule's place."""
    if own_dir == path.resolve():
        return own_dir
    top = ask(path, "rev-parse", "--show-toplevel", accept=(0, 128)).out.decode("utf-8", "surrogateescape")
    return Path(top.removesuffix("\n")) if top else own_dir


def find_tips(path: Path, *, branches: bool) -> tuple[str, dict[str, str], int, str]:
    """The branch checked out, the refs to read with their commits, how many branches stay unread, and the notes' tip."""
    listed = ask(path, "for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)", *REFS, NOTES).out
    rows = [line.split("\0") for line in lines_of(listed.decode("utf-8", "surrogateescape"))]
    notes_tip = next((commit for name, commit, _ in rows if name == NOTES), "")
    rows = [row for row in rows if row[0] != NOTES]
    plain = {name: commit for name, commit, symref in rows if not symref}
    tips = dict(sorted(plain.items())) if branches else dict(find_remote_defaults(rows, plain))
    here = ask(path, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", accept=(0, 1)).out.decode().strip()
    if here:
        tips = {"HEAD": here} | tips
    head = ask(path, "symbolic-ref", "--quiet", "HEAD", accept=(0, 1)).out.decode("utf-8", "surrogateescape").strip()
    return head, tips, len(set(plain.values()) - set(tips.values())), notes_tip


def find_remote_defaults(rows: list[list[str]], plain: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The default branch of each remote: what its HEAD names, else the first of the usual names it has."""
    named = {name.removesuffix("/HEAD"): symref for name, _, symref in rows if symref and name.endswith("/HEAD")}
    remotes = {"/".join(name.split("/")[:3]) for name in plain if name.startswith("refs/remotes/")} | named.keys()
    for remote in sorted(remotes):
        usual = [named.get(remote, ""), *(f"{remote}/{branch}" for branch in DEFAULT_BRANCHES)]
        usual_branch = next((ref for ref in usual if ref in plain), None)
        if usual_branch:
            yield usual_branch, plain[usual_branch]


def read_settings(path: Path) -> Iterator[tuple[str, str]]:
    """The repository's own settings about its remotes, without following includes."""
    wanted = r"^remote\..*\.(url|promisor|partialclonefilter)$"
    output = ask(path, "config", "--local", "--no-includes", "-z", "--get-regexp", wanted, accept=(0, 1, 128)).out
    for entry in output.decode("utf-8", "surrogateescape").split("\0"):
        if entry:
            name, _, value = entry.partition("\n")
            yield name, value


def read_boundary(git_dir: Path) -> frozenset[str]:
    """The commits a shallow clone stops at."""
    shallow = git_dir / "shallow"
    return frozenset(shallow.read_text(encoding="ascii").split()) if shallow.is_file() else frozenset()


def name_remote(url: str) -> str:
    """Host and path of a remote's address without user, password, port or `.git`; empty for a folder."""
    if "://" in url:
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        host, where = (parts.hostname or "", parts.path) if parts.scheme != "file" else ("", "")
    else:
        match = re.fullmatch(r"(?:[^@/\s]+@)?([^:/\s]+\.[^:/\s]+|[^:/\s]{2,}):(?!//)(.+)", url)
        host, where = (match[1], match[2]) if match else ("", "")
    return f"{host.lower()}/{where.strip('/').removesuffix('.git')}" if host else ""
