"""How far a level moved when weeks drift by themselves: one step among weeks that remember.

Every week is read as: level + step + a wave of one year + a drift that remembers last week + counting noise.
How strong the drift is and how long it remembers is not known from 16 to 52 weeks, so no single guess is used: the
step is worked out for every pair on a small grid and the answers are weighted by how well each explains the weeks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from podium.effects.series import Series, level_of

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


def weigh_guesses(
    points: Sequence[Point | None], is_after: Sequence[bool] | None, memories: Sequence[float] = MEMORIES
) -> list[Guess]:
    """Every drift on the grid, weighted by how well it explains the weeks; without `is_after` there is no step."""
    columns = _columns(points, is_after)
    is_wave = [False] * (len(columns) - 3) + [True, True]
    raw: list[tuple[float, Guess]] = []
    for memory in memories:
        for drift in DRIFTS:
            fit, step, error = _fit(points, columns, is_wave, memory, drift)
            # The drifts stand at equal ratios, so each one's prior weight is its height times its size.
            prior = math.log(drift) - 0.5 * (drift / DRIFT_SCALE) ** 2
            raw.append((fit + prior, Guess(0.0, memory, drift, step, error)))
    best = max(fit for fit, _ in raw)
    weights = [math.exp(fit - best) for fit, _ in raw]
    total = math.fsum(weights)
    return [
        Guess(weight / total, guess.memory, guess.drift, guess.step, guess.error)
        for weight, (_, guess) in zip(weights, raw, strict=True)
        if weight > total * 1e-9
    ]


def find_step(before: Series, after: Series) -> Step:
    """The step between two stretches of weeks that follow each other."""
    points = [*points_of(before), *points_of(after)]
    guesses = weigh_guesses(points, [index >= len(before.weeks) for index in range(len(points))])
    estimate = math.fsum(guess.weight * guess.step for guess in guesses)
    below = _share_below(guesses, 0.0)
    return Step(estimate, _quantile(guesses, TAIL), _quantile(guesses, 1.0 - TAIL), 2.0 * min(below, 1.0 - below))


def _columns(points: Sequence[Point | None], is_after: Sequence[bool] | None) -> list[list[float]]:
    """The weeks themselves, then what they are explained by: level, step, and the two halves of a yearly wave."""
    turns = [2.0 * math.pi * index / YEAR_WEEKS for index in range(len(points))]
    columns = [[point.level if point else 0.0 for point in points], [1.0] * len(points)]
    if is_after is not None:
        columns.append([1.0 if flag else 0.0 for flag in is_after])
    return [*columns, [math.sin(turn) for turn in turns], [math.cos(turn) for turn in turns]]


def _fit(
    points: Sequence[Point | None],
    columns: Sequence[Sequence[float]],
    is_wave: Sequence[bool],
    memory: float,
    drift: float,
) -> tuple[float, float, float]:
    """How well one drift explains the weeks (logarithm), and the step with its standard error under it."""
    gains, scales, log_scale = _filter(points, memory, drift)
    white = [_whiten(column, gains, scales, memory) for column in columns]
    seen, causes = white[0], white[1:]
    size = len(causes)
    normal = [[_dot(causes[i], causes[j]) for j in range(i + 1)] for i in range(size)]
    for i in range(size):
        if is_wave[i]:
            normal[i][i] += 1.0 / WAVE**2
    root = _root(normal)
    solved = _forward(root, [_dot(cause, seen) for cause in causes])
    fit = (
        0.5 * (_dot(solved, solved) - _dot(seen, seen))
        - log_scale
        - math.fsum(math.log(root[i][i]) for i in range(size))
    )
    if size == 3:
        return fit, 0.0, 0.0
    unit = _forward(root, [0.0, 1.0, *([0.0] * (size - 2))])
    return fit, _dot(unit, solved), math.sqrt(_dot(unit, unit))


def _filter(points: Sequence[Point | None], memory: float, drift: float) -> tuple[list[float], list[float], float]:
    """One walk through the weeks: how much each corrects the drift, and how surprising it may be."""
    variance = drift * drift
    fresh = variance * (1.0 - memory * memory)
    gains: list[float] = []
    scales: list[float] = []
    log_scale = 0.0
    for point in points:
        if point is None:
            gains.append(0.0)
            scales.append(0.0)
        else:
            total = variance + point.noise
            gains.append(variance / total)
            scales.append(1.0 / math.sqrt(total))
            log_scale += 0.5 * math.log(total)
            variance = point.noise * variance / total
        variance = memory * memory * variance + fresh
    return gains, scales, log_scale


def _whiten(column: Sequence[float], gains: Sequence[float], scales: Sequence[float], memory: float) -> list[float]:
    """What is new in each week of a column once the weeks before it are known, in units of its surprise."""
    expected = 0.0
    fresh: list[float] = []
    for value, gain, scale in zip(column, gains, scales, strict=True):
        surprise = value - expected
        fresh.append(surprise * scale)
        expected = memory * (expected + gain * surprise)
    return fresh


def _dot(one: Sequence[float], two: Sequence[float]) -> float:
    return math.fsum(map(mul, one, two))


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
    low = min(guess.step - 9.0 * guess.error for guess in guesses)
    high = max(guess.step + 9.0 * guess.error for guess in guesses)
    for _ in range(40):
        middle = 0.5 * (low + high)
        if _share_below(guesses, middle) < share:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
