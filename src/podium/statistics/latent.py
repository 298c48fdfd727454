"""How restless weeks are by themselves: how large their drift is and how long it remembers.

Every week is read as: level + step + a wave of one year + a drift that remembers last week + counting noise. How large
the drift is and how long it remembers is not known for sure, so no single guess is used: every pair on a small grid is
weighted by how well it explains the weeks (restricted likelihood). The step is only there so that a change that did
happen is not taken for restlessness; how large it is, is told by the plain difference of the levels (`change`).
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from podium.statistics.runs import Numbers, points_of

if TYPE_CHECKING:
    from podium.statistics.runs import Runs

# The memory from week to week. 0 is left out on purpose: 16 weeks cannot prove it, and it flatters every result.
MEMORIES = (0.3, 0.5, 0.7, 0.85, 0.95)
# How far a typical week lies from its level, in logarithms (counts, durations) or log-odds (shares). Up to 1.6 was not
# enough: on real histories 40 to 57 % of the weight lay on the largest value (docs/why/did-it-work.md).
DRIFTS = (0.1, 0.2, 0.35, 0.55, 0.8, 1.2, 1.7, 2.4, 3.4)
DRIFT_SCALE = 1.2
# How far a yearly wave (summer, the end of the year) typically lifts or lowers the level, each of its two halves.
WAVE = 0.15
YEAR_WEEKS = 52
GRID: Numbers = np.array(list(itertools.product(MEMORIES, DRIFTS)))
# The weeks themselves, then what explains them: level, step, and the two halves of a wave.
_COLUMNS = 5
_CHUNK = 250


class _Walk(msgspec.Struct, frozen=True, eq=False):
    """Where the filter of each drift stands after some weeks: one row a drift, one column a run."""

    variance: Numbers
    expected: Numbers
    products: Numbers
    log_scale: Numbers


def weigh_drifts(past_runs: Runs, after: Runs) -> Numbers:
    """How likely each pair of `GRID` is, given all weeks up to the start and those since: (pairs, runs), sums to 1.

    `known` holds either one run, which all of `after` follow, or as many.
    """
    if len(past_runs.size) == 1:
        start = _walk(past_runs, 0, _begin(1))
        return _weights(_walk(after, past_runs.size.shape[1], start))
    parts = []
    for at in range(0, len(past_runs.size), _CHUNK):
        rows = slice(at, at + _CHUNK)
        start = _walk(past_runs.only(rows), 0, _begin(len(past_runs.size[rows])))
        parts.append(_weights(_walk(after.only(rows), past_runs.size.shape[1], start)))
    return np.concatenate(parts, axis=1)


def _begin(runs: int) -> _Walk:
    shape = (len(GRID), runs)
    variance = np.broadcast_to(GRID[:, 1:] ** 2, shape)
    return _Walk(variance, np.zeros((_COLUMNS, *shape)), np.zeros((_COLUMNS, _COLUMNS, *shape)), np.zeros(shape))


def _walk(side: Runs, first: int, walk: _Walk) -> _Walk:
    """On through one side: products of all whitened columns (the weeks first), and the scale of the surprises."""
    place, noise = points_of(side)
    turn = 2 * math.pi * (first + np.arange(place.shape[1])) / YEAR_WEEKS
    fixed = np.stack([np.ones(len(turn)), np.full(len(turn), float(first > 0)), np.sin(turn), np.cos(turn)])
    memory, drift = GRID[:, :1], GRID[:, 1:]
    fresh = drift * drift * (1.0 - memory * memory)
    shape = (len(GRID), len(place))
    variance, expected, log_scale = walk.variance, walk.expected, walk.log_scale
    column = np.empty((_COLUMNS, *shape))
    products = np.broadcast_to(walk.products, (_COLUMNS, _COLUMNS, *shape)).copy()
    for week in range(place.shape[1]):
        is_measured: NDArray[np.bool_] = np.isfinite(noise[:, week])
        known_noise = np.where(is_measured, noise[:, week], 1.0)
        total = variance + known_noise
        gain = np.where(is_measured, variance / total, 0.0)
        column[0], column[1:] = place[:, week], fixed[:, week, None, None]
        surprise = column - expected
        white = np.where(is_measured, surprise / np.sqrt(total), 0.0)
        for row in range(_COLUMNS):
            products[row, row:] += white[row] * white[row:]
        log_scale = log_scale + np.where(is_measured, 0.5 * np.log(total), 0.0)
        variance = memory * memory * np.where(is_measured, known_noise * variance / total, variance) + fresh
        expected = memory * (expected + gain * surprise)
    return _Walk(variance, expected, products, log_scale)


def _weights(walk: _Walk) -> Numbers:
    products = walk.products.copy()
    for row, column in itertools.combinations(range(_COLUMNS), 2):
        products[column, row] = products[row, column]
    for half in (3, 4):
        products[half, half] += 1.0 / WAVE**2
    inner = np.moveaxis(products[1:, 1:], (0, 1), (-2, -1))
    pull = np.moveaxis(products[1:, 0], 0, -1)[..., None]
    solved = np.linalg.solve(inner, pull)
    fit = 0.5 * ((solved * pull)[..., 0].sum(-1) - products[0, 0]) - walk.log_scale
    fit -= 0.5 * np.linalg.slogdet(inner)[1]
    drift = GRID[:, 1:]
    fit += np.log(drift) - 0.5 * (drift / DRIFT_SCALE) ** 2
    weight = np.exp(fit - fit.max(axis=0))
    return np.asarray(weight / weight.sum(axis=0), dtype=np.float64)
