"""What most products use: both sides added up and compared, as if every event were an independent coin."""

from __future__ import annotations

import math


def two_proportion_z(k1: int, n1: int, k2: int, n2: int) -> float | None:
    """How many standard errors the second share lies above the first; None when either has nothing in it."""
    _check_share(k1, n1)
    _check_share(k2, n2)
    if n1 == 0 or n2 == 0:
        return None
    pooled = (k1 + k2) / (n1 + n2)
    spread = math.sqrt(pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2))
    return (k2 / n2 - k1 / n1) / spread if spread > 0.0 else 0.0


def _check_share(k: int, n: int) -> None:
    if not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n")
