"""With no true effect, better and worse together are said in at most one of twenty verdicts, in every corner tried.

The fast tests ask the hard corners; the slow ones ask all of them and check the printed smallest visible change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from bench.effects import batch
from bench.effects.__main__ import cells, compare_all, measure, paused_cells
from bench.effects.measure import Agreement, Cell, Tally, compare_printed, spread_out
from bench.effects.weeks import WORLDS, live

from podium.statistics.chance import dice
from podium.statistics.compare import judge_switched
from podium.statistics.series import Series
from podium.statistics.switch import Schedule, compare_switched, draw_schedule
from podium.statistics.verdict import DUST

BOUND = 0.05
# A cell whose true rate is 5 % leaves this Monte-Carlo interval once in 700 times; the seeds are fixed.
SURE = 3.0
# What was seen of a printed change may lie this far outside the printed range, beyond the simulation's own error. No
# printed range is wider than WIDEST.
BESIDE = 0.07
WIDEST = 0.25
# The average over fewer people who were told something has no error worth the name.
FEWEST_TOLD = 5
HARD = [
    *(Cell(world, 0.6, 0.0, 0.3, 8, 8) for world in ("count 6", "share of 20", "share of 60", "duration 6")),
    *(Cell(world, 0.6, 0.2, 0.0, 8, 8) for world in ("share of 8", "share of 20", "share of 60")),
    *(Cell(world, 0.6, 0.2, 0.0, 12, 8, "first alarm") for world in ("count 3", "share of 20", "duration 6")),
    *(Cell(world, 0.6, 0.0, 0.0, 26, 8, "worst weeks") for world in ("count 30", "share of 8", "share of 60")),
    *(Cell(world, 0.0, 0.2, 0.0, 26, 26, "first alarm") for world in ("count 30", "share of 20")),
]


def check_bound(tallies: list[Tally]) -> None:
    for tally in tallies:
        low, _ = tally.interval(SURE)
        assert low <= BOUND, f"{tally.cell}: {tally.rate:.1%} of {tally.judged} verdicts"
    said, judged = sum(one.rate * one.judged for one in tallies), sum(one.judged for one in tallies)
    assert said / judged <= BOUND


def test_the_hard_corners_stay_within_the_bound() -> None:
    tallies = measure(HARD, 2000, "test")
    check_bound(tallies)
    assert sum(one.silent for one in tallies) < 0.1 * len(tallies)


def test_the_same_corners_catch_a_method_that_adds_both_sides_up() -> None:
    naive = [Cell("share of 20", 0.3, 0.0, 0.0, 12, 8, start, method="pooled") for start in ("any week", "at once")]
    for tally in measure(naive, 300, "test"):
        assert tally.rate > 0.15
        with pytest.raises(AssertionError):
            check_bound([tally])


def test_a_real_change_is_seen_and_only_in_its_own_direction() -> None:
    for tally in measure(
        [Cell("count 30", 0.3, 0.0, 0.0, 26, 8, step=-1.4), Cell("count 30", 0.3, 0.0, 0.0, 0, 16, step=-1.4)], 100, "x"
    ):
        assert tally.better > 0.6, "counts are judged strictly: they drift most on real weeks"
        assert tally.worse == 0


@pytest.mark.parametrize("weeks", [8, 12, 16])
@pytest.mark.parametrize("world", ["count 3", "share of 20", "duration 6"])
def test_of_all_orders_that_could_be_drawn_at_most_one_of_twenty_is_called(weeks: int, world: str) -> None:
    # Not a sample: every order of one series with no effect, each judged by podium against all the others.
    lived = live(WORLDS[world], np.zeros(weeks), 1, np.random.default_rng(weeks))
    blocks = draw_schedule(weeks, "").blocks
    orders = [Schedule(tuple(bool(on) for on in row), blocks, "") for row in batch.orders_of(blocks, weeks)]
    contrasts = [compare_switched(lived.series(0), order) for order in orders]
    called = [one is not None and (one.low > DUST or one.high < -DUST) for one in contrasts]
    assert len({order.is_on for order in orders}) == len(orders)
    assert sum(called) <= BOUND * len(orders)
    share = float(batch.share_of_orders(lived)[0])
    assert np.isnan(share) or sum(called) / len(orders) == pytest.approx(share)


def with_gaps(series: Series, seed: int) -> Series:
    """The same weeks with some of them not measured."""
    rng = dice("gaps", seed)
    return Series(series.kind, tuple(None if rng.random() < 0.1 else week for week in series.weeks), series.spread)


@pytest.mark.parametrize("weeks", [8, 12, 16])
@pytest.mark.parametrize("world", WORLDS)
def test_the_bench_judges_on_and_off_weeks_exactly_as_podium_does(world: str, weeks: int) -> None:
    schedule = draw_schedule(weeks, world)
    lived = live(WORLDS[world], -1.3 * np.array(schedule.is_on), 12, np.random.default_rng(5))
    many = [lived.series(run) for run in range(6)] + [with_gaps(lived.series(run), run) for run in range(6, 12)]
    assert batch.switched(many, schedule) == [judge_switched(one, schedule, better="down").result for one in many]


@pytest.mark.slow
def test_every_corner_stays_within_the_bound() -> None:
    check_bound(measure(cells(), 2000, "test"))


def test_no_pause_taken_by_chance_or_after_bad_weeks_leaves_the_bound() -> None:
    hard = [one for one in paused_cells() if one.memory == 0.6 and (one.before, one.after) in {(8, 8), (26, 8)}]
    check_bound(measure(hard, 500, "test"))


def check_promise(found: Sequence[Agreement]) -> None:
    """What was seen lies in the printed range, or beside it by no more than seven points that are not chance."""
    for one in found:
        if one.people - one.silent >= FEWEST_TOLD:
            told = f"{one.cell}: printed {one.power:.0%} to {one.most:.0%}, seen {one.seen:.1%} +-{2 * one.error:.1%}"
            assert one.off - 2.0 * one.error <= BESIDE, told
            assert one.widest <= WIDEST


# The cells an earlier way of promising missed by most.
MISSED = [
    (Cell("count 30", 0.6, 0.0, 0.0, 26, 26), False),
    (Cell("count 3", 0.3, 0.0, 0.0, 12, 8), False),
    (Cell("count 3", 0.3, 0.0, 0.0, 0, 12), False),
    (Cell("duration 6", 0.6, 0.0, 0.0, 26, 8), False),
    (Cell("share of 20", 0.6, 0.0, 0.0, 26, 8), True),
]


@pytest.mark.slow
def test_where_promises_were_missed_before_they_are_kept() -> None:
    jobs: list[tuple[object, ...]] = [(cell, 10, 30, "test", has_past) for cell, has_past in MISSED]
    found = cast("list[Agreement]", spread_out(compare_printed, jobs))
    check_promise(found)
    rare = found[2]
    assert rare.silent >= 0.8 * rare.people


def test_the_same_check_catches_a_promise_that_is_not_kept() -> None:
    wrong = Agreement(MISSED[0][0], 40, 0, -0.5, 0.8, 0.85, 0.05, 0.62, 0.02)
    with pytest.raises(AssertionError):
        check_promise([wrong])


@pytest.mark.slow
def test_in_every_world_the_printed_smallest_visible_change_is_seen_as_often_as_printed() -> None:
    check_promise(compare_all(24, 40, "test"))
