"""Weekly series of real people from clones, read with plain git: no practice started in them, so no change is due."""

from __future__ import annotations

import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from podium.core.time import week_start
from podium.experiments.metric import TURN_OF_YEAR
from podium.statistics.compare import LONGEST, MOST_WEEKS_BEFORE, judge
from podium.statistics.design import find_smallest_visible
from podium.statistics.series import Series, count_weeks, duration_weeks, raw_level, share_weeks

DAY_S, WEEK_S = 86_400, 604_800
FEWEST_COMMITS = 150
FEWEST_WEEKS = 60
MOST_PEOPLE = 25
_FIX = re.compile(r"\b(fix|fixes|fixed|bug|revert|hotfix)\b", re.IGNORECASE)
_BOT = re.compile(r"bot\b|\[bot\]|noreply@github|actions@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RealSeries:
    """One number of one person over all the weeks she was active in.

    Attributes:
        person: the place in the clone's list, never a name.
        name: what is counted.
        series: the weeks, oldest first; the turn of the year is not measured, as in the product.
    """

    clone: str
    person: int
    name: str
    series: Series


@dataclass(frozen=True, slots=True)
class _Commit:
    author: str
    committer: str
    week: int
    is_late: bool
    is_fix: bool
    hours: float


def read_people(clone: Path) -> Iterator[RealSeries]:
    """Every number of everybody with enough commits, most commits first."""
    commits = [commit for commit in _commits(clone) if not _BOT.search(commit.author)]
    totals = Counter(commit.author for commit in commits)
    people = [author for author, total in totals.most_common(MOST_PEOPLE) if total >= FEWEST_COMMITS]
    for place, author in enumerate(people):
        weeks = [commit.week for commit in commits if commit.author == author]
        first, last = min(weeks), max(weeks)
        if last - first >= FEWEST_WEEKS:
            yield from _numbers(clone.parent.name, place, author, commits, (first, last))


def _numbers(
    clone: str, place: int, author: str, commits: list[_Commit], span: tuple[int, int]
) -> Iterator[RealSeries]:
    first, last = span
    own: dict[int, list[_Commit]] = defaultdict(list)
    others: dict[int, list[_Commit]] = defaultdict(list)
    for commit in commits:
        if first <= commit.week <= last:
            (own if commit.author == author else others)[commit.week].append(commit)
    weeks = range(first, last + 1)
    usual = [week_start(week).isocalendar().week not in TURN_OF_YEAR for week in weeks]

    def shares(pairs: Iterator[tuple[int, int]]) -> Series:
        return share_weeks(pair if is_usual else None for pair, is_usual in zip(pairs, usual, strict=True))

    told = {
        "late": shares((sum(c.is_late for c in own[w]), len(own[w])) for w in weeks),
        "fixes": shares((sum(c.is_fix for c in own[w]), len(own[w])) for w in weeks),
        "own": shares((len(own[w]), len(own[w]) + len(others[w])) for w in weeks),
        "landed": shares((sum(c.committer == author for c in others[w]), len(others[w])) for w in weeks),
        "commits": count_weeks(len(own[w]) if is_usual else None for w, is_usual in zip(weeks, usual, strict=True)),
        "nights": count_weeks(
            sum(c.is_late for c in own[w]) if is_usual else None for w, is_usual in zip(weeks, usual, strict=True)
        ),
        "landing": duration_weeks(
            [c.hours for c in own[w] if c.hours > 0.05] if is_usual else None
            for w, is_usual in zip(weeks, usual, strict=True)
        ),
    }
    for name, series in told.items():
        if series.measured and series.events >= FEWEST_COMMITS:
            yield RealSeries(clone, place, name, series)


def _commits(clone: Path) -> Iterator[_Commit]:
    form = "%aN%x09%cN%x09%at%x09%ct%x09%ad%x09%s"
    listed = subprocess.run(
        ["git", "-C", str(clone), "log", "--no-merges", "--all", f"--format={form}", "--date=raw"],
        check=True,
        capture_output=True,
    )
    for line in listed.stdout.decode("utf-8", "replace").splitlines():
        parts = line.split("\t", 5)
        if len(parts) < 6 or not parts[2].isdigit():
            continue
        author, committer, at_s, landed_s, raw, subject = parts
        zone = raw.split()[-1]
        local = datetime.fromtimestamp(int(at_s) + _offset_s(zone), UTC)
        is_late = local.weekday() >= 5 or not 9 <= local.hour < 18
        week = (int(at_s) - 4 * DAY_S) // WEEK_S
        yield _Commit(author, committer, week, is_late, bool(_FIX.search(subject)), (int(landed_s) - int(at_s)) / 3600)


def _offset_s(zone: str) -> int:
    sign = -1 if zone.startswith("-") else 1
    digits = zone.lstrip("+-")
    return sign * (int(digits[:2]) * 3600 + int(digits[2:4]) * 60) if len(digits) >= 4 and digits.isdigit() else 0


RUN_WEEKS = 12
STEP_WEEKS = 5
MOST_WINDOWS = 500
PROMISES = 12
GAPS = {"none": (0, 0), "1 to 2": (1, 2), "3 to 6": (3, 6), "7 and more": (7, 26)}


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch without a practice: all weeks up to its start, and those after it until enough are measured."""

    history: Series
    before: Series
    after: Series


def windows_of(series: Series, measured: int = RUN_WEEKS) -> Iterator[Window]:
    """Every fifth window of a series, as the product would take it."""
    for start in range(MOST_WEEKS_BEFORE, len(series.weeks) - measured, STEP_WEEKS):
        stop = start
        while stop < min(len(series.weeks), start + LONGEST * measured):
            stop += 1
            if len(series.between(start, stop).measured) == measured:
                before = series.between(start - MOST_WEEKS_BEFORE, start)
                yield Window(series.between(0, start), before, series.between(start, stop))
                break


def thinned(after: Series, left: float, rng: np.random.Generator) -> Series:
    """The same weeks with a part of the counted events left: a change that is known to have happened."""
    weeks = (
        None if week is None else replace(week, amount=float(rng.binomial(round(week.amount), left)))
        for week in after.weeks
    )
    return replace(after, weeks=tuple(weeks))


def real_tables(clones: list[Path]) -> str:
    """False verdicts, halvings seen, one-week verdicts and promises by empty weeks, on the people of these clones."""
    rng = np.random.default_rng(15)
    people = [number for clone in clones for number in read_people(clone)]
    lines = ["| numbers | windows | false verdicts (%) | a halving seen (%) |", "|---|---|---|---|"]
    for kind in ("share", "count", "duration"):
        windows = [w for one in people if one.series.kind == kind for w in windows_of(one.series)]
        windows = [windows[place] for place in rng.permutation(len(windows))[:MOST_WINDOWS]]
        results = [_result(window, window.after) for window in windows]
        judged = [result for result in results if result != "not enough data"]
        false = sum(result in {"better", "worse"} for result in judged)
        fits = [w for w in windows if kind == "count" or (kind == "share" and _is_typical(w))]
        seen = [_result(w, thinned(w.after, 0.5, rng)) for w in fits]
        halved = f"{_percent(seen.count('better'), len(seen))} of {len(seen)}"
        lines.append(f"| {kind} | {len(judged)} | {_percent(false, len(judged))} | {halved} |")
    shares = [w for one in people if one.series.kind == "share" for w in windows_of(one.series, 8)]
    shares = [shares[place] for place in rng.permutation(len(shares))]
    lines += ["", "| empty weeks before | promises | printed (of 100) | seen (of 100) |", "|---|---|---|---|"]
    lines += [_promise_line(name, bounds, shares, rng) for name, bounds in GAPS.items()]
    return "\n".join(lines)


def _promise_line(name: str, bounds: tuple[int, int], shares: list[Window], rng: np.random.Generator) -> str:
    printed: list[float] = []
    seen: list[float] = []
    for window in shares:
        empty = sum(week is None for week in window.before.weeks)
        if not bounds[0] <= empty <= bounds[1] or len(printed) >= PROMISES:
            continue
        promise = find_smallest_visible(window.before, 8, better="down", history=window.history, seed="real")
        if promise.change is None or promise.level is None:
            continue
        left = max(0.0, (promise.level + promise.change) / promise.level)
        # Her own weeks before the window, in any order of their own, are what comes next without a change.
        runs = [thinned(window.after, left * promise.level / max(raw_level(window.after), promise.level), rng)]
        printed.append(0.5 * (promise.power + promise.most))
        seen.append(sum(_result(window, run, 8) == "better" for run in runs) / len(runs))
    if not printed:
        return f"| {name} | 0 | - | - |"
    return f"| {name} | {len(printed)} | {100 * np.mean(printed):.0f} | {100 * np.mean(seen):.0f} |"


def _is_typical(window: Window) -> bool:
    """A share of 20 to 50 % with 8 to 20 events a week."""
    events = window.before.size / max(1, len(window.before.measured))
    return bool(window.before.size) and 0.2 <= raw_level(window.before) <= 0.5 and 8 <= events <= 20


def _result(window: Window, after: Series, planned: int = RUN_WEEKS) -> str:
    return judge(
        window.before, after, better="down", weeks_planned=planned, was_found=True, history=window.history
    ).result


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"
