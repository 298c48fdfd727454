"""The plain difference of two levels, and how far such a difference goes by itself.

One estimator: the levels, the change, its interval and the windows of the past all come from these sums over the same
weeks. The drifts (`latent`) only say how far the difference strays when nothing happens, and her own past corrects that.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from podium.statistics.latent import GRID, MEMORIES, WAVE, YEAR_WEEKS, weigh_drifts
from podium.statistics.runs import Numbers, Runs, places, points_of, runs_of

if TYPE_CHECKING:
    from podium.statistics.series import Series, StatisticKind

# The chance left outside each end of the interval, chosen on real weeks without a practice so that false verdicts stay
# below 5 of 100 in every kind; counts drift most, durations have the longest tails. bench/effects holds these numbers.
TAILS: dict[StatisticKind, float] = {"count": 0.008, "share": 0.025, "duration": 0.015}
# With less than two years of weeks her own past says less about drift, so durations are judged more strictly.
TAILS_OF_SHORT: dict[StatisticKind, float] = {"count": 0.008, "share": 0.025, "duration": 0.01}
# How many windows' worth of trust the model has against her own past.
TRUST_WINDOWS = 2.0
# Her own past is read this far back.
PAST_WEEKS = 104
_ERF = np.frompyfunc(math.erfc, 1, 1)


class Strays(msgspec.Struct, frozen=True, eq=False):
    """How far a difference of levels strays by itself, as variances: what counting and a year do, and a unit of drift.

    Attributes:
        fixed: of each run, the variance from counting and from a yearly wave.
        drifting: (memories, runs), what a drift of size one adds.
    """

    fixed: Numbers
    drifting: Numbers

    def variance(self) -> Numbers:
        """Under every pair of the grid: (pairs, runs)."""
        per_memory = np.repeat(self.drifting, len(GRID) // len(MEMORIES), axis=0)
        return np.asarray(self.fixed + per_memory * GRID[:, 1:] ** 2, dtype=np.float64)


class Past(msgspec.Struct, frozen=True):
    """The same difference in windows in which no practice started.

    Attributes:
        as_large: windows with a change at least this large, either way.
        windows: all windows that could be measured; they overlap.
        worth: how many independent ones they are worth.
    """

    as_large: int
    windows: int
    worth: float


class Change(msgspec.Struct, frozen=True):
    """The difference with its interval; `p` is below `2 * tail` exactly when the interval leaves zero out."""

    estimate: float
    low: float
    high: float
    p: float
    past: Past | None


class Reach(msgspec.Struct, frozen=True, eq=False):
    """One difference in half-widths of its own interval, and the same in every window of the past.

    Attributes:
        now: beyond one either way the interval leaves zero out.
        half_width: of the interval, in logarithms or log-odds.
        past: one for each window of the last two years, the newest last; NaN where it could not be measured.
    """

    now: float
    half_width: float
    past: Numbers


def find_reach(before: Series, after: Series, history: Series | None = None) -> Reach:
    """How far one number went, in a measure in which numbers of every kind can be compared; arguments as below."""
    last_years = _last_years(before, history)
    first, second = len(before.weeks), len(after.weeks)
    befores, afters = runs_of([before]), runs_of([after])
    weights = grid_weights(runs_of([last_years]), afters)
    scale = _past_scale(last_years, first, second, weights)
    weight, spread = weights[:, 0], (np.sqrt(strays_of(befores, afters).variance()) * scale)[:, 0]
    half_width = _reach(weight, spread, tail_of(before.kind, len(last_years.weeks)))
    past = np.full(max(0, len(last_years.weeks) - first - second + 1), np.nan)
    windows = _windows(last_years, first, second)
    if windows is not None:
        spreads = np.sqrt(_usual_variance(windows.strays, weights)[:, 0]) * scale[0]
        usual_half_width = half_width / math.sqrt(float((weight * spread**2).sum()))
        past[windows.rows] = windows.moves / (spreads * usual_half_width)
    return Reach(float(differences(befores, afters)[0]) / half_width, half_width, past)


def find_change(before: Series, after: Series, history: Series | None = None) -> Change:
    """After minus before, in logarithms or log-odds.

    Args:
        before, after: the weeks of the two levels.
        history: all weeks up to the start, `before` at its end; `before` alone when left out.
    """
    last_years = _last_years(before, history)
    befores, afters = runs_of([before]), runs_of([after])
    weights = grid_weights(runs_of([last_years]), afters)
    scale = _past_scale(last_years, len(before.weeks), len(after.weeks), weights)
    spread = np.sqrt(strays_of(befores, afters).variance()) * scale
    estimate = float(differences(befores, afters)[0])
    weight, spread = weights[:, 0], spread[:, 0]
    tail = tail_of(before.kind, len(last_years.weeks))
    below = _below(weight, estimate / spread)
    low, high = (estimate + side * _reach(weight, spread, tail) for side in (-1.0, 1.0))
    past = _count_past(last_years, len(before.weeks), len(after.weeks), estimate)
    return Change(estimate, low, high, 2.0 * min(below, 1.0 - below), past)


def tail_of(kind: StatisticKind, weeks: int) -> float:
    """The chance left outside each end where so many weeks up to the start are known."""
    return (TAILS if weeks >= PAST_WEEKS else TAILS_OF_SHORT)[kind]


def grid_weights(past_runs: Runs, after: Runs) -> Numbers:
    """`weigh_drifts` over the last two years alone."""
    weeks = past_runs.size.shape[1]
    return weigh_drifts(past_runs.between(max(0, weeks - PAST_WEEKS), weeks), after)


def signs_of(before: Runs, after: Runs, weights: Numbers, tail: float, history: Series | None = None) -> Numbers:
    """What the interval of each run says: 1 up, -1 down, 0 when it holds zero.

    Args:
        before, after: the two sides of each run; `before` may be one run that all of `after` follow.
        weights: of `grid_weights`.
        tail: the chance left outside each end.
        history: of one person's imagined futures, her own past.
    """
    scale: Numbers | float = 1.0
    if history is not None:
        past = _last_years(history, history)
        measured = (after.size > 0).any(axis=0)
        scale = _past_scale(past, before.size.shape[1], int(measured.sum()), weights)
    ratio = differences(before, after) / (np.sqrt(strays_of(before, after).variance()) * scale)
    above = np.asarray((weights * _share_above(-ratio)).sum(axis=0), dtype=np.float64)
    return np.where(above > 1.0 - tail, 1.0, np.where(above < tail, -1.0, 0.0))


def differences(before: Runs, after: Runs) -> Numbers:
    """The plain difference of the levels of each run."""
    return np.asarray(places(after) - places(before), dtype=np.float64)


def strays_of(before: Runs, after: Runs) -> Strays:
    """How far the difference of each run strays when nothing happens."""
    rows = max(len(before.size), len(after.size))
    parts = [-_parts(before), _parts(after)]
    pull = np.concatenate([np.broadcast_to(part, (rows, part.shape[1])) for part in parts], axis=1)
    noises = [np.broadcast_to(points_of(side)[1], (rows, side.size.shape[1])) for side in (before, after)]
    noise = np.concatenate(noises, axis=1)
    weeks = pull.shape[1]
    turn = 2 * math.pi * np.arange(weeks) / YEAR_WEEKS
    wave = WAVE**2 * ((pull @ np.sin(turn)) ** 2 + (pull @ np.cos(turn)) ** 2)
    counting = (pull * pull * np.where(np.isfinite(noise), noise, 0.0)).sum(axis=1)
    apart = np.abs(np.arange(weeks)[:, None] - np.arange(weeks)[None])
    drifting = np.stack([((pull @ memory**apart) * pull).sum(axis=1) for memory in MEMORIES])
    return Strays(counting + wave, drifting)


def _parts(side: Runs) -> Numbers:
    """How much each week counts in the level of its side."""
    return np.asarray(side.size / np.maximum(side.size.sum(axis=1, keepdims=True), 1e-300), dtype=np.float64)


def _last_years(before: Series, history: Series | None) -> Series:
    whole = history if history is not None and len(history.weeks) >= len(before.weeks) else before
    return whole.newest(PAST_WEEKS)


class _Windows(msgspec.Struct, frozen=True, eq=False):
    """Every window of one shape that could be measured.

    Attributes:
        rows: the week each begins in, from the first of the history.
        moves, strays: its difference, and how far it may stray.
        worth: how many independent ones all are worth.
    """

    rows: NDArray[np.int64]
    moves: Numbers
    strays: Strays
    worth: float


@lru_cache(maxsize=16)
def _windows(history: Series, first: int, second: int) -> _Windows | None:
    """Every window of this shape in the history that could be measured; None without any."""
    length = first + second
    if len(history.weeks) < length:
        return None
    whole = runs_of([history])
    slices = [np.lib.stride_tricks.sliding_window_view(part[0], length) for part in (whole.amount, whole.size)]
    runs = Runs(history.kind, slices[0], slices[1], history.spread)
    before, after = runs.between(0, first), runs.between(first, length)
    is_full = np.all([2 * (side.size > 0).sum(axis=1) >= side.size.shape[1] for side in (before, after)], axis=0)
    rows = np.flatnonzero(is_full)
    if not len(rows):
        return None
    before, after = before.only(rows), after.only(rows)
    worth = worth_of(len(rows), len(history.weeks), length)
    return _Windows(rows, differences(before, after), strays_of(before, after), worth)


def worth_of(windows: int, weeks: int, length: int) -> float:
    """How many independent windows of a length so many of a stretch of weeks are worth: they overlap."""
    return windows / (weeks - length + 1) * weeks / length


def _past_scale(history: Series, first: int, second: int, weights: Numbers) -> Numbers:
    """How much farther than the drifts say her own windows went, the model trusted like two windows: one a run."""
    windows = _windows(history, first, second)
    if windows is None:
        return np.ones(weights.shape[1])
    ratio = (windows.moves[:, None] ** 2 / _usual_variance(windows.strays, weights)).mean(axis=0)
    trust, worth = TRUST_WINDOWS, windows.worth
    return np.asarray(np.sqrt((trust + worth * ratio) / (trust + worth)), dtype=np.float64)


def _usual_variance(strays: Strays, weights: Numbers) -> Numbers:
    """How far each window strays under the drifts as they are weighted: (windows, runs)."""
    drift = weights.reshape(len(MEMORIES), -1, weights.shape[1])
    size = GRID[:, 1].reshape(len(MEMORIES), -1)
    squares = (drift * (size**2)[..., None]).sum(axis=1)
    return np.asarray(np.maximum(strays.fixed[:, None] + strays.drifting.T @ squares, 1e-12), dtype=np.float64)


def _count_past(history: Series, first: int, second: int, estimate: float) -> Past | None:
    windows = _windows(history, first, second)
    if windows is None:
        return None
    as_large = int((np.abs(windows.moves) >= abs(estimate) - 1e-12).sum())
    return Past(as_large, len(windows.moves), windows.worth)


def _share_above(place: Numbers) -> Numbers:
    """The share of a standard normal above each place."""
    return np.asarray(_ERF(place / math.sqrt(2.0)), dtype=np.float64) * 0.5


def _below(weight: Numbers, ratio: Numbers) -> float:
    return float((weight * _share_above(ratio)).sum())


def _reach(weight: Numbers, spread: Numbers, tail: float) -> float:
    """The distance beyond which a share `tail` of a mixture of normals around zero lies on each side."""
    low, high = 0.0, 9.0 * float(spread.max())
    for _ in range(60):
        middle = 0.5 * (low + high)
        is_inside = _below(weight, middle / spread) > tail
        low, high = (middle, high) if is_inside else (low, middle)
    return 0.5 * (low + high)
