"""The step in drifting weeks: the arithmetic is checked against an independent library and plain linear algebra."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.statistics import latent
from podium.statistics.latent import TAIL, find_guesses, find_step, points_of
from podium.statistics.series import count_weeks, duration_weeks, share_weeks

COUNTS = st.lists(st.integers(0, 60), min_size=8, max_size=20)


@pytest.mark.parametrize(("memory", "drift"), [(0.3, 0.15), (0.7, 0.5), (0.95, 1.1)])
def test_each_guess_is_the_generalised_least_squares_step_of_the_full_covariance(memory: float, drift: float) -> None:
    numpy = pytest.importorskip("numpy")
    regression = pytest.importorskip("statsmodels.api")
    before = count_weeks([6, 4, 8, None, 7, 6, 9, 3, 5, 6, 7, 4])
    after = count_weeks([3, 2, 4, 1, 3, None, 2, 3])
    points = [*points_of(before), *points_of(after)]
    seen = [index for index, point in enumerate(points) if point is not None]
    wave = [2 * math.pi * index / 52 for index in seen]
    causes = numpy.array(
        [[1.0, float(index >= 12), math.sin(turn), math.cos(turn)] for index, turn in zip(seen, wave, strict=True)]
    )
    noise = numpy.diag([points[index].noise for index in seen])
    drifts = drift**2 * numpy.array([[memory ** abs(one - two) for two in seen] for one in seen])
    waves = latent.WAVE**2 * causes[:, 2:] @ causes[:, 2:].T
    fit = regression.GLS([points[index].level for index in seen], causes[:, :2], sigma=noise + drifts + waves).fit()
    guess = next(one for one in find_guesses(before, after) if (one.memory, one.drift) == (memory, drift))
    assert guess.step == pytest.approx(fit.params[1], rel=1e-8)
    assert guess.error == pytest.approx(math.sqrt(fit.normalized_cov_params[1, 1]), rel=1e-8)


def test_the_weights_are_the_restricted_likelihood_of_each_guess_times_its_prior() -> None:
    numpy = pytest.importorskip("numpy")
    before, after = duration_weeks([[2.0, 3.0]] * 8), duration_weeks([[5.0, 8.0], [4.0, 7.0]] * 4)
    points = [*points_of(before), *points_of(after)]
    flags = [index >= 8 for index in range(16)]
    logs = {}
    for guess in find_guesses(before, after):
        turn = [2 * math.pi * index / 52 for index in range(16)]
        fixed = numpy.array([[1.0, float(flag)] for flag in flags])
        waves = numpy.array([[math.sin(one), math.cos(one)] for one in turn])
        cov = numpy.diag([point.noise for point in points]) + latent.WAVE**2 * waves @ waves.T
        cov += guess.drift**2 * numpy.array([[guess.memory ** abs(i - j) for j in range(16)] for i in range(16)])
        inverse = numpy.linalg.inv(cov)
        inner = fixed.T @ inverse @ fixed
        level = numpy.array([point.level for point in points])
        rest = level - fixed @ numpy.linalg.solve(inner, fixed.T @ inverse @ level)
        fit = -0.5 * (numpy.linalg.slogdet(cov)[1] + numpy.linalg.slogdet(inner)[1] + rest @ inverse @ rest)
        prior = math.log(guess.drift) - 0.5 * (guess.drift / latent.DRIFT_SCALE) ** 2
        logs[guess] = fit + prior - math.log(guess.weight)
    assert max(logs.values()) - min(logs.values()) < 1e-6


@given(COUNTS, COUNTS)
@settings(max_examples=40, deadline=None)
def test_the_interval_leaves_zero_out_exactly_when_p_is_below_the_limit(before: list[int], after: list[int]) -> None:
    step = find_step(count_weeks(before), count_weeks(after))
    assert step.low <= step.estimate <= step.high
    assert 0.0 <= step.p <= 1.0
    if abs(step.p - 2 * TAIL) > 1e-6:
        assert (step.p < 2 * TAIL) == (step.low > 0 or step.high < 0)


@given(st.lists(st.integers(1, 60), min_size=10, max_size=10), st.lists(st.integers(1, 60), min_size=10, max_size=10))
@settings(max_examples=30, deadline=None)
def test_swapping_before_and_after_turns_the_step(before: list[int], after: list[int]) -> None:
    # Time runs backwards too, so that neighbours stay neighbours.
    forth = find_step(count_weeks(before), count_weeks(after))
    back = find_step(count_weeks(after[::-1]), count_weeks(before[::-1]))
    assert forth.estimate == pytest.approx(-back.estimate, abs=1e-6)
    assert forth.p == pytest.approx(back.p, abs=1e-6)


def test_counting_the_other_half_of_a_share_turns_the_step() -> None:
    one = find_step(share_weeks([(3, 10), (5, 12)] * 5), share_weeks([(7, 10), (9, 12)] * 5))
    two = find_step(share_weeks([(7, 10), (7, 12)] * 5), share_weeks([(3, 10), (3, 12)] * 5))
    assert one.estimate == pytest.approx(-two.estimate, abs=1e-9)
    assert one.p == pytest.approx(two.p, abs=1e-9)


def test_the_unit_of_a_duration_does_not_matter() -> None:
    hours = [[1.0, 4.0, 9.0], [2.0, 8.0]] * 6
    minutes = [[60 * value for value in week] for week in hours]
    less = [[value / 3 for value in week] for week in hours]
    one = find_step(duration_weeks(hours), duration_weeks(less))
    two = find_step(duration_weeks(minutes), duration_weeks([[60 * value for value in week] for week in less]))
    assert one.estimate == pytest.approx(two.estimate)
    assert one.estimate == pytest.approx(-math.log(3), abs=0.05)


def test_weeks_that_drift_more_give_a_wider_interval() -> None:
    calm = find_step(count_weeks([20, 21, 19, 20] * 3), count_weeks([14, 15, 13, 14] * 2))
    restless = find_step(count_weeks([8, 35, 12, 25] * 3), count_weeks([4, 27, 6, 19] * 2))
    assert restless.high - restless.low > 1.3 * (calm.high - calm.low)
    assert calm.p < restless.p
