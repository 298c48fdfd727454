"""Questions about friction: what was taken back, what was started again, where she was."""

from __future__ import annotations

from podium.core.folds import count
from podium.signals import Signal

REVERTS = Signal(
    name="reverted-files",
    asks="How many changed files did the team revert?",
    rows="""
        select max(r.at_s) as moment, t.path as ref, count(*) as amount
        from ours r join ours t on t.ref = r.ref
        where r.verb = 'reverted' and t.verb = 'touched'
        group by t.path
    """,
    fold=count,
    least=1,
    rows_are="reverted files",
    blind_to="mends that are no revert; reverts on branches never landed",
    source="issue 6: friction visible in traces; podium's own default",
    grade="weak",
    is_group=True,
)
RETRIES = Signal(
    name="empty-changes",
    asks="How many empty changes did the team make, the usual way to start a pipeline again?",
    rows="""
        select at_s as moment, ref, 1 as amount
        from ours
        where verb = 'authored' and n_paths = 0
    """,
    fold=count,
    least=1,
    rows_are="empty changes",
    blind_to="retries by a button: no source podium reads tells of them",
    confounders="release marks; commits that only change modes",
    source="issue 6: friction visible in traces; podium's own default",
    grade="weak",
    is_group=True,
)
HERS = """
    select distinct t.repo, t.path
    from ours t left join (
        select distinct ref from mine where verb in ('reviewed', 'committed', 'merged')
    ) r on r.ref = t.ref
    where t.verb = 'touched' and t.path is not null and (t.by_me = 1 or r.ref is not null)
"""
