"""Which groups were told lately, so that two looks never differ by one person."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Set
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from podium.system import files

# Two groups that differ by fewer people than this, told within these days, would tell about those few.
GROUP = 5
DAYS = 28


class Told(NamedTuple):
    """A group whose numbers were told on a day: its people as veiled keys, none of them for everybody."""

    on: date
    people: frozenset[str]


def read(file: Path, today: date) -> tuple[Told, ...]:
    """The groups told lately; a file that cannot be read holds none."""
    try:
        stored = json.loads(file.read_bytes())
        groups = [Told(date.fromisoformat(on), frozenset(map(str, people))) for on, people in stored]
    except (OSError, ValueError, TypeError):
        return ()
    return tuple(t for t in groups if timedelta(0) <= today - t.on < timedelta(days=DAYS))


def nearly_the_same(group: Set[int], earlier: Iterable[Set[int]], acted: Set[int]) -> bool:
    """Whether an earlier group differs from this one by one to four of those who acted."""
    return any(0 < len((earlier_group ^ group) & acted) < GROUP for earlier_group in earlier)


def keep(file: Path, group: Collection[str], told_groups: Iterable[Told], today: date) -> None:
    """Remember that this group was told today.

    Raises:
        CannotWrite: the disk refused.
    """
    fresh = Told(today, frozenset(group))
    rest = [t for t in told_groups if t.people != fresh.people]
    lines = [[t.on.isoformat(), sorted(t.people)] for t in (*rest, fresh)]
    files.write(file, json.dumps(lines))
