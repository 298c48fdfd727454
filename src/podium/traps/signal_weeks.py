"""One signal week by week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from podium.core.group import Band, coarse
from podium.core.measure import published
from podium.core.time import WEEK_S
from podium.signals import Study, read

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.core.time import Window
    from podium.signals import Asks, Signal


class WeekValue(msgspec.Struct, frozen=True):
    """One week of a signal: its number, None with too few rows, and how many rows it rests on, of a group in a band."""

    value: float | None
    size: str


def weekly(
    signal: Signal,
    evidence: Asks,
    whole: Window,
    *,
    least: int = 1,
    is_mean: bool = False,
    since_s: int | None = None,
) -> tuple[WeekValue, ...]:
    """A signal week by week, the last week ending with the window; no value for weeks with fewer than `least` rows.

    Of a group each week's share is so coarse that nothing can be counted back from it; where all but hers is one
    person's there is none. Rows before `since_s`, when she became a manager, count in no week.
    """
    measure = read(replace(signal, least=0), evidence, whole, with_own=False)
    least = len(measure.for_judging.rows) + 1 if measure.is_in_quarters else least
    count = (whole.end_s - whole.start_s) // WEEK_S
    weeks: list[list[Row]] = [[] for _ in range(count)]
    for row in measure.for_judging.rows:
        if since_s is not None and row.moment < since_s:
            continue
        place = (row.moment - (whole.end_s - count * WEEK_S)) // WEEK_S
        if 0 <= place < count:
            weeks[place].append(row)
    return tuple(_week(signal, week, least, is_mean=is_mean, is_group=measure.is_group) for week in weeks)


def _week(signal: Signal, rows: Sequence[Row], least: int, *, is_mean: bool, is_group: bool) -> WeekValue:
    size = str(Band.of(len(rows)) if is_group else len(rows))
    if not rows or len(rows) < least:
        return WeekValue(None, size)
    fold = signal.fold
    value = sum(row.amount for row in rows) / len(rows) if is_mean or isinstance(fold, Study) else fold(rows)
    if is_group and value is not None:
        value = coarse(value) if fold.unit == "share" else published(value, fold.unit)
    return WeekValue(value, size)
