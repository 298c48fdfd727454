"""How often the verdict is wrong when nothing happened, and how often it sees what did."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from bench.effects import batch
from bench.effects.weeks import WORLDS, World, begin, go_on, live, planted, restless, sides

from podium.core.chance import two_proportion_z, two_sided_p, wilson
from podium.effects.compare import judge, judge_switched
from podium.effects.design import POWER, find_smallest_switched, find_smallest_visible
from podium.effects.latent import TAIL
from podium.effects.series import Series
from podium.effects.switch import MOST_ORDERS, draw_schedule

# Of each cell this many runs are judged by podium's own code too, and have to agree.
CHECKED = 3


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
    """What the verdicts were.

    Attributes:
        better, worse: shares of all runs. silent: of those without enough data.
        most: of on and off weeks, the largest share of orders any single series had called.
    """

    cell: Cell
    runs: int
    better: float
    worse: float
    silent: float
    most: float = 0.0

    @property
    def judged(self) -> int:
        """Runs that got a verdict at all."""
        return round(self.runs * (1.0 - self.silent))

    @property
    def rate(self) -> float:
        """Better and worse together, of the runs that got a verdict."""
        return (self.better + self.worse) / (1.0 - self.silent) if self.judged else 0.0

    def interval(self, z: float = 1.96) -> tuple[float, float]:
        """The Monte-Carlo interval of the rate."""
        return wilson(round(self.rate * self.judged), self.judged, z) or (0.0, 1.0)


def random_of(*seed: object) -> np.random.Generator:
    """Dice that fall the same way for the same words."""
    text = "\x1f".join(map(str, seed))
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big"))


def count_verdicts(cell: Cell, runs: int, seed: str) -> Tally:
    """Live the same weeks again and again and count the answers; fewer is better."""
    rng = random_of(seed, cell)
    if cell.before == 0:
        return _switched(cell, runs, rng) if cell.step else _orders(cell, runs, rng)
    before, after = sides(cell.lived, cell.before, cell.after, cell.start, cell.step, runs, rng)
    if cell.method == "pooled":
        answers = [_pooled(before.series(run), after.series(run)) for run in range(runs)]
    else:
        was_found = cell.start != "any week"
        answers = list(batch.judge_sides(before, after, TAIL, was_found=was_found))
        for run in range(min(CHECKED, runs)):
            one, two = before.series(run), after.series(run)
            own = judge(one, two, better="down", weeks_planned=cell.after, was_found=was_found)
            if own.result != answers[run]:
                raise AssertionError(f"podium says {own.result}, the bench {answers[run]}: {cell}, run {run}")
    return _tally(cell, answers)


def _tally(cell: Cell, answers: list[str]) -> Tally:
    better, worse, silent = (answers.count(a) / len(answers) for a in ("better", "worse", "not enough data"))
    return Tally(cell, len(answers), better, worse, silent)


def _switched(cell: Cell, runs: int, rng: np.random.Generator) -> Tally:
    schedules = [draw_schedule(cell.after, str(rng.random())) for _ in range(runs)]
    steps = planted(cell.lived, cell.step) * np.array([schedule.is_on for schedule in schedules])
    lived = live(cell.lived, steps, runs, rng)
    return _tally(cell, [judge_switched(lived.series(n), s, better="down").result for n, s in enumerate(schedules)])


def _orders(cell: Cell, runs: int, rng: np.random.Generator) -> Tally:
    """With no effect every order of every series can be judged, so no luck of a single draw is left."""
    lived = live(cell.lived, np.zeros(cell.after), runs, rng)
    shares = batch.share_of_orders(lived)
    whole = shares[~np.isnan(shares)]
    rate = float(whole.mean())
    return Tally(cell, len(whole), rate / 2, rate / 2, 0.0, float(whole.max()))


def most_orders(weeks: int) -> tuple[int, int, int]:
    """How many orders of this many weeks there are, how many are compared, and how many may be called something."""
    possible = math.prod(math.comb(len(block), len(block) // 2) for block in draw_schedule(weeks, "").blocks)
    compared = min(possible, MOST_ORDERS)
    return possible, compared, 2 * math.floor(0.025 * compared + 1e-9)


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
    """The printed smallest visible change against how often it was then seen.

    Attributes:
        change: the middle of what was printed. printed: the power printed beside it, on average.
        seen: how often that change was then called better, on average over people. error: of that average.
        silent: people who were told that no change can be shown. sure: what the sentence promises.
    """

    cell: Cell
    people: int
    silent: int
    change: float
    printed: float
    seen: float
    error: float
    sure: float = POWER


def compare_printed(cell: Cell, people: int, futures: int, seed: str, has_past: bool = False) -> Agreement:
    """Print the sentence from somebody's own weeks, then let exactly that change happen to her, in many futures."""
    rng = random_of(seed, cell, has_past)
    known = 104 if has_past else cell.before or 26
    past, hidden = go_on(cell.lived, np.zeros(known), begin(cell.lived, people, rng), rng)
    changes: list[float] = []
    powers: list[float] = []
    seen: list[float] = []
    for person in range(people):
        history = past.series(person)
        before = history.between(known - (cell.before or 26), known)
        kept = history if has_past else None

        def judged(pairs: list[tuple[Series, Series]], kept: Series | None = kept) -> list[batch.Verdict]:
            return batch.verdicts(pairs, "down", history=kept)

        rolled = f"{seed}{person}"
        visible = (
            find_smallest_visible(before, cell.after, better="down", seed=rolled, history=kept, judges=judged)
            if cell.before
            else find_smallest_switched(before, cell.after, better="down", seed=rolled)
        )
        if visible.step is None or visible.change is None:
            continue
        changes.append(visible.change)
        powers.append(visible.power)
        step = planted(cell.lived, visible.step)
        ahead = hidden.only(person).repeated(futures)
        if cell.before:
            lived = go_on(cell.lived, np.full(cell.after, step), ahead, rng)[0]
            verdicts = judged([(before, lived.series(run)) for run in range(futures)])
        else:
            drawn = [draw_schedule(cell.after, str(rng.random())) for _ in range(futures)]
            lived = go_on(cell.lived, step * np.array([one.is_on for one in drawn]), ahead, rng)[0]
            verdicts = [judge_switched(lived.series(run), one, better="down") for run, one in enumerate(drawn)]
        seen.append(sum(verdict.result == "better" for verdict in verdicts) / futures)
    if not seen:
        return Agreement(cell, people, people, math.nan, math.nan, math.nan, math.nan)
    error = float(np.std(seen)) / math.sqrt(len(seen))
    middle = float(np.median(changes))
    return Agreement(cell, people, people - len(seen), middle, float(np.mean(powers)), float(np.mean(seen)), error)


def spread_out(work: Callable[..., object], jobs: list[tuple[object, ...]]) -> list[object]:
    """Run the jobs on the cores there are, answers in the order of the jobs."""
    with get_context("fork").Pool() as pool:
        return pool.starmap(work, jobs, chunksize=1)
