"""Cases that `make test` leaves to `make test-slow`: the same test over every server, of which two stand for all by day."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest

IS_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "night"


def by_day(names: Iterable[str], *chosen: str) -> list[object]:
    """Every name, those not chosen marked as slow.

    Raises:
        ValueError: a chosen name is not among them.
    """
    every = list(names)
    for name in chosen:
        every.index(name)
    return [name if name in chosen else pytest.param(name, marks=pytest.mark.slow) for name in every]
