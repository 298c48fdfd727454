"""What else was tried to see more: on and off weeks and days, the team's shared seasons."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
from bench.effects.real import RUN_WEEKS, STEP_WEEKS, RealSeries, Window, is_typical, thinned, windows_of
from msgspec.structs import replace

from podium.statistics.change import find_change
from podium.statistics.compare import MOST_WEEKS_BEFORE, judge_switched
from podium.statistics.series import Series
from podium.statistics.switch import draw_schedule

FEWEST_BEFORE, FEWEST_AFTER = 60, 20
HALVED = 0.5
CALLED = ("better", "worse")


def power_tries(people: list[RealSeries], most: int) -> Iterator[str]:
    """One line for each: false verdicts, and how often a halving is seen."""
    yield "| tried, on shares of 20 to 50 % with 8 to 20 events a week | false verdicts | a halving seen |"
    yield "|---|---|---|"
    for weeks in (RUN_WEEKS, 2 * RUN_WEEKS):
        yield _line(f"on and off weeks, {weeks} of them", *_switched(people, weeks, most, by_day=False))
    yield _line("on and off days, 12 weeks of them", *_switched(people, RUN_WEEKS, most, by_day=True))
    own, less_team = _seasons(people, most)
    yield _calibrated("26+12, one number of those the team has too", own)
    yield _calibrated("26+12, the same less the team's change, by the slope of the past", less_team)


def _line(name: str, false: Sequence[bool], seen: Sequence[bool]) -> str:
    shares = [f"{100 * sum(flags) / len(flags):.1f} % of {len(flags)}" if flags else "-" for flags in (false, seen)]
    return f"| {name} | {shares[0]} | {shares[1]} |"


def _switched(people: list[RealSeries], weeks: int, most: int, *, by_day: bool) -> tuple[list[bool], list[bool]]:
    """Real stretches in a drawn order, as they were and with a halving in what is on."""
    rng = np.random.default_rng(12)
    per_week = 7 if by_day else 1
    stretches: list[Series] = []
    for one in people:
        whole = one.days if by_day else one.series
        if whole is None or one.series.kind != "share" or (one.days is None) == by_day:
            continue
        for start in range(MOST_WEEKS_BEFORE, len(one.series.weeks) - weeks, STEP_WEEKS):
            before = one.series.between(start - MOST_WEEKS_BEFORE, start)
            if is_typical(Window(before, before, before)):
                stretches.append(whole.between(per_week * start, per_week * (start + weeks)))
    stretches = random.Random("switched").sample(stretches, min(most, len(stretches)))
    false: list[bool] = []
    seen: list[bool] = []
    for n, stretch in enumerate(stretches):
        schedule = draw_schedule(len(stretch.weeks), f"{weeks}{n}")
        idle = judge_switched(stretch, schedule, better="down").result
        if idle == "not enough data":
            continue
        false.append(idle in CALLED)
        halved = thinned(stretch, HALVED, rng, schedule.is_on)
        seen.append(judge_switched(halved, schedule, better="down").result == "better")
    return false, seen


# A statistic of an idle window and of the same with a halving, and which half of the people it belongs to.
Pair = tuple[float, float, int]


def _calibrated(name: str, pairs: list[Pair]) -> str:
    """Each half of the people is judged by the limit that leaves 5 of 100 idle windows of the other half outside."""
    false: list[bool] = []
    seen: list[bool] = []
    for half in (0, 1):
        others = [abs(idle) for idle, _, part in pairs if part != half]
        if not others:
            continue
        limit = float(np.quantile(others, 0.95))
        false += [abs(idle) > limit for idle, _, part in pairs if part == half]
        seen += [planted < -limit for _, planted, part in pairs if part == half]
    return _line(f"{name}, limit from other people", false, seen)


def _distance(window: Window) -> float:
    """The change in half-widths of its interval: beyond one it would be called."""
    change = find_change(window.before, window.after, window.history)
    return change.estimate / max(1e-9, 0.5 * (change.high - change.low))


def _is_enough(window: Window) -> bool:
    return window.before.size >= FEWEST_BEFORE and window.after.size >= FEWEST_AFTER


def _all_windows(series: Series) -> Iterator[Window]:
    """Windows of twelve weeks of the calendar, so that those of several numbers fall together."""
    for start in range(MOST_WEEKS_BEFORE, len(series.weeks) - RUN_WEEKS, STEP_WEEKS):
        before, after = series.between(start - MOST_WEEKS_BEFORE, start), series.between(start, start + RUN_WEEKS)
        yield Window(series.between(0, start), before, after)


def _seasons(people: list[RealSeries], most: int) -> tuple[list[Pair], list[Pair]]:
    """A share alone, and less what the others' same share did in the same weeks."""
    rng = np.random.default_rng(14)
    cases: list[tuple[int, Window, Window]] = []
    for one in people:
        if one.team is None:
            continue
        for own, team in zip(_all_windows(one.series), _all_windows(one.team), strict=True):
            if is_typical(own) and _is_enough(own) and _is_enough(team):
                cases.append((one.person % 2, own, team))
    alone: list[Pair] = []
    less_team: list[Pair] = []
    for half, own, team in random.Random("seasons").sample(cases, min(most, len(cases))):
        slope = _slope(own.history, team.history)
        planted = replace(own, after=thinned(own.after, HALVED, rng))
        shift = slope * find_change(team.before, team.after, team.history).estimate
        distances = [_distance(own), _distance(planted)]
        alone.append((distances[0], distances[1], half))
        widths = [find_change(w.before, w.after, w.history) for w in (own, planted)]
        moved = [(c.estimate - shift) / max(1e-9, 0.5 * (c.high - c.low)) for c in widths]
        less_team.append((moved[0], moved[1], half))
    return alone, less_team


def _slope(own: Series, team: Series) -> float:
    """How much of the team's change was hers too in the windows of the past; between none and all of it."""
    moves: list[tuple[float, float]] = []
    for mine, theirs in zip(windows_of(own), windows_of(team), strict=False):
        if _is_enough(mine) and _is_enough(theirs):
            moves.append(
                (find_change(mine.before, mine.after).estimate, find_change(theirs.before, theirs.after).estimate)
            )
    square = sum(team_move**2 for _, team_move in moves)
    return min(1.0, max(0.0, sum(a * b for a, b in moves) / square)) if square and len(moves) >= 3 else 0.0
