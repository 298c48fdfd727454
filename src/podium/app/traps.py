"""The five traps as they are explained, and what would tell more of each."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from podium import sources, traps
from podium.connections import sync
from podium.traps import Trap

__all__ = ["Trap"]

# Which sources show what a trap needs.
SHOWN_BY = {
    "calendar": ("ics", "caldav"),
    "code review": ("github", "gitlab", "gerrit"),
    "tickets": ("jira", "linear"),
    "incidents": ("pagerduty", "incident-io"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """What is not connected yet: what it would tell of which trap, and the sources that show it, name and title."""

    what: str
    tells: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]


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
    connected = {connection.source for connection in sync.connections()}
    missing = [what for what in tells if _is_missing(what, connected, has_journal=has_journal)]
    return [
        Need(what, tuple(tells[what]), tuple((name, sources.load(name).title) for name in SHOWN_BY.get(what, ())))
        for what in sorted(missing, key=lambda what: what != "journal")
    ]


def _is_missing(what: str, connected: Container[str], *, has_journal: bool) -> bool:
    if what == "journal":
        return not has_journal
    return not any(name in connected for name in SHOWN_BY.get(what, ()))


def facts(trap: Trap) -> dict[str, Any]:
    """Everything a trap declares, for `--json`."""
    return {
        "name": trap.name,
        "number": trap.number,
        "title": trap.title,
        "says": trap.says,
        "flags": [
            {
                "name": flag.name,
                "says": flag.says,
                "because": flag.because,
                "most": flag.most,
                "context_only": flag.context_only,
                "all_of": [{"signal": line.signal.name, "norm": line.norm} for line in flag.all_of],
                "any_of": [{"signal": line.signal.name, "norm": line.norm} for line in flag.any_of],
            }
            for flag in trap.flags
        ],
        "needs": dict(trap.needs),
        "the_seed_says": trap.seed,
        "counter": trap.counter,
    }
