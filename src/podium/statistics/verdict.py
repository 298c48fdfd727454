"""One answer about a practice: better, worse, no change seen, not enough data, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import msgspec

from podium.statistics.series import level_of, raw_level

if TYPE_CHECKING:
    from podium.statistics.series import Direction, Series, StatisticKind

Result = Literal["better", "worse", "no change seen", "not enough data"]
# `times` is of several numbers judged together: 1 is as far as such numbers stray by themselves in 95 of 100 stretches.
Unit = Literal["relative", "points", "times"]
# Rounding dust around zero is zero.
DUST = 1e-12
# Beyond threefold a percentage says nothing any more.
MOST_RELATIVE = 2.0


class Verdict(msgspec.Struct, frozen=True):
    """What a practice did to its one registered metric.

    Attributes:
        result: one of the four answers.
        estimate: the change; None where there is not enough data.
        low: lower end of the interval.
        high: upper end; an end can be infinite.
        unit: "relative" (-0.4 is 40 % less) for counts and durations, "points" (-0.1 is ten points) for shares,
            "times" for several numbers together: above 1 the hoped way is seen, below -1 the other way.
        p: how often chance alone goes as far.
        weeks_before: measured weeks before, or without the practice.
        weeks_after: measured weeks after, or with the practice.
        n: events, or durations, on both sides.
        method: how it was judged, one line.
        words: the answer as sentences.
    """

    result: Result
    estimate: float | None
    low: float | None
    high: float | None
    unit: Unit
    p: float | None
    weeks_before: int
    weeks_after: int
    n: int
    method: str
    words: str


def unit_of(kind: StatisticKind) -> Unit:
    """Shares change by points, everything else by a part of itself."""
    return "points" if kind == "share" else "relative"


def change_of(step: float, before: Series) -> float:
    """A step on the series' own scale as a change she can read, never beyond what a week can hold."""
    if before.kind == "share":
        level, printed = level_of(before), raw_level(before)
        change = _share_at(math.log(level / (1.0 - level)) + step) - level
        return max(-printed, min(1.0 - printed, change))
    change = math.expm1(step) if step < 700.0 else math.inf
    return min(change, before.most / raw_level(before) - 1.0) if before.kind == "count" else change


def raw_change(before: Series, after: Series) -> float:
    """The difference of the two printed levels: points of a share, a part of itself of anything else."""
    start, end = raw_level(before), raw_level(after)
    if before.kind == "share":
        return end - start
    return end / start - 1.0 if start > 0.0 else math.inf if end > 0.0 else 0.0


def name_result(low: float, high: float, estimate: float, better: Direction, minimum: float) -> Result:
    """Better or worse only when the interval leaves zero out; better also only when it is large enough to matter."""
    if low <= DUST and high >= -DUST:
        return "no change seen"
    if (low > DUST) != (better == "up"):
        return "worse"
    return "better" if abs(estimate) >= minimum else "no change seen"


def say_change(change: float, unit: Unit) -> str:
    """`−41 %`, `+12 points`, `−0.8 points` or `more than threefold`."""
    if unit == "relative" and change > MOST_RELATIVE:
        return "more than threefold"
    size = _rounded(change)
    sign = "+" if size > 0 else "−" if size < 0 else ""
    return f"{sign}{_say_number(abs(size))} {_say_unit(size, unit)}"


def say_level(series: Series) -> str:
    """`6.2 a week`, `3 nights a week`, `31 %`, `4.2 %` or `14.5 hours (typical)`: the raw level."""
    if not series.measured:
        return "nothing"
    return say_at(raw_level(series), series)


def say_at(level: float, series: Series) -> str:
    """A level of this series in words."""
    if series.kind == "count":
        return f"{_say_number(round(level, 1))} {series.unit}".strip() + " a week"
    if series.kind == "share":
        return f"{_say_number(_rounded(level))} %"
    return f"{level:.3g} {series.unit}".strip() + " (typical)"


def say_verdict(result: Result, estimate: float, low: float, high: float, unit: Unit, minimum: float) -> str:
    """The middle sentence of every verdict."""
    middle, *ends = (say_change(change, unit) for change in (estimate, low, high))
    # "more than threefold, interval more than threefold to more than threefold" would say it three times.
    interval = (
        f"{middle}, at both ends of its interval too"
        if ends == [middle] * 2
        else f"{middle}, interval {ends[0]} to {ends[1]}"
    )
    if result != "no change seen":
        return f"{result.capitalize()}: {interval}."
    if low > DUST or high < -DUST:
        return f"No change seen that is worth it: {interval}, less than the {say_size(minimum, unit)} you asked for."
    return f"No change seen: {interval}. A change inside that interval can neither be claimed nor ruled out."


def say_size(size: float, unit: Unit) -> str:
    """`41 %` or `12 points`, without a sign."""
    if unit == "relative" and size > MOST_RELATIVE:
        return "more than threefold"
    whole = abs(_rounded(size))
    return f"{_say_number(whole)} {_say_unit(whole, unit)}"


def _rounded(part: float) -> float:
    """Hundredths; below five with one decimal."""
    hundredths = part * 100.0
    if math.isinf(hundredths):
        return hundredths
    return round(hundredths, 1) if abs(hundredths) < 4.95 else float(round(hundredths))


def _say_number(number: float) -> str:
    return f"{number:.0f}" if number == int(number) else f"{number:.1f}"


def _say_unit(size: float, unit: Unit) -> str:
    return "%" if unit == "relative" else "point" if abs(size) == 1 else "points"


def _share_at(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds)) if odds > -700.0 else 0.0
