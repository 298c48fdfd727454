"""How few people the files would miss.

Authors of files, the truck factor, files known to hardly anybody.

The formula is Avelino's degree of authorship (ICPC 2016), as its authors' own program computes it: creating a file is
not one of its changes, whoever created it counts as its author while near the best, and of the people dropped, those
with less than a tenth of the first one's files are not counted. People are numbers here and none of them comes back
out; the answer is about files.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec

AUTHOR_FROM = 3.293
NEAR_BEST = 0.75
COVERED = 0.5
LEAST_OF_FIRST = 0.1
FEW_KNOWERS = 1


class Share(NamedTuple):
    """One person's part in one file; a pair of path and person comes once.

    Attributes:
        path: of a file that still exists.
        who: a number for the person.
        is_first: whether they created it.
        changes: how often they changed it, creating it not counted.
    """

    path: str
    who: int
    is_first: bool
    changes: int


class Knowledge(msgspec.Struct, frozen=True):
    """What the files would miss.

    Attributes:
        truck_factor: how many people have to leave until fewer than half of the files have an author.
        files: counted.
        authored: files with an author.
        authors: people who are author of at least one file.
        my_files: files whose author the asking person is; None when nobody asked.
        is_mine_to_miss: whether the asking person is one of the truck factor; None when nobody asked.
        at_risk: files known by none or one of the active people, sorted; None when activity was not given.
    """

    truck_factor: int
    files: int
    authored: int
    authors: int
    my_files: int | None
    is_mine_to_miss: bool | None
    at_risk: tuple[str, ...] | None


def degree_of_authorship(changes: int, others_changes: int, *, is_first: bool) -> float:
    """How much of an author somebody is: creating, own changes, and what others changed since (Avelino et al. 2016)."""
    return 3.293 + 1.098 * is_first + 0.164 * changes - 0.321 * math.log1p(others_changes)


def truck_factor(
    shares: Iterable[tuple[str, int, bool, int]],
    *,
    active: Collection[int] | None = None,
    me: int | None = None,
) -> Knowledge | None:
    """Find the authors of files and how few of them hold half; None without a file. Rows may come in any order.

    Args:
        shares: see `Share`; only files that still exist.
        active: people still at work here; whoever touched a file knows it.
        me: the person who asks.
    """
    files: dict[str, list[tuple[int, bool, int]]] = defaultdict(list)
    for path, who, is_first, changes in shares:
        files[path].append((who, is_first, changes))
    if not files:
        return None
    authors_of = {path: _authors(parts) for path, parts in files.items()}
    files_by_author: dict[int, list[str]] = defaultdict(list)
    for path, authors in authors_of.items():
        for who in authors:
            files_by_author[who].append(path)
    missed = _drop_until_half(authors_of, files_by_author)
    return Knowledge(
        truck_factor=len(missed),
        files=len(files),
        authored=sum(1 for authors in authors_of.values() if authors),
        authors=len(files_by_author),
        my_files=None if me is None else len(files_by_author.get(me, ())),
        is_mine_to_miss=None if me is None else me in missed,
        at_risk=None if active is None else tuple(_at_risk(files, frozenset(active))),
    )


def _authors(parts: Sequence[tuple[int, bool, int]]) -> list[int]:
    if len(parts) == 1:
        return [parts[0][0]]
    changes = sum(own for _, _, own in parts)
    degrees = [(degree_of_authorship(own, changes - own, is_first=first), who, first) for who, first, own in parts]
    near = NEAR_BEST * max(degree for degree, _, _ in degrees)
    return [who for degree, who, is_first in degrees if degree >= near and (degree >= AUTHOR_FROM or is_first)]


def _drop_until_half(authors_of: dict[str, list[int]], files_by_author: dict[int, list[str]]) -> set[int]:
    """Drop whoever holds most files while half of all still have an author; who was dropped and counts."""
    authors_left = {path: len(authors) for path, authors in authors_of.items() if authors}
    dropped: list[int] = []
    for who in _by_files(files_by_author):
        if len(authors_left) < COVERED * len(authors_of):
            break
        dropped.append(who)
        for path in files_by_author[who]:
            authors_left[path] -= 1
            if not authors_left[path]:
                del authors_left[path]
    return {who for who in dropped if len(files_by_author[who]) >= LEAST_OF_FIRST * len(files_by_author[dropped[0]])}


def _by_files(files_by_author: dict[int, list[str]]) -> list[int]:
    """People by files held, most first; equals by their paths, so that it does not matter which number a person has."""
    sizes: dict[int, list[int]] = defaultdict(list)
    for who, paths in files_by_author.items():
        sizes[len(paths)].append(who)
    order: list[int] = []
    for size in sorted(sizes, reverse=True):
        equals = sizes[size]
        order += equals if len(equals) == 1 else sorted(equals, key=lambda who: sorted(files_by_author[who]))
    return order


def _at_risk(files: dict[str, list[tuple[int, bool, int]]], active: frozenset[int]) -> list[str]:
    return sorted(path for path, parts in files.items() if sum(who in active for who, _, _ in parts) <= FEW_KNOWERS)
