"""`python -m bench.shadow [ROTAS]`: processor seconds for rotas of twelve people and six hosts, and for reasons."""

from __future__ import annotations

import sys
import time

import cpmpy
from bench.shadow.rotas import rota_of
from msgspec.structs import replace

from podium.programs.shadow.rota import Problem, Reason, Rota, broken_rules
from podium.programs.shadow.solve import solve


def main() -> None:
    """One line for each rota, its change when a host withdraws, and four problems without one."""
    print(f"cpmpy {cpmpy.__version__}")
    for seed in range(int(sys.argv[1]) if len(sys.argv) > 1 else 4):
        problem = rota_of(seed)
        answer = timed(f"rota {seed}, {len(problem.slots)} slots", problem)
        if isinstance(answer, Rota):
            print(f"    {len(answer.visits)} visits, {len(broken_rules(problem, answer))} rules broken")
            slots = tuple(slot for slot in problem.slots if slot.host != "host0" or slot.day.isoformat() > "2026-12-11")
            gone = sum(visit.slot not in {slot.name for slot in slots} for visit in answer.visits)
            changed = timed("host0 withdraws for a week", replace(problem, slots=slots, promised=answer.visits))
            if isinstance(changed, Rota):
                print(f"    {gone} promises had no meeting any more, {len(changed.broken)} were not kept")
    problem = rota_of(0)
    hosts = problem.hosts
    timed("one shadow a host", replace(problem, hosts=tuple(replace(host, most=1) for host in hosts)))
    timed("five visits a host", replace(problem, hosts=tuple(replace(host, most_visits=5) for host in hosts)))
    timed("three hosts", replace(problem, slots=tuple(s for s in problem.slots if s.host < "host3")))
    wanting = (replace(problem.shadows[0], wants=("budget",)), *problem.shadows[1:])
    without = tuple(slot for slot in problem.slots if slot.activity != "budget")
    timed("no budget meeting", replace(problem, slots=without, shadows=wanting))


def timed(what: str, problem: Problem) -> Rota | Reason:
    """Solve, and print what came out and the processor time."""
    started = time.process_time()
    answer = solve(problem)
    seconds = time.process_time() - started
    kind = "rota" if isinstance(answer, Rota) else f"reason of {len(answer.sentences)}, minimal: {answer.is_minimal}"
    print(f"{what}: {kind}, {seconds:.2f} s")
    return answer


if __name__ == "__main__":
    main()
