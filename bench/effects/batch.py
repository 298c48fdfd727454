"""Podium's verdicts for many runs at once; a test holds each to podium's own, run by run."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from bench.effects.weeks import Numbers, Runs, levels, runs_of
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import binom

from podium.statistics import switch
from podium.statistics.compare import FEWEST_EVENTS, FEWEST_WEEKS, FEWEST_WEEKS_FOUND, judge_switched
from podium.statistics.history import compare_past
from podium.statistics.latent import DRIFT_SCALE, DRIFTS, MEMORIES, TAIL, WAVE, YEAR_WEEKS
from podium.statistics.series import Direction, Series
from podium.statistics.verdict import Result, change_of, name_result

Flags = NDArray[np.bool_]
_GRID = np.array(list(itertools.product(MEMORIES, DRIFTS)))
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Guesses:
    """The step of every run under every drift on the grid; one row a drift, one column a run."""

    weight: Numbers
    step: Numbers
    error: Numbers

    def share_below(self, place: Numbers | float) -> Numbers:
        """How sure each run is that its step lies below a place."""
        return (self.weight * ndtr((place - self.step) / self.error)).sum(axis=0)

    def place_of(self, share: float) -> Numbers:
        """The place below which a share of each run's step lies."""
        low, high = (self.step - 9 * self.error).min(axis=0), (self.step + 9 * self.error).max(axis=0)
        for _ in range(40):
            middle = 0.5 * (low + high)
            is_below = self.share_below(middle) < share
            low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
        return 0.5 * (low + high)


def points_of(side: Runs) -> tuple[Numbers, Numbers]:
    """Level and counting noise of each week, around its own side's level; noise is infinite where none was measured."""
    level = levels(side)[:, None]
    size = np.where(side.size > 0, side.size, np.nan)
    if side.kind == "count":
        expected = level * size
        found, noise = np.log(level) + side.amount / expected - 1.0, 1.0 / expected
    elif side.kind == "share":
        slope = level * (1.0 - level)
        found, noise = np.log(level / (1.0 - level)) + (side.amount / size - level) / slope, 1.0 / (size * slope)
    else:
        found, noise = side.amount + 0.0 * size, side.spread / size
    return np.nan_to_num(found), np.nan_to_num(noise, nan=np.inf)


def guess(before: Runs, after: Runs) -> Guesses:
    """The step between two stretches of weeks, under every drift and weighted by how well it explains the weeks."""
    parts = [
        _guess(before.only(slice(at, at + _CHUNK)), after.only(slice(at, at + _CHUNK)))
        for at in range(0, len(before.size), _CHUNK)
    ]
    return Guesses(*(np.concatenate([getattr(part, name) for part in parts], axis=1) for name in Guesses.__slots__))


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where the filter of each drift stands after some weeks: one row a drift, one column a run."""

    variance: Numbers
    expected: Numbers
    normal: Numbers
    log_scale: Numbers


def _guess(before: Runs, after: Runs) -> Guesses:
    return _conclude(_walk(after, before.size.shape[1], _walk(before, 0, _begin(len(before.size)))))


def _begin(runs: int) -> _Walk:
    shape = (len(_GRID), runs)
    variance = np.broadcast_to(_GRID[:, 1:] ** 2, shape)
    return _Walk(variance, np.zeros((5, *shape)), np.zeros((5, 5, *shape)), np.zeros(shape))


def _conclude(walk: _Walk) -> Guesses:
    normal = walk.normal.copy()
    for one, two in itertools.combinations(range(5), 2):
        normal[two, one] = normal[one, two]
    for half in (3, 4):
        normal[half, half] += 1.0 / WAVE**2
    inner = np.moveaxis(normal[1:, 1:], (0, 1), (-2, -1))
    pull = np.moveaxis(normal[1:, 0], 0, -1)[..., None]
    inverse = np.linalg.inv(inner)
    solved = (inverse @ pull)[..., 0]
    fit = 0.5 * ((solved * pull[..., 0]).sum(-1) - normal[0, 0]) - walk.log_scale - 0.5 * np.linalg.slogdet(inner)[1]
    drift = _GRID[:, 1:]
    fit += np.log(drift) - 0.5 * (drift / DRIFT_SCALE) ** 2
    weight = np.exp(fit - fit.max(axis=0))
    return Guesses(weight / weight.sum(axis=0), solved[..., 1], np.sqrt(inverse[..., 1, 1]))


def _walk(side: Runs, first: int, walk: _Walk) -> _Walk:
    """On through one side: products of all whitened columns (the weeks first), and the scale of the surprises."""
    level, noise = points_of(side)
    turn = 2 * math.pi * (first + np.arange(level.shape[1])) / YEAR_WEEKS
    fixed = np.stack([np.ones(len(turn)), np.full(len(turn), float(first > 0)), np.sin(turn), np.cos(turn)])
    memory, drift = _GRID[:, :1], _GRID[:, 1:]
    fresh = drift * drift * (1.0 - memory * memory)
    shape = (len(_GRID), len(level))
    variance, expected, log_scale = walk.variance, walk.expected, walk.log_scale
    column = np.empty((5, *shape))
    normal = np.broadcast_to(walk.normal, (5, 5, *shape)).copy()
    for week in range(level.shape[1]):
        told = np.isfinite(noise[:, week])
        sure = np.where(told, noise[:, week], 1.0)
        total = variance + sure
        gain = np.where(told, variance / total, 0.0)
        column[0], column[1:] = level[:, week], fixed[:, week, None, None]
        surprise = column - expected
        white = np.where(told, surprise / np.sqrt(total), 0.0)
        for one in range(5):
            normal[one, one:] += white[one] * white[one:]
        log_scale = log_scale + np.where(told, 0.5 * np.log(total), 0.0)
        variance = memory * memory * np.where(told, sure * variance / total, variance) + fresh
        expected = memory * (expected + gain * surprise)
    return _Walk(variance, expected, normal, log_scale)


def has_enough(before: Runs, after: Runs, *, was_found: bool) -> Flags:
    """Which runs get a verdict at all."""
    weeks = FEWEST_WEEKS_FOUND if was_found else FEWEST_WEEKS
    enough = ((before.size > 0).sum(axis=1) >= weeks) & ((after.size > 0).sum(axis=1) >= FEWEST_WEEKS)
    least_before, least_after = FEWEST_EVENTS[before.kind]
    if before.kind == "count":
        seen, expected = before.amount.sum(axis=1), np.round(levels(before) * after.size.sum(axis=1))
    else:
        seen, expected = before.size.sum(axis=1), after.size.sum(axis=1)
    return enough & (np.round(seen) >= least_before) & (np.round(expected) >= least_after)


def judge_sides(before: Runs, after: Runs, tail: float, *, was_found: bool) -> NDArray[np.str_]:
    """Before against after: the answer of each run, where less is better."""
    below = guess(before, after).share_below(0.0)
    answers = np.where(below > 1.0 - tail, "better", np.where(below < tail, "worse", "no change seen"))
    return np.where(has_enough(before, after, was_found=was_found), answers, "not enough data")


def results(
    before: Series, futures: Sequence[Series], better: Direction, minimum: float = 0.0, history: Series | None = None
) -> list[Result]:
    """Podium's results for many futures of the same weeks; her own past has its say."""
    first, after = runs_of([before]), runs_of(futures)
    found = _conclude(_walk(after, len(before.weeks), _walk_once(before)))
    below, middle = found.share_below(0.0), (found.weight * found.step).sum(axis=0)
    enough = has_enough(first, after, was_found=False)
    answers: list[Result] = []
    for run, future in enumerate(futures):
        past = compare_past(history, before, future) if history is not None else None
        # Only on which side of nought the ends of the interval lie is asked.
        low, high = (1.0 if below[run] < TAIL else -1.0), (-1.0 if below[run] > 1.0 - TAIL else 1.0)
        if past is not None:
            low, high = min(low, past.seen - past.usual), max(high, past.seen + past.usual)
        change = change_of(float(middle[run]), before)
        answers.append(name_result(low, high, change, better, minimum) if enough[run] else "not enough data")
    return answers


@lru_cache(maxsize=4)
def _walk_once(before: Series) -> _Walk:
    return _walk(runs_of([before]), 0, _begin(1))


def switched(futures: Sequence[Series], schedule: switch.Schedule) -> list[Result]:
    """Podium's results for many runs of on and off weeks in one drawn order, where less is better."""
    runs = runs_of(futures)
    orders = orders_of(schedule.blocks, runs.size.shape[1])
    if len(orders) > switch.MOST_ORDERS:
        raise ValueError("of so many orders podium takes a sample")
    sums = np.round(_pulls(runs, schedule.blocks) @ orders.T, 9)
    mine = sums[:, (orders == np.array(schedule.is_on)).all(axis=1)]
    most = math.floor(switch.TAIL * len(orders) + 1e-9)
    is_low, is_high = (sums <= mine).sum(axis=1) <= most, (sums >= mine).sum(axis=1) <= most
    events = (runs.amount if runs.kind == "count" else runs.size).sum(axis=1)
    named: list[Result] = []
    for run, series in enumerate(futures):
        if not (runs.size[run] > 0).all():
            named.append(judge_switched(series, schedule, better="down").result)
        elif round(float(events[run])) < FEWEST_EVENTS[runs.kind][0]:
            named.append("not enough data")
        else:
            named.append("better" if is_low[run] else "worse" if is_high[run] else "no change seen")
    return named


def share_of_orders(runs: Runs) -> Numbers:
    """For each run of on and off weeks: the share of all orders that could be drawn which would be called something.

    Every order is judged, so no luck of a single draw is left in the answer. Runs with a week that was not measured
    have other orders and are left to podium itself (NaN).
    """
    blocks = switch.draw_schedule(runs.size.shape[1], "").blocks
    orders = orders_of(blocks, runs.size.shape[1])
    pulls = _pulls(runs, blocks)
    sums = np.sort(np.round(pulls @ orders.T, 9), axis=1)
    share = np.array([_called(row, len(orders)) for row in sums])
    return np.where((runs.size > 0).all(axis=1), share, np.nan)


def _called(sums: Numbers, possible: int) -> float:
    """How often one of the orders, drawn at random, lies among the few most extreme of those it is compared with."""
    low = np.searchsorted(sums, sums, side="right")
    high = possible - np.searchsorted(sums, sums, side="left")
    if possible <= switch.MOST_ORDERS:
        most = math.floor(switch.TAIL * possible + 1e-9)
        return float(((low <= most) | (high <= most)).mean())
    # Compared with a sample: the drawn order, and the others drawn with replacement from all.
    most = math.floor(switch.TAIL * switch.MOST_ORDERS + 1e-9) - 1
    chance = binom.cdf(most, switch.MOST_ORDERS - 1, np.arange(possible + 1) / possible)
    return float((chance[low] + chance[high]).mean())


def orders_of(blocks: tuple[tuple[int, ...], ...], weeks: int) -> Numbers:
    """Every order that could be drawn: one row an order, 1 where a week is on."""
    choices = [list(itertools.combinations(block, len(block) // 2)) for block in blocks]
    picked = [list(itertools.chain.from_iterable(order)) for order in itertools.product(*choices)]
    orders = np.zeros((len(picked), weeks))
    np.put_along_axis(orders, np.array(picked), 1.0, axis=1)
    return orders


def _pulls(runs: Runs, blocks: tuple[tuple[int, ...], ...]) -> Numbers:
    level, noise = points_of(runs)
    noise = np.where(np.isfinite(noise), noise, 1.0)
    inside = level.copy()
    for block in blocks:
        inside[:, block] -= level[:, block].mean(axis=1, keepdims=True)
    free = sum(len(block) - 1 for block in blocks)
    counted = np.stack([noise[:, block].mean(axis=1) for block in blocks], axis=1)
    beyond = np.maximum(0.0, (inside**2).sum(axis=1) / free - counted.mean(axis=1))
    total = counted + beyond[:, None]
    for at, block in enumerate(blocks):
        inside[:, block] /= np.where(total[:, at : at + 1] > 0, total[:, at : at + 1], 1.0)
    return inside
