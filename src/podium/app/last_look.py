"""What was looked at last, on the page or in the terminal: repositories, addresses, zone.

One file for both, so that `podium why` opens the receipts of the page's look, and the page shows what the terminal read.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from podium.connections import engines
from podium.core.errors import CannotWrite, Misuse
from podium.mirror.look import WEEKS, Scope
from podium.system import files, paths

MOST_LOOKS = 8


class Earlier(msgspec.Struct, frozen=True):
    """What a look raised: its last day, its repositories, and the flags by name.

    Attributes:
        versions: how each flag was counted then, as the sum of the versions of its signals; none in older files.
    """

    day: date
    paths: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    versions: dict[str, int] = {}


class _StoredLook(msgspec.Struct, frozen=True):
    """The file; whatever else stands in it is another podium's and ignored."""

    paths: tuple[str, ...] = ()
    as_of: date | None = None
    weeks: int = WEEKS
    since: date | None = None
    me: tuple[str, ...] = ()
    team: str | None = None
    branches: bool = False
    zone: str = ""
    looks: tuple[Earlier, ...] = ()
    engine: str = ""
    manager: str = ""


def keep(scope: Scope, as_of: date | None = None) -> None:
    """Remember a look; with `as_of` its last day is fixed for the receipts, without it stays the newest commit's.

    Raises:
        CannotWrite: the disk refused.
    """
    memory = _StoredLook(
        paths=tuple(str(path.resolve()) for path in scope.paths),
        as_of=as_of,
        weeks=scope.weeks,
        since=scope.since,
        me=scope.me,
        team=str(scope.team.resolve()) if scope.team else None,
        branches=scope.branches,
        zone=_read().zone,
        looks=_read().looks,
        engine=scope.engine,
        manager=scope.manager,
    )
    _write(memory)


def earlier(scope: Scope, day: date) -> Earlier | None:
    """The newest look at the same repositories whose last day lies before `day`; None when there was none."""
    before = [look for look in _read().looks if look.day < day and look.paths == _paths(scope)]
    return max(before, key=lambda look: look.day, default=None)


def keep_raised(scope: Scope, day: date, raised: Sequence[str], versions: Mapping[str, int]) -> None:
    """Remember what a look raised and how it was counted, for `since last time`; of each repository set the last two days are kept.

    Raises:
        CannotWrite: the disk refused.
    """
    stored, paths_now = _read(), _paths(scope)
    same = sorted((k for k in stored.looks if k.paths == paths_now and k.day != day), key=lambda look: look.day)
    others = [look for look in stored.looks if look.paths != paths_now]
    looks = [*others, *same[-1:], Earlier(day, paths_now, tuple(raised), dict(versions))][-MOST_LOOKS:]
    _write(msgspec.structs.replace(stored, looks=tuple(looks)))


def looks_at(scope: Scope) -> tuple[tuple[Earlier, ...], tuple[str, ...]]:
    """What is remembered of looks at the same repositories, and the addresses typed last."""
    stored, paths_now = _read(), _paths(scope)
    return tuple(look for look in stored.looks if look.paths == paths_now), stored.me


def _paths(scope: Scope) -> tuple[str, ...]:
    if scope.engine:
        return (f"{scope.engine} {scope.manager}",)
    return tuple(sorted(str(path.resolve()) for path in scope.paths))


def last() -> Scope:
    """The look that was remembered.

    Raises:
        Misuse: there is none yet.
    """
    memory = _read()
    if not memory.paths and not memory.engine:
        raise Misuse("nothing was looked at yet", next_step="`podium look PATH...` first, or name the paths here")
    return Scope(
        paths=tuple(map(Path, memory.paths)),
        as_of=memory.as_of,
        weeks=memory.weeks,
        since=memory.since,
        me=memory.me,
        team=Path(memory.team) if memory.team else None,
        branches=memory.branches,
        engine=memory.engine,
        manager=memory.manager,
    )


def last_or_none() -> Scope | None:
    """The look that was remembered; None when there is none yet."""
    try:
        return last()
    except Misuse:
        return None


def chosen() -> Scope | None:
    """The repositories looked at last, up to their newest commit; None when there are none yet."""
    scope = last_or_none()
    return replace(scope, as_of=None, since=None) if scope else None


def paths_there() -> tuple[Path, ...]:
    """The repositories looked at last that are still there."""
    scope = chosen()
    return tuple(path for path in scope.paths if path.exists()) if scope else ()


class Found(msgspec.Struct, frozen=True):
    """What a look means, and remembered repositories that are gone."""

    asked: Scope
    gone: tuple[Path, ...]


def for_look(scope: Scope, here: Path) -> Found:
    """The paths or the engine named; else the engine in the file about you; else what was looked at last and is there.

    Raises:
        Misuse: none of these, and one stands in no clone; or all remembered ones are gone.
    """
    if scope.paths and scope.engine:
        raise Misuse("A look is at repositories or at an engine, not at both", next_step="leave out PATHS or --engine")
    if on_engine := _on_engine(scope):
        return Found(on_engine, ())
    if scope.paths:
        return Found(with_known_addresses(scope), ())
    last_scope = last_or_none()
    if last_scope is not None:
        if last_scope.engine:
            return Found(replace(scope, engine=last_scope.engine, manager=last_scope.manager), ())
        remembered = _still_there(last_scope)
        if not remembered.asked.paths:
            gone_places = ", ".join(map(str, remembered.gone))
            raise Misuse(f"What you looked at last is not there any more: {gone_places}.", next_step="podium look PATH")
        return Found(
            with_known_addresses(replace(scope, paths=remembered.asked.paths, team=scope.team or last_scope.team)),
            remembered.gone,
        )
    if any((folder / ".git").exists() for folder in (here, *here.parents)):
        return Found(replace(scope, paths=(here,)), ())
    raise Misuse("no repository named", next_step="podium look PATH, or podium demo for an example")


def _on_engine(scope: Scope) -> Scope | None:
    """The engine named, or the one in the file about you where no path is named; None without any."""
    set_address, _ = engines.setting()
    address = scope.engine or ("" if scope.paths else set_address)
    if not address:
        return None
    text, manager = engines.settled(address, scope.manager)
    return replace(scope, engine=text, manager=manager)


def for_receipts(scope: Scope) -> Found:
    """The paths named, else the last look without what is gone.

    Raises:
        Misuse: nothing was looked at yet.
    """
    return Found(with_known_addresses(scope), ()) if scope.paths else _still_there(last())


def _still_there(scope: Scope) -> Found:
    if scope.engine:
        return Found(scope, ())
    there = tuple(path for path in scope.paths if path.exists())
    return Found(replace(scope, paths=there), tuple(path for path in scope.paths if path not in there))


def named_or_last(
    named: Sequence[Path],
    *,
    as_of: date | None = None,
    me: Sequence[str] = (),
    team: Path | None = None,
    weeks: int = WEEKS,
    is_same_day: bool = False,
) -> Scope:
    """What to look at: the paths named, else those of the last look with its addresses and team.

    Args:
        is_same_day: without `as_of`, stop at the last day of the last look too.

    Raises:
        Misuse: no paths, and nothing was looked at yet.
    """
    if named:
        return with_known_addresses(Scope(tuple(named), as_of, weeks, me=tuple(me), team=team))
    last_scope = last()
    as_of = as_of or (last_scope.as_of if is_same_day else None)
    return Scope(
        last_scope.paths,
        as_of,
        weeks,
        me=tuple(me) or last_scope.me,
        team=team or last_scope.team,
        engine=last_scope.engine,
        manager=last_scope.manager,
    )


def with_known_addresses(scope: Scope) -> Scope:
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


def file() -> Path:
    """Where it is remembered."""
    return paths.home() / "last-look.json"


def _read() -> _StoredLook:
    try:
        return msgspec.convert(json.loads(file().read_bytes()), _StoredLook)
    except (OSError, ValueError, RecursionError):
        return _StoredLook()


def _write(memory: _StoredLook) -> None:
    # Escaped, so that a path that is no UTF-8 comes back as it was.
    text = json.dumps(msgspec.to_builtins(memory), indent=1, sort_keys=True)
    files.write(file(), f"{text}\n".encode())
