"""Weekly series of real people from clones, read with plain git: no practice started in them, so no change is due."""

from __future__ import annotations

import math
import re
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
from msgspec.structs import replace

from podium.core.time import week_start
from podium.experiments.metric import TURN_OF_YEAR
from podium.statistics.compare import LONGEST, MOST_WEEKS_BEFORE, judge
from podium.statistics.series import Series, count_weeks, duration_weeks, raw_level, share_weeks
from podium.statistics.verdict import Verdict

DAY_S, WEEK_S = 86_400, 604_800
FEWEST_COMMITS = 150
FEWEST_WEEKS = 60
MOST_PEOPLE = 25
_FIX = re.compile(r"\b(fix|fixes|fixed|bug|revert|hotfix)\b", re.IGNORECASE)
_BOT = re.compile(r"bot\b|\[bot\]|noreply@github|actions@", re.IGNORECASE)


class RealSeries(msgspec.Struct, frozen=True):
    """One number of one person over all the weeks she was active in.

    Attributes:
        person: the place in the clone's list, never a name.
        name: what is counted.
        series: the weeks, oldest first; the turn of the year is not measured, as in the product.
        days: of what she wrote, the same by days; team: the same of everybody else.
    """

    clone: str
    person: int
    name: str
    series: Series
    days: Series | None = None
    team: Series | None = None


class _Commit(msgspec.Struct, frozen=True):
    author: str
    committer: str
    week: int
    day: int
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
    by_day: dict[int, list[_Commit]] = defaultdict(list)
    for week in weeks:
        for commit in own[week]:
            by_day[commit.day].append(commit)
    days = [(7 * week + n, is_usual) for week, is_usual in zip(weeks, usual, strict=True) for n in range(7)]
    for name, series in told.items():
        if not series.measured or series.events < FEWEST_COMMITS:
            continue
        more: dict[str, Series] = {}
        if name in _COUNTS:
            counts = _COUNTS[name]
            more["days"] = share_weeks(
                (sum(map(counts, by_day[day])), len(by_day[day])) if is_usual else None for day, is_usual in days
            )
            more["team"] = shares((sum(map(counts, others[w])), len(others[w])) for w in weeks)
        yield RealSeries(clone, place, name, series, **more)


_COUNTS: dict[str, Callable[[_Commit], bool]] = {"late": lambda c: c.is_late, "fixes": lambda c: c.is_fix}


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
        day = (int(at_s) - 4 * DAY_S) // DAY_S
        yield _Commit(
            author, committer, week, day, is_late, bool(_FIX.search(subject)), (int(landed_s) - int(at_s)) / 3600
        )


def _offset_s(zone: str) -> int:
    sign = -1 if zone.startswith("-") else 1
    digits = zone.lstrip("+-")
    return sign * (int(digits[:2]) * 3600 + int(digits[2:4]) * 60) if len(digits) >= 4 and digits.isdigit() else 0


RUN_WEEKS = 12
STEP_WEEKS = 5


class Window(msgspec.Struct, frozen=True):
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


def thinned(after: Series, left: float, rng: np.random.Generator, is_on: Sequence[bool] = ()) -> Series:
    """The same weeks with a part of the counted events left: a change that is known to have happened.

    Of durations each is shorter by as much. With `is_on`, only the weeks that are on.
    """
    flags = is_on or (True,) * len(after.weeks)
    weeks = (
        week if week is None or not flag else replace(week, amount=_thinned(week.amount, after.kind, left, rng))
        for week, flag in zip(after.weeks, flags, strict=True)
    )
    return replace(after, weeks=tuple(weeks))


def _thinned(amount: float, kind: str, left: float, rng: np.random.Generator) -> float:
    return amount + math.log(left) if kind == "duration" else float(rng.binomial(round(amount), left))


def is_typical(window: Window) -> bool:
    """A share of 20 to 50 % with 8 to 20 events a week."""
    events = window.before.size / max(1, len(window.before.measured))
    return bool(window.before.size) and 0.2 <= raw_level(window.before) <= 0.5 and 8 <= events <= 20


def answer(window: Window, after: Series, planned: int = RUN_WEEKS, *, has_past: bool = True) -> Verdict:
    """What the product says; less is better."""
    history = window.history if has_past else None
    return judge(window.before, after, better="down", weeks_planned=planned, was_found=True, history=history)
