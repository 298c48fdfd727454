"""How far chance alone lets a share go: Wilson's interval."""

from __future__ import annotations

import math


def share_interval(share: float, n: int, z: float) -> tuple[float, float]:
    """The two ends, `z` standard errors each way; n is at least one."""
    z2 = z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return middle - half, middle + half
