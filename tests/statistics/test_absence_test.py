"""The absence test: the others' weeks with and without one person, the placebo, and the honest p."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podium.statistics.absence_test import (
    Absence,
    _chance,
    _detrended,
    _ratios,
    _read,
    absence_test,
    is_year_end,
    known_chances,
    placebo_ratios,
)
from podium.statistics.chance import dice
from searching import examples

# Week 2301 begins on 2014-02-10: a good distance from New Year.
START = 2301


def one_person(present: list[bool], others: list[int], *, among: int = 3, **more: object) -> Absence:
    """The answer beside so many other people whose own absence does nothing."""
    own = [1 if here else 0 for here in present]
    total = [a + b for a, b in zip(own, others, strict=True)]
    there = [[(w + k) % 3 != 0 for w in range(len(present))] for k in range(among)]
    bundle = [[0] * len(present) for _ in range(among)]
    answer = absence_test(START, present, others, bundle, total, bundle_present=there, **more)  # type: ignore[arg-type]
    assert answer is not None
    return answer


def pattern(weeks: int, *, away_every: int) -> list[bool]:
    return [w % away_every != 0 for w in range(weeks)]


def test_a_team_that_stops_when_the_person_is_away_depends_on_them() -> None:
    present = pattern(78, away_every=5)
    answer = one_person(present, [8 if here else 1 for here in present])
    assert answer.reading == "dependent"
    assert answer.detrended == pytest.approx(1 / 8)
    assert answer.naive == pytest.approx(1 / 8)
    assert answer.p is not None
    assert answer.p < 0.05


def test_the_absent_weeks_that_were_counted_are_named_and_no_other() -> None:
    """Around New Year everybody is away: such a week is neither counted nor named."""
    answer = one_person(pattern(52, away_every=5), [3] * 52)
    away = [START + w for w in range(0, 52, 5)]
    assert any(is_year_end(week) for week in away)
    assert answer.absent_in == tuple(week for week in away if not is_year_end(week))
    assert len(answer.absent_in) == answer.absent_weeks


def test_a_team_that_goes_on_is_resilient() -> None:
    present = pattern(39, away_every=5)
    answer = one_person(present, [8] * 39)
    assert (answer.reading, answer.detrended, answer.p) == ("resilient", 1.0, 1.0)


@pytest.mark.parametrize(
    ("index", "low", "high", "p", "reading"),
    [
        (0.76, 0.61, 1.03, 0.01, "resilient"),
        (0.76, 0.54, 1.03, 0.01, "cannot tell"),
        (0.82, 0.54, 1.20, 0.30, "cannot tell"),
        (0.70, 0.60, 0.79, 0.01, "partly"),
        (0.70, 0.60, 0.79, 0.06, "cannot tell"),
        (0.50, 0.40, 0.79, 0.01, "dependent"),
        (0.50, 0.30, 0.81, 0.01, "cannot tell"),
    ],
)
def test_each_level_needs_an_interval_that_leaves_the_opposite_out(index, low, high, p, reading) -> None:
    """Resilience is asked of the interval alone, so that an index near .8 does not cross a cut from week to week."""
    assert _read(index, index, p, low, high) == reading


def test_nothing_landed_by_others_while_present_leaves_nothing_to_compare() -> None:
    present = pattern(39, away_every=5)
    answer = one_person(present, [0] * 39)
    assert (answer.reading, answer.detrended, answer.naive) == ("insufficient", None, None)


def test_somebody_never_away_and_somebody_always_away_cannot_be_told() -> None:
    assert one_person([True] * 39, [5] * 39).reading == "insufficient"
    assert one_person([False] * 39, [5] * 39).reading == "insufficient"


def test_the_weeks_around_new_year_are_left_out() -> None:
    assert [w for w in range(2340, 2352) if is_year_end(w)] == [2345, 2346, 2347]  # 2014-12-15, 12-22, 12-29
    assert [w for w in range(2655, 2664) if is_year_end(w)] == [2658, 2659, 2660, 2661]  # 2020 has a week 53
    first = 2340
    present = [not is_year_end(first + w) for w in range(26)]
    answer = absence_test(first, present, [5 if here else 0 for here in present], [], [5] * 26)
    assert answer is not None
    assert answer.absent_weeks == 0


def test_no_weeks_at_all_give_no_answer() -> None:
    assert absence_test(START, [], [], [], []) is None


def team(people: int, *, weeks: int = 39, seed: int = 1) -> list[list[int]]:
    chance = random.Random(seed)
    return [[chance.choice([0, 0, 1, 2, 3]) for _ in range(weeks)] for _ in range(people)]


def asked(bundle: list[list[int]], present: list[bool], *, scale: int = 1) -> Absence:
    bundle = [[n * scale for n in series] for series in bundle]
    others = [sum(week) for week in zip(*bundle, strict=True)]
    total = [n + scale * here for n, here in zip(others, present, strict=True)]
    answer = absence_test(START, present, others, bundle, total)
    assert answer is not None
    return answer


def test_fewer_than_three_placebo_people_leave_the_ratio_alone() -> None:
    present = pattern(39, away_every=5)
    two, three = asked(team(2), present), asked(team(3), present)
    assert (two.placebo, two.index, two.placebo_n) == (None, None, 2)
    assert two.value == two.detrended
    assert three.placebo is not None
    assert three.detrended is not None
    assert three.index == pytest.approx(three.detrended / three.placebo)
    assert three.value == three.index


def test_no_more_than_eight_people_make_the_placebo() -> None:
    assert asked(team(12), pattern(39, away_every=5)).placebo_n == 8


def test_people_always_there_or_hardly_ever_there_make_no_placebo() -> None:
    bundle = [[1] * 39, [1] * 5 + [0] * 34]
    total = [sum(week) for week in zip(*bundle, strict=True)]
    assert placebo_ratios(START, bundle, total, [[n > 0 for n in series] for series in bundle]) == []


def test_merging_alone_counts_as_being_there() -> None:
    present = pattern(39, away_every=5)
    bundle = [[0] * 39 for _ in range(3)]
    merged = [[w % 3 != k for w in range(39)] for k in range(3)]
    answer = absence_test(START, present, [4] * 39, bundle, [4] * 39, bundle_present=merged)
    assert answer is not None
    assert answer.placebo_n == 3


def test_series_of_different_length_and_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="same weeks"):
        absence_test(START, [True], [1, 2], [], [1])
    with pytest.raises(ValueError, match="less than nothing"):
        absence_test(START, [True], [-1], [], [1])
    with pytest.raises(ValueError, match="outside the calendar"):
        absence_test(10**9, [True], [1], [], [1])


@given(st.randoms(use_true_random=False), st.integers(3, 12))
@settings(max_examples=examples(30), deadline=None)
def test_the_order_of_the_bundle_changes_nothing_even_with_ties(chance: random.Random, people: int) -> None:
    bundle = [[chance.choice([0, 1]) for _ in range(39)] for _ in range(people)]
    present = pattern(39, away_every=4)
    mixed = list(bundle)
    chance.shuffle(mixed)
    assert asked(bundle, present) == asked(mixed, present)


@given(st.integers(0, 10_000), st.integers(2, 50))
@settings(max_examples=examples(30), deadline=None)
def test_counting_everything_in_larger_lumps_changes_no_ratio(seed: int, scale: int) -> None:
    bundle, present = team(6, seed=seed), pattern(39, away_every=4)
    small, large = asked(bundle, present), asked(bundle, present, scale=scale)
    for name in ("naive", "detrended", "p", "placebo", "index"):
        assert getattr(large, name) == pytest.approx(getattr(small, name))
    assert small.reading == large.reading


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=60), st.integers(0, 3000))
@settings(max_examples=examples(100), deadline=None)
def test_what_cannot_be_told_is_never_zero_and_p_is_never_zero(weeks: list[tuple[bool, int]], first: int) -> None:
    present, others = [here for here, _ in weeks], [n for _, n in weeks]
    answer = absence_test(first, present, others, [others], others, draws=50)
    if answer is None:
        assert all(is_year_end(first + w) for w in range(len(weeks)))
    elif answer.reading == "insufficient":
        assert (answer.detrended, answer.p, answer.index) == (None, None, None)
    else:
        assert answer.p is not None
        assert 0 < answer.p <= 1


def false_alarms(worlds: int) -> float:
    """How often p falls below .05 when absence does nothing: growing, seasonal, clumped team weeks."""
    hits = 0
    for world in range(worlds):
        chance = dice("null", world)
        present = [chance.random() > 0.2 for _ in range(104)]
        others = [chance.choice([0, 1, 2, 3, 5, 8]) + w // 13 for w in range(104)]
        answer = absence_test(START, present, others, [], others, draws=200)
        assert answer is not None
        hits += answer.p is not None and answer.p < 0.05
    return hits / worlds


def test_where_absence_does_nothing_p_stays_above_five_per_cent_about_19_times_in_20() -> None:
    assert 0.02 <= false_alarms(400) <= 0.07


def test_the_same_series_give_the_same_answer_to_the_last_digit() -> None:
    present = pattern(39, away_every=4)
    assert asked(team(6), present) == asked(team(6), present)


def test_growth_over_the_year_is_not_mistaken_for_absence() -> None:
    # Away only in the busy half of the growth: naively the team seems to do more without the person.
    present = [True] * 26 + [w % 3 != 0 for w in range(26)]
    others = [2] * 26 + [20] * 26
    answer = one_person(present, others)
    assert answer.naive is not None
    assert answer.naive > 1.5
    assert answer.detrended == pytest.approx(1.0, abs=0.2)
    assert answer.reading != "dependent"


def test_three_weeks_away_are_too_few_and_the_answer_is_not_zero() -> None:
    present = [True] * 30 + [False] * 3
    answer = one_person(present, [5] * 30 + [0] * 3)
    assert answer.reading == "insufficient"
    assert (answer.naive, answer.detrended, answer.p, answer.index) == (None, None, None, None)
    assert (answer.present_weeks, answer.absent_weeks) == (30, 3)


def test_half_a_year_of_presence_is_needed() -> None:
    assert one_person([w < 25 for w in range(39)], [8] * 39).reading == "insufficient"


@pytest.mark.parametrize("among", [0, 1, 2])
def test_with_fewer_than_three_people_to_compare_with_nothing_is_said(among: int) -> None:
    present = pattern(78, away_every=5)
    answer = one_person(present, [8 if here else 1 for here in present], among=among)
    assert (answer.reading, answer.index) == ("nobody to compare with", None)


def test_declared_leave_adds_to_quiet_weeks() -> None:
    present = [w not in {3, 4, 10, 20, 21, 30, 35} for w in range(39)]
    declared = [w in {20, 21} for w in range(39)]
    answer = one_person(present, [8] * 39, declared_absent=declared)
    assert (answer.present_weeks, answer.absent_weeks) == (32, 7)
    assert answer.declared_weeks == 2
    assert one_person(present, [8] * 39, declared_absent=[not here for here in present]).declared_weeks == 7


def test_leave_that_was_not_kept_counts_as_neither() -> None:
    present = [w not in {3, 9, 15, 20} for w in range(39)]
    answer = one_person(present, [8] * 39, declared_absent=[w in {20, 21} for w in range(39)])
    assert (answer.present_weeks, answer.absent_weeks) == (34, 4)


def test_one_leave_of_four_weeks_is_held_against_every_other_four_weeks() -> None:
    """A lull of a month comes by itself now and then: alone it proves nothing."""
    counts = [2 if w % 20 < 4 else 8 for w in range(100)]
    present = [not 40 <= w < 44 for w in range(100)]
    assert one_person(present, counts).reading not in {"dependent", "partly"}


def test_where_the_weeks_begin_changes_little() -> None:
    chance = random.Random(5)
    present = [chance.random() > 0.15 for _ in range(116)]
    others = [chance.choice([2, 5, 8, 11]) for _ in range(116)]
    indexes = [one_person(present[s : s + 104], others[s : s + 104]).index or 0.0 for s in range(12)]
    assert max(indexes) - min(indexes) < 0.3


@given(st.data())
def test_one_row_is_what_the_rows_say_to_the_last_bit(data: st.DataObject) -> None:
    """The ratio of one person is reckoned without NumPy, those that were dealt with it; they are compared."""
    weeks = data.draw(st.integers(1, 130))
    absent = data.draw(st.lists(st.booleans(), min_size=weeks, max_size=weeks))
    others = data.draw(st.lists(st.integers(0, 900), min_size=weeks, max_size=weeks))
    (ratio,) = _ratios(np.array([absent]), np.array(others, dtype=float))
    assert _detrended(absent, others) == (None if np.isnan(ratio) else ratio)


def test_weeks_that_were_dealt_before_are_not_dealt_again_and_say_the_same() -> None:
    absent = [week % 9 == 0 for week in range(90)]
    others = [3 + week % 7 for week in range(90)]
    dealt = _chance(absent, others, 0.9, 200)
    assert _chance(absent, others, 0.9, 200) is dealt
    for changed in (_chance(absent[::-1], others, 0.9, 200), _chance(absent, others[::-1], 0.9, 200)):
        assert changed is not dealt
    known_chances.clear()
    assert _chance(absent, others, 0.9, 200) == dealt
