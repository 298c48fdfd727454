"""How changes made with agents fared beside the others: shares for groups, no person.

A split is there only where five people or more stand behind each of its sides in the window asked about; otherwise
one person's use of agents could be read off it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from podium.core.group import GROUP
from podium.evidence.views.statements import INSIDE, TEAM

if TYPE_CHECKING:
    import duckdb

LEAST_CHANGES: Final = 20
FIXED_AGAIN_S: Final = 14 * 86_400

# What a revert that stands took back: the commit it names, else the newest earlier one of the subject it quotes.
TAKEN_BACK: Final = r"""
create table taken_back as
with reverts as (
    select l.hash, l.committer_at, l.subject,
           regexp_extract(l.message, 'This reverts commit ([0-9a-f]{7,64})', 1) as named,
           regexp_extract(l.subject, '^Revert "(.*)"(?:\s+\(#\d+\))?\s*$', 1) as quoted
    from landed l where l.hash in (select hash from standing_reverts)
)
select l.hash from reverts r join landed l on r.named <> '' and starts_with(l.hash, r.named)
union
select arg_max(l.hash, l.committer_at) from reverts r join landed l on r.named = '' and r.quoted <> ''
       and regexp_replace(l.subject, '\s+\(#\d+\)$', '') = regexp_replace(r.quoted, '\s+\(#\d+\)$', '')
       and l.committer_at < r.committer_at
group by r.hash
"""

_SIDE: Final = (
    "case when a.hand in ('with an agent', 'by an agent') then 'with a mark of an agent'"
    " when a.actor = 'human' and coalesce(a.hand, 'no mark') = 'no mark' then 'without a mark' end"
)

VIEW: Final = f"""
create or replace temp view splits as
with arrived as (
    select a.ref, a.person, a.at_s, {_SIDE} as side, l.link, l.lag_days, l.is_farewell
    from acts a left join links l on l.hash = a.ref
    where a.verb = 'arrived' and {TEAM} and {INSIDE}
), fixes as (
    select a.ref, a.person, a.at_s, {_SIDE} as side,
           lead(a.at_s) over (partition by a.repo, a.path order by a.at_s, a.ref) as next_s
    from acts a join kinds k on k.hash = a.ref
    where a.verb = 'touched' and a.n_paths <= 10 and k.kind in ('fix', 'incident') and a.state is null and {TEAM} and {INSIDE}
), cases as (
    select 'taken back' as what, side, person, at_s,
           case when ref in (select hash from taken_back) then 1.0 else 0.0 end as hit from arrived
    union all
    select 'fixed again', side, min(person), min(at_s),
           max(case when next_s - at_s <= {FIXED_AGAIN_S} then 1.0 else 0.0 end) from fixes group by ref, side
    union all
    select 'on ended work', side, person, at_s,
           case when link = 'sunset' and lag_days > 7 and is_farewell = 0 then 1.0 else 0.0 end
    from arrived where link is not null
), told as (
    select what, side, avg(hit) as share, count(*) as changes, max(at_s) as last_s, count(distinct person) as people
    from cases where side is not null group by what, side
)
select t.what, t.last_s, round(t.share, 2) as share, t.side || ', ' ||
       case when t.changes < 50 then '20 to 49' when t.changes < 200 then '50 to 199' else '200 and more' end || ' changes' as side
from told t
where getvariable('splits_told') = 1 and t.what in (
    select what from told where people >= {GROUP} and changes >= {LEAST_CHANGES} group by what having count(*) = 2)
"""


# Where no change carries a mark of an agent there is nothing to split.
NO_SPLITS: Final = (
    "create or replace temp view splits as"
    " select '' as what, 0::bigint as last_s, 0.0::double as share, '' as side where false"
)


def build(db: duckdb.DuckDBPyConnection, *, has_reverts: bool) -> None:
    """What was taken back, on which the view stands."""
    db.execute(TAKEN_BACK if has_reverts else "create table taken_back (hash varchar)")
