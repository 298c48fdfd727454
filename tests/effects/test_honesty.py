"""With no true effect, better and worse together are said in at most one of twenty runs, in every corner tried.

The fast test asks the hard corners; the slow one asks all of them and checks the printed smallest visible change.
"""

from __future__ import annotations

from itertools import product
from typing import cast

import pytest
from bench.effects.measure import Agreement, Cell, Tally, compare_printed, count_verdicts, spread_out
from bench.effects.weeks import MEMORIES, WORLDS

BOUND = 0.05
# A cell whose true rate is 5 % leaves this Monte-Carlo interval once in 700 times; the seeds are fixed.
SURE = 3.0
HARD = [
    *(Cell(world, 0.6, 0.0, 0.0, 8, 8) for world in ("count 6", "share of 8", "share of 60", "duration 6")),
    *(Cell(world, 0.6, 0.2, 0.0, 12, 8, "first alarm") for world in ("count 3", "share of 20", "duration 6")),
    *(Cell(world, 0.6, 0.0, 0.0, 26, 8, "worst weeks") for world in ("count 30", "share of 8", "share of 60")),
    *(Cell(world, 0.0, 0.2, 0.0, 26, 26, "first alarm") for world in ("count 30", "share of 20")),
    Cell("count 6", 0.3, 0.0, 0.3, 26, 8),
    *(Cell(world, 0.6, 0.2, 0.0, 0, weeks) for world, weeks in (("count 6", 8), ("share of 20", 12), ("count 30", 26))),
]


def measure(cells: list[Cell], runs: int) -> list[Tally]:
    return cast("list[Tally]", spread_out(count_verdicts, [(cell, runs, "test") for cell in cells]))


def check_bound(tallies: list[Tally]) -> None:
    for tally in tallies:
        low, _ = tally.interval(SURE)
        assert low <= BOUND, f"{tally.cell}: {tally.rate:.1%} of {tally.runs} runs"
    said, runs = sum(one.better + one.worse for one in tallies), sum(one.runs for one in tallies)
    assert said / runs <= BOUND


def test_the_hard_corners_stay_within_the_bound() -> None:
    tallies = measure(HARD, 300)
    check_bound(tallies)
    assert sum(one.silent for one in tallies) < 0.1 * sum(one.runs for one in tallies)


def test_the_same_corners_catch_a_method_that_adds_both_sides_up() -> None:
    naive = [Cell("share of 20", 0.3, 0.0, 0.0, 12, 8, start, method="pooled") for start in ("any week", "at once")]
    for tally in measure(naive, 300):
        assert tally.rate > 0.15
        with pytest.raises(AssertionError):
            check_bound([tally])


def test_a_real_change_is_seen_and_only_in_its_own_direction() -> None:
    found = measure(
        [Cell("count 30", 0.3, 0.0, 0.0, 26, 8, step=-1.4), Cell("count 30", 0.3, 0.0, 0.0, 0, 16, step=-1.4)], 100
    )
    for tally in found:
        assert tally.better > 75
        assert tally.worse == 0


@pytest.mark.slow
def test_every_corner_stays_within_the_bound() -> None:
    frames = ((8, 8), (12, 8), (26, 8), (26, 26))
    starts = (("any week", 0.0), ("any week", 0.2), ("first alarm", 0.0), ("first alarm", 0.2), ("worst weeks", 0.0))
    cells = [
        Cell(world, memory, wave, 0.0, *frame, start)
        for world, memory, frame, (start, wave) in product(WORLDS, MEMORIES, frames, starts)
    ]
    check_bound(measure(cells, 300))


@pytest.mark.slow
def test_the_printed_smallest_visible_change_is_seen_as_often_as_promised_within_ten_points() -> None:
    worlds = ("count 6", "count 30", "share of 20", "duration 6")
    for before, after in ((26, 8), (0, 16)):
        for world in worlds:
            cells = [Cell(world, memory, 0.0, 0.0, before, after) for memory in MEMORIES]
            found = cast("list[Agreement]", spread_out(compare_printed, [(cell, 24, 8, "test") for cell in cells]))
            seen = sum(one.seen * one.runs for one in found) / sum(one.runs for one in found)
            assert abs(seen - found[0].claimed) <= 0.1, (world, before, after, seen)
