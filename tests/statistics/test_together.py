"""Several numbers in one test: what is seen together, what is left out, and that nothing is called where nothing happened."""

from __future__ import annotations

import math

import numpy as np
import pytest
from msgspec.structs import replace

from podium.statistics.series import Series, count_weeks, raw_level, share_weeks
from podium.statistics.together import JudgedNumber, find_joint, is_worth_it, judge_together
from podium.statistics.together_design import (
    HALVINGS,
    MOST_PART,
    PlannedNumber,
    can_be_counted,
    find_smallest_together,
    say_list,
)
from podium.statistics.verdict import raw_change

BEFORE, AFTER, PAST = 26, 12, 104


def restless(rng: np.random.Generator, weeks: int, level: float, drift: float = 0.6, memory: float = 0.5) -> Series:
    """A share of fourteen events a week that drifts by itself."""
    hidden, pairs = 0.0, []
    for _ in range(weeks):
        hidden = memory * hidden + rng.normal(0.0, drift * math.sqrt(1 - memory**2))
        chance = 1 / (1 + math.exp(-math.log(level / (1 - level)) - hidden))
        pairs.append((int(rng.binomial(14, chance)), 14))
    return share_weeks(pairs)


def number(series: Series, name: str = "late", better: str = "down") -> JudgedNumber:
    """The last weeks of a series as what came after a start."""
    start = len(series.weeks) - AFTER
    return JudgedNumber(
        name,
        "up" if better == "up" else "down",
        series.between(start - BEFORE, start),
        series.between(start, start + AFTER),
        series.between(0, start),
    )


def idle(seed: int, many: int = 3) -> list[JudgedNumber]:
    rng = np.random.default_rng(seed)
    return [number(restless(rng, PAST + AFTER, 0.35), f"number {n}") for n in range(many)]


def less(judged: JudgedNumber, left: float) -> JudgedNumber:
    weeks = (week and replace(week, amount=float(round(week.amount * left))) for week in judged.after.weeks)
    return replace(judged, after=replace(judged.after, weeks=tuple(weeks)))


def test_nothing_is_called_where_nothing_happened_even_where_all_are_the_same_number() -> None:
    apart = [judge_together(idle(seed), weeks_planned=AFTER).result for seed in range(60)]
    copies = [judge_together([one] * 3, weeks_planned=AFTER).result for one in (idle(s, 1)[0] for s in range(60))]
    assert sum(result in {"better", "worse"} for result in apart) <= 3
    assert sum(result in {"better", "worse"} for result in copies) <= 5


def test_what_none_of_them_shows_alone_all_show_together() -> None:
    numbers = [less(one, 0.7) for one in idle(24, 4)]
    alone = [judge_together([one], weeks_planned=AFTER).result for one in numbers]
    verdict = judge_together(numbers, weeks_planned=AFTER)
    assert alone == ["no change seen"] * 4
    assert verdict.result == "better"
    assert "Better: together they moved the way you hoped, " in verdict.words
    for one in numbers:
        assert f"{one.name}: {100 * raw_level(one.before):.0f} % before, " in verdict.words


def test_the_order_does_not_matter_and_the_other_way_is_worse() -> None:
    numbers = [less(one, 0.5) for one in idle(5, 4)]
    joint = find_joint(numbers)
    assert find_joint(numbers[::-1]).times == pytest.approx(joint.times)
    turned = [replace(one, better="up") for one in numbers]
    assert find_joint(turned).times == pytest.approx(-joint.times)
    assert judge_together(turned, weeks_planned=AFTER).result == "worse"


def test_one_that_hardly_counts_is_left_out_and_said() -> None:
    rare = number(share_weeks([(0, 1) if n % 9 == 0 else None for n in range(PAST + AFTER)]), "rare")
    numbers = idle(6, 2)
    verdict = judge_together([*numbers, rare], weeks_planned=AFTER)
    assert "rare had too little to count and is left out." in verdict.words
    assert verdict.estimate == judge_together(numbers, weeks_planned=AFTER).estimate
    first = judge_together([rare, *numbers], weeks_planned=AFTER)
    assert first.result == "not enough data"
    assert first.words.startswith("Not enough data: rare: ")


def test_one_week_does_not_decide() -> None:
    flat = share_weeks([(4, 40)] * (PAST + AFTER - 1) + [(38, 40)])
    verdict = judge_together([number(flat, "a"), number(flat, "b"), number(flat, "c")], weeks_planned=AFTER)
    assert verdict.result == "no change seen"


def test_a_change_smaller_than_asked_for_is_not_called_better() -> None:
    numbers = [less(one, 0.5) for one in idle(5, 4)]
    assert judge_together(numbers, weeks_planned=AFTER).result == "better"
    wanted = [replace(one, minimum=2 * abs(raw_change(one.before, one.after))) for one in numbers]
    verdict = judge_together(wanted, weeks_planned=AFTER)
    assert verdict.result == "no change seen"
    assert "less than you asked for" in verdict.words


@pytest.mark.parametrize(
    ("changes", "is_worth"),
    [
        ([(10, 12)], False),
        ([(10, 13)], True),
        ([(10, 12), (10, 14)], True),
        ([(10, 12), (10, 12)], False),
        ([(10, 7)], False),
    ],
)
def test_together_they_must_move_on_the_average_as_much_as_each_was_asked_to(
    changes: list[tuple[int, int]], is_worth: bool
) -> None:
    numbers = [
        JudgedNumber("n", "up", count_weeks([start]), count_weeks([end]), count_weeks([start]), minimum=0.25)
        for start, end in changes
    ]
    assert is_worth_it(numbers) == is_worth
    assert is_worth_it([replace(number, minimum=0.0) for number in numbers])


def test_before_the_planned_weeks_are_over_nothing_is_judged() -> None:
    assert judge_together(idle(1), weeks_planned=AFTER + 1).words == (
        "Not enough data: number 0: 12 of 13 planned weeks are measured."
    )


def test_the_more_numbers_move_the_smaller_a_change_is_promised() -> None:
    planned = [PlannedNumber(n.name, n.better, n.before, n.history) for n in idle(7, 4)]
    two, four = (find_smallest_together(planned[:many], AFTER).change for many in (2, 4))
    assert two is not None
    assert four is not None
    assert two < four < 0.0
    words = find_smallest_together(planned, AFTER).words
    assert words.startswith("Judged in one test: number 0, number 1, number 2 and number 3; ")


def test_what_cannot_move_the_hoped_way_is_not_promised() -> None:
    none_late = share_weeks([(0, 14)] * BEFORE)
    assert not can_be_counted(PlannedNumber("late", "down", none_late, none_late))
    assert can_be_counted(PlannedNumber("late", "up", none_late, none_late))
    seldom = share_weeks([(1, 14)] * BEFORE)
    assert can_be_counted(PlannedNumber("late", "down", seldom, seldom))
    assert not can_be_counted(PlannedNumber("late", "down", seldom, seldom, 0.1)), "it cannot fall by ten points"
    full = replace(count_weeks([7] * BEFORE), most=7.0)
    assert not can_be_counted(PlannedNumber("nights", "up", full, full))


def test_a_share_hoped_to_rise_is_the_rest_of_it_hoped_to_fall() -> None:
    series = restless(np.random.default_rng(3), PAST, 0.7)
    weeks = (week and replace(week, amount=week.size - week.amount) for week in series.weeks)
    rest = replace(series, weeks=tuple(weeks))
    rise = find_smallest_together([PlannedNumber("in time", "up", series, series)] * 3, AFTER)
    fall = find_smallest_together([PlannedNumber("late", "down", rest, rest)] * 3, AFTER)
    assert rise.change is not None
    assert fall.change is not None
    assert rise.change == pytest.approx(-fall.change, abs=1e-9)
    assert 0.0 < rise.change < 1.0 - raw_level(series.between(PAST - BEFORE, PAST))


def test_a_count_is_promised_as_the_part_of_itself_it_moves_by() -> None:
    series = count_weeks([9 + week % 5 for week in range(PAST)])
    change = find_smallest_together([PlannedNumber("late nights", "down", series, series)] * 2, AFTER).change
    assert change is not None
    halvings = -change / MOST_PART * 2**HALVINGS
    assert halvings == pytest.approx(round(halvings), abs=1e-6)
    assert 1 <= round(halvings) <= 2**HALVINGS


def test_names_are_listed_as_one_says_them() -> None:
    assert [say_list(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
