"""Parts that other packages bring, held against the laws podium's own parts keep."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from podium import practices, signals, sources, traps
from podium.core.errors import CannotReach, CannotRead, Misuse
from podium.gym import check as scenario_check
from podium.gym.library import GROUP as SCENARIOS
from podium.gym.library import read_folder
from podium.system.extras import install_line

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

PartKind = Literal["signal", "source", "practice", "scenario"]
GROUPS: dict[str, PartKind] = {
    signals.GROUP_OF_POINTS: "signal",
    sources.GROUP: "source",
    practices.GROUP: "practice",
    SCENARIOS: "scenario",
}


class CheckedPart(msgspec.Struct, frozen=True):
    """One part of a package.

    Attributes:
        name: as people type it.
        broken: the laws it breaks, each with what it demands and what was found; empty when it keeps them all.
    """

    kind: PartKind
    name: str
    broken: tuple[tuple[str, str], ...]


def check(package: str) -> tuple[CheckedPart, ...]:
    """Every part an installed package brings, by kind and name.

    Raises:
        Misuse: it is not installed, or brings no part. CannotReach: what the laws themselves need is not installed.
    """
    try:
        points = distribution(package).entry_points
    except PackageNotFoundError:
        raise Misuse(f"no package called {package!r} is installed", next_step=f"pip install {package}") from None
    mine = [point for point in points if point.group in GROUPS]
    if not mine:
        groups = ", ".join(GROUPS)
        raise Misuse(f"the package {package} brings no part", next_step=f"name one in its entry points: {groups}")
    parts_checked = [part for point in mine for part in _check(point)]
    return tuple(sorted(parts_checked, key=lambda part: (part.kind, part.name)))


def _check(point: EntryPoint) -> Iterator[CheckedPart]:
    kind = GROUPS[point.group]
    try:
        if kind == "signal":
            yield _signal(point)
        elif kind == "source":
            yield _source(point)
        elif kind == "practice":
            yield from _practices(point)
        else:
            yield from _scenarios(point)
    except (CannotRead, ImportError, AttributeError) as fault:
        yield CheckedPart(kind, point.name, (("can_be_loaded", f"{point.value} cannot be loaded: {fault}"),))


def _signal(point: EntryPoint) -> CheckedPart:
    try:
        from podium.laws import of_signals
    except ImportError as fault:
        raise CannotReach("the laws of signals need a reader of SQL", next_step=install_line("laws")) from fault
    signal = point.load()
    if not isinstance(signal, signals.Signal):
        return CheckedPart("signal", point.name, (_no_part(point, "Signal"),))
    with tempfile.TemporaryDirectory() as folder:
        broken = tuple(of_signals.reasons(signal, of_signals.Shelf(Path(folder))))
    own = {signal.name for signal in signals.own()}
    return CheckedPart("signal", signal.name, (*broken, *_own_name(signal.name, own)))


def _source(point: EntryPoint) -> CheckedPart:
    from podium.laws import of_sources

    source = point.load()
    if not isinstance(source, sources.Source):
        return CheckedPart("source", point.name, (_no_part(point, "Source"),))
    broken = list(of_sources.reasons(source))
    if source.name != point.name:
        broken.append(("is_called_as_its_entry_point", f"it is called {source.name}, its entry point {point.name}"))
    return CheckedPart("source", source.name, (*broken, *_own_name(source.name, set(sources.own_names()))))


def _practices(point: EntryPoint) -> Iterator[CheckedPart]:
    from podium.laws import of_practices

    own = {practice.name for practice in practices.own()}
    for practice in practices.of_folder(point.value):
        broken = tuple(of_practices.reasons(practice))
        yield CheckedPart("practice", practice.name, (*broken, *_own_name(practice.name, own)))


def _scenarios(point: EntryPoint) -> Iterator[CheckedPart]:
    trap_names = frozenset(trap.name for trap in traps.every())
    scenarios, notes = read_folder(point)
    for scenario in scenarios:
        mistakes = scenario_check.check(scenario, traps=trap_names, people=()).mistakes
        yield CheckedPart("scenario", scenario.name, tuple(("holds", str(mistake)) for mistake in mistakes))
    for note in notes:
        yield CheckedPart("scenario", note.file, (("can_be_read", str(note)),))


def _no_part(point: EntryPoint, kind: str) -> tuple[str, str]:
    return "can_be_loaded", f"{point.value} is no {kind}"


def _own_name(name: str, own: set[str]) -> tuple[tuple[str, str], ...]:
    return (("has_a_name_of_its_own", f"podium has a part called {name} already"),) if name in own else ()
