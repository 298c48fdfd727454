"""Practices that touch one number in the same weeks, so that neither can be judged alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """One experiment as far as it can get in another's way.

    Attributes:
        name: the practice.
        metric: its one registered metric.
        first_week: the first week it is judged from, baseline included.
        start_week: the week it starts in.
        last_week: the last week it is judged from.
    """

    name: str
    metric: str
    first_week: int
    start_week: int
    last_week: int

    def __post_init__(self) -> None:
        """Refuse weeks in the wrong order."""
        if not self.first_week <= self.start_week <= self.last_week:
            raise ValueError("an experiment's weeks are baseline, start, end, in this order")


class Clash(msgspec.Struct, frozen=True, order=True):
    """Two experiments that cannot be told apart, and the weeks in which they cannot."""

    metric: str
    one: str
    other: str
    first_week: int
    last_week: int

    @property
    def words(self) -> str:
        """One sentence for the manager."""
        weeks = self.last_week - self.first_week + 1
        return (
            f"{self.one} and {self.other} both act on {self.metric} for {weeks} of the weeks one of them is judged by."
        )


def find_clashes(experiments: Iterable[Span]) -> list[Clash]:
    """Every pair on one metric where one's running weeks fall into the weeks the other is judged by."""
    clashes: list[Clash] = []
    for first, second in itertools.combinations(sorted(set(experiments)), 2):
        if first.metric != second.metric:
            continue
        shared = [*_shared(first, second), *_shared(second, first)]
        if shared:
            clashes.append(Clash(first.metric, first.name, second.name, min(shared), max(shared)))
    return sorted(clashes)


def _shared(running: Span, judged: Span) -> tuple[int, ...]:
    """First and last week in which one runs while the other is measured; nothing when there is none."""
    first = max(running.start_week, judged.first_week)
    last = min(running.last_week, judged.last_week)
    return (first, last) if first <= last else ()
