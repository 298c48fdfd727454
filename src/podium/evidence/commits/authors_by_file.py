"""Who has ever changed which file, over all of history.

Counts per unnamed person, built only when asked. What an agent wrote for somebody is theirs, as far back as messages
are read; what it wrote for nobody known is nobody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.core.group import GROUP
from podium.evidence.views.statements import LAST_S

if TYPE_CHECKING:
    import duckdb

# A formatting run or an import of somebody's library is no knowledge of two hundred files.
MOST_PATHS = 200

VIEW = f"""
select null as week_no, 'knows' as verb, s.stranger, k.by_me, k.path, k.acts, k.first_s
from shown_knows k join strangers s on s.person = k.person
where getvariable('group_size') >= {GROUP}
"""


def build(db: duckdb.DuckDBPyConnection, *, as_of_s: int) -> None:
    """One row per path of the newest state and person: own changes and the first of them."""
    db.execute(
        f"""create temp table knows as
        select p.path, coalesce(h.person, w.person) as person, max(coalesce(h.by_me, w.by_me)) as by_me,
               count(distinct p.hash) as acts, min(p.at_s) as first_s
        from (select hash, author, unnest(paths) as path,
                     case when author_at between 0 and {LAST_S} then author_at else committer_at end as at_s from everything
              where committer_at < {as_of_s} and len(paths) <= {MOST_PATHS} and len(parents) < 2) p
        join who w on w.identity = p.author left join hands h on h.hash = p.hash
        where (w.kind = 'human' or h.person is not null) and coalesce(h.in_team, w.in_team) = 1 and (p.path in (select path from tracked)
              or not exists (select 1 from tracked))
        group by 1, 2"""
    )
