"""The five traps as they are explained, and what would tell more of each."""

from __future__ import annotations

import msgspec

from podium import sources, traps
from podium.connections import sync
from podium.traps import Trap

__all__ = ["Trap"]


class Need(msgspec.Struct, frozen=True):
    """What is not connected yet: what it would tell of which trap, and the sources that show it, name and title."""

    what: str
    tells: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]


class LineRecord(msgspec.Struct, frozen=True):
    """A line of a flag: its signal and its norm."""

    signal: str
    norm: str


class FlagRecord(msgspec.Struct, frozen=True):
    """What a flag declares."""

    name: str
    says: str
    because: str
    most: str
    context_only: bool
    all_of: list[LineRecord]
    any_of: list[LineRecord]


class TrapRecord(msgspec.Struct, frozen=True):
    """Everything a trap declares."""

    name: str
    number: int
    title: str
    says: str
    flags: list[FlagRecord]
    needs: dict[str, str]
    the_seed_says: str
    counter: str


def every() -> tuple[Trap, ...]:
    """All five."""
    return tuple(traps.every())


def named(name: str) -> Trap:
    """One by its name or number.

    Raises:
        Misuse: there is none.
    """
    return traps.named(name)[0]


def needs(*, has_journal: bool) -> list[Need]:
    """What would tell more, the journal first."""
    tells: dict[str, list[tuple[str, str]]] = {}
    for trap in traps.every():
        for what, tell in trap.needs:
            tells.setdefault(what, []).append((trap.title, tell))
    every = [sources.load(name) for name in sources.names()]
    sources_by_need = {
        what: tuple((source.name, source.title) for source in every if what in source.feeds) for what in tells
    }
    connected: set[str] = {what for connection in sync.connections() for what in sources.feeds(connection.source)}
    connected |= {"journal"} if has_journal else set()
    missing = sorted((what for what in tells if what not in connected), key=lambda what: what != "journal")
    return [Need(what, tuple(tells[what]), sources_by_need[what]) for what in missing]


def facts(trap: Trap) -> TrapRecord:
    """Everything a trap declares, for `--json`."""
    return TrapRecord(
        name=trap.name,
        number=trap.number,
        title=trap.title,
        says=trap.says,
        flags=[
            FlagRecord(
                name=flag.name,
                says=flag.says,
                because=flag.because,
                most=flag.most,
                context_only=flag.context_only,
                all_of=[LineRecord(signal=line.signal.name, norm=line.norm) for line in flag.all_of],
                any_of=[LineRecord(signal=line.signal.name, norm=line.norm) for line in flag.any_of],
            )
            for flag in trap.flags
        ],
        needs=dict(trap.needs),
        the_seed_says=trap.seed,
        counter=trap.counter,
    )
