"""The views as the text of a WITH that every engine reads alike.

They stand on `acts`, the acts of one manager alone, and on values written into the text: on an engine nothing is set up and
nothing is written. Links to initiatives are not there, since a journal stays on its own machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from podium.core.group import GROUP
from podium.core.time import Window
from podium.evidence.views.hand_splits import FIXED_AGAIN_S, LEAST_CHANGES
from podium.evidence.views.statements import Shown

_ALL: Final = (
    "verb, ref, path, on_others, clock, repo, n_paths, kind, state, work_type, dur_s, source, object_kind, is_timed"
)
_TEAM: Final = "actor = 'human' and in_team = 1"
_NOBODY: Final = (
    "object_kind = 'incident' and actor <> 'human' and verb in ('opened', 'requested', 'assigned', 'closed', 'reopened')"
    " or object_kind = 'issue' and actor = 'unknown' and verb in ('opened', 'closed', 'reopened')"
)
_NO_LINK: Final = (
    "case when 1 = 0 then verb end as link, case when 1 = 0 then n_paths end as lag_days,"
    " case when 1 = 0 then n_paths end as is_farewell"
)
_MINE: Final = (
    "select at_s, end_s, day_no, week_no, wmin, off_hours, night_no, coalesce(away, 0) as away,"
    f" coalesce(on_call, 0) as on_call, {_ALL}, on_me, coalesce(hand, 'no mark') as hand, with_count"
)
_ODDS: Final = "p, odds_feature, odds_fix, odds_incident, odds_improvement, odds_docs, odds_chore"
_SIDE: Final = (
    "case when hand in ('with an agent', 'by an agent') then 'with a mark of an agent'"
    " when actor = 'human' and coalesce(hand, 'no mark') = 'no mark' then 'without a mark' end as side"
)


class Shape(msgspec.Struct, frozen=True):
    """What one question may see.

    Attributes:
        picked: the people `without` or `only` names.
        strangers: each person with the number of this question; empty where the group is too small to be told of.
        unlabelled: commits whose answered kind counts no more in this look.
    """

    window: Window
    which: Shown = "everybody"
    picked: Sequence[int] = ()
    strangers: Sequence[tuple[int, int]] = ()
    is_told_of_approvals: bool = False
    is_told_of_splits: bool = False
    unlabelled: Sequence[str] = ()


_NOTHING_WRITTEN: Final = (
    "select verb as what, ref, at_s, n_paths as age_days, p as amount, state from shown where 1 = 0"
)


def whole(select: str, shape: Shape, acts: str, knows: str, *, facts: str = "") -> str:
    """One SELECT over the views as one SELECT over tables.

    Args:
        select: over the views.
        shape: what it may see.
        acts, knows: what holds them, hers alone.
        facts: what holds the facts of her journal; only on her own machine.
    """
    parts = {
        "acts": f"select * from {acts} t where at_s >= {shape.window.start_s} and at_s < {shape.window.end_s}",
        "shown": f"select * from acts where {_kept(shape, 'person')}{_about(shape)}",
        "mine": f"{_MINE} from shown where by_me = 1 and not is_echo"
        + ("" if shape.is_told_of_approvals else " and verb <> 'approved'"),
        "ours": _ours(shape),
        "written": _written(shape, facts) if facts else _NOTHING_WRITTEN,
        "crowd": _crowd(shape, knows if "'knows'" in select else ""),
        "splits": _splits(shape),
    }
    needed = [name for name in parts if name in {"acts", "shown"} or name in select.casefold()]
    ctes = ", ".join(f"{name} as ({parts[name]})" for name in needed)
    return f"with {ctes} select * from ({select}) answer"


def _written(shape: Shape, facts: str) -> str:
    inside = f"at_s >= {shape.window.start_s} and at_s < {shape.window.end_s}"
    return (
        "select what, ref, coalesce(at_s, 0) as at_s, age_days, amount, state"
        f" from {facts} where at_s is null or ({inside})"
    )


def _listed(people: Sequence[int]) -> str:
    return ", ".join(map(str, people))


def _kept(shape: Shape, column: str) -> str:
    if shape.which == "hers":
        return "by_me = 1"
    if shape.which == "everybody":
        return "1 = 1"
    if not shape.picked:
        return "1 = 1" if shape.which == "without" else f"{column} is null"
    negated = "not " if shape.which == "without" else ""
    return f"({column} is null or {column} {negated}in ({_listed(shape.picked)}))"


def _about(shape: Shape) -> str:
    return f" and {_kept(shape, 'about')}" if shape.which in {"without", "only"} else ""


def _ours(shape: Shape) -> str:
    quoted = ", ".join("'" + ref.replace("'", "''") + "'" for ref in shape.unlabelled)
    label, is_random = (
        (f"case when ref in ({quoted}) then null else {name} end as {name}" if quoted else name)
        for name in ("label", "is_random")
    )
    return (
        f"select at_s, end_s, team_week_no as week_no, {_ALL}, by_me, on_me, on_main, is_told, on_duty, {_NO_LINK},"
        f" coalesce(on_call, 0) as on_call, {_ODDS}, {label}, {is_random} from shown"
        f" where ({_TEAM} or {_NOBODY}) and not is_superseded"
    )


def _crowd(shape: Shape, knows: str) -> str:
    columns = "week_no, verb, stranger, by_me, path, acts, first_s"
    if not shape.strangers:
        return (
            "select team_week_no as week_no, verb, person as stranger, by_me, path, at_s as acts, at_s as first_s"
            " from shown where 1 = 0"
        )
    drawn = ", ".join(f"({person}, {stranger})" for person, stranger in shape.strangers)
    drawn = f"(values {drawn}) as s(person, stranger)"
    told = (
        "select a.team_week_no as week_no, a.verb, s.stranger, a.by_me, a.path, count(*) as acts, min(a.at_s) as first_s"
        f" from shown a join {drawn} on s.person = a.person"
        f" where a.actor = 'human' and a.in_team = 1 and not a.is_superseded"
        " group by a.team_week_no, a.verb, s.stranger, a.by_me, a.path"
    )
    if not knows:
        return told
    known = (
        "select case when 1 = 0 then k.by_me end as week_no, 'knows' as verb, s.stranger, k.by_me, k.path, k.acts, k.first_s"
        f" from {knows} k join {drawn} on s.person = k.person where {_kept(shape, 'k.person').replace('by_me', 'k.by_me')}"
    )
    return f"select {columns} from ({told}) told union all select {columns} from ({known}) known"


def _splits(shape: Shape) -> str:
    """As `hand_splits`; a share in whole hundredths, halves upward, without a fraction on the way."""
    inside = f"from acts where {_TEAM}"
    told = int(shape.is_told_of_splits)
    hundredths = "(200 * sum(hit) + count(*) - (200 * sum(hit) + count(*)) % (2 * count(*)))"
    return f"""
with arrived as (
    select ref, person, at_s, is_taken_back, {_SIDE} {inside} and verb = 'arrived'
), fixes as (
    select ref, person, at_s, {_SIDE}, lead(at_s) over (partition by repo, path order by at_s, ref) as next_s
    {inside} and verb = 'touched' and n_paths <= 10 and kind in ('fix', 'incident')
), cases as (
    select 'taken back' as what, side, person, at_s, case when is_taken_back then 1 else 0 end as hit from arrived
    union all
    select 'fixed again', side, min(person), min(at_s), max(case when next_s - at_s <= {FIXED_AGAIN_S} then 1 else 0 end)
    from fixes group by ref, side
), told as (
    select what, side, {hundredths} as hundredths, count(*) as changes, max(at_s) as last_s,
           count(distinct person) as people
    from cases where side is not null group by what, side
)
select t.what, t.last_s, t.hundredths / (200.0 * t.changes) as share, concat(t.side, ', ',
       case when t.changes < 50 then '20 to 49' when t.changes < 200 then '50 to 199' else '200 and more' end, ' changes') as side
from told t
where {told} = 1 and t.what in (
    select what from told where people >= {GROUP} and changes >= {LEAST_CHANGES} group by what having count(*) = 2)
"""
