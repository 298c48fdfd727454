"""What another book of people may change: only what lies near the acts of those it moves."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import msgspec

from podium.core.time import DAY_S
from podium.evidence.people.book import split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from podium.core.time import Window
    from podium.evidence.people.book import Book, Somebody
    from podium.evidence.views.build import Build

# A clock is told by the commits of 45 days before and after an act, and a journey takes three days.
BEFORE_S, AFTER_S = 60 * DAY_S, 2 * DAY_S


class Unchanged(msgspec.Struct, frozen=True):
    """When nothing happened that the other book reads in another way.

    Attributes:
        at_s: the instants of everything that people who changed did, or that was done to their work, in order.
    """

    at_s: tuple[int, ...]

    def is_in(self, window: Window) -> bool:
        """Whether both say the same of a window."""
        first = bisect_left(self.at_s, window.start_s - BEFORE_S)
        return first == len(self.at_s) or self.at_s[first] >= window.end_s + AFTER_S


def compare(first: Build, other: Build) -> Unchanged | None:
    """When both say the same; None where more changed than that some people are hers now, or no time can be named."""
    changed = _changed(first.book, other.book)
    if changed is None or first.clock_rows - other.clock_rows or not first.whom <= other.whom:
        return None
    rows = other.db.execute(
        f"select at_s, bool_or(source <> 'git') from {first.room.name}.acts where list_contains($people, person)"
        " or list_contains($people, about) or list_contains($people, subject) group by at_s order by at_s",
        {"people": sorted(changed)},
    ).fetchall()
    # A leave or a duty in a calendar reaches further than its first instant.
    return None if any(is_elsewhere for _, is_elsewhere in rows) else Unchanged(tuple(at_s for at_s, _ in rows))


def has_traces_of(db: duckdb.DuckDBPyConnection, spellings: Sequence[str]) -> bool:
    """Whether anything the views can show hangs on some spellings: an act, or a message that names an address."""
    addresses = [f"<{address.lower()}>" for address in (split(spelling)[1] for spelling in spellings) if address]
    rows = db.execute(
        "with whose as (select person from who where identity in (select unnest($spellings::varchar[])))"
        " select exists (select 1 from acts where person in (select person from whose)"
        " or about in (select person from whose) or subject in (select person from whose))"
        " or exists (select 1 from commits"
        " where list_has_any(regexp_extract_all(lower(message), '<[^<>]*>'), $addresses::varchar[]))",
        {"spellings": list(spellings), "addresses": addresses},
    ).fetchall()
    return bool(rows[0][0])


def _changed(first: Book, other: Book) -> set[int] | None:
    """Those of the first book who are her in the other; None where anybody else is somebody else there."""
    before, after = _by_spelling(first), _by_spelling(other)
    if before.keys() != after.keys():
        return None
    changed: set[int] = set()
    pairs: set[tuple[int, int]] = set()
    for spelling, somebody in before.items():
        now = after[spelling]
        if somebody.is_me and not now.is_me:
            return None
        if now.is_me and not somebody.is_me:
            changed.add(somebody.number)
        elif (somebody.kind, somebody.in_team) != (now.kind, now.in_team):
            return None
        else:
            pairs.add((somebody.number, now.number))
    is_one_to_one = len(pairs) == len({number for number, _ in pairs}) == len({number for _, number in pairs})
    return changed if is_one_to_one else None


def _by_spelling(book: Book) -> Mapping[str, Somebody]:
    return {spelling: somebody for somebody in book.everybody() for spelling in somebody.reasons}
