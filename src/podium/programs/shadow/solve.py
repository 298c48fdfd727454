"""The rota solved as a constraint problem (CPMpy on OR-Tools), or the reason why it cannot be.

Needs the extra `podium[rota]`. One worker, a fixed seed and a bound in the solver's own deterministic time, so that the
same input gives the same rota on every machine.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from podium.core.errors import CannotTell
from podium.programs.shadow.counting import counted_reason, is_enough
from podium.programs.shadow.rota import (
    ACTIVITIES,
    LEAD_MOST,
    OBSERVE_LEAST,
    OBSERVE_MOST,
    Problem,
    Reason,
    Rota,
    Visit,
    bands_of,
)
from podium.programs.shadow.sentences import (
    blocked_places,
    most_shadows,
    most_visits,
    seats_of,
    sees_enough,
    sees_once,
    with_article,
)
from podium.system.extras import install_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from podium.programs.shadow.rota import (
        Shadow,
        Slot,
    )

_FIXED = {"num_workers": 1, "random_seed": 7}
# The solver's own measure of time: a quarter finds a good rota, the second try is for hard cases.
_LIMITS = (0.25, 5.0)
# What a led meeting, and a host meeting a further band of time zones, are worth beside a seen meeting. A kept promise is
# worth more than all of them together.
_LEAD, _ZONE = 3, 2


class _Rules(msgspec.Struct):
    """Constraints by the sentence that says them; a sentence stands for all of its constraints together."""

    by_sentence: dict[str, list[Any]] = msgspec.field(default_factory=lambda: defaultdict(list))

    def add(self, sentence: str, constraint: Any) -> None:
        """One more constraint of a sentence; what holds anyway is left out."""
        if constraint is not True:
            self.by_sentence[sentence].append(constraint)

    def constraints(self) -> list[Any]:
        """All of them."""
        return [constraint for constraints in self.by_sentence.values() for constraint in constraints]


def solve(problem: Problem) -> Rota | Reason:
    """A rota that keeps as many promises as it can, or a minimal reason in words.

    Raises:
        CannotTell: the extra is not installed, or the solver found neither an answer nor a reason within its bound.
    """
    cp = _cpmpy()
    if not is_enough(problem) and (reason := _reason_for_one(cp, problem) or counted_reason(problem)):
        return reason
    model = _Model(cp, problem, is_pruned=True)
    worth = model.worth(problem.promised)
    solver_model = cp.Model(model.rules.constraints())
    solver_model.maximize(worth)
    for limit in _LIMITS:
        solver = cp.SolverLookup.get("ortools", solver_model)
        hint = model.hint(problem.promised)
        if hint:
            solver.solution_hint([variable for variable, _ in hint], [value for _, value in hint])
        if solver.solve(**_FIXED, max_deterministic_time=limit):
            return model.rota(problem.promised, solver.ort_solver.best_objective_bound)
        if solver.status().exitstatus.name == "UNSATISFIABLE":
            return _reason_for_one(cp, problem) or _reason(cp, _Model(cp, problem, with_lead=False))
    raise CannotTell(
        "neither a rota nor a reason was found within the solver's bound", next_step="offer more slots, or fewer wishes"
    )


def _cpmpy() -> Any:
    try:
        import cpmpy
    except ImportError:
        raise CannotTell("the rota needs a solver that is not installed", next_step=install_line("rota")) from None
    return cpmpy


def _reason_for_one(cp: Any, problem: Problem) -> Reason | None:
    """The reason why one person alone cannot be placed: it is the shortest; None when each alone could be."""
    for shadow in problem.shadows:
        own = tuple(visit for visit in problem.held if visit.shadow == shadow.name)
        alone = Problem(hosts=problem.hosts, slots=problem.slots, shadows=(shadow,), held=own)
        pruned = _Model(cp, alone, with_lead=False, is_pruned=True)
        if not cp.Model(pruned.rules.constraints()).solve(solver="ortools", **_FIXED):
            return _reason(cp, _Model(cp, alone, with_lead=False))
    return None


def _reason(cp: Any, model: _Model) -> Reason:
    """Sentences that cannot hold together, none of which can be left out.

    The solver's own cores have been wrong before, so they only say where to begin: a sentence is left out when the rest was
    solved again without a solution, and stays when a solution without it was found; the result is solved once more from
    nothing.
    """
    sentences = list(model.rules.by_sentence)
    switches = cp.boolvar(shape=len(sentences) + 2)
    switch_of = {sentence: switches[n] for n, sentence in enumerate(sentences)}
    whole = cp.Model(
        [switch_of[sentence].implies(cp.all(constraints)) for sentence, constraints in model.rules.by_sentence.items()]
    )
    solver = cp.SolverLookup.get("ortools", whole)

    def holds(sentences: Iterable[str]) -> bool:
        return bool(solver.solve(assumptions=[switch_of[sentence] for sentence in sentences], **_FIXED))

    def core_of(subset: list[str]) -> list[str]:
        if holds(subset):
            return sentences
        names = {switch.name for switch in solver.get_core()}
        return [sentence for sentence in subset if switch_of[sentence].name in names]

    needed = core_of(sentences)
    while len(smaller := core_of(needed)) < len(needed):
        needed = smaller
    for sentence in list(needed):
        rest = [sentence_kept for sentence_kept in needed if sentence_kept != sentence]
        if not holds(rest):
            needed = rest
    fresh = cp.Model([constraint for sentence in needed for constraint in model.rules.by_sentence[sentence]])
    is_minimal = not fresh.solve(solver="ortools", **_FIXED)
    return Reason(tuple(sentence for sentence in sentences if sentence in needed), is_minimal)


class _Model:
    """The variables and rules of one problem; pruned, what can never be has no variable and so no rule."""

    def __init__(self, cp: Any, problem: Problem, *, with_lead: bool = True, is_pruned: bool = False) -> None:
        self.cp, self.problem, self.rules = cp, problem, _Rules()
        self.slots = range(len(problem.slots))
        blocked = blocked_places(problem)
        people = range(len(problem.shadows))
        self.watch = self._grid(people, lambda n, s: not (is_pruned and (n, s) in blocked))
        self.lead = self._grid(
            people, lambda n, s: with_lead and problem.slots[s].may_lead and not (is_pruned and (n, s) in blocked)
        )
        for n, shadow in enumerate(problem.shadows):
            self._needs(n, shadow)
            self._clashes(n, shadow)
        if not is_pruned:
            for (n, s), sentence in blocked.items():
                self.rules.add(sentence, self.there(n, s) == 0)
        self._seats()
        self._hosts()
        self._held()
        if with_lead:
            self._leading()

    def _grid(self, people: range, is_open: Callable[[int, int], bool]) -> list[list[Any]]:
        """A variable for each shadow and slot that is open, 0 for the others."""
        places = [(n, s) for n in people for s in self.slots if is_open(n, s)]
        variables = self.cp.boolvar(shape=len(places) + 2)
        grid: list[list[Any]] = [[0 for _ in self.slots] for _ in people]
        for (n, s), variable in zip(places, variables[:-2], strict=True):
            grid[n][s] = variable
        return grid

    def there(self, n: int, s: int) -> Any:
        """Whether a shadow is in a slot, watching or leading."""
        return self._sum((self.watch[n][s], self.lead[n][s]))

    def _sum(self, parts: Iterable[Any]) -> Any:
        variables = [part for part in parts if not (isinstance(part, int) and part == 0)]
        return variables[0] if len(variables) == 1 else self.cp.sum(variables) if variables else 0

    def _needs(self, n: int, shadow: Shadow) -> None:
        """At least three activities, each once, and those that are wanted."""
        slots = self.problem.slots
        by_activity = {name: [s for s in self.slots if slots[s].activity == name] for name in ACTIVITIES}
        self.rules.add(
            sees_enough(shadow),
            self._sum(self.watch[n][s] for s in self.slots) >= OBSERVE_LEAST,
        )
        for name, places in by_activity.items():
            sees = self._sum(self.watch[n][s] for s in places)
            self.rules.add(sees_once(shadow), sees <= 1)
            if name in shadow.wants:
                offers = "" if places else ", and no host offers one"
                self.rules.add(f"{shadow.name} wants {with_article(ACTIVITIES[name])}{offers}", sees >= 1)
        self.rules.add(
            f"{shadow.name} sees at most {OBSERVE_MOST} activities",
            self._sum(self.watch[n][s] for s in self.slots) <= OBSERVE_MOST,
        )

    def _clashes(self, n: int, shadow: Shadow) -> None:
        """At every start of a meeting a shadow is in one at most."""
        slots = self.problem.slots
        for moment in sorted({slot.start for slot in slots}):
            running = [s for s in self.slots if slots[s].start <= moment < slots[s].end]
            self.rules.add(
                f"{shadow.name} cannot be in two meetings at once",
                self._sum(self.there(n, s) for s in running) <= 1 if len(running) > 1 else True,
            )

    def _seats(self) -> None:
        """One shadow in a meeting, or two of whom one was with that host before or in an earlier cycle."""
        slots = self.problem.slots
        count = len(self.problem.shadows)
        for s in self.slots:
            if slots[s].seats == 1:
                self.rules.add(seats_of(slots[s]), self._in(s) <= 1)
                continue
            sentence = seats_of(slots[s])
            earlier = [o for o in self.slots if slots[o].host == slots[s].host and slots[o].end <= slots[s].start]
            guides = self.cp.boolvar(shape=count + 1)
            for n, shadow in enumerate(self.problem.shadows):
                self.rules.add(sentence, guides[n] <= self.there(n, s))
                if not shadow.is_guide:
                    self.rules.add(sentence, guides[n] <= self._sum(self.there(n, o) for o in earlier))
            self.rules.add(sentence, self._in(s) <= 2)
            self.rules.add(sentence, self._in(s) <= 1 + self.cp.sum(guides[:count]))

    def _in(self, s: int) -> Any:
        return self._sum(self.there(n, s) for n in range(len(self.problem.shadows)))

    def _hosts(self) -> None:
        """At most so many shadows and visits a host."""
        count = len(self.problem.shadows)
        for host in self.problem.hosts:
            places = [s for s in self.slots if self.problem.slots[s].host == host.name]
            meets = self.cp.boolvar(shape=count + 1)
            most = most_shadows(host)
            for n in range(count):
                visits = self._sum(self.there(n, s) for s in places)
                if isinstance(visits, int):
                    continue
                self.rules.add(most, visits <= len(places) * meets[n])
            self.rules.add(most, self.cp.sum(meets[:count]) <= host.most)
            visits = self._sum(self._in(s) for s in places)
            self.rules.add(most_visits(host), visits <= host.most_visits)

    def _held(self) -> None:
        places = {slot.name: s for s, slot in enumerate(self.problem.slots)}
        people = {shadow.name: n for n, shadow in enumerate(self.problem.shadows)}
        for visit in self.problem.held:
            if visit.slot in places and visit.shadow in people:
                n, s = people[visit.shadow], places[visit.slot]
                happened = self.lead[n][s] if visit.leads else self.watch[n][s]
                self.rules.add("visits that took place stay as they are", happened == 1)

    def _leading(self) -> None:
        """Leading only what the host offers, after having seen the activity."""
        slots = self.problem.slots
        for n, shadow in enumerate(self.problem.shadows):
            sentence = f"{shadow.name} leads only what they saw before"
            for s in self.slots:
                if isinstance(self.lead[n][s], int):
                    continue
                self.rules.add(sentence, self.there(n, s) <= 1)
                seen_places = [
                    o for o in self.slots if slots[o].activity == slots[s].activity and slots[o].end <= slots[s].start
                ]
                self.rules.add(sentence, self.lead[n][s] <= self._sum(self.watch[n][o] for o in seen_places))
            leads = self._sum(self.lead[n][s] for s in self.slots)
            self.rules.add(f"{shadow.name} leads at most {LEAD_MOST} meetings", leads <= LEAD_MOST)

    def worth(self, promised: Sequence[Visit]) -> Any:
        """Promises kept first, whatever else it costs; then leading, hosts who meet several time zones, and seeing."""
        promises = [variable for variable, value in self.hint(promised) if value]
        watched = self._sum(part for row in self.watch for part in row)
        leads = self._sum(part for row in self.lead for part in row)
        return self.worth_of_a_promise() * self._sum(promises) + _LEAD * leads + _ZONE * self._zones_met() + watched

    def worth_of_a_promise(self) -> int:
        """One more than everything else together can be worth."""
        people, hosts = len(self.problem.shadows), len(self.problem.hosts)
        bands = len(set(bands_of(self.problem).values()))
        return (OBSERVE_MOST + _LEAD * LEAD_MOST) * people + _ZONE * hosts * bands + 1

    def _zones_met(self) -> Any:
        """How many bands of time zones each host meets, all hosts together; nothing where all are of one band."""
        band_of = bands_of(self.problem)
        bands = sorted(set(band_of.values()))
        if len(bands) < 2:
            return 0
        zones_met = self.cp.boolvar(shape=len(bands) * len(self.problem.hosts) + 2)
        pairs = [(host, band) for host in self.problem.hosts for band in bands]
        for variable, (host, band) in zip(zones_met[:-2], pairs, strict=True):
            visits = self._sum(
                self.there(n, s)
                for n, shadow in enumerate(self.problem.shadows)
                for s in self.slots
                if band_of.get(shadow.name) == band and self.problem.slots[s].host == host.name
            )
            self.rules.add(f"{host.name} meets {band}", variable <= visits)
        return self.cp.sum(zones_met[:-2])

    def hint(self, promised: Sequence[Visit]) -> list[tuple[Any, bool]]:
        """Where the search begins: what was promised; nothing without promises."""
        if not promised:
            return []
        promises = set(promised)
        return [
            (grid[n][s], Visit(shadow.name, slot.name, leads) in promises)
            for n, shadow in enumerate(self.problem.shadows)
            for s, slot in enumerate(self.problem.slots)
            for leads, grid in ((False, self.watch), (True, self.lead))
            if not isinstance(grid[n][s], int)
        ]

    def rota(self, promised: Sequence[Visit], bound: float) -> Rota:
        """The answer, in the order of days; the solver's bound on its worth proves that no other keeps more promises."""
        visits = [
            Visit(shadow.name, slot.name, leads)
            for n, shadow in enumerate(self.problem.shadows)
            for s, slot in enumerate(self.problem.slots)
            for leads, grid in ((False, self.watch), (True, self.lead))
            if (not isinstance(grid[n][s], int) and grid[n][s].value())
        ]
        starts = {slot.name: slot.start for slot in self.problem.slots}
        ordered = tuple(sorted(visits, key=lambda visit: (starts[visit.slot], visit)))
        broken = tuple(visit for visit in promised if visit not in ordered)
        can_be_kept = sum(value for _, value in self.hint(promised))
        most_kept = min(can_be_kept, int(bound + 0.5) // self.worth_of_a_promise())
        return Rota(ordered, broken, not promised or len(promised) - len(broken) >= most_kept)


def bands_met(problem: Problem, rota: Rota) -> dict[str, tuple[str, ...]]:
    """The bands of time zones each host meets."""
    band_of, host_of = bands_of(problem), {slot.name: slot.host for slot in problem.slots}
    bands_by_host: dict[str, set[str]] = {host.name: set() for host in problem.hosts}
    for visit in rota.visits:
        if visit.shadow in band_of:
            bands_by_host[host_of[visit.slot]].add(band_of[visit.shadow])
    return {name: tuple(sorted(bands)) for name, bands in bands_by_host.items()}


def load(problem: Problem, rota: Rota) -> tuple[tuple[str, int, int], ...]:
    """Each host's own load: distinct shadows and visits."""
    host_of: dict[str, Slot] = {slot.name: slot for slot in problem.slots}
    rows = []
    for host in problem.hosts:
        visits = [visit for visit in rota.visits if host_of[visit.slot].host == host.name]
        rows.append((host.name, len({visit.shadow for visit in visits}), len(visits)))
    return tuple(rows)
