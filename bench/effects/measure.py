"""How often the verdict is wrong when nothing happened, and how often it sees what did."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context

from bench.effects.weeks import WORLDS, World, live, restless, sides

from podium.core.chance import dice, two_proportion_z, two_sided_p, wilson
from podium.effects.compare import judge, judge_switched
from podium.effects.design import POWER, find_smallest_switched, find_smallest_visible
from podium.effects.series import Series
from podium.effects.switch import draw_schedule


@dataclass(frozen=True, slots=True)
class Cell:
    """One question to the simulation."""

    world: str
    memory: float
    wave: float
    release: float
    before: int  # 0: on and off weeks
    after: int
    start: str = "any week"
    step: float = 0.0
    method: str = "podium"

    @property
    def lived(self) -> World:
        """The world this cell happens in."""
        return restless(WORLDS[self.world], self.memory, self.wave, self.release)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the verdicts were."""

    cell: Cell
    runs: int
    better: int
    worse: int
    silent: int

    @property
    def rate(self) -> float:
        """Better and worse together, of all runs."""
        return (self.better + self.worse) / self.runs

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """The Monte-Carlo interval of the rate."""
        found = wilson(self.better + self.worse, self.runs, z)
        assert found is not None
        return found


def count_verdicts(cell: Cell, runs: int, seed: str) -> Tally:
    """Live the same weeks again and again and count the answers; fewer is better."""
    answers = [_answer(cell, dice(seed, repr(cell), run)) for run in range(runs)]
    return Tally(cell, runs, answers.count("better"), answers.count("worse"), answers.count("not enough data"))


def _answer(cell: Cell, rng: random.Random) -> str:
    if cell.before == 0:
        schedule = draw_schedule(cell.after, str(rng.random()))
        series = live(cell.lived, [cell.step if flag else 0.0 for flag in schedule.is_on], rng)
        return judge_switched(series, schedule, better="down").result
    before, after = sides(cell.lived, cell.before, cell.after, cell.start, cell.step, rng)
    if cell.method == "pooled":
        return _pooled(before, after)
    was_found = cell.start != "any week"
    return judge(before, after, better="down", weeks_planned=cell.after, was_found=was_found).result


def _pooled(before: Series, after: Series) -> str:
    """What most products do: add everything up on both sides and compare."""
    if before.kind == "share":
        z = two_proportion_z(round(before.amount), round(before.size), round(after.amount), round(after.size)) or 0.0
    else:
        rate = (before.amount + after.amount) / (before.size + after.size)
        z = (after.amount / after.size - before.amount / before.size) / math.sqrt(
            rate / before.size + rate / after.size
        )
    return ("worse" if z > 0 else "better") if two_sided_p(z) <= 0.05 else "no change seen"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The printed smallest visible change against what was then seen."""

    cell: Cell
    printed: int
    silent: int
    change: float
    claimed: float
    seen: float
    runs: int


def compare_printed(cell: Cell, people: int, repeats: int, seed: str) -> Agreement:
    """Print the sentence from somebody's own weeks, then let exactly that change happen to the same kind of weeks."""
    changes: list[float] = []
    hits = runs = silent = 0
    for person in range(people):
        rng = dice(seed, repr(cell), "person", person)
        known = cell.before or 26
        before = live(cell.lived, [0.0] * known, rng)
        find = find_smallest_visible if cell.before else find_smallest_switched
        visible = find(before, cell.after, better="down", seed=f"{seed}{person}")
        if visible.step is None or visible.change is None:
            silent += 1
            continue
        changes.append(visible.change)
        for repeat in range(repeats):
            planted = Cell(
                cell.world, cell.memory, cell.wave, cell.release, cell.before, cell.after, cell.start, visible.step
            )
            hits += _answer(planted, dice(seed, repr(cell), person, repeat)) == "better"
            runs += 1
    typical = sorted(changes)[len(changes) // 2] if changes else math.nan
    return Agreement(cell, len(changes), silent, typical, POWER, hits / runs if runs else math.nan, runs)


def spread_out(work: Callable[..., object], jobs: list[tuple[object, ...]]) -> list[object]:
    """Run the jobs on the cores there are, answers in the order of the jobs."""
    with get_context("fork").Pool() as pool:
        return pool.starmap(work, jobs, chunksize=1)
