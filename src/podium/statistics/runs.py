"""Many series of the same weeks as arrays, so that imagined runs are judged all at once."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from podium.statistics.series import HALF_EVENT, Series, StatisticKind, Week

Numbers = NDArray[np.float64]
_TINY = 1e-300


class Runs(msgspec.Struct, frozen=True, eq=False):
    """Series of one kind and length; one row a series, one column a week.

    Attributes:
        amount, size: as in `Week`; a size of nought is a week that was not measured.
        spread: of durations, the variance inside a week.
    """

    kind: StatisticKind
    amount: Numbers
    size: Numbers
    spread: float = 0.0

    def between(self, first: int, stop: int) -> Runs:
        """The same runs, only these weeks."""
        return replace(self, amount=self.amount[:, first:stop], size=self.size[:, first:stop])

    def only(self, rows: NDArray[np.int64] | slice) -> Runs:
        """Some of the runs."""
        return replace(self, amount=self.amount[rows], size=self.size[rows])

    def series(self, run: int) -> Series:
        """One run as a series."""
        pairs = zip(self.amount[run], self.size[run], strict=True)
        return Series(self.kind, tuple(Week(float(a), float(s)) if s else None for a, s in pairs), self.spread)


def runs_of(series_list: Sequence[Series]) -> Runs:
    """Series as runs; all of one kind and length."""
    amount = [[week.amount if week else 0.0 for week in series.weeks] for series in series_list]
    size = [[week.size if week else 0.0 for week in series.weeks] for series in series_list]
    return Runs(series_list[0].kind, np.array(amount, dtype=float), np.array(size, dtype=float), series_list[0].spread)


def levels(runs: Runs) -> Numbers:
    """Where each run stands, as `level_of` says it."""
    size = np.maximum(runs.size.sum(axis=1), _TINY)
    if runs.kind == "count":
        return np.asarray((runs.amount.sum(axis=1) + HALF_EVENT) / size, dtype=np.float64)
    if runs.kind == "share":
        return np.asarray((runs.amount.sum(axis=1) + HALF_EVENT) / (size + 2.0 * HALF_EVENT), dtype=np.float64)
    return np.asarray((runs.amount * runs.size).sum(axis=1) / size, dtype=np.float64)


def places(runs: Runs) -> Numbers:
    """The levels where changes add up: logarithms of counts and durations, log-odds of shares."""
    level = levels(runs)
    if runs.kind == "count":
        return np.log(level)
    return np.log(level / (1.0 - level)) if runs.kind == "share" else level


def points_of(runs: Runs) -> tuple[Numbers, Numbers]:
    """Place and counting noise of each week around its own side's level; noise is infinite where none was measured."""
    level = levels(runs)[:, None]
    size = np.where(runs.size > 0, runs.size, np.nan)
    if runs.kind == "count":
        expected = level * size
        place, noise = np.log(level) + runs.amount / expected - 1.0, 1.0 / expected
    elif runs.kind == "share":
        slope = level * (1.0 - level)
        place, noise = np.log(level / (1.0 - level)) + (runs.amount / size - level) / slope, 1.0 / (size * slope)
    else:
        place, noise = runs.amount + 0.0 * size, runs.spread / size
    return np.nan_to_num(place), np.nan_to_num(noise, nan=np.inf)
