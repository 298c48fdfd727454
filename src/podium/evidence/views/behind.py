"""Who is behind some rows: found by taking people out, and nobody is counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.group import GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_MOST_FIRST = 8 * GROUP


def apart(people: Collection[int], only_in: Mapping[int, str]) -> list[list[int]]:
    """Those who are surely different people: once for each source whose strangers are counted.

    Somebody seen in one source alone may be the stranger of another source under another name, so the strangers of
    two sources are never counted together. Whoever was matched in two sources is in every list.

    Args:
        people: numbers of people.
        only_in: the one source in which somebody was seen; nothing for those seen in several.
    """
    sources = sorted({only_in[person] for person in people if person in only_in})
    if len(sources) < 2:
        return [list(people)]
    return [[person for person in people if only_in.get(person, source) == source] for source in sources]


def at_least(people: Collection[int], only_in: Mapping[int, str]) -> int:
    """How many different people there are at least."""
    return max(len(group) for group in apart(people, only_in))


def count_behind(people: Sequence[int], is_behind: Callable[[Sequence[int]], bool]) -> int:
    """How many of some people an answer depends on, counted up to five.

    Sets are taken out together, and only a set that changed something is split.
    """
    live: list[list[int]] = []
    for start in range(0, len(people), _MOST_FIRST):
        first_people = people[start : start + _MOST_FIRST]
        sets = [list(first_people[n::GROUP]) for n in range(GROUP) if first_people[n::GROUP]]
        for people_of_row in sets:
            if is_behind(people_of_row):
                live.append(people_of_row)
                if len(live) >= GROUP:
                    return GROUP
    while any(len(row_people) > 1 for row_people in live):
        split: list[list[int]] = []
        for people_of_row in live:
            halves = [people_of_row[::2], people_of_row[1::2]] if len(people_of_row) > 1 else []
            split += [half for half in halves if is_behind(half)] or (
                [people_of_row[:1]] if halves else [people_of_row]
            )
        live = split
        if len(live) >= GROUP:
            return GROUP
    return len(live)
