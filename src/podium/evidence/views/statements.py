"""From commits to dated acts: who wrote, who landed, who approved, what was touched.

Names stay outside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from podium.core.group import GROUP

if TYPE_CHECKING:
    from collections.abc import Sequence

# `commits` is one row per commit (duplicates of a second clone already dropped), `who` maps an identity to a number:
#   who(identity, person, by_me, kind, in_team)       kind: human, bot, agent
# `on_main` says of a commit that it is on the first-parent line, `my_clock` her local time per act (see evidence.clock),
# `kinds(hash, kind)` the kind of work. All statements run in DuckDB only; signals never see these tables.

WEB = "('noreply@github.com', 'noreply@gitlab.com')"

# Bringing the trunk into a branch is no landing; the names are those hosts and git itself give a trunk.
_SYNC = (
    "regexp_matches(subject, '^Merge (remote-tracking )?branch ''?(origin/|upstream/)?"
    "(main|master|trunk|develop|development|dev)''?( of .*)?( into .*)?$') "
    "or regexp_matches(subject, '^Merge (branch|remote-tracking branch) .* into .+$') and not on_main::boolean"
)

# The last instant a calendar has: 9999-12-31. A commit may record none, or one beyond it; then it has no hour.
LAST_S = 253_402_214_400

PEOPLE = f"""
create temp table landed as
select c.hash, c.repo, c.subject, len(c.parents) as n_parents, c.parents, cast(c.on_main as integer) as on_main, c.message, c.n_paths,
       c.author_at, c.author_offset, c.committer_at, c.committer_offset,
       coalesce(h.person, a.person) as author, coalesce(h.by_me, a.by_me) as author_me,
       case when h.person is null then a.kind else 'human' end as author_kind, coalesce(h.in_team, a.in_team) as author_in,
       coalesce(h.hand, 'no mark') as hand,
       k.person as committer, k.by_me as committer_me, k.kind as committer_kind, k.in_team as committer_in,
       lower(regexp_extract(c.committer, '<([^<>]*)>\\s*$', 1)) in {WEB} as by_web,
       ({_SYNC}) as is_sync
from commits c join who a on a.identity = c.author join who k on k.identity = c.committer
left join hands h on h.hash = c.hash
"""

# One row per act; `act` is its key. on_me: my work is acted upon; on_others: somebody else's is. clock: wrote, landed, or
# nobody: a landing by auto-merge or a queue, on the web at +0000, a day, a time without a zone. is_timed: its place among
# others is known.
TABLE = """
create table acts (
    act varchar, verb varchar, ref varchar, path varchar, at_s bigint, end_s bigint, offset_min integer,
    person integer, by_me integer, in_team integer, actor varchar, on_me integer default 0, on_others integer default 0,
    clock varchar, repo varchar, n_paths integer default 0, on_main integer default 1, hand varchar,
    state varchar, work_type varchar, with_count integer, lines integer, dur_s integer, subject integer, source varchar default 'git',
    object_kind varchar default 'commit', is_superseded boolean default false, is_timed integer default 1,
    zone_from varchar default 'recorded', is_echo boolean default false, is_told integer default 0,
    on_duty integer default 0, about integer
)
"""

_WHO = "{0} as person, {0}_me as by_me, {0}_in as in_team, {0}_kind as actor"

# Nearly all commits stand behind these, so they are one statement.
_OWN_ACTS = [
    # Wrote: every change that is not a merge. On the web the offset is the landing person's, so it is not the author's;
    # nor is the instant where the host set both alike (a squash) or landed it at +0000 (a queue, the API).
    f"""
    select 'authored:' || hash as act, 'authored' as verb, hash as ref, author_at as at_s,
           case when by_web then null else author_offset end as offset_min, {_WHO.format("author")},
           0 as on_me, 0 as on_others,
           case when hand = 'by an agent' or by_web and (author_at = committer_at or committer_offset = 0) then 'nobody'
                else 'wrote' end as clock,
           repo, n_paths, on_main, hand
    from landed where n_parents < 2 and author_at between 0 and {LAST_S}
    """,
    # Landed by hand: a patch committed by somebody else than its author, not by the host.
    f"""
    select 'committed:' || hash as act, 'committed' as verb, hash as ref, committer_at as at_s,
           committer_offset as offset_min, {_WHO.format("committer")}, author_me as on_me, 1 as on_others, author as about,
           'landed' as clock, repo, n_paths, on_main, hand
    from landed where n_parents < 2 and not by_web and committer <> author
    """,
    # Arrived: a change by the clock of its landing, whoever wrote it; seen: whoever wrote or landed anything, merges too.
    # What an agent wrote for somebody arrives as theirs and shows nobody at work: the agent may have worked alone.
    # Whole weeks are compared with these, and one clock for all people keeps the weeks comparable.
    f"""
    select 'arrived:' || hash as act, 'arrived' as verb, hash as ref, committer_at as at_s, {_WHO.format("author")},
           0 as on_me, 0 as on_others, 'landed' as clock, repo, n_paths, on_main, hand
    from landed where n_parents < 2
    """,
    f"""
    select 'seen:a:' || hash as act, 'seen' as verb, hash as ref, committer_at as at_s, {_WHO.format("author")},
           0 as on_me, 0 as on_others, 'landed' as clock, repo, n_paths, on_main
    from landed where hand <> 'by an agent'
    """,
    f"""
    select 'seen:c:' || hash as act, 'seen' as verb, hash as ref, committer_at as at_s, {_WHO.format("committer")},
           0 as on_me, 0 as on_others, 'landed' as clock, repo, n_paths, on_main
    from landed where committer <> author
    """,
]
OWN_ACTS = f"insert into acts by name {' union all by name '.join(_OWN_ACTS)}"

# Landed by merge: the committer, or on the web the author, whose own clock it is, unless the host wrote +0000: that is
# a queue, the API or automation far more often than somebody at a browser at UTC.
HAS_MERGES = "select 1 from landed where n_parents >= 2 and not is_sync limit 1"
MERGED = """
insert into acts by name
with merges as (
    select m.*, case when by_web then author else committer end as lander,
           case when by_web then author_me else committer_me end as lander_me,
           case when by_web then author_in else committer_in end as lander_in,
           case when by_web then author_kind else committer_kind end as lander_kind,
           case when by_web then author_offset else committer_offset end as offset_min
    from landed m where n_parents >= 2 and not is_sync
)
select 'merged:' || m.hash as act, 'merged' as verb, m.hash as ref, m.committer_at as at_s, m.offset_min,
       m.lander as person, m.lander_me as by_me, m.lander_in as in_team, m.lander_kind as actor,
       coalesce(t.author_me, 0) as on_me, t.author as about,
       case when t.author is null or t.author = m.lander then 0 else 1 end as on_others,
       case when m.by_web and m.offset_min = 0 then 'nobody' else 'landed' end as clock, m.repo, m.n_paths, m.on_main,
       t.hand
from merges m left join landed t on t.hash = m.parents[2]
"""

# Approved in a trailer. The day is the landing's; nobody knows the hour, so there is no offset.
REVIEWED = """
insert into acts by name
select distinct 'reviewed:' || r.hash || ':' || w.person as act, 'reviewed' as verb, r.hash as ref,
       r.committer_at as at_s, w.person, w.by_me, w.in_team, w.kind as actor, r.author_me as on_me, 1 as on_others,
       r.author as about, 'nobody' as clock, 0 as is_timed, r.repo, r.n_paths, r.on_main, r.hand, 'approved' as state
from trailers r join who w on w.identity = r.identity
where w.person <> r.author
"""

REVERTED = f"""
insert into acts by name
select 'reverted:' || hash as act, 'reverted' as verb, hash as ref, committer_at as at_s,
       {_WHO.format("author")}, 'landed' as clock, repo, n_paths, on_main
from landed where hash in (select hash from standing_reverts)
"""

TOUCHED = f"""
insert into acts by name
select 'touched:' || c.hash as act, 'touched' as verb, c.hash as ref, p.path, c.committer_at as at_s,
       {_WHO.format("author")}, 'landed' as clock, c.repo, c.n_paths, c.on_main, c.hand
from landed c join (select hash, unnest(paths) as path from commits) p on p.hash = c.hash
where c.n_parents < 2
"""

# `events` is the snapshot of the other sources, `whom(key, person, by_me, kind, in_team)` says whose key is whose.
EVENTS = """
insert into acts by name
select e.event_id as act, e.verb, e.object_id as ref, e.at_s, e.end_s,
       coalesce(e.utc_offset_min, cast(e.day_no * 1440 + e.wmin % 1440 - floor(e.at_s / 60.0) as integer)) as offset_min,
       w.person, coalesce(w.by_me, 0) as by_me, coalesce(w.in_team, 0) as in_team,
       case when e.actor_kind in ('human', 'unknown') then coalesce(w.kind, 'unknown') else e.actor_kind end as actor,
       coalesce(s.by_me, 0) as on_me,
       case when s.person is null or s.person is not distinct from w.person or s.by_me = 1 then 0 else 1 end as on_others,
       case when e.via in ('auto_merge', 'merge_queue', 'automation') or e.ts_quality in ('day', 'floating', 'ambiguous')
            then 'nobody' when e.verb in ('merged', 'committed', 'released') then 'landed' else 'wrote' end as clock,
       case when e.ts_quality in ('day', 'floating') then 0 else 1 end as is_timed,
       case when e.verb = 'met' then e.goal_id end as path,
       s.person as about, e.container as repo, e.state, e.work_type, e.with_count, e.dur_s, e.source, e.object_kind,
       case when e.verb = 'opened' and e.object_kind = 'change' then e.size end as lines,
       e.tz_from as zone_from
from events e left join whom w on w.key = e.actor left join whom s on s.key = e.subject
where e.scope <> 'never' and e.at_s < $as_of and e.at_s >= $low
"""

# A clone whose reviews a code host tells is landed and approved twice over: once by git's trailers and merges, once by
# the host. From the first to the last act the host told of that very project its word counts for the team; before and
# after there is only git's. Her own clock stays git's: a landing of hers that both tell is the host's echo. The host's
# second and git's may differ by a breath.
SUPERSEDE = """
update acts set is_superseded = true
where source = 'git' and verb in ('merged', 'committed', 'reviewed') and exists (
    select 1 from hosted h where h.name = acts.repo and acts.at_s >= h.first_s and acts.at_s <= h.last_s + 60);
update acts set is_told = 1
where source = 'git' and verb in ('authored', 'arrived') and exists (
    select 1 from hosted h where h.name = acts.repo and acts.at_s >= h.first_s and acts.at_s <= h.last_s + 60)
"""

# A change of a host that was never merged is off the trunk.
OFF_TRUNK = """
update acts set on_main = 0
where source <> 'git' and object_kind = 'change' and not exists (
    select 1 from acts l where l.ref = acts.ref and l.verb = 'merged')
"""

ECHO = """
update acts set is_echo = true
where source <> 'git' and verb = 'merged' and by_me = 1 and exists (
    select 1 from acts g where g.source = 'git' and g.verb in ('merged', 'committed') and g.by_me = 1
    and g.at_s between acts.at_s - 2 and acts.at_s + 2)
"""

# Who took an incident up on duty: as with hers, an hour before and after counts.
ON_DUTY = """
update acts set on_duty = 1
where object_kind = 'incident' and exists (
    select 1 from acts d where d.verb = 'on_call' and d.person = acts.person
    and acts.at_s >= d.at_s - 3600 and acts.at_s < d.end_s + 3600)
"""

# What the host's commit says of a landing holds for the host's own event too: at +0000 nobody sat at a browser.
UNATTENDED = """
update acts set clock = 'nobody'
where source <> 'git' and verb = 'merged' and exists (
    select 1 from landed l where l.by_web and l.committer_offset = 0
    and l.committer_at between acts.at_s - 2 and acts.at_s + 2)
"""

# Duty and leave from a calendar or a rota are intervals; her acts inside them are marked, and leave becomes days.
DUTY = {
    "on_call": """
    update my_clock set on_call = 1 where act in (
        select a.act from acts a join acts d on d.verb = 'on_call' and d.by_me = 1
        and a.at_s >= d.at_s - 3600 and a.at_s < d.end_s + 3600 where a.by_me = 1)
    """,
    "away": """
    update my_clock set away = 1 where act in (
        select a.act from acts a join acts d on d.verb = 'away' and d.by_me = 1 and d.end_s is not null
        and a.at_s >= d.at_s and a.at_s < d.end_s where a.by_me = 1)
    """,
}

# Every commit that says it takes another back; `commits.reverts` says which of them stand.
REVERTS = """
select hash, committer_at, subject, message from landed
where n_parents < 2 and committer_at is not null
      and (regexp_matches(message, 'This reverts commit [0-9a-f]{7,64}') or regexp_matches(subject, '^(Revert|Reapply) "'))
order by hash
"""

TRAILERS = """
create temp table trailers as
select l.hash, l.repo, l.author, l.author_me, l.committer_at, l.n_paths, l.on_main, l.hand, trim(t.identity) as identity
from landed l, (
    select hash, unnest(regexp_extract_all(
        message, '(?im)^(?:reviewed|acked|approved|signed-off)-by:[ \\t]*([^\\n]*<[^<>\\n]*>)', 1)) as identity
    from landed where n_parents < 2
) t where t.hash = l.hash
"""

# The views: the whole privacy policy. `start_s`/`end_s` bound the asked window. They show all acts, hers alone, or those
# without (or only of) the people in the variable `picked` and what was done to their work, so that the door sees who is
# behind an answer. What `mine` and `ours` read is joined once (`JOINED`), with the two people it is about beside it.
# The week of an act by the clock it was recorded with; an offset beyond fourteen hours is none.
WEEK_NO = (
    "cast(floor((floor((a.at_s + coalesce(case when a.offset_min between -840 and 840 then a.offset_min end, 0) * 60)"
    " / 86400.0) - 4) / 7.0) as integer)"
)
INSIDE = "a.at_s >= getvariable('start_s') and a.at_s < getvariable('end_s')"
_ALL = (
    "a.verb, a.ref, a.path, a.on_others, a.clock, a.repo, a.n_paths, k.kind, a.state, a.work_type, a.dur_s, a.source,"
    " a.object_kind, a.is_timed"
)
Shown = Literal["everybody", "hers", "without", "only"]
# Of one condition, since the engine plans it anew for every question. Nobody's acts are not taken out by naming people.
_IS_SHOWN = (
    "coalesce(by_me, 0) >= getvariable('least_by_me')"
    " and coalesce(list_contains(getvariable('picked'), person) = getvariable('is_only'), true)"
)
_IS_SHOWN_WITH_ABOUT = (
    f"{_IS_SHOWN} and coalesce(list_contains(getvariable('picked'), about) = getvariable('is_only'), true)"
)


# Who knows which file, as far as the views may see it now: `show` says how far.
SHOWN_KNOWS = f"create or replace temp view shown_knows as select * from knows where {_IS_SHOWN}"


def show(which: Shown, people: Sequence[int] = ()) -> dict[str, str]:
    """The variables by which the views see everybody's acts, her own, or all but (or only) some people's."""
    picked = people if which in {"without", "only"} else ()
    return {
        "least_by_me": str(int(which == "hers")),
        "is_only": "true" if which == "only" else "false",
        "picked": f"cast({list(picked)} as integer[])",
    }


TEAM = "a.actor = 'human' and a.in_team = 1"
# Most incidents are opened, handed out and closed by a machine, and some trackers do not say who opened or closed a ticket:
# such an act is nobody's, and without it there would be no incident and no ticket.
_NOBODY = (
    "a.object_kind = 'incident' and a.actor <> 'human' and a.verb in ('opened', 'requested', 'assigned', 'closed', 'reopened')"
    " or a.object_kind = 'issue' and a.actor = 'unknown' and a.verb in ('opened', 'closed', 'reopened')"
)
JOINED = {
    "her_acts": f"""
    select a.person, a.about, 1 as by_me,
           a.at_s, a.end_s, m.day_no, m.week_no, m.wmin, m.off_hours, m.night_no, coalesce(m.away, 0) as away,
           coalesce(m.on_call, 0) as on_call, {_ALL}, a.on_me, coalesce(a.hand, 'no mark') as hand, a.with_count
    from acts a left join my_clock m on m.act = a.act left join kinds k on k.hash = a.ref
    where a.by_me = 1 and not a.is_echo
    """,
    "our_acts": f"""
    select a.person, a.about,
           a.at_s, a.end_s, {WEEK_NO} as week_no, {_ALL}, a.by_me, a.on_me, a.on_main, a.is_told,
           a.on_duty, {TEAM} as is_team,
           l.link, l.lag_days, l.is_farewell, coalesce(m.on_call, 0) as on_call, k.p, k.odds_feature, k.odds_fix,
           k.odds_incident, k.odds_improvement, k.odds_docs, k.odds_chore, k.label, k.is_random
    from acts a left join kinds k on k.hash = a.ref left join links l on l.hash = a.ref
    left join my_clock m on m.act = a.act
    where ({TEAM} or {_NOBODY}) and not a.is_superseded
    """,
}
VARIABLES = ("start_s", "end_s", "group_size", "approvals_told", "splits_told")
MINE = f"""
create or replace temp view mine as
select * exclude (person, about, by_me) from her_acts a
where {_IS_SHOWN_WITH_ABOUT} and {INSIDE} and (a.verb <> 'approved' or getvariable('approvals_told') = 1)
"""
OURS = f"""
create or replace temp view ours as
select * exclude (person, about, is_team) from our_acts a where {_IS_SHOWN_WITH_ABOUT} and {INSIDE}
"""
WRITTEN = """
create or replace temp view written as
select what, ref, coalesce(at_s, 0) as at_s, age_days, amount, state
from facts
where at_s is null or (at_s >= getvariable('start_s') and at_s < getvariable('end_s'))
"""
# Fewer questions ask for it; a connection makes it when the first does.
CROWD = f"""
create or replace temp view crowd as
select a.week_no, a.verb, s.stranger, a.by_me, a.path, count(*) as acts, min(a.at_s) as first_s
from (select * from our_acts where {_IS_SHOWN_WITH_ABOUT}) a join strangers s on s.person = a.person
where a.is_team and getvariable('group_size') >= {GROUP} and {INSIDE}
group by all
"""

# A table of commits for whoever has no clone.
NO_COMMITS = (
    "select '' as hash, cast([] as varchar[]) as parents, '' as author, '' as committer, 0::bigint as author_at,"
    " 0 as author_offset, 0::bigint as committer_at, 0 as committer_offset, '' as message, cast([] as varchar[]) as paths,"
    " '' as repo, 0 as clone where false"
)

# What an initiative of yours picks out: the commits of each, and each by the path or ticket that picked it.
LINKS = """
create table links (hash varchar, link varchar, lag_days integer, is_farewell integer);
create temp table picks (hash varchar, pick varchar)
"""
