"""What was told lately, so that two looks never differ by one person, whatever she filters by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from podium.core.group import GROUP
from podium.system import files

# Two answers that differ by fewer people than a group has, told within these days, would tell about those few.
DAYS = 28
Parts = Mapping[str, frozenset[str]]


class ToldGroup(NamedTuple):
    """What one look told of, all of it veiled.

    Attributes:
        on: the day.
        people: the listed people; none for everybody.
        parts: what was looked at, each repository and the other branches, and who acted there in the window.
        picks: each path and ticket of an initiative, and whose changes it fits.
        labels: each answer about a kind of work that counted, and whose change it is about.
    """

    on: date
    people: frozenset[str]
    parts: Parts = MappingProxyType({})
    picks: Parts = MappingProxyType({})
    labels: Parts = MappingProxyType({})


def read(file: Path, today: date) -> tuple[ToldGroup, ...]:
    """What was told lately; a file that cannot be read holds nothing."""
    try:
        stored = json.loads(file.read_bytes())
        groups = [
            ToldGroup(date.fromisoformat(on), frozenset(map(str, people)), *(_parts(one) for one in more))
            for on, people, *more in stored
        ]
    except (OSError, ValueError, TypeError, AttributeError):
        return ()
    return tuple(t for t in groups if timedelta(0) <= today - t.on < timedelta(days=DAYS))


def is_nearly_told(now: ToldGroup, earlier: Iterable[ToldGroup], acted: Set[str]) -> bool:
    """Whether something told before differs from this by one to four people who acted: by its list, or by where it looked."""
    return any(_is_few(_listed_apart(now, one, acted) | _apart(now.parts, one.parts)) for one in earlier)


def is_nearly_picked(now: ToldGroup, earlier: Iterable[ToldGroup]) -> bool:
    """Whether the paths and tickets told of before picked the changes of one to four other people."""
    for group in earlier:
        if group.picks.keys() != now.picks.keys():
            picked, before = _all(now.picks), _all(group.picks)
            if _is_few(_apart(now.picks, group.picks)) or _is_few(picked ^ before):
                return True
    return False


def is_nearly_labelled(now: ToldGroup, earlier: Iterable[ToldGroup]) -> bool:
    """Whether answers about kinds of work that counted before differ from these by changes of one to four others."""
    for group in earlier:
        both = {**group.labels, **now.labels}
        if _is_few(_all({name: both[name] for name in group.labels.keys() ^ now.labels.keys()})):
            return True
    return False


def _listed_apart(now: ToldGroup, before: ToldGroup, acted: Set[str]) -> Set[str]:
    def is_in(told: ToldGroup, person: str) -> bool:
        return not told.people or person in told.people

    return {person for person in acted if is_in(now, person) != is_in(before, person)}


def _apart(one: Parts, other: Parts) -> Set[str]:
    """Everybody in a part that only one of two holds; an old record holds none, and tells nothing of it."""
    if not one or not other:
        return frozenset()
    both = {**one, **other}
    return frozenset[str]().union(*(both[name] for name in one.keys() ^ other.keys()))


def _all(parts: Parts) -> frozenset[str]:
    return frozenset[str]().union(*parts.values())


def _is_few(people: Set[str]) -> bool:
    return 0 < len(people) < GROUP


def _parts(kept: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {str(name): frozenset(map(str, people)) for name, people in kept.items()}


def keep(file: Path, now: ToldGroup, earlier: Iterable[ToldGroup]) -> None:
    """Remember what was told today.

    Raises:
        CannotWrite: the disk refused.
    """
    rest = [group for group in earlier if _filters(group) != _filters(now)]
    lines = [
        [group.on.isoformat(), sorted(group.people), _plain(group.parts), _plain(group.picks), _plain(group.labels)]
        for group in (*rest, now)
    ]
    files.write(file, json.dumps(lines))


def _filters(told: ToldGroup) -> tuple[Set[str], ...]:
    return told.people, told.parts.keys(), told.picks.keys(), told.labels.keys()


def _plain(parts: Parts) -> dict[str, list[str]]:
    return {name: sorted(people) for name, people in sorted(parts.items())}
