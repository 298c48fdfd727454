"""Several numbers that one practice should move, judged in one test.

Each number's plain difference is measured in half-widths of its own interval and turned so that the hoped way is up; the
mean of all is the one thing that is judged. How far such a mean goes by itself hangs on how much the numbers go together.
That is read from the same mean in every window of her past, and from how much they go together week by week.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec.structs import replace

from podium.statistics.change import PAST_WEEKS, TRUST_WINDOWS, Past, differences, find_reach, tail_of, worth_of
from podium.statistics.compare import (
    FEWEST_WEEKS,
    FEWEST_WEEKS_FOUND,
    MOST_WEEKS_BEFORE,
    OBSERVATIONAL,
    say_missing,
    say_past,
)
from podium.statistics.runs import points_of, runs_of
from podium.statistics.series import Direction, Series
from podium.statistics.steady import WITHOUT_A_WEEK, has_counted
from podium.statistics.verdict import Verdict, raw_change, say_level

if TYPE_CHECKING:
    from podium.statistics.runs import Numbers
    from podium.statistics.verdict import Result

METHOD = "the plain differences of several numbers in one test, against what they do together by themselves"
# As much as two numbers of one person are taken to go together at least: correlations of -0.2 to 0.25 were measured in
# windows of real histories. Those who go together more week by week are taken to do so in windows too.
USUAL_CORRELATION = 0.2
# What is left outside the limit, either way.
TAIL = 0.025
# Below this nothing is said about a way.
STILL = 0.05
_STRAY = "such numbers stray by themselves in 95 of 100 stretches"
_NORMAL = NormalDist()
_SURE = _NORMAL.inv_cdf(1.0 - TAIL)
# Without its heaviest week a verdict has to be seen at twice the chance of error, as with one number.
_LIMIT_WITHOUT_A_WEEK = _NORMAL.inv_cdf(1.0 - WITHOUT_A_WEEK * TAIL) / _SURE


class JudgedNumber(msgspec.Struct, frozen=True):
    """One of the numbers.

    Attributes:
        name: as she reads it. better: the direction registered beforehand.
        before, after: the weeks up to the start and since.
        history: all weeks up to the start; all numbers end in the same week.
        minimum: the smallest change of it worth having.
    """

    name: str
    better: Direction
    before: Series
    after: Series
    history: Series
    minimum: float = 0.0

    @property
    def hoped(self) -> float:
        """1 where more is hoped for, -1 where less is."""
        return 1.0 if self.better == "up" else -1.0


class Joint(msgspec.Struct, frozen=True):
    """How far several numbers went together.

    Attributes:
        times: 1 is as far as they go by themselves in all but 5 of 100 stretches; above zero is the hoped way.
        past: the same in windows in which no practice started.
    """

    times: float
    past: Past | None


def judge_together(
    numbers: Sequence[JudgedNumber], *, weeks_planned: int = FEWEST_WEEKS, was_found: bool = False
) -> Verdict:
    """One verdict about all numbers together, the most relevant first.

    The planned weeks are those of the first. A number with too little to count is left out, and that is said.
    """
    numbers = [replace(n, before=_last(n.before)) for n in numbers]
    first, weeks_needed = numbers[0], FEWEST_WEEKS_FOUND if was_found else FEWEST_WEEKS
    missing = say_missing(first.before, first.after, weeks_planned, weeks_needed)
    if missing:
        return _verdict(numbers, "not enough data", None, f"Not enough data: {first.name}: {missing}.")
    counted = [n for n in numbers if not say_missing(n.before, n.after, 0, weeks_needed)]
    joint = find_joint(counted)
    result, middle = _answer(counted, joint.times)
    left_out = [f"{n.name} had too little to count and is left out. " for n in numbers if n not in counted]
    words = f"{'; '.join(map(_say_levels, counted))}. {middle} {''.join(left_out)}{say_past(joint.past)}{OBSERVATIONAL}"
    return _verdict(counted, result, joint.times, words)


def _last(before: Series) -> Series:
    """The weeks of the baseline that are used."""
    return before.newest(MOST_WEEKS_BEFORE)


def find_joint(numbers: Sequence[JudgedNumber]) -> Joint:
    """How far the numbers went together, and how often as far by themselves."""
    reaches = [find_reach(n.before, n.after, n.history) for n in numbers]
    now = math.fsum(_hoped_moves(numbers, [reach.now for reach in reaches])) / len(numbers)
    shortest = min(len(reach.past) for reach in reaches)
    moves = [n.hoped * reach.past[len(reach.past) - shortest :] for n, reach in zip(numbers, reaches, strict=True)]
    means: Numbers = np.mean(moves, axis=0)
    means = means[np.isfinite(means)]
    length = len(numbers[0].before.weeks) + len(numbers[0].after.weeks)
    weeks = min(PAST_WEEKS, *(len(n.history.weeks) for n in numbers), PAST_WEEKS)
    worth = worth_of(len(means), weeks, length) if len(means) else 0.0
    limit = _limit(numbers, means, worth)
    past = Past(int((np.abs(means) >= abs(now) - 1e-12).sum()), len(means), worth) if len(means) else None
    return Joint(now / limit, past)


def _hoped_moves(numbers: Sequence[JudgedNumber], moves: Sequence[float]) -> Iterator[float]:
    """Each move, the hoped way up; one that rests on too few counted events speaks for nothing."""
    for number, move in zip(numbers, moves, strict=True):
        is_counted = has_counted(runs_of([number.before]), runs_of([number.after]), np.array([move]))[0]
        yield number.hoped * move if is_counted else 0.0


def _limit(numbers: Sequence[JudgedNumber], means: Numbers, worth: float) -> float:
    """How far the mean goes by itself in all but 5 of 100 stretches; what is usual is trusted like two windows."""
    usual = float(_correlations(numbers).mean())
    tails = [tail_of(n.before.kind, min(PAST_WEEKS, len(n.history.weeks))) for n in numbers]
    half_width = math.fsum(_NORMAL.inv_cdf(1.0 - tail) for tail in tails) / len(tails)
    own = half_width**2 * float((means**2).mean()) if len(means) else 0.0
    return math.sqrt((TRUST_WINDOWS * usual + worth * own) / (TRUST_WINDOWS + worth))


def _correlations(numbers: Sequence[JudgedNumber]) -> Numbers:
    """How much each two of the numbers go together week by week, the hoped way up; never less than is usual."""
    shortest = min(len(n.history.weeks) for n in numbers)
    shortest = min(shortest, PAST_WEEKS)
    places, is_measured = [], []
    for n in numbers:
        weeks = runs_of([n.history.newest(shortest)])
        place, noise = points_of(weeks)
        places.append(n.hoped * place[0])
        is_measured.append(np.isfinite(noise[0]))
    found = np.eye(len(numbers))
    for one, other in itertools.combinations(range(len(numbers)), 2):
        both = is_measured[one] & is_measured[other]
        sides = places[one][both], places[other][both]
        correlation = USUAL_CORRELATION
        if both.sum() >= FEWEST_WEEKS_FOUND and min(side.std() for side in sides) > 0.0:
            correlation = max(correlation, float(np.corrcoef(*sides)[0, 1]))
        found[one, other] = found[other, one] = correlation
    return found


def _answer(numbers: Sequence[JudgedNumber], times: float) -> tuple[Result, str]:
    """The result, and the sentence that says it."""
    way = "the way you hoped" if times > 0.0 else "the other way"
    they = "together they" if len(numbers) > 1 else "it"
    far = f"{they} moved {way}, {abs(times):.1f} times as far as {_STRAY}"
    if abs(times) < STILL:
        return "no change seen", f"No change seen: {they} did not move."
    if abs(times) <= 1.0:
        return "no change seen", f"No change seen: {far}; it takes more than once as far."
    if not _is_steady(numbers, times):
        return "no change seen", f"No change seen; it hangs on one week: {far}, and without that week less than needed."
    if times < 0.0:
        return "worse", f"Worse: {far}."
    if not is_worth_it(numbers):
        return "no change seen", f"No change seen that is worth it: {far}, less than you asked for."
    return "better", f"Better: {far}."


def is_worth_it(numbers: Sequence[JudgedNumber]) -> bool:
    """Whether the numbers moved, on the average, as much as each was asked to."""
    parts = [n.hoped * raw_change(n.before, n.after) / n.minimum for n in numbers if n.minimum > 0.0]
    return not parts or math.fsum(parts) >= len(parts)


def _is_steady(numbers: Sequence[JudgedNumber], times: float) -> bool:
    """Whether it still stands without the week that carries most of it."""
    sign = math.copysign(1.0, times)
    half_widths = [find_reach(n.before, n.after, n.history).half_width for n in numbers]
    weeks = range(len(numbers[0].before.weeks) + len(numbers[0].after.weeks))
    rests = [rest for rest in (_without(numbers, week) for week in weeks) if all(_has_both_sides(n) for n in rest)]
    weakest = min(rests, key=lambda rest: sign * _plain(rest, half_widths), default=None)
    return weakest is not None and sign * find_joint(weakest).times > _LIMIT_WITHOUT_A_WEEK


def _has_both_sides(number: JudgedNumber) -> bool:
    return bool(number.before.measured and number.after.measured)


def _plain(numbers: Sequence[JudgedNumber], half_widths: Sequence[float]) -> float:
    """How far the numbers went, by half-widths that are known already."""
    moves = [differences(runs_of([n.before]), runs_of([n.after]))[0] for n in numbers]
    return math.fsum(n.hoped * move / wide for n, move, wide in zip(numbers, moves, half_widths, strict=True))


def _without(numbers: Sequence[JudgedNumber], week: int) -> list[JudgedNumber]:
    """All numbers without one week of the calendar."""
    rest = []
    for n in numbers:
        weeks = [*n.before.weeks, *n.after.weeks]
        weeks[week] = None
        first = len(n.before.weeks)
        sides = replace(n.before, weeks=tuple(weeks[:first])), replace(n.after, weeks=tuple(weeks[first:]))
        rest.append(replace(n, before=sides[0], after=sides[1]))
    return rest


def _say_levels(number: JudgedNumber) -> str:
    return (
        f"{number.name}: {say_level(number.before)} before, {say_level(number.after)} after, should go {number.better}"
    )


def _verdict(numbers: Sequence[JudgedNumber], result: Result, times: float | None, words: str) -> Verdict:
    first = numbers[0]
    weeks = len(first.before.measured), len(first.after.measured)
    n = sum(number.before.events + number.after.events for number in numbers)
    if times is None:
        return Verdict(result, None, None, None, "times", None, *weeks, n, METHOD, words)
    p = 2.0 * (1.0 - _NORMAL.cdf(_SURE * abs(times)))
    return Verdict(result, times, times - 1.0, times + 1.0, "times", p, *weeks, n, METHOD, words)
