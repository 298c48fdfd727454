"""The votes of a panel as rounded judgements: effects and their doubt at given variances."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Vector = NDArray[np.float64]
_ROOT_TWO, _ROOT_TWO_PI = math.sqrt(2), math.sqrt(2 * math.pi)
_LEAST = 1e-12
# Where the search for the three standard deviations (candidate, interviewer, rest; in points) starts and ends.
_START, _SMALLEST, _LARGEST = (0.7, 0.4, 0.7), math.log(0.02), math.log(6.0)
_STEP, _MOST_STEPS = 0.15, 12
_GRID = (-2.0, -1.0, 0.0, 1.0, 2.0)


class Layout(msgspec.Struct, frozen=True):
    """Who scored whom, and between which two judgements each vote lies.

    Attributes:
        low, high: ends of each vote's interval; infinite at the ends of the scale.
        candidate: index of each vote's candidate; count: how many candidates there are.
        design: a column of ones, then one for each interviewer.
    """

    low: Vector
    high: Vector
    candidate: NDArray[np.int64]
    count: int
    design: Vector
    middle: float


class Place(msgspec.Struct, frozen=True):
    """What holds at one triple of variances (candidate, interviewer, rest), and how much it weighs."""

    variances: tuple[float, float, float]
    weight: float
    effects: list[float]
    errors: list[float]


def layout_of(
    values: Sequence[int], candidates: Sequence[int], interviewers: Sequence[int], lowest: int, highest: int
) -> Layout:
    """The layout of a panel's votes; indices count from 0."""
    votes = np.array(values, dtype=float)
    low = np.where(votes <= lowest, -np.inf, votes - 0.5)
    high = np.where(votes >= highest, np.inf, votes + 0.5)
    design = np.zeros((len(votes), 2 + max(interviewers)))
    design[:, 0] = 1.0
    design[np.arange(len(votes)), 1 + np.array(interviewers)] = 1.0
    return Layout(low, high, np.array(candidates), 1 + max(candidates), design, float(votes.mean()))


class _Panel:
    """The model of one layout; the last solution is where the next search starts."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.fixed: Vector = np.zeros(layout.design.shape[1])
        self.fixed[0] = layout.middle
        self.candidates: Vector = np.zeros(layout.count)

    def log_weight(self, logs: Vector) -> float:
        """The logarithm of likelihood times prior at three log standard deviations."""
        if np.any(logs < _SMALLEST) or np.any(logs > _LARGEST):
            return -math.inf
        sd = np.exp(logs)
        prior = float(np.sum(logs - np.log1p(sd**2)))
        return self._solve(*map(float, sd))[0] + prior

    def place(self, logs: Vector, weight: float) -> Place:
        """Effects and errors of the interviewers there."""
        sd = [float(each_sd) for each_sd in np.exp(logs)]
        _, inverse = self._solve(*sd)
        errors = np.sqrt(np.diag(inverse)[1:])
        return Place((sd[0] ** 2, sd[1] ** 2, sd[2] ** 2), weight, self.fixed[1:].tolist(), errors.tolist())

    def _solve(self, sd_candidate: float, sd_rater: float, sd_rest: float) -> tuple[float, Vector]:
        """Newton steps to the best effects; the Laplace likelihood, and the inverse curvature of mean and raters."""
        layout, design = self.layout, self.layout.design
        own = np.full(design.shape[1], 1 / sd_rater**2)
        own[0] = 0.0
        log_likelihood = 0.0
        normal: Vector = np.eye(len(own))
        candidate_curve: Vector = np.ones(layout.count)
        for _ in range(30):
            at = design @ self.fixed + self.candidates[layout.candidate]
            log_likelihood, slope, curve = _interval(layout.low, layout.high, at, sd_rest)
            candidate_curve = np.asarray(np.bincount(layout.candidate, curve, layout.count), dtype=np.float64)
            candidate_curve += 1 / sd_candidate**2
            candidate_slope = np.bincount(layout.candidate, slope, layout.count) - self.candidates / sd_candidate**2
            cross = np.zeros((layout.count, design.shape[1]))
            np.add.at(cross, layout.candidate, curve[:, None] * design)
            normal = design.T @ (curve[:, None] * design) + np.diag(own) - cross.T @ (cross / candidate_curve[:, None])
            side = design.T @ slope - own * self.fixed - cross.T @ (candidate_slope / candidate_curve)
            change = np.linalg.solve(normal, side)
            candidate_change = (candidate_slope - cross @ change) / candidate_curve
            largest = float(max(np.abs(change).max(), np.abs(candidate_change).max()))
            scale = min(1.0, 2.0 / largest) if largest > 0 else 1.0
            self.fixed = self.fixed + scale * change
            self.candidates = self.candidates + scale * candidate_change
            if largest < 1e-5:
                break
        penalty = float(np.sum(self.candidates**2)) / sd_candidate**2 + float(np.sum(own * self.fixed**2))
        raters = len(own) - 1
        log_determinant = float(np.linalg.slogdet(normal)[1]) + float(np.sum(np.log(candidate_curve)))
        spread = layout.count * math.log(sd_candidate**2) + raters * math.log(sd_rater**2)
        inverse: Any = np.linalg.inv(normal)
        return log_likelihood - 0.5 * (penalty + log_determinant + spread), inverse


def _interval(low: Vector, high: Vector, at: Vector, sd: float) -> tuple[float, Vector, Vector]:
    """The log probability of each vote's interval, summed; its slope and its negative curvature in `at`."""
    a, b = (low - at) / sd, (high - at) / sd
    share = np.maximum(_below(b) - _below(a), _LEAST)
    at_a, at_b = np.exp(-(a**2) / 2) / _ROOT_TWO_PI, np.exp(-(b**2) / 2) / _ROOT_TWO_PI
    ratio = (at_a - at_b) / share
    edges = np.where(np.isfinite(b), b, 0.0) * at_b - np.where(np.isfinite(a), a, 0.0) * at_a
    curve = np.maximum(ratio**2 + edges / share, 1e-6)
    return float(np.log(share).sum()), ratio / sd, curve / sd**2


def _below(z: Vector) -> Vector:
    """The normal distribution function."""
    return np.array([0.5 * math.erfc(-value / _ROOT_TWO) for value in z.tolist()])


def places(layout: Layout) -> list[Place]:
    """Triples of standard deviations around the best one, with their weights; the weights add up to 1."""
    panel = _Panel(layout)
    best, curvature = _search(panel)
    sizes, directions = np.linalg.eigh(curvature)
    axes: Any = directions / np.sqrt(np.maximum(sizes, 0.5))
    spots = [best + axes @ np.array(steps) for steps in itertools.product(_GRID, repeat=3)]
    logs = [panel.log_weight(spot) for spot in spots]
    top = max(logs)
    raw = [math.exp(log - top) if log > -math.inf else 0.0 for log in logs]
    whole = sum(raw)
    return [panel.place(spot, weight / whole) for spot, weight in zip(spots, raw, strict=True) if weight / whole > 1e-4]


def _search(panel: _Panel) -> tuple[Vector, Vector]:
    """The best three log standard deviations, and minus the second derivatives there."""
    spot = np.log(np.array(_START))
    curvature = np.eye(3)
    for _ in range(_MOST_STEPS):
        middle, slope, curvature = _derivatives(panel, spot)
        sizes, directions = np.linalg.eigh(curvature)
        step = directions @ ((directions.T @ slope) / np.maximum(np.abs(sizes), 0.5))
        step = step * min(1.0, 1.0 / float(np.abs(step).max() or 1.0))
        while panel.log_weight(spot + step) < middle and float(np.abs(step).max()) > 1e-3:
            step = step / 2
        spot = np.clip(spot + step, _SMALLEST + 2 * _STEP, _LARGEST - 2 * _STEP)
        if float(np.abs(step).max()) < 0.02:
            break
    return spot, curvature


def _derivatives(panel: _Panel, spot: Vector) -> tuple[float, Vector, Vector]:
    """Value, slope and minus the second derivatives by central differences."""
    unit = _STEP * np.eye(3)
    middle = panel.log_weight(spot)
    up = [panel.log_weight(spot + unit[n]) for n in range(3)]
    down = [panel.log_weight(spot - unit[n]) for n in range(3)]
    slope = np.array([(up[n] - down[n]) / (2 * _STEP) for n in range(3)])
    second = np.diag([(up[n] + down[n] - 2 * middle) / _STEP**2 for n in range(3)])
    for n, m in ((0, 1), (0, 2), (1, 2)):
        parallel = panel.log_weight(spot + unit[n] + unit[m]) + panel.log_weight(spot - unit[n] - unit[m])
        mixed = (parallel - up[n] - down[n] - up[m] - down[m] + 2 * middle) / (2 * _STEP**2)
        second[n, m] = second[m, n] = mixed
    return middle, slope, -second
