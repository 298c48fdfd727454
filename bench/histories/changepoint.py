"""When your share of the work changed most.

One date, found by holding six months against the next six.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

SPAN_MONTHS = 6
# A half-year in which most months hold nothing has no share to speak of.
LEAST_MONTHS = 3
LEAST_BEFORE = 60
LEAST_AFTER = 20


@dataclass(frozen=True, slots=True)
class Change:
    """The clearest change.

    Attributes:
        at: index of the first month after it.
        before, after: mean monthly share in the months before and from then on; months with nothing have no share.
        n_before, n_after: what was counted in those months.
        is_thin: fewer than 60 before or 20 after, too few to tell a change from luck.
    """

    at: int
    before: float
    after: float
    n_before: int
    n_after: int
    is_thin: bool

    @property
    def change(self) -> float:
        """After less before: negative for a fall."""
        return self.after - self.before


def change_point(
    own: Sequence[int],
    total: Sequence[int],
    *,
    first: int = 0,
    last: int | None = None,
    direction: Literal["fall", "rise", "either"] = "either",
) -> Change | None:
    """Find where the share changed most; None when no month has enough on both sides or nothing moved that way.

    There is always a largest change: it says when, not whether somebody meant it.

    Args:
        own, total: counts by month, one's own and everybody's.
        first, last: the months to look at, both included; six months before and after them are used where there are.
        direction: which way it has to go. Among equals the earliest month wins.
    """
    if len(own) != len(total) or any(not 0 <= mine <= every for mine, every in zip(own, total, strict=True)):
        raise ValueError("one's own count cannot be below zero or above everybody's")
    end = len(own) - 1 if last is None else min(last, len(own) - 1)
    found = [change for at in range(max(first, 0), end + 1) if (change := _change_at(own, total, at)) is not None]
    sizes: dict[str, Callable[[Change], float]] = {
        "fall": lambda c: -c.change,
        "rise": lambda c: c.change,
        "either": lambda c: abs(c.change),
    }
    best = max(found, key=sizes[direction], default=None)
    return best if best is not None and sizes[direction](best) > 0 else None


def _change_at(own: Sequence[int], total: Sequence[int], at: int) -> Change | None:
    before = [(own[m], total[m]) for m in range(max(at - SPAN_MONTHS, 0), at) if total[m]]
    after = [(own[m], total[m]) for m in range(at, min(at + SPAN_MONTHS, len(own))) if total[m]]
    if min(len(before), len(after)) < LEAST_MONTHS:
        return None
    n_before, n_after = (sum(every for _, every in side) for side in (before, after))
    return Change(
        at,
        _mean_share(before),
        _mean_share(after),
        n_before,
        n_after,
        is_thin=n_before < LEAST_BEFORE or n_after < LEAST_AFTER,
    )


def _mean_share(months: Sequence[tuple[int, int]]) -> float:
    return sum(mine / every for mine, every in months) / len(months)
