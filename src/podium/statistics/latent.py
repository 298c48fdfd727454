"""How far a level moved when weeks drift by themselves: one step among weeks that remember.

Every week is read as: level + step + a wave of one year + a drift that remembers last week + counting noise.
How strong the drift is and how long it remembers is not known from 16 to 52 weeks, so no single guess is used: the
step is worked out for every pair on a small grid and the answers are weighted by how well each explains the weeks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from statistics import NormalDist

from podium.statistics.series import Series, level_of

# The memory from week to week. 0 is left out on purpose: 16 weeks cannot prove it, and it flatters every result.
MEMORIES = (0.3, 0.5, 0.7, 0.85, 0.95)
# How far a typical week lies from its level, in logarithms (counts, durations) or log-odds (shares).
DRIFTS = (0.05, 0.15, 0.3, 0.5, 0.75, 1.1, 1.6)
DRIFT_SCALE = 0.8
# How far a yearly wave (summer, the end of the year) typically lifts or lowers the level, each of its two halves.
WAVE = 0.15
YEAR_WEEKS = 52
# The chance left outside each end of the interval. Textbooks use 0.025; with that, weeks that remember 0.6 of the
# week before brought a false verdict in 6 of 100 practices that did nothing. bench/effects holds this number.
TAIL = 0.0175


_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Point:
    """A week on the scale where changes add up, with the variance that counting alone gives it."""

    level: float
    noise: float


@dataclass(frozen=True, slots=True)
class Guess:
    """One way the drift could be: its weight, its size and memory, and what the step then is."""

    weight: float
    memory: float
    drift: float
    step: float
    error: float


@dataclass(frozen=True, slots=True)
class Step:
    """The step with its interval; `p` is below `2 * TAIL` exactly when the interval leaves zero out."""

    estimate: float
    low: float
    high: float
    p: float


def points_of(side: Series) -> list[Point | None]:
    """The weeks of one side around that side's own level."""
    if not side.measured:
        return [None] * len(side.weeks)
    level = level_of(side)
    found: list[Point | None] = []
    for week in side.weeks:
        if week is None:
            found.append(None)
        elif side.kind == "count":
            expected = level * week.size
            found.append(Point(math.log(level) + week.amount / expected - 1.0, 1.0 / expected))
        elif side.kind == "share":
            slope = level * (1.0 - level)
            odds = math.log(level / (1.0 - level))
            found.append(Point(odds + (week.amount / week.size - level) / slope, 1.0 / (week.size * slope)))
        else:
            found.append(Point(week.amount, side.spread / week.size))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What the weeks before the start leave behind under one drift: where its filter stands, and the sums so far.

    The columns are the weeks themselves, then what they are explained by: level, step, and the two halves of a wave.
    """

    memory: float
    drift: float
    variance: float
    expected: tuple[float, ...]
    sums: list[list[float]]
    log_scale: float


@dataclass(frozen=True, slots=True)
class _Lens:
    """How one drift reads weeks of a given noise: all that does not depend on what the weeks after the start hold."""

    known: _Known
    gains: list[float]
    scales: list[float]
    causes: list[list[float]]
    root: list[list[float]]
    unit: list[float]
    error: float
    fit: float

    def read(self, levels: Sequence[float]) -> tuple[float, float]:
        """How well the drift explains the weeks (logarithm), and the step under it."""
        seen = _whiten(levels, self.gains, self.scales, self.known.memory, self.known.expected[0])
        sums = self.known.sums
        pulls = [sums[row][0] + _dot(cause, seen) for row, cause in enumerate(self.causes, 1)]
        solved = _forward(self.root, pulls)
        fit = self.fit + 0.5 * (_dot(solved, solved) - _dot(seen, seen) - sums[0][0])
        return fit, _dot(self.unit, solved)


def find_guesses(before: Series, after: Series) -> list[Guess]:
    """The step under every drift on the grid, weighted by how well each explains the weeks."""
    points = points_of(after)
    levels = [point.level if point else 0.0 for point in points]
    lenses = _lenses(before, tuple(point.noise if point else None for point in points))
    read = [lens.read(levels) for lens in lenses]
    best = max(fit for fit, _ in read)
    weights = [math.exp(fit - best) for fit, _ in read]
    total = math.fsum(weights)
    return [
        Guess(weight / total, lens.known.memory, lens.known.drift, step, lens.error)
        for weight, (_, step), lens in zip(weights, read, lenses, strict=True)
        if weight > total * 1e-9
    ]


def find_step(before: Series, after: Series) -> Step:
    """The step between two stretches of weeks that follow each other."""
    guesses = find_guesses(before, after)
    estimate = math.fsum(guess.weight * guess.step for guess in guesses)
    below = _share_below(guesses, 0.0)
    return Step(estimate, _quantile(guesses, TAIL), _quantile(guesses, 1.0 - TAIL), 2.0 * min(below, 1.0 - below))


@lru_cache(maxsize=8)
def _known(before: Series) -> list[_Known]:
    """The weeks before the start, taken in once; many imagined futures may follow them."""
    points = points_of(before)
    noises = [point.noise if point else None for point in points]
    columns = [[point.level if point else 0.0 for point in points], *_causes(0, len(points), is_after=False)]
    found: list[_Known] = []
    for memory in MEMORIES:
        for drift in DRIFTS:
            gains, scales, variance, log_scale = _filter(noises, memory, drift, drift * drift)
            white = [_whiten(column, gains, scales, memory, 0.0) for column in columns]
            expected = tuple(_expected(column, gains, memory, 0.0) for column in columns)
            sums = [[_dot(one, two) for two in white[: row + 1]] for row, one in enumerate(white)]
            found.append(_Known(memory, drift, variance, expected, sums, log_scale))
    return found


@lru_cache(maxsize=128)
def _lenses(before: Series, noises: tuple[float | None, ...]) -> list[_Lens]:
    columns = _causes(len(before.weeks), len(noises), is_after=True)
    return [_lens(known, noises, columns) for known in _known(before)]


def _lens(known: _Known, noises: Sequence[float | None], columns: Sequence[Sequence[float]]) -> _Lens:
    gains, scales, _, log_scale = _filter(noises, known.memory, known.drift, known.variance)
    causes = [
        _whiten(column, gains, scales, known.memory, expected)
        for column, expected in zip(columns, known.expected[1:], strict=True)
    ]
    normal = [
        [known.sums[row + 1][at + 1] + _dot(cause, causes[at]) for at in range(row + 1)]
        for row, cause in enumerate(causes)
    ]
    for half in (2, 3):
        normal[half][half] += 1.0 / WAVE**2
    root = _root(normal)
    unit = _forward(root, [0.0, 1.0, 0.0, 0.0])
    # The drifts stand at equal ratios, so each one's prior weight is its height times its size.
    prior = math.log(known.drift) - 0.5 * (known.drift / DRIFT_SCALE) ** 2
    fit = prior - known.log_scale - log_scale - math.fsum(math.log(root[row][row]) for row in range(4))
    return _Lens(known, gains, scales, causes, root, unit, math.sqrt(_dot(unit, unit)), fit)


def _causes(first: int, weeks: int, *, is_after: bool) -> list[list[float]]:
    """What weeks are explained by: level, step, and the two halves of a yearly wave."""
    turns = [2.0 * math.pi * (first + index) / YEAR_WEEKS for index in range(weeks)]
    step = 1.0 if is_after else 0.0
    return [[1.0] * weeks, [step] * weeks, [math.sin(turn) for turn in turns], [math.cos(turn) for turn in turns]]


def _filter(
    noises: Sequence[float | None], memory: float, drift: float, variance: float
) -> tuple[list[float], list[float], float, float]:
    """One walk through the weeks: how much each corrects the drift, and how surprising it may be."""
    fresh = drift * drift * (1.0 - memory * memory)
    gains: list[float] = []
    scales: list[float] = []
    log_scale = 0.0
    for noise in noises:
        if noise is None:
            gains.append(0.0)
            scales.append(0.0)
        else:
            total = variance + noise
            gains.append(variance / total)
            scales.append(1.0 / math.sqrt(total))
            log_scale += 0.5 * math.log(total)
            variance = noise * variance / total
        variance = memory * memory * variance + fresh
    return gains, scales, variance, log_scale


def _whiten(
    column: Sequence[float], gains: Sequence[float], scales: Sequence[float], memory: float, expected: float
) -> list[float]:
    """What is new in each week of a column once the weeks before it are known, in units of its surprise."""
    fresh: list[float] = []
    for value, gain, scale in zip(column, gains, scales, strict=True):
        surprise = value - expected
        fresh.append(surprise * scale)
        expected = memory * (expected + gain * surprise)
    return fresh


def _expected(column: Sequence[float], gains: Sequence[float], memory: float, expected: float) -> float:
    """What the drift is expected to be in the week after the last."""
    for value, gain in zip(column, gains, strict=True):
        expected = memory * (expected + gain * (value - expected))
    return expected


def _dot(one: Sequence[float], two: Sequence[float]) -> float:
    total: float = sum(map(mul, one, two))
    return total


def _root(normal: Sequence[Sequence[float]]) -> list[list[float]]:
    """The lower triangular square root (Cholesky) of a symmetric matrix given by its lower half."""
    root: list[list[float]] = []
    for i, row in enumerate(normal):
        line: list[float] = []
        for j in range(i):
            line.append((row[j] - _dot(line, root[j][:j])) / root[j][j])
        line.append(math.sqrt(row[i] - _dot(line, line)))
        root.append(line)
    return root


def _forward(root: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    solved: list[float] = []
    for line, value in zip(root, right, strict=True):
        solved.append((value - _dot(line, solved)) / line[-1])
    return solved


def _share_below(guesses: Sequence[Guess], place: float) -> float:
    """How sure the weighted guesses are that the step lies below a place."""
    root2 = math.sqrt(2.0)
    return sum(guess.weight * 0.5 * math.erfc((guess.step - place) / (guess.error * root2)) for guess in guesses)


def _quantile(guesses: Sequence[Guess], share: float) -> float:
    """The place below which a share of the step lies: Newton's steps, halving where one would leave the bracket."""
    low = min(guess.step - 9.0 * guess.error for guess in guesses)
    high = max(guess.step + 9.0 * guess.error for guess in guesses)
    middle = sum(guess.weight * guess.step for guess in guesses)
    spread = math.sqrt(sum(g.weight * (g.error**2 + (g.step - middle) ** 2) for g in guesses))
    place = middle + spread * _NORMAL.inv_cdf(share)
    for _ in range(60):
        gap = _share_below(guesses, place) - share
        low, high = (place, high) if gap < 0.0 else (low, place)
        height = sum(g.weight / g.error * math.exp(-0.5 * ((g.step - place) / g.error) ** 2) for g in guesses)
        near = place - gap * math.sqrt(2.0 * math.pi) / height if height > 0.0 else low
        near = near if low < near < high else 0.5 * (low + high)
        if abs(near - place) < 1e-12 * (1.0 + abs(place)):
            break
        place = near
    return place
