"""What a question answered.

A number with its rows, or an honest 'cannot tell' with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podium.core.folds import Row
    from podium.core.time import Window


@dataclass(frozen=True, slots=True)
class Measure:
    """The answer to one signal over one window.

    Attributes:
        signal: its name.
        window: what was asked.
        value: in `unit`; None when it cannot be told, and then `why_none` says why.
        unit: of the value; `share` is 0-1.
        n: rows counted.
        least: rows needed.
        rows: the receipts, ordered by moment, then ref.
        why_none: one sentence; empty when there is a value.
        details: further facts of the fold, in print order: name and text.
        reading: what a study says in words; empty for a plain fold.
    """

    signal: str
    window: Window
    value: float | None
    unit: str
    n: int
    least: int
    rows: tuple[Row, ...] = ()
    why_none: str = ""
    details: tuple[tuple[str, str], ...] = field(default=())
    reading: str = ""

    @property
    def text(self) -> str:
        """The value as a person reads it; `?` when it cannot be told."""
        return "?" if self.value is None else say(self.value, self.unit)


def say(value: float, unit: str) -> str:
    """A number with its unit: `31 %`, `4 nights`, `0.27`."""
    if unit == "share":
        return f"{100 * value:.0f} %"
    if unit in {"0-1", "0-2", "index", "ratio"}:
        return f"{value:.2f}"
    if unit == "people":
        return f"{value:.1f} people"
    number = f"{value:.0f}" if value == int(value) or value >= 100 else f"{value:.1f}"
    return number if unit == "count" else f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def counted(number: int, noun: str) -> str:
    """How many of a thing whose plural ends in s: `1 commit`, `2,840 commits`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
