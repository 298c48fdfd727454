"""Measure the verdicts and write the tables into docs/why/did-it-work.md: `python -m bench.effects --write`."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import product
from math import log
from pathlib import Path
from typing import cast

from bench.effects.measure import Agreement, Cell, Tally, compare_printed, count_verdicts, most_orders, spread_out
from bench.effects.real_tables import MOST_WINDOWS, SEED, drawn, real_tables
from bench.effects.weeks import MEMORIES, WORLDS

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
PAUSES = {"random": "at a random week", "after the worst": "after the two worst weeks since the start"}
PAUSED_STARTS = ("any week", "first alarm")
HARDEST = 10
SERIES = 200
POWER_RUNS = 400
FUTURES = 50
PAGE = Path(__file__).parents[2] / "docs" / "why" / "did-it-work.md"
END = "<!-- simulated: end -->"
BEHIND = "## The change that is promised\n"


def main() -> None:
    """Measure, print, and with --write put the tables into the page; each says how it was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", choices=("nothing", "paused", "orders", "pooled", "power", "printed"), help="one table alone"
    )
    parser.add_argument("--runs", type=int, default=5000, help="runs per cell of the no-effect tables")
    parser.add_argument("--people", type=int, default=16, help="people per cell of the printed-change table")
    parser.add_argument("--seed", default="podium")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--real", nargs="+", type=Path, metavar="CLONE", help="judge windows of real people instead")
    parser.add_argument("--sections", nargs="+", type=int, default=(4, 5, 7, 9, 11), help="of --real")
    parser.add_argument("--windows", type=int, default=MOST_WINDOWS, help="of --real: at most so many a line")
    parser.add_argument("--draw", action="store_true", help="print public histories in the order of the seed")
    chosen = parser.parse_args()
    if chosen.draw:
        sys.stdout.write("\n".join([f"seed {SEED}", *drawn()]) + "\n")
        return
    if chosen.real:
        for line in real_tables(chosen.real, chosen.sections, chosen.windows):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        return
    tables: dict[str, tuple[Callable[[], str], str]] = {
        "nothing": (lambda: false_tables(chosen.runs, chosen.seed), f" --runs {chosen.runs}"),
        "paused": (lambda: paused_table(chosen.runs, chosen.seed), f" --runs {chosen.runs}"),
        "orders": (lambda: order_table(chosen.seed), ""),
        "pooled": (lambda: pooled_table(chosen.seed), ""),
        "power": (lambda: power_table(chosen.seed), ""),
        "printed": (lambda: printed_table(chosen.people, chosen.seed), f" --people {chosen.people}"),
    }
    for name, (make, more) in tables.items():
        if chosen.only in {None, name}:
            how = f"python -m bench.effects --only {name}{more} --seed {chosen.seed}"
            text = f"{make()}\n\n*`{how}`, {datetime.now(UTC):%Y-%m-%d}.*"
            sys.stdout.write(text + "\n\n")
            sys.stdout.flush()
            if chosen.write:
                write(name, text)


def write(name: str, text: str) -> None:
    """Put one table into the page, between its own two marks; a new one stands before the promise."""
    page, mark = PAGE.read_text(encoding="utf-8"), f"<!-- simulated: {name} -->\n"
    if mark not in page:
        page = page.replace(BEHIND, f"{mark}{END}\n\n{BEHIND}", 1)
    head, rest = page.split(mark)
    PAGE.write_text(f"{head}{mark}{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def cells() -> list[Cell]:
    """Every before/after question of the no-effect table."""
    return [
        Cell(world, memory, wave, release, before, after, start)
        for (start, wave, release), (before, after), world, memory in product(
            REGIMES.values(), FRAMES, WORLDS, MEMORIES
        )
    ]


def false_tables(runs: int, seed: str) -> str:
    """How often something is said where nothing happened, and the single cells that come nearest to the bound."""
    tallies = measure(cells(), runs, seed)
    lines = [
        (
            f"**No effect, before and after: how often a verdict says better or worse (% of the verdicts; {runs:,} runs "
            "for each of the worlds of a kind, pooled; autocorrelation 0 / 0.3 / 0.6; in brackets the worst single "
            "world with its Monte-Carlo interval)**"
        ),
        "",
        "| start | weeks | " + " | ".join(f"{kind}s" for kind in KINDS) + " |",
        "|---|---|---|---|---|",
    ]
    for (name, regime), (before, after) in product(REGIMES.items(), FRAMES):
        picked = [t for t in tallies if _place(t.cell) == (regime, before, after)]
        lines.append(f"| {name} | {before}+{after} | " + " | ".join(_by_kind(picked, kind) for kind in KINDS) + " |")
    return "\n".join(lines) + "\n\n" + _hardest_table(tallies, runs)


def paused_cells() -> list[Cell]:
    """Every before/after question with a pause in it."""
    return [
        Cell(world, memory, 0.0, 0.0, before, after, start, pause=pause)
        for pause, start, (before, after), world, memory in product(PAUSES, PAUSED_STARTS, FRAMES, WORLDS, MEMORIES)
    ]


def paused_table(runs: int, seed: str) -> str:
    """How often something is said where nothing happened and the practice was laid aside for two or three weeks."""
    tallies = measure(paused_cells(), runs, seed)
    lines = [
        (
            "**No effect, before and after, with a pause of two or three weeks: how often a verdict says better or worse "
            f"(% of the verdicts; {runs:,} runs for each of the worlds of a kind, pooled; autocorrelation 0 / 0.3 / 0.6; "
            "in brackets the worst single world with its Monte-Carlo interval; the last column how often better alone)**"
        ),
        "",
        "| pause | start | weeks | " + " | ".join(f"{kind}s" for kind in KINDS) + " | better |",
        "|---|---|---|---|---|---|---|",
    ]
    for (pause, name), start, (before, after) in product(PAUSES.items(), PAUSED_STARTS, FRAMES):
        asked = pause, start, before, after
        picked = [t for t in tallies if (t.cell.pause, t.cell.start, t.cell.before, t.cell.after) == asked]
        shown = " | ".join(_by_kind(picked, kind) for kind in KINDS)
        better = sum(one.better * one.runs for one in picked) / sum(one.judged for one in picked)
        lines.append(f"| {name} | {start} | {before}+{after} | {shown} | {100 * better:.1f} |")
    return "\n".join(lines) + "\n\n" + _hardest_table(tallies, runs)


def _place(cell: Cell) -> tuple[tuple[str, float, float], int, int]:
    return (cell.start, cell.wave, cell.release), cell.before, cell.after


def _by_kind(tallies: list[Tally], kind: str) -> str:
    of_kind = [one for one in tallies if one.cell.world.startswith(kind)]
    rates: list[str] = []
    for memory in MEMORIES:
        picked = [one for one in of_kind if one.cell.memory == memory]
        judged = sum(one.judged for one in picked)
        rates.append(f"{100 * sum(one.rate * one.judged for one in picked) / judged:.1f}" if judged else "-")
    worst = max(of_kind, key=lambda one: one.rate)
    return f"{' / '.join(rates)} ({_said(worst)})"


def _said(one: Tally) -> str:
    low, high = one.interval()
    return f"{100 * one.rate:.1f}, {100 * low:.1f}-{100 * high:.1f}"


def _hardest_table(tallies: list[Tally], runs: int) -> str:
    above = [one for one in tallies if one.rate > 0.05]
    unsure = [one for one in tallies if one.interval()[1] > 0.05 and one not in above]
    lines = [
        (
            f"Of these {len(tallies)} single cells of {runs:,} runs {len(above) or 'none'} came out above 5 %; "
            f"the upper end of the interval of {len(unsure) or 'none'} of the others reaches beyond it. The "
            f"{HARDEST} that come nearest:"
        ),
        "",
        (
            f"| world | autocorrelation | {'pause' if tallies[0].cell.pause else 'waves'} | weeks | start "
            "| runs with a verdict | false verdicts (%, interval) |"
        ),
        "|---|---|---|---|---|---|---|",
    ]
    for one in sorted(tallies, key=lambda tally: -tally.rate)[:HARDEST]:
        cell = one.cell
        waves = PAUSES.get(cell.pause) or f"year {cell.wave}, release {cell.release}"
        lines.append(
            f"| {cell.world} | {cell.memory} | {waves} | {cell.before}+{cell.after} | {cell.start} | {one.judged} "
            f"| {_said(one)} |"
        )
    return "\n".join(lines)


def order_table(seed: str) -> str:
    """On and off weeks: what the draw itself allows, and what it then does, every order judged."""
    asked = [Cell(world, memory, 0.2, 0.0, 0, after) for after, world, memory in product(SWITCHED, WORLDS, MEMORIES)]
    tallies = measure(asked, SERIES, seed)
    lines = [
        (
            f"**No effect, on and off weeks: the share of orders that would be called better or worse (%; {SERIES} series "
            "for each world, autocorrelation 0 / 0.3 / 0.6 and a yearly wave of ±20 %, each series judged in every order "
            "that could have been drawn; in brackets the largest of any single series)**"
        ),
        "",
        "| weeks | orders | called at most | " + " | ".join(f"{kind}s" for kind in KINDS) + " |",
        "|---|---|---|---|---|---|",
    ]
    for after in SWITCHED:
        possible, compared, most = most_orders(after)
        shown: list[str] = []
        for kind in KINDS:
            of_kind = [one for one in tallies if one.cell.after == after and one.cell.world.startswith(kind)]
            by_memory = [[one.rate for one in of_kind if one.cell.memory == memory] for memory in MEMORIES]
            rates = " / ".join(f"{100 * sum(rates) / len(rates):.1f}" for rates in by_memory)
            shown.append(f"{rates} ({100 * max(one.most for one in of_kind):.1f})")
        told = f"{most} of {compared:,} = {100 * most / compared:.2f}"
        lines.append(f"| {after} | {possible:,} | {told} | {' | '.join(shown)} |")
    return "\n".join(lines)


def pooled_table(seed: str) -> str:
    """The same question to the method most products use."""
    lines = [
        (
            "**The same weeks, judged by adding both sides up and comparing (autocorrelation 0.3, % of "
            f"{POWER_RUNS} runs)**"
        ),
        "",
        "| world | weeks | any week | at once on the worst weeks | four weeks after the worst | the same, podium |",
        "|---|---|---|---|---|---|",
    ]
    cases = (("any week", "pooled"), ("at once", "pooled"), ("worst weeks", "pooled"), ("worst weeks", "podium"))
    asked = [
        Cell(world, 0.3, 0.0, 0.0, *frame, start, method=method)
        for world, frame, (start, method) in product(("count 6", "share of 20"), FRAMES[1:3], cases)
    ]
    tallies = measure(asked, POWER_RUNS, seed)
    for at in range(0, len(tallies), len(cases)):
        cell = tallies[at].cell
        rates = " | ".join(f"{100 * one.rate:.0f}" for one in tallies[at : at + len(cases)])
        lines.append(f"| {cell.world} | {cell.before}+{cell.after} | {rates} |")
    return "\n".join(lines)


def power_table(seed: str) -> str:
    """How often a real halving and a real quartering are called better."""
    shapes = [*FRAMES, *((0, weeks) for weeks in SWITCHED)]
    shown = ("count 6", "count 30", "share of 20", "duration 6")
    asked = [
        Cell(world, 0.3, 0.0, 0.0, before, after, step=step)
        for (before, after), world, step in product(shapes, shown, (log(0.5), log(0.25)))
    ]
    tallies = iter(measure(asked, POWER_RUNS, seed))
    lines = [
        (
            f"**A real change: how often it is called better (% of {POWER_RUNS} runs, autocorrelation 0.3; counts, "
            "durations and odds halved / quartered)**"
        ),
        "",
        "| weeks | " + " | ".join(shown) + " |",
        "|---|" + "---|" * len(shown),
    ]
    for before, after in shapes:
        rates = [f"{100 * next(tallies).better:.0f} / {100 * next(tallies).better:.0f}" for _ in shown]
        lines.append(f"| {f'{before}+{after}' if before else f'{after} on/off'} | {' | '.join(rates)} |")
    return "\n".join(lines)


def promises() -> list[tuple[Cell, bool]]:
    """The questions of the printed-change table; the second says whether two years of her own past have a say."""
    shapes = (
        ((12, 8), False),
        ((26, 8), False),
        ((26, 8), True),
        ((26, 26), False),
        ((0, 12), False),
        ((0, 16), False),
    )
    return [
        (Cell(world, memory, 0.0, 0.0, before, after), has_past)
        for ((before, after), has_past), world, memory in product(shapes, WORLDS, MEMORIES)
    ]


def told(share: float) -> str:
    """Hundredths, or a dash where nobody could be promised anything."""
    return "–" if math.isnan(share) else f"{100 * share:.0f}"


def compare_all(people: int, futures: int, seed: str) -> list[Agreement]:
    """Every promise of the printed-change table against what then was seen."""
    jobs: list[tuple[object, ...]] = [(cell, people, futures, seed, has_past) for cell, has_past in promises()]
    return cast("list[Agreement]", spread_out(compare_printed, jobs))


def printed_table(people: int, seed: str) -> str:
    """The printed smallest visible change with its power, and how often exactly that change was then seen."""
    found = compare_all(people, FUTURES, seed)
    lines = [
        (
            f"**The printed smallest visible change, the power printed beside it, and how often that change was then "
            f"called better ({people} people for each cell, {FUTURES} futures each; ± is two standard errors over people; "
            "autocorrelation 0 / 0.3 / 0.6)**"
        ),
        "",
        "| weeks | world | median printed change | power printed (%) | seen (%) | points outside | no sentence possible |",
        "|---|---|---|---|---|---|---|",
        *_agreement_lines([(one, has_past) for one, (_, has_past) in zip(found, promises(), strict=True)]),
        "",
        _say_agreement(found),
    ]
    return "\n".join(lines)


def _agreement_lines(found: list[tuple[Agreement, bool]]) -> Iterable[str]:
    for at in range(0, len(found), len(MEMORIES)):
        group = [one for one, _ in found[at : at + len(MEMORIES)]]
        cell, has_past = group[0].cell, found[at][1]
        weeks = f"{cell.before}+{cell.after}" if cell.before else f"{cell.after} on/off"
        unit = "points" if WORLDS[cell.world].kind == "share" else "%"
        columns = (
            " / ".join(told(one.change) for one in group) + f" {unit}",
            " / ".join(f"{told(one.power)}–{told(one.most)}" if one.is_told else "–" for one in group),
            " / ".join(f"{told(one.seen)} ±{200 * one.error:.0f}" if one.is_told else "–" for one in group),
            " / ".join(told(one.off) for one in group),
            f"{sum(one.silent for one in group)} of {sum(one.people for one in group)}",
        )
        yield f"| {weeks}{', own past' if has_past else ''} | {cell.world} | {' | '.join(columns)} |"


def _say_agreement(found: list[Agreement]) -> str:
    spoken = [one for one in found if one.is_told]
    worst = max(spoken, key=lambda one: one.off)
    return (
        f"Of the {len(found)} single cells {len(found) - len(spoken)} had nobody who could be told anything. In "
        f"{sum(one.off == 0.0 for one in spoken)} of the {len(spoken)} others what was seen lies inside the printed range, "
        f"in {sum(0.0 < one.off <= 0.05 for one in spoken)} up to five points outside, in "
        f"{sum(0.05 < one.off <= 0.1 for one in spoken)} five to ten, in {sum(one.off > 0.1 for one in spoken)} more. The "
        f"farthest: {100 * worst.off:.1f} points ({worst.cell.world}, autocorrelation {worst.cell.memory}, "
        f"{worst.cell.before}+{worst.cell.after}; its own simulation error is ±{200 * worst.error:.1f}). The mean range is "
        f"{100 * sum(one.most - one.power for one in spoken) / len(spoken):.0f} points wide, the widest anybody was told "
        f"{100 * max(one.widest for one in spoken):.0f}."
    )


def measure(asked: list[Cell], runs: int, seed: str) -> list[Tally]:
    """The tallies of many cells, in their order."""
    return cast("list[Tally]", spread_out(count_verdicts, [(cell, runs, seed) for cell in asked]))


if __name__ == "__main__":
    main()
