"""The laws every practice keeps: it can be judged, says when to stop, argues against itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from podium import signals, traps
from podium.core.errors import Stop
from podium.core.lines import lines_of
from podium.experiments import metric
from podium.laws import BrokenLawError, demand

if TYPE_CHECKING:
    from podium.practices import Practice

MOST_LINES = 80


def moves_what_is_measured(practice: Practice) -> None:
    """`moves`, `guards` and `comparison` name signals there are, each another one."""
    signal_names = {signal.name for signal in signals.every()}
    named = [practice.moves.signal, *(guard.signal for guard in practice.guards), practice.comparison]
    unknown = [name for name in named if name not in signal_names]
    demand(not unknown, f"`podium signals` lists no {', '.join(unknown)}")
    demand(len(practice.guards) >= 2, "write two guards")
    demand(len(set(named)) == len(named), f"one is named twice: {', '.join(named)}")
    for name in named:
        metric.metric(name)


def moves_it_the_better_way(practice: Practice) -> None:
    """`moves` goes the way that is better for its signal, by more than nothing."""
    better = signals.named(practice.moves.signal).better
    wanted = {"up": "higher", "down": "lower"}[practice.moves.toward]
    demand(better == wanted, f"{practice.moves.signal} is better {better or 'in no direction'}")
    demand(practice.moves.by > 0, "write by = 0.1")


def leads_out_of_traps_there_are(practice: Practice) -> None:
    """`for` names traps there are, `for_whom` says who should take it, `order` where it stands among the others."""
    unknown = set(practice.traps) - {trap.name for trap in traps.every()}
    demand(practice.traps and not unknown, f"`podium traps` lists no {', '.join(sorted(unknown)) or 'trap for it'}")
    demand(practice.for_whom, "write for_whom")


def argues_against_itself(practice: Practice) -> None:
    """`done`, `stop_if`, `source` and `counter` say something, in a sentence."""
    for name in ("done", "stop_if", "source", "counter"):
        demand(len(getattr(practice, name)) > 20, f"{name} is too short to say it")


def stays_short(practice: Practice) -> None:
    """The text below the head has at most 80 lines."""
    demand(len(lines_of(practice.body)) <= MOST_LINES, f"it has {len(lines_of(practice.body))}")


LAWS: tuple[Callable[[Practice], None], ...] = (
    moves_what_is_measured,
    moves_it_the_better_way,
    leads_out_of_traps_there_are,
    argues_against_itself,
    stays_short,
)


def reasons(practice: Practice) -> Iterator[tuple[str, str]]:
    """The laws a practice breaks, and what was found."""
    for law in LAWS:
        try:
            law(practice)
        except (BrokenLawError, Stop) as fault:
            yield law.__name__, f"{law.__doc__} {fault}".strip()
