"""Podium's verdicts for many runs at once, by podium's own code."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from podium.statistics import switch
from podium.statistics.compare import FEWEST_EVENTS, FEWEST_WEEKS, FEWEST_WEEKS_FOUND, judge_switched
from podium.statistics.runs import Numbers, Runs, levels
from podium.statistics.series import Series
from podium.statistics.steady import steady_signs
from podium.statistics.verdict import Result


def has_enough(before: Runs, after: Runs, *, was_found: bool) -> NDArray[np.bool_]:
    """Which runs get a verdict at all."""
    weeks = FEWEST_WEEKS_FOUND if was_found else FEWEST_WEEKS
    enough = ((before.size > 0).sum(axis=1) >= weeks) & ((after.size > 0).sum(axis=1) >= FEWEST_WEEKS)
    least_before, least_after = FEWEST_EVENTS[before.kind]
    if before.kind == "count":
        seen, expected = before.amount.sum(axis=1), np.round(levels(before) * after.size.sum(axis=1))
    else:
        seen, expected = before.size.sum(axis=1), after.size.sum(axis=1)
    return enough & (np.round(seen) >= least_before) & (np.round(expected) >= least_after)


def judge_sides(before: Runs, after: Runs, *, was_found: bool, known: Runs | None = None) -> NDArray[np.str_]:
    """Before against after: the answer of each run, where less is better."""
    seen, hangs = steady_signs(before, after, before if known is None else known)
    seen = np.where(hangs, 0.0, seen)
    answers = np.where(seen < 0, "better", np.where(seen > 0, "worse", "no change seen"))
    return np.where(has_enough(before, after, was_found=was_found), answers, "not enough data")


def switched(futures: Sequence[Series], schedule: switch.Schedule) -> list[Result]:
    """Podium's results for many runs of on and off weeks in one drawn order, where less is better."""
    return [judge_switched(series, schedule, better="down").result for series in futures]


def share_of_orders(runs: Runs) -> Numbers:
    """For each run of on and off weeks: the share of all orders that could be drawn which would be called something.

    Every order is judged, so no luck of a single draw is left in the answer. Runs with a week that was not measured
    have other orders and are left to podium itself (NaN).
    """
    blocks = switch.draw_schedule(runs.size.shape[1], "").blocks
    orders = orders_of(blocks, runs.size.shape[1])
    sums = runs.amount * runs.size if runs.kind == "duration" else runs.amount
    on_sum, on_size = sums @ orders.T, runs.size @ orders.T
    with np.errstate(all="ignore"):
        off = (sums.sum(axis=1, keepdims=True) - on_sum) / (runs.size.sum(axis=1, keepdims=True) - on_size)
        differences = np.sort(np.round(on_sum / on_size - off, 9), axis=1)
    share = np.array([_called(row, len(orders)) for row in differences])
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
