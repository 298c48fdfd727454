"""Whether there is enough for everybody, by counting alone: a flow, exact and quick.

A solver is slow to prove that twelve people do not fit into six places; a flow is not. Clashes are left out here, so enough
by count is not yet a rota, and too little by count is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium.programs.shadow.rota import OBSERVE_LEAST, Reason
from podium.programs.shadow.sentences import (
    blocked_places,
    most_shadows,
    most_visits,
    seats_of,
    sees_enough,
    sees_once,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium.programs.shadow.rota import Problem

_PLENTY = 10_000


class _Flow:
    """A graph of named nodes, from "all" to "end"."""

    def __init__(self) -> None:
        from ortools.graph.python import max_flow

        self.flow = max_flow.SimpleMaxFlow()
        self.numbers: dict[object, int] = {"all": 0, "end": 1}

    def edge(self, start: object, end: object, most: int) -> None:
        """At most so many go this way."""
        for node in (start, end):
            self.numbers.setdefault(node, len(self.numbers))
        self.flow.add_arc_with_capacity(self.numbers[start], self.numbers[end], most)

    def value(self) -> int:
        """How many get through."""
        self.flow.solve(0, 1)
        return int(self.flow.optimal_flow())


def is_enough(problem: Problem) -> bool:
    """Whether hosts, meetings and seats are enough by count."""
    return _fits_hosts(problem, lambda _: True) and _fits_meetings(problem, lambda _: True)


def counted_reason(problem: Problem) -> Reason | None:
    """Sentences that cannot hold together by count alone; None when counting shows nothing."""
    for fits in (_fits_hosts, _fits_meetings):
        needed = _sentences(problem)
        if fits(problem, lambda _: True):
            continue
        for sentence in list(needed):
            rest = [sentence_kept for sentence_kept in needed if sentence_kept != sentence]
            if not fits(problem, rest.__contains__):
                needed = rest
        return Reason(tuple(needed), not fits(problem, needed.__contains__))
    return None


def _sentences(problem: Problem) -> list[str]:
    """Every sentence counting knows; what people want goes last, so that limits are left out before needs."""
    sentences = [sees_once(shadow) for shadow in problem.shadows]
    sentences += [seats_of(slot) for slot in problem.slots]
    sentences += list(blocked_places(problem).values())
    sentences += [most_visits(host) for host in problem.hosts]
    sentences += [sees_enough(shadow) for shadow in problem.shadows]
    sentences += [most_shadows(host) for host in problem.hosts]
    return list(dict.fromkeys(sentences))


def _fits_hosts(problem: Problem, says: Callable[[str], bool]) -> bool:
    """Whether everybody who needs a host finds one, given the sentences that are said."""
    blocked = blocked_places(problem)
    graph = _Flow()
    people = [n for n, shadow in enumerate(problem.shadows) if says(sees_enough(shadow))]
    for n in people:
        graph.edge("all", ("shadow", n), 1)
        open_hosts = {
            slot.host for s, slot in enumerate(problem.slots) if (n, s) not in blocked or not says(blocked[n, s])
        }
        for name in sorted(open_hosts):
            graph.edge(("shadow", n), ("host", name), 1)
    for host in problem.hosts:
        graph.edge(("host", host.name), "end", host.most if says(most_shadows(host)) else _PLENTY)
    return graph.value() == len(people)


def _fits_meetings(problem: Problem, says: Callable[[str], bool]) -> bool:
    """Whether everybody finds three meetings, given the sentences that are said."""
    blocked = blocked_places(problem)
    graph = _Flow()
    people = [n for n, shadow in enumerate(problem.shadows) if says(sees_enough(shadow))]
    for n in people:
        graph.edge("all", ("shadow", n), OBSERVE_LEAST)
        once = 1 if says(sees_once(problem.shadows[n])) else _PLENTY
        for activity in sorted({slot.activity for slot in problem.slots}):
            graph.edge(("shadow", n), ("activity", n, activity), once)
        for s, slot in enumerate(problem.slots):
            if (n, s) not in blocked or not says(blocked[n, s]):
                graph.edge(("activity", n, slot.activity), ("slot", s), 1)
    for s, slot in enumerate(problem.slots):
        graph.edge(("slot", s), ("host", slot.host), slot.seats if says(seats_of(slot)) else _PLENTY)
    for host in problem.hosts:
        graph.edge(("host", host.name), "end", host.most_visits if says(most_visits(host)) else _PLENTY)
    return graph.value() == OBSERVE_LEAST * len(people)
