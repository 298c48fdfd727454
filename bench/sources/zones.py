"""How often the clock that commits tell is the right one, on clones given: `python -m bench.sources.zones CLONE...`

Two trials for everybody with enough commits from an own machine. Held out: two of twenty random parts of the commits are
read by the clock of the other parts. Browser: merges pressed on the host's page, which record the browser's offset and
are never used to infer, are read by the clock of the person's commits.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from podium.core.time import offset_in
from podium.evidence.views.home_zone import LEAST, Commits, HomeClock

WEB = "noreply@github.com"
PARTS, TRIED = 20, 2


class Commit(NamedTuple):
    """What git recorded: author, instant, offset in minutes, whether the host made it, and how many parents."""

    author: str
    at_s: int
    offset_min: int
    is_web: bool
    parents: int


def commits(clone: str) -> Iterator[Commit]:
    """Every commit of every branch."""
    shape = "--format=%aE%x00%at%x00%ad%x00%cE%x00%P"
    asked = ["git", "-C", clone, "log", "--all", "--use-mailmap", shape, "--date=format:%z"]
    for line in subprocess.run(asked, capture_output=True, check=True).stdout.decode(errors="replace").splitlines():
        author, at, zone, committer, parents = line.split("\0")
        minutes = int(zone[1:3]) * 60 + int(zone[3:5])
        yield Commit(
            author.lower(), int(at), -minutes if zone[0] == "-" else minutes, committer == WEB, len(parents.split())
        )


def judge(seen: Counter[str], trial: str, clock: HomeClock, asked: Sequence[tuple[int, int]]) -> None:
    """Read each instant by a clock and count what came of it against the recorded offset."""
    for at, recorded in asked:
        place, _ = clock.place_at(at)
        seen[f"{trial} asked"] += 1
        if not place:
            continue
        told = offset_in(place, at) or 0
        seen[f"{trial} told"] += 1
        seen[f"{trial} right"] += told == recorded
        seen[f"{trial} nights"] += is_night(at, told)
        seen[f"{trial} false nights"] += is_night(at, told) and not is_night(at, recorded)


def is_night(at_s: int, offset_min: int) -> bool:
    """Whether the local hour lies between 22:00 and 06:00."""
    return (at_s // 60 + offset_min) // 60 % 24 not in range(6, 22)


def tried(clone: str) -> Counter[str]:
    """Both trials over one clone."""
    own, web = defaultdict[str, list[tuple[int, int]]](list), defaultdict[str, list[tuple[int, int]]](list)
    for one in commits(clone):
        if not one.is_web:
            own[one.author].append((one.at_s, one.offset_min))
        elif one.parents > 1 and one.offset_min:
            web[one.author].append((one.at_s, one.offset_min))
    seen, dice = Counter[str](), random.Random(1)
    for author, kept in own.items():
        if len(kept) < LEAST:
            continue
        seen["people"] += 1
        judge(seen, "browser", HomeClock("", {}, Commits(kept)), web[author])
        dice.shuffle(kept)
        parts = [kept[n::PARTS] for n in range(PARTS)]
        for out in range(TRIED):
            rest = [one for n, part in enumerate(parts) if n != out for one in part]
            judge(seen, "held out", HomeClock("", {}, Commits(rest)), parts[out])
    return seen


def main(clones: Sequence[str]) -> None:
    """Print one line for each clone and trial."""
    whole = Counter[str]()
    for clone in clones:
        whole += (seen := tried(clone))
        show(clone, seen)
    show("all", whole)


def show(name: str, seen: Counter[str]) -> None:
    """Counts and shares of one clone."""
    print(f"{name}: {seen['people']} people with {LEAST} commits or more")
    for trial in ("held out", "browser"):
        asked, told, nights = (seen[f"{trial} {what}"] for what in ("asked", "told", "nights"))
        if told:
            print(
                f"  {trial:<9} asked {asked:>6}  told {told / asked:6.1%}  right {seen[f'{trial} right'] / told:6.1%}"
                f"  nights {nights:>5}, false {seen[f'{trial} false nights'] / max(1, nights):.1%}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
