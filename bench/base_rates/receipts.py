"""Receipts of take-back, drawn from histories nobody looked at before, to be read by hand.

Everybody of a history is looked at in turn as podium looks at her: the same candidates, the same lines, the same rules.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from podium.core.automation import kind_of
from podium.core.time import DAY_S
from podium.evidence.commits.rewrites import (
    FRESH_DAYS,
    LEAST_LINES,
    MOST_PATHS,
    is_sweep,
    is_upkeep,
    is_work,
    name_words,
)
from podium.sources.git import Change, Repository, open_repository, read_rewritten

YEARS = 8
AT_ONCE = 20


class Landed(NamedTuple):
    """A change of a person: who wrote it, when it was written and landed, what it says and touches."""

    commit: str
    name: str
    email: str
    wrote_s: int
    at_s: int
    message: str
    paths: tuple[str, ...]


def draw_receipts(
    histories: Sequence[tuple[str, Path]],
    to: Path,
    *,
    read_before: Sequence[Path],
    seed: int,
    each: int,
    wanted: int,
) -> None:
    """Write `each` receipts of each of the first `wanted` histories that have as many and were not read before."""
    written = _histories_in(to)
    known = {name for file in read_before for name in _histories_in(file)} | written
    with to.open("a", encoding="utf-8") as out:
        for name, path in histories:
            if len(written) == wanted:
                return
            if name in known:
                continue
            gathered = list(_gather(path, random.Random(f"{seed} take-back {name}"), each))
            print(f"{name}: {len(gathered)} receipts", file=sys.stderr, flush=True)
            if len(gathered) == each:
                out.write("".join(json.dumps({"history": name, **row}) + "\n" for row in gathered))
                out.flush()
                written.add(name)


def _histories_in(file: Path) -> set[str]:
    return {json.loads(line)["history"] for line in file.read_text().splitlines()} if file.exists() else set()


def _gather(path: Path, rng: random.Random, each: int) -> Iterator[dict[str, str]]:
    landed = _landed(path)
    by_commit = {change.commit: change for change in landed}
    candidates = list(_candidates(landed))
    rng.shuffle(candidates)
    repository, found = open_repository(path), 0
    for start in range(0, len(candidates), AT_ONCE):
        for change in _confirmed(repository, candidates[start : start + AT_ONCE], by_commit):
            yield {"commit": change.commit, "person": f"{change.name} <{change.email}>"}
            found += 1
            if found == each:
                return


def _landed(path: Path) -> list[Landed]:
    """Every change of people in the last years, oldest first."""
    last = subprocess.run(["git", "-C", str(path), "log", "-1", "--format=%ct"], capture_output=True, check=True)
    since = int(last.stdout) - YEARS * 365 * DAY_S
    words = [
        "log",
        "HEAD",
        "--no-merges",
        f"--since={since}",
        "--name-only",
        "--format=%x02%H%x01%an%x01%ae%x01%at%x01%ct%x01%B%x01",
    ]
    told = subprocess.run(
        ["git", "-C", str(path), "-c", "core.quotePath=false", *words], capture_output=True, check=False
    )
    if told.returncode:
        return []  # stored without some of its commits
    changes = []
    for record in told.stdout.decode("utf-8", "surrogateescape").split("\x02")[1:]:
        head, _, paths = record.rpartition("\x01")
        commit, name, email, wrote, at, message = [*head.split("\x01", 5), *[""] * 5][:6]
        if message and kind_of(name, email)[0] == "human":
            touched = tuple(line for line in paths.split("\n") if line)
            changes.append(Landed(commit, name, email.lower(), int(wrote), int(at), message.strip(), touched))
    return sorted(changes, key=lambda change: (change.at_s, change.commit))


def _candidates(landed: Sequence[Landed]) -> Iterator[tuple[Landed, list[str]]]:
    """Changes with the files of which another person changed something in the fourteen days before."""
    recent: deque[Landed] = deque()
    for change in landed:
        while recent and recent[0].at_s <= change.at_s - FRESH_DAYS * DAY_S:
            recent.popleft()
        if len(change.paths) <= MOST_PATHS and not is_upkeep(change.message.partition("\n")[0]):
            active = len({other.name for other in recent} | {change.name})
            touched = {p: {o.name for o in recent if p in o.paths} for p in change.paths if is_work(p)}
            fresh = [
                p for p, people in touched.items() if people - {change.name} and not _is_everybodys(people, active)
            ]
            if fresh:
                yield change, fresh
        recent.append(change)


def _is_everybodys(people: set[str], active: int) -> bool:
    return len(people) >= 3 and 2 * len(people) >= active


def _confirmed(
    repository: Repository, candidates: Sequence[tuple[Landed, list[str]]], by_commit: dict[str, Landed]
) -> Iterator[Landed]:
    asked = [Change(c.commit, path, c.at_s - FRESH_DAYS * DAY_S) for c, paths in candidates for path in paths]
    answers = read_rewritten(repository, asked)
    for change, paths in candidates:
        lines = [
            sum(
                n
                for origin, n in (answers[change.commit, path] or {}).items()
                if _is_anothers(origin, change, by_commit)
            )
            for path in paths
        ]
        if max(lines) >= LEAST_LINES:
            yield change


def _is_anothers(origin: str, change: Landed, by_commit: dict[str, Landed]) -> bool:
    other = by_commit.get(origin)
    return (
        other is not None
        and name_words(other.name) != name_words(change.name)
        and other.email != change.email
        and abs(change.wrote_s - other.wrote_s) <= FRESH_DAYS * DAY_S
        and len(other.paths) <= MOST_PATHS
        and not is_sweep(other.message)
        and not _names(change.message, other)
        and f"<{change.email}>" not in other.message.lower()
    )


def _names(message: str, other: Landed) -> bool:
    """Whether a message names somebody as a co-author."""
    together = [line.partition(":")[2] for line in message.split("\n") if line.lower().startswith("co-authored-by:")]
    return any(
        other.email in line.lower() or name_words(line.partition("<")[0]) == name_words(other.name) for line in together
    )
