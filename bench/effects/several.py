"""Several numbers of a person in one test, judged by the product: placebo windows, planted changes, and what is promised."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from bench.effects.interval import say_rate
from bench.effects.real import RUN_WEEKS, STEP_WEEKS, RealSeries, Window, answer, is_typical, thinned
from msgspec.structs import replace

from podium.statistics.compare import LONGEST, MOST_WEEKS_BEFORE, say_missing
from podium.statistics.series import Series, raw_level
from podium.statistics.together import JudgedNumber, judge_together
from podium.statistics.together_design import PlannedNumber, can_be_counted, find_smallest_together

CALLED = ("better", "worse")
HALVED = 0.5
FUTURES = 3


class Case(msgspec.Struct, frozen=True):
    """One stretch of one person, the numbers in it, a typical share first."""

    numbers: tuple[JudgedNumber, ...]


def several_tries(people: list[RealSeries], most: int) -> Iterator[str]:
    """One number alone and several together, in the same windows."""
    of_shares = _some(_cases(people, ("share",)), most)
    yield "| shares of 20 to 50 %, 8 to 20 events a week, 26+12 | false verdicts | a halving of all seen | only the first halved, seen |"
    yield "|---|---|---|---|"
    yield _line("one number, as judged now", _alone(of_shares))
    yield _line("all shares of the person in one test", _together(of_shares))
    yield _line("the same, less than two years of past", _together([_without_past(case) for case in of_shares]))
    yield _line("the first two shares in one test", _together([Case(case.numbers[:2]) for case in of_shares]))
    mixed = _some(_cases(people, ("share", "count", "duration")), most // 2)
    yield _line("shares, counts and durations in one test", _together(mixed))


def several_promises(people: list[RealSeries], most: int, weeks: int = 8) -> Iterator[str]:
    """What is promised of several numbers, planted into the weeks that came."""
    rng = np.random.default_rng(21)
    seen: list[bool] = []
    for case in _some(_cases(people, ("share",), weeks), 4 * most):
        planned = [PlannedNumber(n.name, n.better, n.before, n.history) for n in case.numbers]
        planned = [n for n in planned if can_be_counted(n)]
        visible = find_smallest_together(planned, weeks) if len(planned) > 1 else None
        if visible is None or visible.change is None:
            continue
        left = 1.0 + visible.change / raw_level(planned[0].before)
        names = {n.name for n in planned}
        for _ in range(FUTURES):
            numbers = [replace(n, after=thinned(n.after, left, rng)) for n in case.numbers if n.name in names]
            seen.append(judge_together(numbers, weeks_planned=weeks).result == "better")
        if len(seen) >= FUTURES * most:
            break
    yield f"- several numbers in one test: {len(seen) // FUTURES} promises of about 80 of 100, seen {say_rate(seen, FUTURES)}"


def _some(cases: Iterator[Case], most: int) -> list[Case]:
    listed = list(cases)
    return random.Random("several").sample(listed, min(most, len(listed)))


def _cases(people: list[RealSeries], kinds: Sequence[str], weeks: int = RUN_WEEKS) -> Iterator[Case]:
    """Every fifth stretch in which a typical share and at least one more number can be judged."""
    of_person: dict[tuple[str, int], list[RealSeries]] = defaultdict(list)
    for one in people:
        if one.series.kind in kinds:
            of_person[one.clone, one.person].append(one)
    for numbers in of_person.values():
        for start in range(MOST_WEEKS_BEFORE, len(numbers[0].series.weeks) - weeks, STEP_WEEKS):
            before = {one.name: one.series.between(start - MOST_WEEKS_BEFORE, start) for one in numbers}
            firsts = [one for one in numbers if one.series.kind == "share" and _is_typical(before[one.name])]
            stop = _stop(firsts[0], start, weeks) if firsts else 0
            if not stop:
                continue
            order = [firsts[0], *(one for one in numbers if one is not firsts[0])]
            judged = [
                JudgedNumber(
                    one.name,
                    "down",
                    before[one.name],
                    one.series.between(start, stop),
                    one.series.between(0, start),
                )
                for one in order
            ]
            usable = tuple(n for n in judged if not say_missing(n.before, n.after, 0))
            if len(usable) > 1 and usable[0] is judged[0]:
                yield Case(usable)


def _is_typical(before: Series) -> bool:
    return is_typical(Window(before, before, before))


def _stop(first: RealSeries, start: int, weeks: int) -> int:
    """The week after the planned number of weeks is measured; 0 where it never is."""
    for stop in range(start + weeks, min(len(first.series.weeks), start + LONGEST * weeks) + 1):
        if len(first.series.between(start, stop).measured) == weeks:
            return stop
    return 0


def _without_past(case: Case) -> Case:
    return Case(tuple(replace(n, history=n.before) for n in case.numbers))


Told = tuple[list[bool], list[bool], list[bool]]


def _alone(cases: Sequence[Case]) -> Told:
    rng = np.random.default_rng(13)
    told: Told = ([], [], [])
    for case in cases:
        n = case.numbers[0]
        window = Window(n.history, n.before, n.after)
        idle = answer(window, n.after).result
        if idle == "not enough data":
            continue
        seen = answer(window, thinned(n.after, HALVED, rng)).result == "better"
        for column, flag in zip(told, (idle in CALLED, seen, seen), strict=True):
            column.append(flag)
    return told


def _together(cases: Sequence[Case]) -> Told:
    rng = np.random.default_rng(13)
    told: Told = ([], [], [])
    for case in cases:
        numbers = list(case.numbers)
        idle = judge_together(numbers, weeks_planned=RUN_WEEKS, was_found=True).result
        if idle == "not enough data":
            continue
        halved = [replace(n, after=thinned(n.after, HALVED, rng)) for n in numbers]
        results = (
            judge_together(planted, weeks_planned=RUN_WEEKS, was_found=True).result
            for planted in (halved, [halved[0], *numbers[1:]])
        )
        for column, flag in zip(told, (idle in CALLED, *(result == "better" for result in results)), strict=True):
            column.append(flag)
    return told


def _line(name: str, told: Told) -> str:
    return f"| {name} | {' | '.join(say_rate(column) for column in told)} |"
