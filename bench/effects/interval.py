"""A rate with the interval it is known by."""

from __future__ import annotations

import math
from collections.abc import Sequence

Z = 1.96


def say_rate(flags: Sequence[bool], runs_a_case: int = 1) -> str:
    """`4.0 % (2.5 to 6.4) of 400`; runs of one case count as one for the interval (Wilson)."""
    if not flags:
        return "- of 0"
    low, high = interval(sum(flags) / len(flags), len(flags) / runs_a_case)
    return f"{100 * sum(flags) / len(flags):.1f} % ({100 * low:.1f} to {100 * high:.1f}) of {len(flags)}"


def interval(rate: float, cases: float) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson)."""
    middle = (rate + Z * Z / (2 * cases)) / (1 + Z * Z / cases)
    half = Z * math.sqrt(rate * (1 - rate) / cases + Z * Z / (4 * cases * cases)) / (1 + Z * Z / cases)
    return max(0.0, middle - half), min(1.0, middle + half)
