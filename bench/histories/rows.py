"""The rows of the tables 10.1, 10.3 and 10.4, computed from one clone for one person."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

from bench.histories.changepoint import change_point
from bench.histories.history import Commit, Weeks, Who, month_no, months, read_history, weekly
from bench.pooled import two_proportion_z

from podium.core.time import DAY_S, minute_of_week
from podium.statistics.absence_test import Absence, absence_test, placebo_ratios

YEAR_S = 365 * DAY_S
CORE_SHARE = 0.05
SEARCH_MONTHS = (-18, 12)
NOTABLE_Z = 2.6

Value = float | int | str | None


def absence_row(path: Path, who: Who, start_s: int, end_s: int) -> dict[str, Value]:
    """A row of 10.3."""
    return read_absence(weekly(path, who, start_s, end_s))


def read_absence(weeks: Weeks) -> dict[str, Value]:
    """The same from the weekly counts alone."""
    answer = absence_test(
        weeks.first_week,
        weeks.present,
        weeks.others,
        weeks.bundle,
        weeks.total,
        bundle_present=weeks.bundle_present,
    )
    if answer is None:
        return {"reading": "insufficient"}
    return _absence_values(answer, placebo_ratios(weeks.first_week, weeks.bundle, weeks.total, weeks.bundle_present))


def _absence_values(answer: Absence, people: list[float]) -> dict[str, Value]:
    return {
        "present": answer.present_weeks,
        "absent": answer.absent_weeks,
        "naive": answer.naive,
        "detrended": answer.detrended,
        "p": answer.p,
        # The product keeps quiet about fewer than three people; the guide's table prints one.
        "placebo": median(people),
        "placebo_n": answer.placebo_n,
        "index": answer.index,
        "reading": answer.reading,
    }


def before_after_row(path: Path, who: Who, date_s: int) -> dict[str, list[Value] | Value]:
    """A row of 10.1: twelve months on each side of a date, and where the share changed most."""
    history = read_history(path)
    earlier = _year(history, who, date_s - 2 * YEAR_S)
    before, after = _year(history, who, date_s - YEAR_S), _year(history, who, date_s)
    row: dict[str, list[Value] | Value] = {name: [before[name], after[name]] for name in before}
    row["own_earlier"] = earlier["own"]
    row["merges_earlier"] = earlier["merges"]
    row["hhi_earlier"] = earlier["hhi"]
    return row | _change(path, who, date_s)


def _year(history: tuple[Commit, ...], who: Who, start_s: int) -> dict[str, Value]:
    people, merges, own_merges = Counter[str](), 0, 0
    for commit in history:
        if not start_s <= commit.landed_s < start_s + YEAR_S or commit.is_bot:
            continue
        is_own = who.is_them(commit.author)
        if commit.is_merge:
            merges += 1
            own_merges += is_own
        else:
            people["" if is_own else commit.author_name] += 1
    whole = people.total()
    return {
        "own": people[""] / whole if whole else None,
        "merges": own_merges / merges if merges else None,
        "own_merges": own_merges,
        "all_merges": merges,
        "hhi": sum(n * n for n in people.values()) / whole**2 if whole else None,
        "core": sum(n >= CORE_SHARE * whole for n in people.values() if n),
        "authors": sum(1 for n in people.values() if n),
        "commits": whole,
    }


def _change(path: Path, who: Who, date_s: int) -> dict[str, Value]:
    at = month_no(date_s)
    if at is None:
        return {}
    first, last = (at + far for far in SEARCH_MONTHS)
    own, total = months(path, who, first - 6, last + 5)
    row: dict[str, Value] = {}
    for direction in ("fall", "rise"):
        change = change_point(own, total, first=6, last=6 + last - first, direction=direction)
        row[direction] = None if change is None else change.at - 6 + first - at
        row[f"{direction}_is_thin"] = None if change is None else str(change.is_thin).lower()
        row[f"{direction}_size"] = None if change is None else abs(change.change)
    return row


def hours_row(path: Path, who: Who, date_s: int) -> dict[str, list[Value] | Value]:
    """A row of 10.4: weekends and nights by the person's own clock, the year before a date and the year before that."""
    history = read_history(path)
    counts = [_odd_hours(history, who, date_s - years * YEAR_S) for years in (2, 1)]
    row: dict[str, list[Value] | Value] = {"n": [n for n, _, _ in counts]}
    notable = []
    for name, place in (("weekend", 1), ("night", 2)):
        z = two_proportion_z(counts[0][place], counts[0][0], counts[1][place], counts[1][0])
        row[name] = [count[place] / count[0] if count[0] else None for count in counts]
        row[f"{name}_z"] = z
        notable.append(z is not None and z >= NOTABLE_Z)
    row["says"] = "changed" if any(notable) else "silent"
    return row


def _odd_hours(history: tuple[Commit, ...], who: Who, start_s: int) -> tuple[int, int, int]:
    whole = weekend = night = 0
    for commit in history:
        if commit.is_merge or not start_s <= commit.landed_s < start_s + YEAR_S or not who.is_them(commit.author):
            continue
        weekday, of_day = divmod(minute_of_week(commit.wrote_s, commit.wrote_east_min), 1440)
        whole += 1
        weekend += weekday >= 5
        night += not 6 * 60 <= of_day < 22 * 60
    return whole, weekend, night
