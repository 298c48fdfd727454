"""Which changes of hers deleted lines that somebody else had just written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from podium.core.time import DAY_S
from podium.evidence.people.book import split
from podium.text.work_kind.paths import look_at
from podium.text.work_kind.structure import is_bump

if TYPE_CHECKING:
    from podium.core.time import Window
    from podium.evidence.views.build import Build

Origins = Mapping[str, int]
# (repository, commit, path, fresh from) of each candidate to the commits whose fresh lines it deleted, and how many.
AskLines = Callable[[Sequence[tuple[str, str, str, int]]], Mapping[tuple[str, str], Origins | None]]

FRESH_DAYS = 14
LEAST_LINES = 3
# A change of more files is a sweep: nobody's lines were written by it, and none of hers is taken for a rewrite.
MOST_PATHS = 30
# A look asks git about so many files, newest first; the rest of a very busy window is not counted either way.
MOST_ASKED = 120
VERSION = 6

# The kinds of work that mend something.
MENDING = ("fix", "incident")
_SHARED_KINDS = frozenset({"lock", "manifest", "release", "generated"})
# What a test, a build or a pipeline says follows the code: changing it takes nobody's work back.
_FOLLOWING_KINDS = frozenset({"test", "ci", "build"})
_OUTSIDE = re.compile(
    r"(?:^|/)(?:baselines?|snapshots?|__snapshots__|golden|approvals?|vendor|vendored|third[_-]?party|node_modules|deps|external|dist|bower_components|Godeps|test-?data|expected|fixtures)/"
    r"|\.(?:po|pot|snap|svg|ipynb|min\.\w+|golden|sum|nix|webmanifest)$|(?:^|/)[\w.-]*baseline[^/]*$|(?:^|/)(?:releases?|whats?new|newsfragments|\.changeset|changelogs?(?:\.d)?|\.changes)/|(?:^|/)release[-_]?notes|(?:^|/)(?:authors|contributors|credits|codeowners|\.mailmap|notices?|third[-_]?party|licen[cs]es?)[^/]*$|(?:^|/)manifest\.json$",
    re.IGNORECASE,
)
_FORMATTING = re.compile(
    r"\b(?:re-?format|(?:re-?)?formatt(?:ed|ing)|pycodestyle|pep-?8|fmt|gofmt|rustfmt|clang-format|prettier|black|isort|ruff|lint(?:er|ing)?|rubocop|eslint"
    r"|standardrb|CS|WS|coding standards?|whitespace|indent(?:ation)?|code ?style|style|cosmetic)\b"
    r"|^(?:(?:ci|yarn|npm|pnpm|make|run|code|auto|apply|chore|style)\b[ :-]*)*format(?: (?:the )?(?:code|codebase|files|everything))?\W*$",
    re.IGNORECASE,
)
# What moves, splits, ports or merges lines put them where they are, and wrote none of them.
_MOVING = re.compile(
    r"^merge (?:branch|pull|remote|from|main|master|develop|upstream|release|v?\d)"
    r"|\b(?:renam(?:e[ds]?|ing)|mov(?:e[ds]?|ing)|split(?:s|ting)?|extract(?:s|ed|ing)?|relocat(?:e[ds]?|ing)"
    r"|re-?bas(?:e[ds]?|ing)|merge conflicts?|cop(?:y|ies|ied) \S+ (?:to|from)|(?:back)?port(?:s|ed|ing)?"
    r"|cherry-?pick(?:s|ed|ing)?|donat(?:e[ds]?|ing))\b",
    re.IGNORECASE,
)
_REVERTING = re.compile(r"^(?:\w+(?:\([^()]*\))?!?:\s*)?(?:revert|reapply)\b", re.IGNORECASE)
_GENERATING = re.compile(
    r"\bre-?gen(?:erat(?:e[ds]?|ing|ion))?\b"
    r"|\b(?:updat|refresh)(?:e[ds]?|ing)? (?:[\w-]+ ){0,2}(?:snapshots?|baselines?|goldens?|expectations?|translations?|locales?)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"^co-authored-by:[ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)
# A part of the house in brackets before what was done.
_LABELS = re.compile(r"^(?:\[[^\[\]]*\]\s*)+")
_RELEASING = re.compile(r"^(?:release|bump|prepare (?:for )?(?:release|next)|version|v?\d+\.\d+)", re.IGNORECASE)

# Her changes of a window on a file that another person changed in the fourteen days before; a file that at least half of
# those who were active then touched is everybody's.
_CANDIDATES = f"""
with near as (
    select t.ref, t.path, t.repo, t.at_s, count(distinct o.person) as people,
           count(distinct case when o.by_me = 0 then o.person end) as others
    from acts t join acts o on o.verb = 'touched' and o.repo = t.repo and o.path = t.path and o.actor = 'human'
         and o.at_s <= t.at_s and o.at_s > t.at_s - {FRESH_DAYS * DAY_S} and o.ref <> t.ref
    where t.verb = 'touched' and t.by_me = 1 and t.n_paths <= {MOST_PATHS} and t.at_s >= $start_s and t.at_s < $end_s
    group by all
)
select n.ref, n.path, n.repo, n.at_s, coalesce(l.author_at, n.at_s) as wrote_s, l.subject, l.message
from near n join landed l on l.hash = n.ref
where n.others > 0 and not (n.people >= 3 and 2 * n.people >= (
    select count(distinct a.person) from acts a where a.verb = 'arrived' and a.actor = 'human'
    and a.at_s <= n.at_s and a.at_s > n.at_s - {FRESH_DAYS * DAY_S}))
order by n.at_s desc, n.ref, n.path
"""


class Candidate(NamedTuple):
    """A file of a change of hers that another person changed just before; when it landed and when she wrote it."""

    commit: str
    path: str
    repo: str
    at_s: int
    wrote_s: int
    subject: str
    message: str


class Origin(NamedTuple):
    """A change of another person whose lines are gone; when it landed and when it was written."""

    commit: str
    at_s: int
    wrote_s: int
    author: str
    message: str


class Rewrite(NamedTuple):
    """Fresh lines of somebody else that a change of hers deleted, in one file; lines is None where git cannot tell."""

    commit: str
    path: str
    repo: str
    at_s: int
    lines: int | None
    days: int


def is_counted(path: str) -> bool:
    """Whether a file's lines are somebody's work: no manifest, lock, change log, generated or vendored file."""
    return look_at(path).kind not in _SHARED_KINDS and not _OUTSIDE.search(path)


def mark_upkeep(build: Build) -> None:
    """Mark what a fix touched and is nobody's own work: fixing it again is no second fix of the same place."""
    rows = build.db.execute(
        "select distinct a.path from acts a join kinds k on k.hash = a.ref"
        f" where a.verb = 'touched' and a.n_paths <= 10 and k.kind in {MENDING}"
    ).fetchall()
    if upkeep := [[path] for (path,) in rows if not is_counted(path)]:
        build.db.execute("create temp table upkeep (path varchar)")
        build.fill("upkeep", ["path"], upkeep)
        build.db.execute(
            "update acts set state = 'upkeep' where verb = 'touched' and path in (select path from upkeep)"
        )


def is_work(path: str) -> bool:
    """Whether rewriting a file's fresh lines takes work back: what is counted, without tests, builds and pipelines."""
    return is_counted(path) and look_at(path).kind not in _FOLLOWING_KINDS


def is_upkeep(subject: str) -> bool:
    """Whether a change says of itself that it bumps, releases, reformats, generates, or only moves lines."""
    plain = _LABELS.sub("", subject)
    return bool(is_bump(plain) or any(p.search(plain) for p in (_FORMATTING, _RELEASING, _MOVING, _GENERATING)))


def is_sweep(message: str) -> bool:
    """Whether somebody else's change says of itself that it is upkeep or reverts.

    It put its lines there and wrote none of them.
    """
    subject = message.partition("\n")[0]
    return is_upkeep(subject) or bool(_REVERTING.search(subject))


def confirm(build: Build, window: Window, ask_lines: AskLines | None) -> None:
    """Fill the acts `rewrote` of a window: one for each file in which lines of somebody else were deleted."""
    rows = build.db.execute(_CANDIDATES, {"start_s": window.start_s, "end_s": window.end_s}).fetchall()
    candidates = _once([Candidate(*row) for row in rows if is_work(row[1]) and not is_upkeep(row[5])])
    wanted = [(c.repo, c.commit, c.path, c.at_s - FRESH_DAYS * DAY_S) for c in candidates[:MOST_ASKED]]
    origins = ask_lines(wanted) if ask_lines and wanted else {}
    commits = sorted({commit for file_origins in origins.values() if file_origins for commit in file_origins})
    authors = _authors(build, commits)
    rewrites = []
    for c in candidates:
        origin_lines = origins.get((c.commit, c.path))
        if origin_lines is None:
            rewrites.append(Rewrite(c.commit, c.path, c.repo, c.at_s, None, 0))
            continue
        theirs = [
            (lines, c.at_s - authors[commit].at_s)
            for commit, lines in origin_lines.items()
            if commit in authors and _is_just_written(c, authors[commit]) and not _is_shared_work(c, authors[commit])
        ]
        lines = sum(count for count, age_s in theirs if age_s <= FRESH_DAYS * DAY_S)
        if lines >= LEAST_LINES:
            rewrites.append(Rewrite(c.commit, c.path, c.repo, c.at_s, lines, min(age for _, age in theirs) // DAY_S))
    if rewrites:
        _fill(build, rewrites)
        build.show_rewrites(window)


def _once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same subject on the same file again is the same change, carried to another branch."""
    first = {(c.subject, c.path): c.commit for c in candidates}
    return [c for c in candidates if first[c.subject, c.path] == c.commit]


def _authors(build: Build, commits: Sequence[str]) -> dict[str, Origin]:
    """When, by whom and with what message other people's commits landed; hers, machines' and sweeps are left out."""
    build.db.execute("create or replace temp table origins (hash varchar)")
    build.fill("origins", ["hash"], [[commit] for commit in commits])
    rows = build.db.execute(
        "select l.hash, l.committer_at, coalesce(l.author_at, l.committer_at), c.author, l.message"
        " from landed l join origins o on o.hash = l.hash"
        " join commits c on c.hash = l.hash where l.author_kind = 'human' and l.author_me = 0 and l.n_paths <= ?",
        [MOST_PATHS],
    ).fetchall()
    hers = [split(identity) for identity in build.book.me.reasons]
    addresses, names = [email.lower() for _, email in hers if email], {name_words(name) for name, _ in hers}
    return {
        origin.commit: origin
        for origin in (Origin(*row) for row in rows)
        if not is_sweep(origin.message)
        and name_words(split(origin.author)[0]) not in names
        and not any(f"<{address}>" in origin.message.lower() for address in addresses)
    }


def name_words(name: str) -> frozenset[str]:
    """The words of a name: `Lee Wong` and `Wong, Lee` are one person until she says otherwise."""
    return frozenset(re.findall(r"[^\W_]+", name.casefold()))


def _is_just_written(candidate: Candidate, origin: Origin) -> bool:
    """Whether the other wrote it within the days before she wrote hers: a history landed anew is as old as it was."""
    return abs(candidate.wrote_s - origin.wrote_s) <= FRESH_DAYS * DAY_S


def _is_shared_work(candidate: Candidate, origin: Origin) -> bool:
    """Whether her change names the other as a co-author: then it is written together, not taken back."""
    name, address = split(origin.author)
    named = [split(identity) for identity in _TOGETHER.findall(candidate.message)]
    words = name_words(name)
    return any((a and a.lower() == address.lower()) or (words and name_words(n) == words) for n, a in named)


def _fill(build: Build, rewrites: Sequence[Rewrite]) -> None:
    number = build.book.me.number
    names = ["act", "verb", "ref", "path", "at_s", "person", "by_me", "in_team", "actor", "clock", "repo", "state"]
    build.fill(
        "acts",
        [*names, "with_count", "n_paths", "dur_s"],
        [
            [*_whose(r, number), "unknown" if r.lines is None else "confirmed", r.lines or 0, 1, r.days * DAY_S]
            for r in rewrites
        ],
    )


def _whose(r: Rewrite, number: int) -> list[object]:
    act = f"rewrote:{r.commit}:{r.path}"
    return [act, "rewrote", r.commit, r.path, r.at_s, number, 1, 1, "human", "landed", r.repo]


class Lines:
    """Kept answers of git, one for each commit and file; the file is named for the version of the question."""

    def __init__(self, root: Path, ask_git: AskLines) -> None:
        """Use the folder of kept traces; ask `ask_git` for what is not kept."""
        self._file = root / f"rewritten-{VERSION}.json"
        self._ask_git = ask_git
        self._kept: dict[str, dict[str, int]] | None = None
        self._is_changed = False

    def of(self, wanted: Sequence[tuple[str, str, str, int]]) -> Mapping[tuple[str, str], Origins | None]:
        """The origins of the fresh lines each (repository, commit, path, fresh from) deleted."""
        origins_by_change = self._load()
        missing = [change for change in wanted if f"{change[1]} {change[2]}" not in origins_by_change]
        answers = self._ask_git(missing) if missing else {}
        for (commit, path), origins in answers.items():
            if origins is not None:
                origins_by_change[f"{commit} {path}"] = dict(origins)
                self._is_changed = True
        return {(commit, path): origins_by_change.get(f"{commit} {path}") for _, commit, path, _ in wanted}

    def _load(self) -> dict[str, dict[str, int]]:
        if self._kept is None:
            try:
                self._kept = msgspec.json.decode(self._file.read_bytes(), type=dict[str, dict[str, int]])
            except (OSError, msgspec.MsgspecError):
                self._kept = {}  # a cache: what cannot be read is asked again
        return self._kept

    def keep(self) -> None:
        """Write what was learnt; a lost race costs a second asking, nothing else."""
        if not self._is_changed or self._kept is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{os.getpid()}.draft")
        draft.write_bytes(msgspec.json.encode(self._kept, order="sorted"))
        draft.replace(self._file)
        self._is_changed = False
