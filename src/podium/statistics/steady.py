"""Whether a verdict still stands without its heaviest week, and on enough counted events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from podium.statistics.change import differences, grid_weights, signs_of, tail_of
from podium.statistics.runs import Runs

if TYPE_CHECKING:
    from podium.statistics.runs import Numbers
    from podium.statistics.series import Series

# Counted events that the higher side of a share needs, and as many not counted on the lower one.
FEWEST_COUNTED = 5
# Without its heaviest week a verdict has to be seen at twice the chance of error; at the same chance, one of every few
# that are right would fall, because fewer weeks always tell less.
WITHOUT_A_WEEK = 2.0


def steady_signs(before: Runs, after: Runs, past_runs: Runs, history: Series | None = None) -> tuple[Numbers, Numbers]:
    """What the interval of each run says (1 up, -1 down, 0 nothing), and where that hangs on a single week.

    Args:
        before, after, known, history: as of `change.signs_of`.
    """
    weights, tail = grid_weights(past_runs, after), tail_of(before.kind, past_runs.size.shape[1])
    signs = signs_of(before, after, weights, tail, history)
    signs = np.where(has_counted(before, after, signs), signs, 0.0)
    hangs = np.zeros(len(signs))
    rows = np.flatnonzero(signs)
    if len(rows):
        one_before = before if len(before.size) == 1 else before.only(rows)
        left_before, left_after = without_heaviest(one_before, after.only(rows), signs[rows])
        again = signs_of(left_before, left_after, weights[:, rows], WITHOUT_A_WEEK * tail, history)
        hangs[rows] = again != signs[rows]
    return signs, hangs


def has_counted(before: Runs, after: Runs, signs: Numbers) -> NDArray[np.bool_]:
    """Whether a share has events that count on its higher side, and events that do not on its lower one."""
    if before.kind != "share":
        return np.ones(len(signs), dtype=bool)
    hits = [side.amount.sum(axis=1) for side in (before, after)]
    misses = [side.size.sum(axis=1) - hit for side, hit in zip((before, after), hits, strict=True)]
    higher, lower = np.where(signs > 0, hits[1], hits[0]), np.where(signs > 0, misses[0], misses[1])
    return np.asarray((higher >= FEWEST_COUNTED) & (lower >= FEWEST_COUNTED))


def without_heaviest(before: Runs, after: Runs, signs: Numbers) -> tuple[Runs, Runs]:
    """Each run without the week whose absence takes most of its difference away."""
    rows = len(after.size)
    first = before.size.shape[1]
    whole = [
        np.concatenate(
            [np.broadcast_to(getattr(side, part), (rows, getattr(side, part).shape[1])) for side in (before, after)],
            axis=1,
        )
        for part in ("amount", "size")
    ]
    differences_left = []
    for week in range(whole[0].shape[1]):
        size = whole[1].copy()
        is_there = size[:, week] > 0
        size[:, week] = 0.0
        amount = np.where(size > 0, whole[0], 0.0)
        runs = Runs(before.kind, amount, size, before.spread)
        moved = signs * differences(runs.between(0, first), runs.between(first, size.shape[1]))
        differences_left.append(np.where(is_there, moved, np.inf))
    heaviest = np.argmin(np.array(differences_left), axis=0)
    size = whole[1].copy()
    size[np.arange(rows), heaviest] = 0.0
    runs = Runs(before.kind, np.where(size > 0, whole[0], 0.0), size, before.spread)
    return runs.between(0, first), runs.between(first, size.shape[1])
