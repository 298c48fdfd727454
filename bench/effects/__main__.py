"""Measure the verdicts and write the tables into docs/why/did-it-work.md: `python -m bench.effects --runs 500`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from itertools import product
from math import log
from pathlib import Path
from typing import cast

from bench.effects.measure import Agreement, Cell, Tally, compare_printed, count_verdicts, spread_out
from bench.effects.weeks import MEMORIES, WORLDS

from podium.core.chance import wilson

FRAMES = ((8, 8), (12, 8), (26, 8), (26, 26))
SWITCHED = (8, 12, 16, 20, 26)
KINDS = ("count", "share", "duration")
REGIMES = {
    "any week": ("any week", 0.0, 0.0),
    "any week, yearly wave ±20 %": ("any week", 0.2, 0.0),
    "any week, release wave ±30 %": ("any week", 0.0, 0.3),
    "first alarm": ("first alarm", 0.0, 0.0),
    "first alarm, yearly wave ±20 %": ("first alarm", 0.2, 0.0),
    "worst weeks of the half year": ("worst weeks", 0.0, 0.0),
}
BOUND = 0.05
PAGE = Path(__file__).parents[2] / "docs" / "why" / "did-it-work.md"
START, END = "<!-- simulated: start -->", "<!-- simulated: end -->"


def main() -> None:
    """Measure, print, and with --write put the tables into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500, help="runs per cell")
    parser.add_argument("--people", type=int, default=24, help="people per cell of the printed-change table")
    parser.add_argument("--seed", default="podium")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    parts: list[str] = []
    for part in (
        lambda: false_tables(chosen.runs, chosen.seed),
        lambda: pooled_table(chosen.runs, chosen.seed),
        lambda: power_table(chosen.runs, chosen.seed),
        lambda: printed_table(chosen.people, chosen.seed),
    ):
        parts.append(part())
        sys.stdout.write(parts[-1] + "\n\n")
        sys.stdout.flush()
        if chosen.write:
            _write("\n\n".join(parts))


def _write(text: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(START)
    PAGE.write_text(f"{head}{START}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def false_tables(runs: int, seed: str) -> str:
    """The false-verdict tables, and every single cell above the bound measured again with fresh dice."""
    cells = [
        Cell(world, memory, wave, release, before, after, start)
        for (start, wave, release), (before, after), world, memory in product(
            REGIMES.values(), FRAMES, WORLDS, MEMORIES
        )
    ]
    cells += [Cell(world, memory, 0.2, 0.0, 0, after) for world, memory, after in product(WORLDS, MEMORIES, SWITCHED)]
    tallies = measure(cells, runs, seed)
    again = measure([one.cell for one in tallies if one.rate > BOUND], runs * 5, seed + " again")
    lines = [
        (
            f"**No effect: how often a verdict says better or worse (%, {runs} runs per world and cell, pooled over the "
            "worlds of a kind; autocorrelation 0 / 0.3 / 0.6; in brackets the Monte-Carlo interval of the largest)**"
        ),
        "",
        "| start | weeks | " + " | ".join(f"{kind}s" for kind in KINDS) + " |",
        "|---|---|---|---|---|",
    ]
    for name, (start, wave, release) in REGIMES.items():
        for before, after in FRAMES:
            picked = [
                one
                for one in tallies
                if (one.cell.start, one.cell.wave, one.cell.release, one.cell.before, one.cell.after)
                == (start, wave, release, before, after)
            ]
            lines.append(f"| {name} | {before}+{after} | {_by_kind(picked)} |")
    for after in SWITCHED:
        picked = [one for one in tallies if (one.cell.before, one.cell.after) == (0, after)]
        lines.append(f"| on/off, yearly wave ±20 % | {after} | {_by_kind(picked)} |")
    return "\n".join(lines) + "\n\n" + _again_table(len(cells), runs, again)


def _by_kind(tallies: list[Tally]) -> str:
    shown: list[str] = []
    for kind in KINDS:
        rates: list[str] = []
        worst = (0, 1)
        for memory in MEMORIES:
            picked = [one for one in tallies if one.cell.memory == memory and one.cell.world.startswith(kind)]
            said, runs = sum(one.better + one.worse for one in picked), sum(one.runs for one in picked)
            rates.append(f"{100 * said / runs:.1f}")
            worst = max(worst, (said, runs), key=lambda pair: pair[0] / pair[1])
        shown.append(f"{' / '.join(rates)} ({_spread(*worst)})")
    return " | ".join(shown)


def _spread(said: int, runs: int) -> str:
    low, high = wilson(said, runs) or (0.0, 1.0)
    return f"{100 * low:.1f}-{100 * high:.1f}"


def _again_table(cells: int, runs: int, again: list[Tally]) -> str:
    lines = [
        (
            f"Of these {cells} single cells, {len(again)} came out above 5 % in {runs} runs. "
            f"Each was measured again with fresh dice and {runs * 5} runs:"
        ),
        "",
        "| world | autocorrelation | waves | weeks | start | false verdicts (%) | interval |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in sorted(again, key=lambda tally: -tally.rate):
        cell = one.cell
        weeks = f"{cell.before}+{cell.after}" if cell.before else f"{cell.after} on/off"
        waves = f"year {cell.wave}, release {cell.release}"
        lines.append(
            f"| {cell.world} | {cell.memory} | {waves} | {weeks} | {cell.start} | {100 * one.rate:.1f} "
            f"| {_spread(one.better + one.worse, one.runs)} |"
        )
    return "\n".join(lines)


def pooled_table(runs: int, seed: str) -> str:
    """The same question to the method most products use."""
    worlds = ("count 6", "share of 20")
    lines = [
        "**The same weeks, judged by adding both sides up and comparing (autocorrelation 0.3, %)**",
        "",
        "| world | weeks | any week | at once on the worst weeks | four weeks after the worst | the same, podium |",
        "|---|---|---|---|---|---|",
    ]
    cases = (("any week", "pooled"), ("at once", "pooled"), ("worst weeks", "pooled"), ("worst weeks", "podium"))
    cells = [
        Cell(world, 0.3, 0.0, 0.0, *frame, start, method=method)
        for world, frame, (start, method) in product(worlds, FRAMES[1:3], cases)
    ]
    tallies = measure(cells, runs, seed)
    for at in range(0, len(tallies), len(cases)):
        cell = tallies[at].cell
        rates = " | ".join(f"{100 * one.rate:.0f}" for one in tallies[at : at + len(cases)])
        lines.append(f"| {cell.world} | {cell.before}+{cell.after} | {rates} |")
    return "\n".join(lines)


def power_table(runs: int, seed: str) -> str:
    """How often a real halving and a real quartering are called better."""
    shapes = [*FRAMES, *((0, weeks) for weeks in SWITCHED)]
    shown = ("count 6", "count 30", "share of 20", "duration 6")
    cells = [
        Cell(world, 0.3, 0.0, 0.0, before, after, step=step)
        for (before, after), world, step in product(shapes, shown, (log(0.5), log(0.25)))
    ]
    tallies = iter(measure(cells, runs, seed))
    lines = [
        (
            "**A real change: how often it is called better (%, autocorrelation 0.3; counts, durations and odds "
            "halved / quartered)**"
        ),
        "",
        "| weeks | " + " | ".join(shown) + " |",
        "|---|" + "---|" * len(shown),
    ]
    for before, after in shapes:
        rates = [f"{100 * next(tallies).better / runs:.0f} / {100 * next(tallies).better / runs:.0f}" for _ in shown]
        lines.append(f"| {f'{before}+{after}' if before else f'{after} on/off'} | {' | '.join(rates)} |")
    return "\n".join(lines)


def printed_table(people: int, seed: str) -> str:
    """The printed smallest visible change, and how often exactly that change was then seen."""
    shapes = ((26, 8), (0, 16))
    shown = ("count 6", "count 30", "share of 20", "duration 6")
    cells = [
        Cell(world, memory, 0.0, 0.0, before, after)
        for world, (before, after), memory in product(shown, shapes, MEMORIES)
    ]
    found = cast("list[Agreement]", spread_out(compare_printed, [(cell, people, 8, seed) for cell in cells]))
    lines = [
        "**The printed smallest visible change (80 % power promised) and how often that change was then seen (%)**",
        "",
        "| world | weeks | autocorrelation | median printed change | promised | seen | no sentence possible |",
        "|---|---|---|---|---|---|---|",
        *_agreement_lines(found),
    ]
    return "\n".join(lines)


def _agreement_lines(found: Iterable[Agreement]) -> Iterable[str]:
    for one in found:
        cell = one.cell
        weeks = f"{cell.before}+{cell.after}" if cell.before else f"{cell.after} on/off"
        unit = "points" if WORLDS[cell.world].kind == "share" else "%"
        yield (
            f"| {cell.world} | {weeks} | {cell.memory} | {100 * one.change:.0f} {unit} | {100 * one.claimed:.0f} "
            f"| {100 * one.seen:.0f} | {one.silent} of {one.silent + one.printed} |"
        )


def measure(cells: list[Cell], runs: int, seed: str) -> list[Tally]:
    """The tallies of many cells, in their order."""
    return cast("list[Tally]", spread_out(count_verdicts, [(cell, runs, seed) for cell in cells]))


if __name__ == "__main__":
    main()
