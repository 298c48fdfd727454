"""A clone read with podium's own reader: who authored and committed what, when, by whose clock."""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from podium.core.arrow_stream import as_stream
from podium.core.errors import CannotReach
from podium.core.time import week_no
from podium.evidence import engine, parquet
from podium.sources.git import open_repository, read

if TYPE_CHECKING:
    from podium.core.arrow import Table

COLUMNS = ["author", "author_at", "author_offset", "committer", "committer_at", "parents"]
BOT = re.compile(r"\[bot\]|[-_]bot\b|\bbot <", re.IGNORECASE)


class Commit(NamedTuple):
    """One commit; people are `Name <address>` as they stand in it, times are seconds and minutes east of UTC."""

    author: str
    committer: str
    wrote_s: int
    wrote_east_min: int
    landed_s: int
    is_merge: bool

    @property
    def is_bot(self) -> bool:
        """Whether a program wrote it."""
        return BOT.search(self.author) is not None

    @property
    def author_name(self) -> str:
        """Everybody but the person looked at is told apart by name, as the field guide's tables do."""
        return self.author.rpartition(" <")[0]

    @property
    def committer_name(self) -> str:
        """The same for whoever landed it."""
        return self.committer.rpartition(" <")[0]


@dataclass(frozen=True)
class Who:
    """One person, as patterns looked for in `Name <address>`, small and capital letters alike."""

    patterns: tuple[str, ...]
    is_them: Callable[[str], bool] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Compile once; the few thousand people of a history are asked about a million times."""
        pattern = re.compile("|".join(f"(?:{p})" for p in self.patterns), re.IGNORECASE)
        object.__setattr__(self, "is_them", lru_cache(None)(lambda person: pattern.search(person) is not None))


@dataclass(frozen=True)
class Weeks:
    """Numbers only: what the absence test takes. The other people have no names and no meaningful order."""

    first_week: int
    present: list[bool]
    others: list[int]
    total: list[int]
    bundle: list[list[int]]
    bundle_present: list[list[bool]]


def git(path: Path, *arguments: str) -> bytes:
    """Run git on a clone without its hooks, its user's settings or a pager."""
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    keep = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = ["git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-C", str(path), "--no-pager", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, env=keep | quiet, check=False)
    except FileNotFoundError as error:
        raise CannotReach("git is not installed", next_step="install git") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CannotReach(
            said[-1] if said else "git failed", where=str(path), next_step="name a clone that git can read"
        )
    return done.stdout


def is_held(path: Path, commit: str) -> bool:
    """Whether a clone contains a commit."""
    try:
        git(path, "cat-file", "-e", f"{commit}^{{commit}}")
    except CannotReach:
        return False
    return True


def is_shallow(path: Path) -> bool:
    """Whether a clone was cut off: its oldest commits are missing and every number before them is wrong."""
    return git(path, "rev-parse", "--is-shallow-repository").strip() == b"true"


@lru_cache(maxsize=4)
def read_history(path: Path) -> tuple[Commit, ...]:
    """Every commit behind HEAD, newest first, through podium's own reader; names as they stand (no .mailmap)."""
    repository = open_repository(path)
    tips = {ref: commit for ref, commit in repository.tips.items() if ref == "HEAD"}
    rows = (row for batch in read(repository, tips=tips) for row in _rows_of(batch))
    found = [commit for row in rows if (commit := _commit(row)) is not None]
    return tuple(sorted(found, key=lambda c: (-c.landed_s, c)))


def _rows_of(batch: Table) -> list[dict[str, Any]]:
    with engine.open_connection() as db, parquet.handed_over(db, "batch", as_stream(batch)):
        rows = db.execute(f"select {', '.join(COLUMNS)} from batch").fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def _commit(row: Mapping[str, Any]) -> Commit | None:
    """A commit without an instant or an offset is left out, as it is nowhere in time."""
    if row["author_at"] is None or row["committer_at"] is None or row["author_offset"] is None:
        return None
    return Commit(
        row["author"],
        row["committer"],
        row["author_at"],
        row["author_offset"],
        row["committer_at"],
        len(row["parents"]) > 1,
    )


def weekly(path: Path, who: Who, start_s: int, end_s: int) -> Weeks:
    """The weeks between two instants. The seam: whoever counts differently replaces this function.

    Weeks are UTC weeks of the commit date, when it landed. A week is present when the person authored or committed
    anything, merges included; counts are commits authored, without merges and bots.
    """
    first, last = week_no(start_s), week_no(end_s - 1)
    span = last - first + 1
    weeks = Weeks(first, [False] * span, [0] * span, [0] * span, [], [])
    landed: dict[str, list[int]] = defaultdict(lambda: [0] * span)
    there: dict[str, list[bool]] = defaultdict(lambda: [False] * span)
    for commit in read_history(path):
        if not start_s <= commit.landed_s < end_s:
            continue
        week = week_no(commit.landed_s) - first
        is_author, is_committer = who.is_them(commit.author), who.is_them(commit.committer)
        weeks.present[week] |= is_author or is_committer
        if commit.is_bot:
            continue
        if not commit.is_merge:
            weeks.total[week] += 1
            if not is_author:
                weeks.others[week] += 1
                landed[commit.author_name][week] += 1
        if not is_author:
            there[commit.author_name][week] = True
        if not is_committer:
            there[commit.committer_name][week] = True
    for name in sorted(landed):
        weeks.bundle.append(landed[name])
        weeks.bundle_present.append(there[name])
    return weeks


def months(path: Path, who: Who, first_month: int, last_month: int) -> tuple[list[int], list[int]]:
    """The person's own and everybody's commits by UTC month (12 * year + month - 1), landed, no merges, no bots."""
    own, total = Counter[int](), Counter[int]()
    for commit in read_history(path):
        if commit.is_merge or commit.is_bot:
            continue
        month = month_no(commit.landed_s)
        if month is not None and first_month <= month <= last_month:
            total[month] += 1
            own[month] += who.is_them(commit.author)
    span = range(first_month, last_month + 1)
    return [own[m] for m in span], [total[m] for m in span]


def month_no(at_s: int) -> int | None:
    """Months since the year 0, by the UTC calendar; None outside the calendar."""
    try:
        moment = datetime.fromtimestamp(at_s, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment.year * 12 + moment.month - 1
