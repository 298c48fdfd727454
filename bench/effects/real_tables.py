"""Placebo and planted windows of real people, judged by the product's own judge; no practice started in any of them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from bench.effects.interval import say_rate
from bench.effects.more_power import power_tries
from bench.effects.real import RealSeries, Window, answer, is_typical, read_people, thinned, windows_of
from bench.effects.several import several_promises, several_tries
from bench.pooled import two_proportion_z
from msgspec.structs import replace

from podium.statistics.change import PAST_WEEKS
from podium.statistics.design import find_smallest_visible
from podium.statistics.rise import RISE_TAIL, chance_of_rise
from podium.statistics.series import Series, Week, raw_level
from podium.statistics.verdict import Verdict, raw_change

LIST = Path(__file__).parents[1] / "base_rates" / "histories.txt"
SEED = 20261130
MOST_WINDOWS = 300
# One promise is as much work as ten windows.
WINDOWS_A_PROMISE = 10
FUTURES = 6
GAPS = {"none": (0, 0), "1 to 2": (1, 2), "3 to 6": (3, 6), "7 and more": (7, 26)}
CALLED = ("better", "worse")
RISE_WEEKS, RISE_BEFORE = 4, 26


def drawn() -> list[str]:
    """The public histories of the list that was written down first, in the order of the seed."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    random.Random(SEED).shuffle(names)
    return names


def real_tables(clones: list[Path], numbers: Sequence[int], most: int = MOST_WINDOWS) -> Iterator[str]:
    """The sections that were asked for, each as soon as it is counted, from at most so many windows a line."""
    people = [number for clone in clones for number in read_people(clone)]
    persons = len({(one.clone, one.person) for one in people})
    yield f"{persons} people of {len(clones)} histories: {', '.join(clone.parent.name for clone in clones)}"
    windows = {
        kind: _some([w for one in people if one.series.kind == kind for w in windows_of(one.series)], most, kind)
        for kind in ("share", "count", "duration")
    }
    sections: dict[int, Callable[[], Iterator[str]]] = {
        4: lambda: _promises(people, max(4, most // WINDOWS_A_PROMISE)),
        5: lambda: _agreement(windows),
        7: lambda: _one_week(windows["share"]),
        9: lambda: _rises(people, most),
        11: lambda: _power(windows, people, most),
    }
    for number in numbers:
        yield f"\n## {number}"
        yield from sections[number]()


def _some(windows: list[Window], most: int, seed: str) -> list[Window]:
    return random.Random(seed).sample(windows, min(most, len(windows)))


def percent(flags: Sequence[bool]) -> str:
    """How many of how many, in words."""
    return say_rate(flags)


def _promises(people: list[RealSeries], most: int) -> Iterator[str]:
    """The printed range beside what is seen when exactly the printed change is planted into the weeks that came."""
    yield "| empty weeks of 26 | promises | printed (of 100) | seen (of 100) |"
    yield "|---|---|---|---|"
    shares = [w for one in people if one.series.kind == "share" for w in windows_of(one.series, 8)]
    random.Random("promises").shuffle(shares)
    for name, (fewest_empty, most_empty) in GAPS.items():
        fits = (w for w in shares if fewest_empty <= sum(week is None for week in w.before.weeks) <= most_empty)
        yield _promise_line(name, fits, most)
    yield ""
    yield from several_promises(people, most)


def _promise_line(name: str, windows: Iterator[Window], most: int) -> str:
    rng = np.random.default_rng(4)
    ends: list[tuple[float, float]] = []
    seen: list[bool] = []
    for window in windows:
        promise = find_smallest_visible(window.before, 8, better="down", history=window.history, seed="real")
        if promise.change is None or not promise.level:
            continue
        left = max(0.0, 1.0 + promise.change / promise.level)
        runs = [answer(window, thinned(window.after, left, rng), 8).result for _ in range(FUTURES)]
        ends.append((promise.power, promise.most))
        seen += [result == "better" for result in runs]
        if len(ends) == most:
            break
    if not seen:
        return f"| {name} | 0 | - | - |"
    low, high = (100 * float(np.mean([end[side] for end in ends])) for side in (0, 1))
    return f"| {name} | {len(ends)} | {low:.0f} to {high:.0f} | {say_rate(seen, FUTURES)} |"


def _agreement(windows: dict[str, list[Window]]) -> Iterator[str]:
    """Levels, change, interval and the count of the past, each worked out a second time."""
    yield (
        "| numbers | windows | change is no difference of the levels | outside its interval | past counted otherwise "
        "| windows of the past, and worth |"
    )
    yield "|---|---|---|---|---|---|"
    for kind, some in windows.items():
        told = [(w, v) for w in some if (v := answer(w, w.after)).estimate is not None]
        differs = [abs((v.estimate or 0.0) - raw_change(w.before, w.after)) > 1e-9 for w, v in told]
        outside = [not (v.low or 0.0) - 1e-9 <= (v.estimate or 0.0) <= (v.high or 0.0) + 1e-9 for _, v in told]
        pasts = [(_recount(w), _said_past(v)) for w, v in told]
        wrong = [said is not None and said[:2] != counted for counted, said in pasts]
        spoken = [said for _, said in pasts if said is not None]
        mean = [float(np.mean([said[n] for said in spoken])) for n in (1, 2)] if spoken else [0.0, 0.0]
        yield (
            f"| {kind} | {len(told)} | {sum(differs)} | {sum(outside)} | {sum(wrong)} of {len(spoken)} | "
            f"{mean[0]:.0f}, worth {mean[1]:.1f} |"
        )


def _recount(window: Window) -> tuple[int, int]:
    """Windows of the last two years that moved as far, counted with plain sums."""
    weeks = window.history.weeks[-PAST_WEEKS:]
    first, second = len(window.before.weeks), len(window.after.weeks)
    size = abs(_difference(window.before, window.after))
    moves: list[float] = []
    for start in range(len(weeks) - first - second + 1):
        sides = (
            replace(window.before, weeks=weeks[start : start + first]),
            replace(window.before, weeks=weeks[start + first : start + first + second]),
        )
        if all(2 * len(side.measured) >= len(side.weeks) for side in sides):
            moves.append(abs(_difference(*sides)))
    return sum(move >= size - 1e-9 for move in moves), len(moves)


def _difference(before: Series, after: Series) -> float:
    places: list[float] = []
    for side in (before, after):
        if side.kind == "duration":
            places.append(sum(w.amount * w.size for w in side.measured) / side.size)
        elif side.kind == "count":
            places.append(math.log((side.amount + 0.5) / side.size))
        else:
            places.append(math.log((side.amount + 0.5) / (side.size - side.amount + 0.5)))
    return places[1] - places[0]


def _said_past(verdict: Verdict) -> tuple[int, int, int] | None:
    """What the printed sentence says: how many, of how many windows, worth how many."""
    _, mark, rest = verdict.words.partition("happened by itself in ")
    if not mark:
        return None
    numbers = [int("".join(digits)) for is_digit, digits in groupby(rest, str.isdigit) if is_digit]
    return numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 1


def _one_week(windows: list[Window]) -> Iterator[str]:
    """Verdicts that hang on one week, in idle windows and where one week after the start is spoilt on purpose."""
    idle = [answer(w, w.after) for w in windows]
    judged = [v for v in idle if v.result != "not enough data"]
    yield f"- idle windows called better or worse: {percent([v.result in CALLED for v in judged])}"
    yield f"- idle windows that read *hangs on one week*: {percent(['hangs on one week' in v.words for v in judged])}"
    fallen = [_falls(w) for w, v in zip(windows, idle, strict=True) if v.result in CALLED]
    yield f"- called windows with a week whose absence makes the change go the other way: {percent(fallen)}"
    spoilt = [
        answer(w, _with_one_spoilt(w.after)).result for w in windows if w.before.size and raw_level(w.before) < 0.2
    ]
    yield f"- levels below 20 %, one week of the twelve set to all: called worse in {percent([r == 'worse' for r in spoilt])}"


def _falls(window: Window) -> bool:
    sign = raw_change(window.before, window.after)
    return any(
        sign * raw_change(window.before, replace(window.after, weeks=(*weeks[:n], None, *weeks[n + 1 :]))) <= 0.0
        for weeks in [window.after.weeks]
        for n in range(len(weeks))
        if len(window.after.measured) > 1
    )


def _with_one_spoilt(after: Series) -> Series:
    place = next(n for n, week in enumerate(after.weeks) if week is not None)
    size = after.measured[0].size
    return replace(after, weeks=(*after.weeks[:place], Week(size, size), *after.weeks[place + 1 :]))


def _rises(people: list[RealSeries], most: int) -> Iterator[str]:
    """How often four weeks are called a rise over the 26 before, by the pooled z of before and by the test of now."""
    yield "| number | windows | pooled z over 1.64 | the test of now | with ten points above the usual | a rise of 30 points seen |"
    yield "|---|---|---|---|---|---|"
    rng = np.random.default_rng(9)
    for name in ("late", "fixes"):
        pairs: list[tuple[Series, Series]] = []
        for one in people:
            for start in range(RISE_BEFORE, len(one.series.weeks) - RISE_WEEKS if one.name == name else 0, RISE_WEEKS):
                before, after = (
                    one.series.between(start - RISE_BEFORE, start),
                    one.series.between(start, start + RISE_WEEKS),
                )
                if before.size >= 60 and after.size >= 20:
                    pairs.append((before, after))
        pairs = random.Random(name).sample(pairs, min(most, len(pairs)))
        pooled = [
            (two_proportion_z(round(b.amount), round(b.size), round(a.amount), round(a.size)) or 0) > 1.645
            for b, a in pairs
        ]
        now = [chance_of_rise(b, a) < RISE_TAIL for b, a in pairs]
        high = [is_up and _is_high(b, a) for is_up, (b, a) in zip(now, pairs, strict=True)]
        planted = [(b, _raised(a, 0.3, rng)) for b, a in pairs if raw_level(b) <= 0.5]
        seen = [chance_of_rise(b, a) < RISE_TAIL and _is_high(b, a) for b, a in planted]
        yield f"| {name} | {len(pairs)} | {percent(pooled)} | {percent(now)} | {percent(high)} | {percent(seen)} |"


def _is_high(before: Series, after: Series) -> bool:
    usual = float(np.median([week.amount / week.size for week in before.measured]))
    return raw_level(after) >= usual + 0.1


def _raised(after: Series, points: float, rng: np.random.Generator) -> Series:
    """The same weeks with so many of the other acts counted that the share rises by `points`."""
    chance = min(1.0, points / max(0.05, 1.0 - raw_level(after)))
    weeks = (
        week
        if week is None
        else replace(week, amount=week.amount + float(rng.binomial(round(week.size - week.amount), chance)))
        for week in after.weeks
    )
    return replace(after, weeks=tuple(weeks))


def _power(windows: dict[str, list[Window]], people: list[RealSeries], most: int) -> Iterator[str]:
    """False verdicts, and a halving seen, with and without a past; then what else was tried."""
    yield "| 26+12 weeks | false verdicts with two years of past | without a past | a halving seen with | without |"
    yield "|---|---|---|---|---|"
    typical = [w for one in people if one.series.kind == "share" for w in windows_of(one.series) if is_typical(w)]
    rows = {"shares": windows["share"], "shares of 20 to 50 %, 8 to 20 events a week": _some(typical, most, "typical")}
    rows |= {"counts": windows["count"], "durations": windows["duration"]}
    for name, some in rows.items():
        rng = np.random.default_rng(11)
        cells: list[str] = []
        for runs in (some, [replace(w, after=thinned(w.after, 0.5, rng)) for w in some]):
            for has_past in (True, False):
                results = [answer(w, w.after, has_past=has_past).result for w in runs]
                told = [result for result in results if result != "not enough data"]
                cells.append(percent([r in CALLED if runs is some else r == "better" for r in told]))
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield from several_tries(people, most)
    yield ""
    yield from power_tries(people, most)
