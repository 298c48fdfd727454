"""What chance alone would do: shares, and seeded dice for shuffling.

Plain Python on purpose: signals and verdicts meet a few dozen numbers at a time, and a verdict has to work in the
smallest install. Where there is nothing to compute from, the answer is None, never zero.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence
from typing import TypeVar

Value = TypeVar("Value")


def dice(*seed: str | int) -> random.Random:
    """A random source that is the same on every machine for the same seed words."""
    text = "\x1f".join(str(part) for part in seed)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 - shuffles weeks, keeps no secret


def shuffled(values: Sequence[Value], rng: random.Random) -> list[Value]:
    """A new list in random order; the input stays as it is."""
    copy = list(values)
    rng.shuffle(copy)
    return copy


def two_proportion_z(k1: int, n1: int, k2: int, n2: int) -> float | None:
    """How many standard errors the second share lies above the first; None when either has nothing in it."""
    _check_share(k1, n1)
    _check_share(k2, n2)
    if n1 == 0 or n2 == 0:
        return None
    pooled = (k1 + k2) / (n1 + n2)
    spread = math.sqrt(pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2))
    return (k2 / n2 - k1 / n1) / spread if spread > 0.0 else 0.0


def shuffle_p(as_extreme: int, draws: int) -> float:
    """The p of a shuffle test: the real order counts as one of the draws, so it is never zero."""
    if not 0 <= as_extreme <= draws:
        raise ValueError("no more draws can be as extreme as were made")
    return (as_extreme + 1) / (draws + 1)


def _check_share(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
