"""What chance alone would do: small counts, shares, medians, and seeded dice for shuffling.

Plain Python on purpose: signals and verdicts meet a few dozen numbers at a time, and a verdict has to work in the
smallest install. Where there is nothing to compute from, the answer is None, never zero.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Iterable, Sequence
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


def median(values: Iterable[float]) -> float | None:
    """The middle value, the mean of the two middle ones when their number is even; None of nothing."""
    return quantile(values, 0.5)


def quantile(values: Iterable[float], q: float) -> float | None:
    """The value below which a share `q` of the values lies, on the line between neighbours; None of nothing."""
    if not 0.0 <= q <= 1.0:
        raise ValueError("a quantile is a share between 0 and 1")
    ordered = sorted(values)
    if not ordered:
        return None
    place = q * (len(ordered) - 1)
    low = math.floor(place)
    high = math.ceil(place)
    if ordered[low] == ordered[high]:
        return float(ordered[low])
    return ordered[low] * (high - place) + ordered[high] * (place - low)


def normal_cdf(z: float) -> float:
    """The share of a standard normal below `z`."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def two_sided_p(z: float) -> float:
    """How often chance alone goes at least this far from zero, either way."""
    return math.erfc(abs(z) / math.sqrt(2.0))


def two_proportion_z(k1: int, n1: int, k2: int, n2: int) -> float | None:
    """How many standard errors the second share lies above the first; None when either has nothing in it."""
    _check_share(k1, n1)
    _check_share(k2, n2)
    if n1 == 0 or n2 == 0:
        return None
    pooled = (k1 + k2) / (n1 + n2)
    spread = math.sqrt(pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2))
    return (k2 / n2 - k1 / n1) / spread if spread > 0.0 else 0.0


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float] | None:
    """The interval of a share (Wilson's score interval), always inside 0 and 1; None of nothing."""
    _check_share(k, n)
    if n == 0:
        return None
    share = k / n
    scale = 1.0 + z * z / n
    middle = (share + z * z / (2.0 * n)) / scale
    half = z * math.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / scale
    low = 0.0 if k == 0 else max(0.0, middle - half)
    high = 1.0 if k == n else min(1.0, middle + half)
    return low, high


def poisson_at_least(k: int, mean: float) -> float:
    """How often a count that averages `mean` reaches `k` or more."""
    if mean < 0.0:
        raise ValueError("a count cannot average less than zero")
    if k <= 0:
        return 1.0
    if mean == 0.0:
        return 0.0

    def log_chance(count: int) -> float:
        return count * math.log(mean) - mean - math.lgamma(count + 1)

    if k <= mean:
        return max(0.0, 1.0 - math.fsum(math.exp(log_chance(count)) for count in range(k)))
    return _sum_falling(math.exp(log_chance(k)), lambda count: mean / (count + 1), k)


def binomial_at_least(k: int, n: int, share: float) -> float:
    """How often `n` tries at this share bring `k` successes or more."""
    if n < 0 or not 0.0 <= share <= 1.0:
        raise ValueError("tries cannot be negative, a share lies between 0 and 1")
    if k <= 0:
        return 1.0
    if k > n or share == 0.0:
        return 0.0
    if share == 1.0:
        return 1.0

    def log_chance(count: int) -> float:
        ways = math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
        return ways + count * math.log(share) + (n - count) * math.log1p(-share)

    if k <= n * share:
        return max(0.0, 1.0 - math.fsum(math.exp(log_chance(count)) for count in range(k)))
    return _sum_falling(math.exp(log_chance(k)), lambda count: (n - count) / (count + 1) * share / (1.0 - share), k)


def shuffle_p(as_extreme: int, draws: int) -> float:
    """The p of a shuffle test: the real order counts as one of the draws, so it is never zero."""
    if not 0 <= as_extreme <= draws:
        raise ValueError("no more draws can be as extreme as were made")
    return (as_extreme + 1) / (draws + 1)


def _sum_falling(first: float, ratio: Callable[[int], float], start: int) -> float:
    """Add up terms that shrink by `ratio` from `start` on, until the rest no longer counts."""
    total, term, count = 0.0, first, start
    while term > total * 1e-17:
        total += term
        term *= ratio(count)
        count += 1
    return min(1.0, total)


def _check_share(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
