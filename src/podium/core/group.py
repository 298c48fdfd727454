"""How many people a number about others needs, and how the size of a group is told: in bands."""

from __future__ import annotations

import msgspec

# The one place this number stands.
GROUP = 5
NEEDS = "team numbers need five people"
# Where the bands begin, in each power of ten: 10, 20, 40, 60, 100, 200 ...
_STEPS = (10, 20, 40, 60)


class Band(msgspec.Struct, frozen=True):
    """A size between two bounds: at least `low`, below `high`."""

    low: int
    high: int

    @classmethod
    def of(cls, count: int) -> Band:
        """The band a count lies in; nothing is a band of its own."""
        if count <= 0:
            return cls(0, 1)
        if count < GROUP:
            return cls(1, GROUP)
        if count < _STEPS[0]:
            return cls(GROUP, _STEPS[0])
        power = 10 ** (len(str(count)) - 2)
        steps = [power * step for step in (*_STEPS, 10 * _STEPS[0])]
        place = next(n for n, step in enumerate(steps[1:]) if count < step)
        return cls(steps[place], steps[place + 1])

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.low > 0

    def of_a(self, noun: str) -> str:
        """How many of a thing whose plural ends in s: `40 to 60 changes`, `no change`."""
        return f"{self} {noun}s" if self else f"no {noun}"

    def __str__(self) -> str:
        """`40 to 60`; `none`; `fewer than 5`."""
        if self.high <= 1:
            return "none"
        return f"fewer than {self.high:,}" if self.low == 1 else f"{self.low:,} to {self.high:,}"


def rounded(value: float, unit: str) -> float:
    """A group's number no finer than it is printed, so that nothing can be counted back from it."""
    return round(value, 2 if unit in {"share", "0-1", "0-2", "index", "ratio"} else 1)


def quarter(share: float) -> tuple[float, float]:
    """The quarter a share lies in, where all that is not hers is one person's."""
    low = min(int(share * 4), 3) / 4
    return low, low + 0.25


def coarse(share: float) -> float:
    """A share in twentieths, so that the few things of one week cannot be counted back from it."""
    return round(share * 20) / 20
