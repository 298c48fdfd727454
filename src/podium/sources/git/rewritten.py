"""Whose fresh lines a commit deleted, by blame, with everything executable off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from podium.core.errors import CannotReach
from podium.sources.git.safe import ask

if TYPE_CHECKING:
    from podium.sources.git.repository import Repository

_HUNK = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")
_BLAMED = re.compile(rb"^([0-9a-f]{40,64}) \d+ \d+(?: (\d+))?$")
# Two at a time: git's own start is most of the cost, and more would only wait for the same disk.
AT_ONCE = 2
MOST_RANGES = 60
SAFE = ("-c", "blame.ignoreRevsFile=")
# A version says when, not what: `@since 2.24` turned into `@since 2.25` is no rewrite.
_VERSION = re.compile(rb"\d+(?:\.\d+)+")
# A line that only names what is used, or only closes a bracket, is nobody's work.
IDLE = re.compile(
    rb"^\s*(?:\W*|(?:[\w:]+\s*,\s*)*[\w:]+,?|(?:import|from|using|use|require|package|#\s*include|extern crate)\b.*"
    rb"|\W*(?:copyright|licensed under|this file is part of|\(c\)|spdx-).*)$",
    re.IGNORECASE,
)
# What a line may lose or gain on its way to another place: the mark of a comment, and who may see it.
_DRESS = re.compile(
    rb"^\s*(?:[/#*;!>-]+\s*)+|\b(?:pub(?:\(\w+\))?|export|public|private|protected|static|async|default)\s+"
)
_TOKEN = re.compile(rb"\w+|[^\w\s]")
_NO_WORD = re.compile(rb"\W+")
# A line of so many letters and digits says where it stands now, wherever in the change that is.
LEAST_TELLING = 24
# What says of itself that something goes; else a file that is again as before somebody's change comes from an old tree.
_GOES = re.compile(
    rb"\b(?:revert|undo|undid|back(?:s|ed|ing)? ?out|roll(?:s|ed|ing)? ?back|remov|delet|drop|disabl|restor|unus|rid of|prun"
    rb"|clean|retir|deprecat)",
    re.IGNORECASE,
)
# A line of which so much stands on in the same place was edited and not rewritten.
SAME_PART = 0.75
MOST_PAIRS = 20_000


class Change(NamedTuple):
    """A file in a commit.

    Attributes:
        commit: its hash. path: as the commit names it.
        fresh_from_s: lines written before this instant are old; epoch seconds.
    """

    commit: str
    path: str
    fresh_from_s: int


def read_rewritten(repository: Repository, changes: Sequence[Change]) -> dict[tuple[str, str], dict[str, int] | None]:
    """For each change, how many of the lines it deleted came from which commit, fresh lines only.

    White space, imports, lone brackets and names, versions, renamed files, lines that stand elsewhere afterwards, are quoted or
    broken in another way, or of which most stands on in the same place do not count; nor those of a change that is
    overrun by an old tree.
    None where git cannot tell, as in a clone whose older commits or contents are missing.
    """
    differences = _differences(repository, sorted({change.commit for change in changes}))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        origins = pool.map(_origins, repeat(repository), changes, repeat(differences))
        answers = {
            (change.commit, change.path): origin_counts for change, origin_counts in zip(changes, origins, strict=True)
        }
    overrun = _overrun(repository, answers)
    return {
        key: None if counts is None else {o: n for o, n in counts.items() if (key[0], o) not in overrun}
        for key, counts in answers.items()
    }


def _overrun(
    repository: Repository, answers: Mapping[tuple[str, str], Mapping[str, int] | None]
) -> set[tuple[str, str]]:
    """Commits, each with another whose file it leaves as it was before, without a word: an old tree was committed."""
    spots = [(c, o, p) for (c, p), counts in answers.items() for o in counts or () if "\n" not in p]
    stdin = "".join(f"{commit}:{path}\n{origin}^:{path}\n" for commit, origin, path in spots)
    if not spots:
        return set()
    try:
        told = ask(repository.path, *SAFE, "cat-file", "--batch-check=%(objectname)", stdin=_bytes(stdin)).out
        named = "".join(f"{commit}\n" for commit in sorted({commit for commit, _, _ in spots}))
        subjects = ask(repository.path, *SAFE, "log", "--no-walk", "--stdin", "--format=%H %s", stdin=_bytes(named)).out
    except CannotReach:
        return set()
    blobs = [b"" if line.endswith(b" missing") else line for line in told.split(b"\n")]
    says = {line[:40].decode("ascii", "replace"): bool(_GOES.search(line[41:])) for line in subjects.split(b"\n")}
    pairs = zip(spots, blobs[::2], blobs[1::2], strict=False)
    return {(commit, origin) for (commit, origin, _), now, before in pairs if now == before and not says.get(commit)}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


class _Difference(msgspec.Struct):
    """What one commit took out and put in.

    Attributes:
        removed: path to the ranges of old lines that went: first line and how many.
        added: every line it put in, in any file, without white space, mark of a comment or visibility.
        letters: letters and digits of all it put in, one place after another.
    """

    removed: dict[str, list[tuple[int, int]]] = msgspec.field(default_factory=dict)
    added: set[bytes] = msgspec.field(default_factory=set)
    letters: bytearray = msgspec.field(default_factory=bytearray)

    def holds(self, line: bytes) -> bool:
        """Whether a line it took out stands somewhere in what it put in, quoted, broken or shown in another way."""
        letters = _NO_WORD.sub(b"", line)
        return _bare(line) in self.added or (len(letters) >= LEAST_TELLING and letters in self.letters)


def _differences(repository: Repository, commits: Iterable[str]) -> Mapping[str, _Difference]:
    """What each commit took out and put in."""
    words = ("diff-tree", "--stdin", "-r", "-p", "-U0", "-w", "-M", "--no-ext-diff", "--no-textconv")
    stdin = "".join(f"{commit}\n" for commit in commits).encode()
    if not stdin:
        return {}
    try:
        answered = ask(repository.path, *SAFE, "-c", "core.quotePath=false", *words, stdin=stdin).out
    except CannotReach:
        return {}
    differences: dict[str, _Difference] = {}
    commit = path = ""
    hunk: _Hunk | None = None
    for line in [*answered.split(b"\n"), b"@@ end"]:
        is_commit = len(line) in {40, 64} and not line.startswith((b"-", b"+", b"@"))
        if hunk is not None and (is_commit or line.startswith((b"@@", b"diff --git"))):
            if path and hunk.is_rewritten:
                differences[commit].removed.setdefault(path, []).extend(hunk.gone)
            differences[commit].added |= hunk.added
            differences[commit].letters += b" " + hunk.letters
            hunk = None
        if is_commit:
            commit = line.decode("ascii", "replace")
            differences[commit] = _Difference()
        elif hunk is None and line.startswith(b"--- "):
            path = line[6:].decode("utf-8", "surrogateescape").rstrip("\t") if line.startswith(b"--- a/") else ""
        elif begins := _HUNK.match(line):
            hunk = _Hunk(int(begins[1]), int(begins[2]) if begins[2] is not None else 1)
        elif hunk is not None:
            hunk.add(line)
    return differences


class _Hunk:
    """One place of a change: where its old lines begin, its old lines and its new ones."""

    def __init__(self, first: int, count: int) -> None:
        self.first, self.count = first, count
        self.old: list[bytes] = []
        self.new: list[bytes] = []

    def add(self, line: bytes) -> None:
        """Take over one line of the difference."""
        if line.startswith(b"-"):
            self.old.append(line[1:])
        elif line.startswith(b"+"):
            self.new.append(line[1:])

    @property
    def added(self) -> set[bytes]:
        """The new lines as they are compared with old ones of other places."""
        return {_bare(line) for line in self.new}

    @property
    def letters(self) -> bytes:
        """Letters and digits of the new lines: what quotes, commas and breaks of lines do not change."""
        return b"".join(_NO_WORD.sub(b"", line) for line in self.new)

    @property
    def is_rewritten(self) -> bool:
        """Whether lines went and what stands there now is more than the same text broken differently or a new version."""
        return self.count > 0 and _squeezed(self.old) != _squeezed(self.new)

    @property
    def gone(self) -> list[tuple[int, int]]:
        """Ranges of the old lines of which less than most stands on: first line and how many."""
        new, letters = [Counter(_TOKEN.findall(line)) for line in self.new], self.letters
        is_too_many = len(self.old) * len(new) > MOST_PAIRS
        ranges: list[tuple[int, int]] = []
        for number, line in enumerate(self.old, self.first):
            words = Counter(_TOKEN.findall(line))
            if _NO_WORD.sub(b"", line) in letters:
                continue
            if not is_too_many and any(_same_part(words, other) >= SAME_PART for other in new):
                continue
            if ranges and sum(ranges[-1]) == number:
                ranges[-1] = (ranges[-1][0], ranges[-1][1] + 1)
            else:
                ranges.append((number, 1))
        return ranges


def _squeezed(lines: Sequence[bytes]) -> bytes:
    return _VERSION.sub(b"0", b"".join(b"".join(line.split()) for line in lines))


def _bare(line: bytes) -> bytes:
    return b"".join(_DRESS.sub(b"", line).split())


def _same_part(one: Counter[bytes], other: Counter[bytes]) -> float:
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0


def _origins(repository: Repository, change: Change, differences: Mapping[str, _Difference]) -> dict[str, int] | None:
    if change.commit not in differences:
        return None
    difference = differences[change.commit]
    deleted = difference.removed.get(change.path, [])[:MOST_RANGES]
    if not deleted:
        return {}
    spots = [word for first, count in deleted for word in ("-L", f"{first},+{count}")]
    words = ("blame", "--porcelain", "-w", "--no-textconv", f"--since={change.fresh_from_s}")
    try:
        answered = ask(repository.path, *SAFE, *words, *spots, f"{change.commit}^", "--", change.path).out
    except CannotReach:
        return None
    counts: dict[str, int] = {}
    old: set[str] = set()
    commit = ""
    for line in answered.split(b"\n"):
        if blamed := _BLAMED.match(line):
            commit = blamed[1].decode("ascii")
        elif line == b"boundary":
            old.add(commit)
        elif line.startswith(b"\t") and not IDLE.match(line) and not difference.holds(line[1:]):
            counts[commit] = counts.get(commit, 0) + 1
    return {commit: lines for commit, lines in sorted(counts.items()) if commit not in old}
