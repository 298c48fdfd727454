"""How much of an own share hangs on names that may be automation, in the drawn months of the most active people."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bench.base_rates.read import DAYS
from bench.histories.history import git

from podium.core.automation import Habits, habits_of, is_doubtful, kind_of
from podium.core.time import DAY_S
from podium.evidence.people.book import split

NOTABLE = 0.05


@dataclass(frozen=True)
class _Change:
    author: str
    landed_s: int
    is_merge: bool
    subject: str


@dataclass(frozen=True)
class Hanging:
    """A doubtful name in one month: how it is counted, and the own share with it as a person and without."""

    history: str
    month: str
    counted_as: str
    beside: float
    alone: float


@lru_cache(maxsize=1)
def _changes(path: Path) -> tuple[_Change, ...]:
    said = git(path, "log", "HEAD", "--format=%an <%ae>%x01%ct%x01%p%x01%s").decode("utf-8", "replace")
    rows = [line.split("\x01", 3) for line in said.split("\n") if line.count("\x01") >= 3]
    return tuple(_Change(author, int(at), " " in parents, subject) for author, at, parents, subject in rows)


@lru_cache(maxsize=1)
def _doubtful(path: Path) -> dict[str, Habits]:
    by_author: dict[str, list[tuple[str, bool, int]]] = defaultdict(list)
    for change in _changes(path):
        if is_doubtful(*split(change.author)):
            by_author[change.author].append((change.subject, change.is_merge, change.landed_s))
    return {author: habits_of(changes) for author, changes in by_author.items()}


def hanging(clones: Path, rows: Path) -> tuple[list[Hanging], int]:
    """Every doubtful name on which more than five points hang, and how many months were looked at."""
    looks = [json.loads(line) for line in rows.read_text(encoding="utf-8").split("\n") if line]
    busiest = [look for look in looks if look["busiest"]]
    found: list[Hanging] = []
    for look in sorted(busiest, key=lambda one: (one["history"], one["month"])):
        path = clones / look["history"].replace("/", "+") / "repo"
        end_s = (date.fromisoformat(look["month"]) - date(1970, 1, 1)).days * DAY_S + DAY_S
        month = [c for c in _changes(path) if not c.is_merge and end_s - DAYS * DAY_S <= c.landed_s < end_s]
        counts = Counter(change.author for change in month)
        habits = _doubtful(path)
        kinds = {author: kind_of(*split(author), habits.get(author))[0] for author in counts}
        person = split(look["person"])[0]
        own = sum(count for author, count in counts.items() if split(author)[0] == person)
        people = sum(count for author, count in counts.items() if kinds[author] == "human")
        for author in sorted(counts.keys() & habits.keys()):
            known = kind_of(*split(author))[0]
            rest = people - counts[author] * (kinds[author] == "human")
            if known == "human" and own and rest and own / rest - own / (rest + counts[author]) > NOTABLE:
                found.append(
                    Hanging(look["history"], look["month"], kinds[author], own / (rest + counts[author]), own / rest)
                )
    return found, len(busiest)


def print_hanging(clones: Path, rows: Path) -> None:
    """The table of docs/why/base-rates.md; names stay out."""
    found, months = hanging(clones, rows)
    print(f"{months} months of the most active person; {len(found)} doubtful names with more than five points\n")
    print("| history | month | counted as | own share with it as a person | without |\n|---|---|---|---|---|")
    for one in found:
        print(
            f"| {one.history} | {one.month} | {one.counted_as} | {100 * one.beside:.0f} % | {100 * one.alone:.0f} % |"
        )
