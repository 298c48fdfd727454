"""Folds: rows to one number with a unit; nothing to fold is no number, and order means nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podium.core import folds
from podium.core.folds import Fold, Row

ALL = sorted((f for f in vars(folds).values() if isinstance(f, Fold)), key=lambda f: f.name)
AMOUNTS = st.lists(st.floats(0, 1000), max_size=20)


def rows(*amounts: float) -> list[Row]:
    return [Row(n, str(n), amount) for n, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("fold", "amounts", "value"),
    [
        (folds.share, (1, 0, 0, 1), 0.5),
        (folds.share, (), None),
        (folds.count, (1, 2, 3), 6),
        (folds.nights, (1, 0, 1), 2),
        (folds.hhi, (5, 5), 0.5),
        (folds.hhi, (1, 1, 1, 1, 1), 0.2),
        (folds.hhi, (0, 0), None),
        (folds.effective, (5, 5), 2),
        (folds.effective, (), None),
        (folds.median_days, (1, 9, 2), 2),
        (folds.median_days, (1, 2, 3, 10), 2.5),
        (folds.median_days, (), None),
        (folds.spread, (2, 8, 0), 4),
        (folds.spread, (0,), None),
        (folds.hours_of_seconds, (5400, 1800, 9000), 1.5),
        (folds.head_start_minutes, (-600, -60, 600), -1),
        (folds.total_hours, (1800, 5400), 2),
    ],
)
def test_a_fold_by_example(fold: Fold, amounts: tuple[float, ...], value: float | None) -> None:
    found = fold(rows(*amounts))
    assert found is None if value is None else found == pytest.approx(value)


@pytest.mark.parametrize("fold", ALL, ids=lambda f: f"{f.kind} {f.unit}")
@given(amounts=AMOUNTS)
def test_order_and_asking_twice_change_nothing(fold: Fold, amounts: list[float]) -> None:
    asked = rows(*amounts)
    assert fold(asked) == fold(asked)
    forwards, backwards = fold(asked), fold(asked[::-1])
    assert forwards == (None if backwards is None else pytest.approx(backwards))


@pytest.mark.parametrize("fold", ALL, ids=lambda f: f"{f.kind} {f.unit}")
def test_every_fold_says_its_name_and_unit(fold: Fold) -> None:
    assert fold.name
    assert fold.unit
    assert fold.kind


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_concentration_lies_between_equal_shares_and_one(amounts: list[int]) -> None:
    found = folds.hhi(rows(*map(float, amounts)))
    assert found is not None
    assert 1 / len(amounts) - 1e-9 <= found <= 1 + 1e-9


@pytest.mark.parametrize(
    ("sides", "points"), [([("with", 0.5), ("without", 0.25)], 25), ([("with", 0.5)], None), ([], None)]
)
def test_points_apart_are_the_first_side_by_name_less_the_second(
    sides: list[tuple[str, float]], points: float | None
) -> None:
    named = [Row(0, side, amount) for side, amount in sides]
    assert folds.points_apart(named) == folds.points_apart(named[::-1]) == points


def test_the_least_a_median_of_times_can_tell_is_a_minute_an_hour_or_half_a_day() -> None:
    assert folds.hours_of_seconds.least * 60 == pytest.approx(1)
    assert folds.days_of_seconds.least * 24 == pytest.approx(1)
    assert folds.median_days.least == 0.5
