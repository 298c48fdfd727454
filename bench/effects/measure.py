"""How often the verdict is wrong when nothing happened, and how often it sees what did."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context

import numpy as np
from bench.effects import batch
from bench.effects.weeks import WORLDS, World, begin, go_on, live, planted, restless, sides
from bench.pooled import two_proportion_z

from podium.statistics.compare import judge, judge_many, judge_switched
from podium.statistics.design import Visible, find_smallest_switched, find_smallest_visible
from podium.statistics.series import Series
from podium.statistics.switch import MOST_ORDERS, Schedule, draw_schedule

# Of each cell this many runs are judged by podium's own code too, and have to agree.
CHECKED = 3


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float] | None:
    """The interval of a share (Wilson's score interval), always inside 0 and 1; None of nothing."""
    if n == 0:
        return None
    share = k / n
    scale = 1.0 + z * z / n
    middle = (share + z * z / (2.0 * n)) / scale
    half = z * math.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / scale
    low = 0.0 if k == 0 else max(0.0, middle - half)
    high = 1.0 if k == n else min(1.0, middle + half)
    return low, high


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
    # Kept out of the words of a cell, which are the seed of its dice: the older tables stay as they are.
    pause: str = field(default="", repr=False)

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
    rng = random_of(seed, cell, *([cell.pause] if cell.pause else []))
    if cell.before == 0:
        return _switched(cell, runs, rng) if cell.step else _orders(cell, runs, rng)
    before, after = sides(cell.lived, cell.before, cell.after, cell.start, cell.step, runs, rng, cell.pause)
    if cell.method == "pooled":
        answers = [_pooled(before.series(run), after.series(run)) for run in range(runs)]
    else:
        was_found = cell.start != "any week"
        answers = list(batch.judge_sides(before, after, was_found=was_found))
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
    return ("worse" if z > 0 else "better") if math.erfc(abs(z) / math.sqrt(2.0)) <= 0.05 else "no change seen"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The printed smallest visible change against how often it was then seen.

    Attributes:
        change: the middle of what was printed. power, most: the two ends of the power printed beside it, on average.
        widest: the widest range anybody was told.
        seen: how often that change was then called better, on average over people. error: of that average.
        silent: people who were told that no change can be shown.
    """

    cell: Cell
    people: int
    silent: int
    change: float
    power: float
    most: float
    widest: float
    seen: float
    error: float

    @property
    def is_told(self) -> bool:
        """Somebody was told something."""
        return self.people > self.silent

    @property
    def off(self) -> float:
        """How far what was seen lies outside the printed range; nought inside it."""
        return max(0.0, self.power - self.seen, self.seen - self.most)


def compare_printed(cell: Cell, people: int, futures: int, seed: str, has_past: bool = False) -> Agreement:
    """Print the sentence from somebody's own weeks, then let exactly that change happen to her, in many futures."""
    rng = random_of(seed, cell, has_past)
    known = 104 if has_past else cell.before or 26
    past, hidden = go_on(cell.lived, np.zeros(known), begin(cell.lived, people, rng), rng)
    told: list[Visible] = []
    seen: list[float] = []
    for person in range(people):
        history = past.series(person)
        before = history.between(known - (cell.before or 26), known)
        schedule = draw_schedule(cell.after, f"{seed}{person}") if cell.before == 0 else None
        visible = _tell(cell, before, history if has_past else None, schedule, f"{seed}{person}")
        if visible.step is None:
            continue
        steps = planted(cell.lived, visible.step) * (np.array(schedule.is_on) if schedule else np.ones(cell.after))
        lived = go_on(cell.lived, steps * np.ones((futures, 1)), hidden.only(person).repeated(futures), rng)[0]
        ahead = [lived.series(run) for run in range(futures)]
        answers = (
            batch.switched(ahead, schedule)
            if schedule
            else judge_many(before, ahead, better="down", history=history if has_past else None)
        )
        told.append(visible)
        seen.append(answers.count("better") / futures)
    return _agreement(cell, people, told, seen)


def _tell(cell: Cell, before: Series, history: Series | None, schedule: Schedule | None, seed: str) -> Visible:
    if schedule:
        return find_smallest_switched(
            before,
            schedule,
            better="down",
            seed=seed,
            judges=lambda runs: batch.switched([lived for lived, _ in runs], schedule),
        )

    return find_smallest_visible(before, cell.after, better="down", seed=seed, history=history)


def _agreement(cell: Cell, people: int, told: list[Visible], seen: list[float]) -> Agreement:
    if not told:
        return Agreement(cell, people, people, *([math.nan] * 6))
    change = float(np.median([one.change or 0.0 for one in told]))
    power, most = (float(np.mean([getattr(one, end) for one in told])) for end in ("power", "most"))
    widest = max(one.most - one.power for one in told)
    error = float(np.std(seen)) / math.sqrt(len(seen))
    return Agreement(cell, people, people - len(told), change, power, most, widest, float(np.mean(seen)), error)


def spread_out(work: Callable[..., object], jobs: list[tuple[object, ...]]) -> list[object]:
    """Run the jobs on the cores there are, answers in the order of the jobs."""
    with get_context("fork").Pool() as pool:
        return pool.starmap(work, jobs, chunksize=1)
