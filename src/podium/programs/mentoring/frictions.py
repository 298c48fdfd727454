"""Questions about friction: what was taken back, what was started again, where she was."""

from __future__ import annotations

# A place is a folder, two deep at most. Blind to mends that are no revert, and to reverts on branches never landed.
REVERTS = """
    select array_to_string(list_slice(string_split(t.path, '/'), 1, least(2, len(string_split(t.path, '/')) - 1)), '/')
               as place, r.ref || ' ' || t.path as ref, r.at_s
    from ours r join ours t on t.ref = r.ref
    where r.verb = 'reverted' and t.verb = 'touched'
"""
# Empty changes are the usual way to start a pipeline again. Blind to retries by a button: no source podium reads tells of them.
RETRIES = "select '' as place, ref, at_s from ours where verb = 'authored' and n_paths = 0"
HERS = """
    select distinct t.repo, t.path, t.ref
    from ours t left join (
        select distinct ref from mine where verb in ('reviewed', 'committed', 'merged')
    ) r on r.ref = t.ref
    where t.verb = 'touched' and t.path is not null and (t.by_me = 1 or r.ref is not null)
"""
