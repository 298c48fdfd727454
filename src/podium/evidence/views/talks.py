"""Talks a calendar tells of: skip-levels, and meetings with people on her map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.time import DAY_S

if TYPE_CHECKING:
    import duckdb

    from podium.core.journal_facts import Witness
    from podium.evidence.views.build import Build
    from podium.evidence.views.inputs import SourceActs

# Of keys that were made of a name, one that a calendar knows is theirs; where two fit she is asked, and neither counts.
_MAPPED = [
    """
    create temp table met as select distinct unnest(with_keys) as key from events where verb = 'met' and at_s < $as_of
    """,
    "delete from mapped where is_guess and key not in (select key from met)",
    # Who is shown by that name is surer than an address that looks like it, and often the same person.
    "delete from mapped where is_guess and not is_shown and ref in (select ref from mapped where is_shown)",
    """
    create temp table unsure_names as select ref from mapped where is_guess group by ref having count(distinct key) > 1
    """,
    "delete from mapped where ref in (select ref from unsure_names)",
    """
    update facts set amount = 1 where what = 'stakeholder' and ref in (
        select ref from mapped where key in (select key from met) or not is_guess and exists (select 1 from met))
    """,
]


def add_skip_levels(db: duckdb.DuckDBPyConnection, as_of_s: int) -> None:
    """Meetings of hers whose title says skip-level, whoever is on her map."""
    db.execute(
        "insert into facts select 'skip-level', ref, at_s,"
        f" cast(({as_of_s} - 1 - at_s) // {DAY_S} as integer), 1.0, 'skip-level'"
        " from acts where by_me = 1 and verb = 'met' and work_type = 'skip'"
    )


def add(build: Build, witness: Witness, kept: SourceActs) -> None:
    """Meetings of eight people at most with somebody on her map are talks, beside those she wrote down."""
    db, as_of_s = build.db, build.as_of_s
    db.execute("create temp table mapped (key varchar, ref varchar, state varchar, is_guess boolean, is_shown boolean)")
    rows = [[kept.person(known.key), *known[1:]] for known in witness.known]
    build.fill("mapped", ["key", "ref", "state", "is_guess", "is_shown"], rows)
    for statement in _MAPPED:
        db.execute(statement, {"as_of": as_of_s} if "$" in statement else None)
    db.execute(
        "insert into facts select distinct 'contact', m.ref, e.at_s,"
        f" cast(({as_of_s} - 1 - e.at_s) // {DAY_S} as integer), 1.0, m.state"
        " from (select at_s, unnest(with_keys) as key from events where verb = 'met' and with_count <= 7"
        f" and at_s < {as_of_s}) e join mapped m on m.key = e.key"
    )
