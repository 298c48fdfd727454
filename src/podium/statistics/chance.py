"""What chance alone would do: seeded dice for shuffling, and the p of a shuffle.

Plain Python on purpose: signals and verdicts meet a few dozen numbers at a time, and a verdict has to work in the
smallest install. Where there is nothing to compute from, the answer is None, never zero.
"""

from __future__ import annotations

import hashlib
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


def shuffle_p(as_extreme: int, draws: int) -> float:
    """The p of a shuffle test: the real order counts as one of the draws, so it is never zero."""
    if not 0 <= as_extreme <= draws:
        raise ValueError("no more draws can be as extreme as were made")
    return (as_extreme + 1) / (draws + 1)
