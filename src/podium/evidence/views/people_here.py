"""Everybody in the clones: each spelling of a name, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from podium.core.automation import habits_of, is_doubtful
from podium.evidence.people.book import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from podium.core.automation import Habits
    from podium.evidence.views.build import Build


def fill(build: Build) -> None:
    """Table `who`: one row for each spelling, with the number of its person and when its first change landed."""
    build.spellings = _spellings(build) if build.like is None else build.like.spellings
    doubtful = [identity for identity, number, _ in build.spellings if number >= 0 and is_doubtful(*split(identity))]
    habits = _habits(build, doubtful)
    rows: dict[str, list[Any]] = {}
    for identity, number, first_s in build.spellings:
        if identity in rows:
            continue
        mailmap = build.clones[number].mailmap if number >= 0 else build.mailmaps
        somebody = build.book.meet(identity, mailmap, habits.get(identity))
        rows[identity] = [identity, somebody.number, int(somebody.is_me), somebody.kind, somebody.number, first_s]
    everybody = {s.number: s for s in build.book.everybody()}
    for row in rows.values():
        row[4] = int(everybody[row[4]].in_team)
    build.db.execute(
        "create temp table who"
        " (identity varchar, person integer, by_me integer, kind varchar, in_team integer, first_s bigint)"
    )
    build.fill("who", ["identity", "person", "by_me", "kind", "in_team", "first_s"], list(rows.values()))


def has_commits_of(build: Build, spellings: Sequence[str]) -> bool:
    """Whether any commit of the horizon was written or landed under some spellings."""
    if not spellings:
        return False
    rows = build.db.execute(
        "select 1 from commits where list_contains($spellings, author) or list_contains($spellings, committer) limit 1",
        {"spellings": list(spellings)},
    ).fetchall()
    return bool(rows)


def _spellings(build: Build) -> list[tuple[str, int, int | None]]:
    """Every spelling of an author or committer, its first clone and when the first change it wrote landed.

    Then those that only messages name, with -1 for the clone.
    """
    spellings = build.db.execute(
        "select identity, min(clone), min(wrote_s) from ("
        "select author as identity, clone, committer_at as wrote_s from everything"
        " union all select committer, clone, null from everything) group by identity order by identity"
    ).fetchall()
    trailer = build.db.execute(
        "select distinct trim(t) from (select unnest(regexp_extract_all(message,"
        " '(?im)^(?:reviewed|acked|approved|signed-off)-by:[ \\t]*([^\\n]*<[^<>\\n]*>)', 1)) as t from commits"
        " where message <> '') order by 1"
    ).fetchall()
    return [*spellings, *((identity, -1, None) for (identity,) in trailer)]


def _habits(build: Build, identities: Sequence[str]) -> dict[str, Habits]:
    """How the changes of each spelling that sounds like automation look, as far as they had landed."""
    if not identities:
        return {}
    build.db.execute("create temp table doubtful (identity varchar)")
    build.fill("doubtful", ["identity"], [[identity] for identity in identities])
    rows = build.db.execute(
        "select e.author, split_part(e.message, chr(10), 1), len(e.parents) > 1, e.committer_at from everything e"
        " join doubtful d on d.identity = e.author where e.committer_at < $as_of",
        {"as_of": build.as_of_s},
    ).fetchall()
    changes: dict[str, list[tuple[str, bool, int]]] = {}
    for author, subject, is_merge, at_s in rows:
        changes.setdefault(author, []).append((subject, is_merge, at_s))
    return {author: habits_of(of_author) for author, of_author in changes.items()}
