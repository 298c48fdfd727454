"""How far several numbers would have to go together to be seen in one test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium.core.measure import counted
from podium.statistics.compare import FEWEST_EVENTS, FEWEST_WEEKS, MOST_WEEKS_BEFORE
from podium.statistics.design import POWER, Visible
from podium.statistics.series import Direction, Series, raw_level
from podium.statistics.steady import FEWEST_COUNTED
from podium.statistics.together import JudgedNumber, find_joint, is_worth_it
from podium.statistics.verdict import say_at, say_level, unit_of

if TYPE_CHECKING:
    from podium.statistics.series import Week

# As far as the mean has to be expected, in limits, to lie beyond the limit in about 80 of 100 runs: measured by planting
# what is promised into real weeks (docs/why/did-it-work.md); were all strays normal and the limit exact it would be 1.43.
SEEN = 1.25
HALVINGS = 7
MOST_PART = 0.97


class PlannedNumber(msgspec.Struct, frozen=True):
    """A number before its practice: the weeks up to now, all of `history` ending with them."""

    name: str
    better: Direction
    before: Series
    history: Series
    minimum: float = 0.0


def can_be_counted(number: PlannedNumber) -> bool:
    """Whether there is enough of a number, and room in the direction hoped for, to judge it."""
    before = number.before
    is_enough = before.events >= FEWEST_EVENTS[before.kind][0] and len(before.measured) >= FEWEST_WEEKS
    if not is_enough or before.kind == "duration":
        return is_enough
    if before.kind == "share":
        # What stands next to its end can neither be seen to move nor move as far as would be worth it.
        room = before.amount if number.better == "down" else before.size - before.amount
        return room >= max(FEWEST_COUNTED, number.minimum * before.size)
    return raw_level(before) > 0.0 if number.better == "down" else raw_level(before) < before.most


def find_smallest_together(numbers: Sequence[PlannedNumber], weeks_after: int) -> Visible:
    """The smallest part by which all of the numbers would have to move at once; told by the first of them."""
    numbers = [replace(n, before=_last(n.before)) for n in numbers]
    first = numbers[0]
    unit = unit_of(first.before.kind)
    if not _is_seen(numbers, weeks_after, MOST_PART):
        names, weeks = say_list([n.name for n in numbers]), counted(weeks_after, "week")
        words = f"{names} together cannot show a change in {weeks}: even the largest would seldom be seen."
        return Visible(None, None, unit, 0.0, 0.0, words)
    low, high = 0.0, MOST_PART
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if _is_seen(numbers, weeks_after, middle) else (middle, high)
    level, reached = raw_level(first.before), _moved(first, high)
    change = reached - level if unit == "points" else reached / level - 1.0
    way = "less" if first.better == "down" else "more"
    words = (
        f"Judged in one test: {say_list([n.name for n in numbers])}; the verdict is about all of them together. If each of them moves as "
        f"much in proportion, {first.name} from {say_level(first.before)} to about {say_at(reached, first.before)} or {way} "
        f"would be seen in {weeks_after} measured weeks; anything smaller, or one of them alone, will probably read no "
        f"change seen. Worked out from your own weeks: seen in about {POWER * 100:.0f} of 100 such practices."
    )
    return Visible(change, None, unit, POWER, POWER, words, level)


def _last(before: Series) -> Series:
    return before.newest(MOST_WEEKS_BEFORE)


def say_list(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _is_seen(numbers: Sequence[PlannedNumber], weeks_after: int, part: float) -> bool:
    futures = [
        JudgedNumber(n.name, n.better, n.before, _future(n, weeks_after, part), n.history, n.minimum) for n in numbers
    ]
    return find_joint(futures).times >= SEEN and is_worth_it(futures)


def _moved(number: PlannedNumber, part: float) -> float:
    """The level when a number has moved by a part of itself: down to what is left, up by as much the other way round."""
    level = raw_level(number.before)
    if number.better == "down":
        return level * (1.0 - part)
    if number.before.kind == "share":
        return level + part * (1.0 - level)
    return min(level / (1.0 - part), number.before.most)


def _future(number: PlannedNumber, weeks_after: int, part: float) -> Series:
    """The last measured weeks once more, as restless as they were, at the level that was moved to."""
    before, level = number.before, _moved(number, part)
    weeks = (before.measured * weeks_after)[-weeks_after:]
    stood = raw_level(replace(before, weeks=weeks))
    return replace(before, weeks=tuple(_at(week, before, stood, level) for week in weeks))


def _at(week: Week, before: Series, stood: float, level: float) -> Week:
    if before.kind == "duration":
        return replace(week, amount=week.amount + math.log(level / stood))
    if before.kind == "share" and level > stood:
        left = (1.0 - level) / (1.0 - stood)
        return replace(week, amount=week.size - (week.size - week.amount) * left)
    return replace(week, amount=week.amount * level / stood if stood else level * week.size)
