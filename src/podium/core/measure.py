"""What a question answered.

A number with its rows, or an honest 'cannot tell' with the reason.
"""

from __future__ import annotations

import msgspec

from podium.core.folds import Row
from podium.core.group import Band, quarter, rounded
from podium.core.hidden_fields import repr_without
from podium.core.time import Window


class Exact(msgspec.Struct, frozen=True):
    """What a verdict is computed from: the number as it came out, and every row behind it. It is never printed."""

    value: float | None
    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        """Without the rows: other people are in them."""
        return repr_without(self, "rows")

    @property
    def n(self) -> int:
        """Rows counted."""
        return len(self.rows)


class Words(msgspec.Struct, frozen=True):
    """How a number is called and said.

    Attributes:
        short: what a person calls it.
        fact: the sentence; your own acts as `{hits}` of `{total}`, the team's as a share (`{about}`); empty where only
            the name and the value are said.
        fact_of_one: the same where it happened once; empty where that makes no difference.
        unit: what is counted, one and many.
    """

    short: str
    fact: str = ""
    fact_of_one: str = ""
    unit: tuple[str, str] = ("change", "changes")


NO_WORDS = Words("")


class Measure(msgspec.Struct, frozen=True):
    """The answer to one signal over one window.

    Of a group it holds what may be told: a rounded share with its size in a band, and no row that is not hers.

    Attributes:
        signal: its name.
        window: what was asked.
        value: in `unit`; None when it cannot be told, and then `why_none` says why.
        unit: of the value; `share` is 0-1.
        n: rows counted; None for a group, whose `size` is a band.
        least: rows needed.
        rows: the receipts she may see whole, ordered by moment, then ref: all of hers, of a group her own acts.
        why_none: one sentence; empty when there is a value.
        details: further facts of the fold, in print order: name and text.
        reading: what a study says in words; empty for a plain fold.
        size: rows counted, as it is told: `47`, of a group `40 to 60`; empty where too few people are behind them.
        weeks: of a group, how many of its rows lie in each week, in bands.
        places: of a group, files and what each counts, where files are counted.
        is_group: a number about others.
        is_in_quarters: what is not hers in a share is one person's, so only the quarter it lies in is told, by its middle.
        interval: of an estimate, the ends of its 90 % interval; None for what was counted.
        exact: behind a group's number, what only `for_judging` hands out.
        words: how it is called and said.
    """

    signal: str
    window: Window
    value: float | None
    unit: str
    n: int | None
    least: int
    rows: tuple[Row, ...] = ()
    why_none: str = ""
    details: tuple[tuple[str, str], ...] = ()
    reading: str = ""
    size: str = ""
    weeks: tuple[tuple[int, Band], ...] = ()
    places: tuple[tuple[str, float], ...] = ()
    is_group: bool = False
    is_in_quarters: bool = False
    interval: tuple[float, float] | None = None
    exact: Exact | None = None
    words: Words = NO_WORDS

    def __repr__(self) -> str:
        """Without what is behind a group's number."""
        return repr_without(self, "exact", "words")

    @property
    def for_judging(self) -> Exact:
        """The exact number and every row, for verdicts and intervals; no surface reads it (a house test)."""
        return self.exact or Exact(self.value, self.rows)

    @property
    def text(self) -> str:
        """The value as a person reads it; `?` when it cannot be told."""
        if self.value is None:
            return "?"
        if self.is_in_quarters:
            low, high = quarter(self.value)
            return f"{100 * low:.0f} to {100 * high:.0f} %"
        if self.is_group and self.unit in COUNTED:
            return f"{Band.of(round(self.value))} {'' if self.unit == 'count' else self.unit}".rstrip()
        if self.interval:
            return f"{say(self.value, self.unit)} ({span(self.interval)})"
        return say(self.value, self.unit)


# Units whose number is how often something happened: of a group only its band is told.
COUNTED = frozenset({"count", "nights"})


def published(value: float | None, unit: str) -> float | None:
    """A group's number as it may be told: rounded, a count as the lower end of its band."""
    if value is None:
        return None
    return float(Band.of(round(value)).low) if unit in COUNTED else rounded(value, unit)


def say(value: float, unit: str) -> str:
    """A number with its unit: `31 %`, `4 nights`, `0.27`."""
    if unit == "share":
        return f"{100 * value:.0f} %"
    if unit == "index":
        return f"{100 * value:.0f} % of usual"
    if unit in {"0-1", "0-2", "ratio"}:
        return f"{value:.2f}"
    if unit == "people":
        return f"{value:.1f} people"
    number = f"{value:.0f}" if value >= 100 else f"{value:.1f}".removesuffix(".0")
    return number if unit == "count" else f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def span(interval: tuple[float, float]) -> str:
    """The interval of an estimated share: `18 to 36 %`."""
    return f"{100 * interval[0]:.0f} to {100 * interval[1]:.0f} %"


def counted(number: int, noun: str) -> str:
    """How many of a thing whose plural ends in s: `1 commit`, `2,840 commits`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
