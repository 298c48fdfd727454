"""What was looked at last, on the page or in the terminal: repositories, addresses, zone.

One file for both, so that `podium why` opens the receipts of the page's look, and the page shows what the terminal read.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from podium.core.errors import CannotWrite, Misuse
from podium.mirror.look import WEEKS, Asked
from podium.system import files, paths


class _Kept(msgspec.Struct, frozen=True):
    """The file; whatever else stands in it is another podium's and ignored."""

    paths: tuple[str, ...] = ()
    as_of: date | None = None
    weeks: int = WEEKS
    since: date | None = None
    me: tuple[str, ...] = ()
    team: str | None = None
    branches: bool = False
    zone: str = ""


def keep(scope: Asked, as_of: date | None = None) -> None:
    """Remember a look; with `as_of` its last day is fixed for the receipts, without it stays the newest commit's.

    Raises:
        CannotWrite: the disk refused.
    """
    memory = _Kept(
        paths=tuple(str(path.resolve()) for path in scope.paths),
        as_of=as_of,
        weeks=scope.weeks,
        since=scope.since,
        me=scope.me,
        team=str(scope.team.resolve()) if scope.team else None,
        branches=scope.branches,
        zone=_read().zone,
    )
    _write(memory)


def last() -> Asked:
    """The look that was remembered.

    Raises:
        Misuse: there is none yet.
    """
    memory = _read()
    if not memory.paths:
        raise Misuse("nothing was looked at yet", next_step="`podium look PATH...` first, or name the paths here")
    return Asked(
        paths=tuple(map(Path, memory.paths)),
        as_of=memory.as_of,
        weeks=memory.weeks,
        since=memory.since,
        me=memory.me,
        team=Path(memory.team) if memory.team else None,
        branches=memory.branches,
    )


def last_or_none() -> Asked | None:
    """The look that was remembered; None when there is none yet."""
    try:
        return last()
    except Misuse:
        return None


def chosen() -> Asked | None:
    """The repositories looked at last, up to their newest commit; None when there are none yet."""
    scope = last_or_none()
    return replace(scope, as_of=None, since=None) if scope else None


def paths_there() -> tuple[Path, ...]:
    """The repositories looked at last that are still there."""
    scope = chosen()
    return tuple(path for path in scope.paths if path.exists()) if scope else ()


def named_or_last(
    named: Sequence[Path],
    *,
    as_of: date | None = None,
    me: Sequence[str] = (),
    team: Path | None = None,
    weeks: int = WEEKS,
    is_same_day: bool = False,
) -> Asked:
    """What to look at: the paths named, else those of the last look with its addresses and team.

    Args:
        is_same_day: without `as_of`, stop at the last day of the last look too.

    Raises:
        Misuse: no paths, and nothing was looked at yet.
    """
    if named:
        return with_known_addresses(Asked(tuple(named), as_of, weeks, me=tuple(me), team=team))
    last_scope = last()
    as_of = as_of or (last_scope.as_of if is_same_day else None)
    return Asked(last_scope.paths, as_of, weeks, me=tuple(me) or last_scope.me, team=team or last_scope.team)


def with_known_addresses(scope: Asked) -> Asked:
    """The same repositories as last time need no address typed again."""
    if scope.me:
        return scope
    memory = _read()
    is_known = {str(path.resolve()) for path in scope.paths} <= set(memory.paths)
    return replace(scope, me=memory.me) if is_known else scope


def zone() -> str:
    """The time zone typed last; empty when none was."""
    return _read().zone


def keep_zone(name: str) -> None:
    """Remember a time zone that was typed; failing to is no reason to stop."""
    with contextlib.suppress(CannotWrite):
        _write(msgspec.structs.replace(_read(), zone=name))


def _file() -> Path:
    return paths.home() / "last-look.json"


def _read() -> _Kept:
    try:
        return msgspec.convert(json.loads(_file().read_bytes()), _Kept)
    except (OSError, ValueError, RecursionError):
        return _Kept()


def _write(memory: _Kept) -> None:
    # Escaped, so that a path that is no UTF-8 comes back as it was.
    text = json.dumps(msgspec.to_builtins(memory), indent=1, sort_keys=True)
    files.write(_file(), f"{text}\n".encode())
