"""A verdict without its heaviest week: that week is the one whose absence takes most of the difference away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.statistics.change import differences
from podium.statistics.runs import Runs
from podium.statistics.series import StatisticKind
from podium.statistics.steady import without_heaviest

WEEK = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda two: (min(two), max(two)))
RUN = st.lists(WEEK, min_size=7, max_size=12).filter(lambda weeks: sum(size > 0 for _, size in weeks) >= 3)


def runs_from(kind: StatisticKind, weeks: list[tuple[int, int]]) -> Runs:
    return Runs(kind, np.array([[float(a) for a, _ in weeks]]), np.array([[float(s) for _, s in weeks]]), 0.5)


@pytest.mark.parametrize("kind", ["count", "share", "duration"])
@given(before=RUN, after=RUN, sign=st.sampled_from([1.0, -1.0]))
def test_no_other_week_takes_more_of_the_difference_away(
    kind: StatisticKind, before: list[tuple[int, int]], after: list[tuple[int, int]], sign: float
) -> None:
    def difference_without(week: int) -> float:
        """As if that week had not been measured, its amount and its size gone."""
        weeks = [(0, 0) if place == week else each for place, each in enumerate(before + after)]
        left, right = runs_from(kind, weeks[: len(before)]), runs_from(kind, weeks[len(before) :])
        return float(sign * differences(left, right)[0])

    left, right = without_heaviest(runs_from(kind, before), runs_from(kind, after), np.array([sign]))
    sizes = [size for _, size in before + after]
    sizes_left = [*left.size[0], *right.size[0]]
    removed = [place for place, size in enumerate(sizes) if size != sizes_left[place]]
    assert len(removed) == 1
    least = min(difference_without(place) for place, size in enumerate(sizes) if size)
    assert difference_without(removed[0]) == pytest.approx(least, abs=1e-12)
    assert float(sign * differences(left, right)[0]) == pytest.approx(least, abs=1e-12)
