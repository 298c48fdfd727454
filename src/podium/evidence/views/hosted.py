"""Clones whose changes a code host tells of, too: what is told twice, and by whose hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from podium.evidence.views import statements

if TYPE_CHECKING:
    from podium.evidence.views.build import Build

# Which of the host's changes an agent worked on: one opened it, or the commit it landed as carries a mark.
HANDS: Final = r"""
create temp table hosted_hands as
with numbered as (
    select h.project, l.hand, case when l.author_kind = 'human' then l.author end as author, l.n_parents, l.parents,
           case when l.n_parents < 2 then regexp_extract(l.subject, '\(#(\d+)\)\s*$', 1)
                else regexp_extract(l.subject, '^Merge pull request #(\d+) ', 1) end as number
    from landed l join hosted h on h.name = l.repo
), marked as (
    select n.project, n.number, coalesce(n.author, t.author) as author
    from numbered n left join landed t on n.n_parents >= 2 and t.hash = n.parents[2]
    where n.number <> '' and coalesce(t.hand, n.hand) in ('with an agent', 'by an agent')
)
select a.ref, max(case when a.actor = 'human' then a.person else m.author end) as author
from acts a left join marked m on m.project = lower(a.repo) and m.number = regexp_extract(a.ref, '[#!](\d+)$', 1)
where a.source <> 'git' and a.object_kind = 'change' and a.verb = 'opened' and (a.actor = 'agent' or m.number is not null)
group by a.ref
"""

# Her approvals of changes an agent worked on: the lines, and the seconds since she was asked, or since it was opened.
APPROVED: Final = """
insert into acts by name
select 'approved:' || r.act as act, 'approved' as verb, r.ref, r.at_s, r.person, r.by_me, r.in_team, r.actor, r.clock,
       r.repo, o.lines as with_count, h.author as subject, 'derived' as source, 'change' as object_kind, r.is_timed,
       cast(r.at_s - coalesce((select max(q.at_s) from acts q where q.ref = r.ref and q.verb = 'requested' and q.on_me = 1
                               and q.at_s <= r.at_s), o.at_s) as integer) as dur_s
from acts r join acts o on o.ref = r.ref and o.verb = 'opened' and o.lines is not null
join hosted_hands h on h.ref = r.ref
where r.by_me = 1 and r.verb = 'reviewed' and r.state = 'approved' and r.object_kind = 'change' and r.is_timed = 1
      and r.at_s >= o.at_s and r.source <> 'git'
"""


def mark(build: Build) -> None:
    """Which clones a host tells of and from when to when, and what follows from it."""
    if build.has_events("merged"):
        build.db.execute(statements.ECHO)
    projects = build.db.execute(
        "select lower(repo), min(at_s), max(at_s) from acts where source <> 'git' and object_kind = 'change'"
        " and repo <> '' group by 1 order by 1"
    ).fetchall()
    rows = [
        [c.name, first, last, p]
        for c in build.clones
        for p, first, last in projects
        if f"{c.remote}/".lower().endswith(f"/{p}/")
    ]
    build.db.execute("create temp table hosted (name varchar, first_s bigint, last_s bigint, project varchar)")
    if rows:
        build.fill("hosted", ["name", "first_s", "last_s", "project"], rows)
        build.db.execute(statements.SUPERSEDE)
    build.db.execute(statements.OFF_TRUNK)
    if build.has_events("opened") and build.has_events("reviewed"):
        for statement in (HANDS, APPROVED):
            build.db.execute(statement)
