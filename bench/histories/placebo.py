"""How often the absence test accuses people whose absence does nothing: `python -m bench.histories --placebo PATH...`.

The people are strangers to the work: the presence of one history's people is laid over the counts of another, so that
nothing can depend on them. Their leave is drawn: one or two times two weeks, once three weeks, or an August.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.histories.history import Commit, read_history

from podium.core.time import WEEK_S, week_no, week_start
from podium.statistics.absence_test import absence_test

SPAN = 104
LEAVES = ("inferred only", "1 x 2 weeks", "2 x 2 weeks", "1 x 3 weeks", "August")
TEAMS = ("whole team", "five to eight")
TOLD = {"dependent", "partly", "resilient"}


@dataclass(frozen=True)
class Team:
    """Two years of one history: counts and presence of each person by week, numbers only."""

    first_week: int
    landed: list[list[int]]
    there: list[list[bool]]


def teams(path: Path) -> Iterator[Team]:
    """Every second year of a history's last eight, as two-year windows with at least five people."""
    commits = [c for c in read_history(path) if not c.is_bot]
    last = week_no(max(c.landed_s for c in commits))
    for back in range(0, 4 * SPAN, SPAN):
        first = last - back - SPAN
        landed: dict[str, list[int]] = defaultdict(lambda: [0] * SPAN)
        there: dict[str, list[bool]] = defaultdict(lambda: [False] * SPAN)
        for commit in commits:
            week = week_no(commit.landed_s) - first
            if not 0 <= week < SPAN:
                continue
            there[commit.author_name][week] = there[commit.committer_name][week] = True
            landed[commit.author_name][week] += not commit.is_merge
        names = sorted(landed, key=lambda name: (-sum(landed[name]), name))
        if len(names) >= 5:
            yield Team(first, [landed[n] for n in names], [there[n] for n in names])


def count(paths: Sequence[Path], *, seed: int, each: int) -> dict[tuple[str, str], Counter[str]]:
    """Readings by team and leave: strangers' presence over each team's counts, `each` people a team and row."""
    rng = random.Random(seed)
    known = [team for path in paths for team in teams(path)]
    strangers = [(n, row) for n, team in enumerate(known) for row in team.there[:8] if sum(row) >= SPAN // 4]
    readings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for number, team in enumerate(known):
        for kind in TEAMS:
            for leave in LEAVES:
                for _ in range(each):
                    present = list(rng.choice([row for n, row in strangers if n != number]))
                    readings[kind, leave][_reading(team, kind, leave, present, rng)] += 1
    return readings


def _reading(team: Team, kind: str, leave: str, present: list[bool], rng: random.Random) -> str:
    size = len(team.landed) if kind == "whole team" else rng.randint(5, 8)
    people = list(range(min(size, len(team.landed))))
    declared = _leave(team.first_week, leave, rng)
    here = [there and not is_away for there, is_away in zip(present, declared, strict=True)]
    bundle = [team.landed[k] for k in people]
    others = [sum(week) for week in zip(*bundle, strict=True)]
    total = [n + there for n, there in zip(others, here, strict=True)]
    answer = absence_test(
        team.first_week, here, others, bundle, total, declared, 400, bundle_present=[team.there[k] for k in people]
    )
    return answer.reading if answer is not None else "insufficient"


def _leave(first_week: int, leave: str, rng: random.Random) -> list[bool]:
    weeks = [False] * SPAN
    if leave == "August":
        return [week_start(first_week + w).month == 8 for w in range(SPAN)]
    times, length = {"1 x 2 weeks": (1, 2), "2 x 2 weeks": (2, 2), "1 x 3 weeks": (1, 3)}.get(leave, (0, 0))
    for _ in range(times):
        start = rng.randrange(SPAN - length)
        weeks[start : start + length] = [True] * length
    return weeks


def table(paths: Sequence[Path], *, seed: int, each: int) -> str:
    """The rows of docs/why/absence-test.md."""
    readings = count(paths, seed=seed, each=each)
    lines = [
        f"placebo people of {len(paths)} histories, seed {seed}: per cent of those whose absence does nothing",
        "| team | leave | people | red | amber | resilient | cannot tell | too little |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (kind, leave), found in sorted(readings.items()):
        n = found.total()
        shares = [100 * found[word] / n for word in ("dependent", "partly", "resilient")]
        untold = 100 * (found["cannot tell"] + found["nobody to compare with"]) / n
        row = [*shares, untold, 100 * found["insufficient"] / n]
        lines.append(f"| {kind} | {leave} | {n} | " + " | ".join(f"{share:.1f}" for share in row) + " |")
    return "\n".join(lines)


def crossings(paths: Sequence[Path], *, shifts: int = 12) -> tuple[int, int]:
    """How often what a history's busiest person is told changes when the last day moves back by a week.

    The three reasons for telling nothing are told alike.
    """
    changed = asked = 0
    for path in paths:
        commits = [c for c in read_history(path) if not c.is_bot]
        end = max(c.landed_s for c in commits)
        recent = Counter(c.author_name for c in commits if c.landed_s >= end - SPAN * WEEK_S and not c.is_merge)
        who = min(recent, key=lambda name: (-recent[name], name))
        before = ""
        for shift in range(shifts + 1):
            reading = _one(commits, who, week_no(end) - shift)
            reading = reading if reading in TOLD else "nothing"
            changed += bool(before) and reading != before
            asked += bool(before)
            before = reading
    return changed, asked


def _one(commits: Sequence[Commit], who: str, last: int) -> str:
    first = last - SPAN
    landed: dict[str, list[int]] = defaultdict(lambda: [0] * SPAN)
    there: dict[str, list[bool]] = defaultdict(lambda: [False] * SPAN)
    for commit in commits:
        week = week_no(commit.landed_s) - first
        if 0 <= week < SPAN:
            there[commit.author_name][week] = there[commit.committer_name][week] = True
            landed[commit.author_name][week] += not commit.is_merge
    names = sorted(set(landed) - {who})
    bundle = [landed[n] for n in names]
    others = [sum(week) for week in zip(*bundle, strict=True)] if bundle else [0] * SPAN
    total = [a + b for a, b in zip(others, landed[who], strict=True)]
    answer = absence_test(first, there[who], others, bundle, total, None, 400, bundle_present=[there[n] for n in names])
    return answer.reading if answer is not None else "insufficient"
