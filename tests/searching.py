"""How many examples a property tries: few by day, and many at night, when examples are searched for."""

from hypothesis import settings

BY_DAY = 25  # of the profile `desk` in conftest.py


def examples(by_day: int) -> int:
    """So many by day, and at night as many times more as every other property tries then."""
    return by_day * settings().max_examples // BY_DAY
