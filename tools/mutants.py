"""Change one mark of the source at a time and run the tests of its folder: what survives is not tested.

python tools/mutants.py [--seed N] [--count N] [--minutes N] [--only PART-OF-A-PATH]
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "signals", "traps", "statistics", "evidence")
# What stands on a room's tables and is tested in another folder: the questions of the signals, and the door.
TESTED_ABOVE = {"evidence": ("tests/signals", "tests/test_door.py")}
MOST_SURVIVORS = 10
# A run that takes this much longer than the unchanged one, and this many seconds more, never ends.
TIMES_THE_UNCHANGED = 5
SECONDS_MORE = 60
COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "is": "is not", "is not": "is"}
SUMS = {"+": "-", "-": "+", "*": "+", "/": "*", "//": "*"}
SQL = re.compile(r"(?<=\s)(?:<=|>=|<>|<|>|=|and|or|min|max|\d+)(?=[\s(,)]|$)")
SQL_OTHER = COMPARISONS | {"=": "<>", "<>": "=", "and": "or", "or": "and", "min": "max", "max": "min"}
# Mutants that change no answer, by the line as it is written.
SAME_ANSWER = {
    "is_absent_dealt = absent [<= -> <] here": "with as many absent weeks as present ones either hand may be dealt",
    "(20, [10_000 -> 10001])": "no team has ten thousand people, and the bound is never printed",
    "_EVER = -(2**[62 -> 63])": "both lie before every moment a history can hold",
    "if odds [> -> >=] -700.0 else 0.0": "at -700 the share is nothing to three hundred places either way",
    "range(whole[[0 -> 1]].shape[1])": "the amounts and the sizes of some weeks have the same shape",
    "by_me = 1 and on_others = 0 then [1 -> 2]": "whether a change is hers is only compared with 0",
}


@dataclass(frozen=True)
class Mutant:
    """One mark of one file, and what stands in its place.

    Attributes:
        file: relative to the root. start, end: characters of the file.
    """

    file: str
    start: int
    end: int
    instead: str

    @property
    def room(self) -> str:
        """The folder of the source it is in."""
        return self.file.split("/")[2]

    def applied(self, text: str) -> str:
        """The file with the other mark."""
        return text[: self.start] + self.instead + text[self.end :]

    def shown(self, text: str) -> str:
        """`file:line: the line, with [old mark -> new mark] in its place`."""
        number = text.count("\n", 0, self.start) + 1
        before = text[: self.start].rpartition("\n")[2].lstrip()
        after = text[self.end :].partition("\n")[0]
        return f"{self.file}:{number}: {before}[{text[self.start : self.end]} -> {self.instead}]{after}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file: comparisons, sums, `and`/`or`, whole numbers, and the marks of its SQL."""
    text = path.read_text(encoding="utf-8")
    file = path.relative_to(ROOT).as_posix()
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)

    def at(line: int, column: int) -> int:
        row = text[lines[line - 1] :].partition("\n")[0].encode()
        return lines[line - 1] + len(row[:column].decode())

    def between(left: ast.expr, right: ast.expr, others: dict[str, str]) -> Iterator[Mutant]:
        first, last = at(left.end_lineno or 0, left.end_col_offset or 0), at(right.lineno, right.col_offset)
        mark = re.search(r"is not|[<>=!]=|//|[<>+*/-]|\b(?:and|or|is)\b", text[first:last])
        if mark and mark[0] in others:
            yield Mutant(file, first + mark.start(), first + mark.end(), others[mark[0]])

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare):
            for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
                yield from between(left, right, COMPARISONS)
        elif isinstance(node, ast.BinOp):
            yield from between(node.left, node.right, SUMS)
        elif isinstance(node, ast.BoolOp):
            yield from between(node.values[0], node.values[1], {"and": "or", "or": "and"})
        elif isinstance(node, ast.Constant) and type(node.value) in {int, str}:
            start, end = at(node.lineno, node.col_offset), at(node.end_lineno or 0, node.end_col_offset or 0)
            if isinstance(node.value, int):
                yield Mutant(file, start, end, str(node.value + 1))
            elif re.search(r"\bselect\b", str(node.value)) and text[start : start + 3] in {'"""', 'f""'}:
                for mark in SQL.finditer(text, start, end):
                    other = SQL_OTHER.get(mark[0]) or str(int(mark[0]) + 1)
                    yield Mutant(file, mark.start(), mark.end(), other)


def sample(seed: int, count: int, only: str) -> list[Mutant]:
    """As many of each room, drawn by a seed: the same mutants for everybody."""
    chance = random.Random(seed)
    drawn: list[Mutant] = []
    for number, room in enumerate(ROOMS):
        files = sorted((ROOT / "src" / "podium" / room).rglob("*.py"))
        there = [mutant for path in files for mutant in mutants_of(path) if only in mutant.file]
        share = count // len(ROOMS) + (number < count % len(ROOMS))
        drawn += chance.sample(there, min(share, len(there)))
    chance.shuffle(drawn)
    return drawn


def tests_of(mutant: Mutant) -> list[list[str]]:
    """The tests that may catch it: those named for its file first, then all of its room, then what stands on it."""
    own = sorted((ROOT / "tests" / mutant.room).rglob(f"test_{Path(mutant.file).stem}.py"))
    named = [[str(path.relative_to(ROOT)) for path in own]] * bool(own)
    return [*named, [f"tests/{mutant.room}"], *([path] for path in TESTED_ABOVE.get(mutant.room, ()))]


def run_tests(tests: list[str], copy: Path, most_seconds: float | None = None) -> subprocess.CompletedProcess[str]:
    """The tests on a copy, until the first that fails.

    Raises:
        subprocess.TimeoutExpired: they took longer than they may.
    """
    # The copy comes before the installed podium, and no compiled file outlives a change.
    env = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    marks = "not slow and not browser and not server"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist", "-m", marks, *tests]
    return subprocess.run(command, cwd=copy, env=env, capture_output=True, timeout=most_seconds, check=False, text=True)


def unchanged_seconds(room: str, copy: Path) -> float:
    """How long the tests of a room take before anything is changed.

    Raises:
        SystemExit: they fail, so they could not tell a mutant from the source.
    """
    start = time.monotonic()
    done = run_tests([f"tests/{room}"], copy)
    if done.returncode:
        raise SystemExit(f"tests/{room} fails on the unchanged source:\n{done.stdout[-3000:]}")
    return time.monotonic() - start


def is_caught(mutant: Mutant, copy: Path, most_seconds: float) -> bool:
    """Whether a test of its room fails, or never ends, with the other mark."""
    path = copy / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(mutant.applied(text), encoding="utf-8")
    try:
        return any(run_tests(tests, copy, most_seconds).returncode not in {0, 5} for tests in tests_of(mutant))
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(text, encoding="utf-8")


def run(mutants: list[Mutant], jobs: int, minutes: float) -> tuple[int, list[Mutant]]:
    """How many were tried before the time was over, and those no test caught."""
    until = time.monotonic() + 60 * minutes
    rooms = sorted({mutant.room for mutant in mutants})
    waiting, survivors, tried = list(reversed(mutants)), list[Mutant](), list[Mutant]()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        copies = [Path(folder) / str(number) for number in range(jobs)]
        for copy in copies:
            left_out = shutil.ignore_patterns(".venv*", ".git", "__pycache__", "build", "dist")
            shutil.copytree(ROOT, copy, ignore=left_out)
        seconds = dict(zip(rooms, pool.map(lambda room: unchanged_seconds(room, copies[0]), rooms), strict=True))
        print({room: round(taken) for room, taken in seconds.items()}, file=sys.stderr, flush=True)

        def work(copy: Path) -> None:
            while waiting and time.monotonic() < until:
                mutant = waiting.pop()
                is_alive = not is_caught(mutant, copy, TIMES_THE_UNCHANGED * seconds[mutant.room] + SECONDS_MORE)
                tried.append(mutant)
                if is_alive:
                    survivors.append(mutant)
                state = f"alive: {mutant.shown((copy / mutant.file).read_text(encoding='utf-8'))}" if is_alive else ""
                print(f"{len(tried)}/{len(mutants)}, {len(survivors)} alive {state}", file=sys.stderr, flush=True)

        list(pool.map(work, copies))
    return len(tried), survivors


def main() -> int:
    """Print the survivors; leaves with 1 when more are alive than may be."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--count", type=int, default=100)
    words.add_argument("--minutes", type=float, default=29)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--only", default="", help="part of a path, such as signals/zones_held")
    options = words.parse_args()
    tried, survivors = run(sample(options.seed, options.count, options.only), options.jobs, options.minutes)
    unexplained = 0
    for mutant in sorted(survivors, key=lambda each: (each.file, each.start)):
        shown = mutant.shown((ROOT / mutant.file).read_text(encoding="utf-8"))
        reason = next((why for line, why in SAME_ANSWER.items() if line in shown), "")
        unexplained += not reason
        print(f"alive: {shown}" + (f"\n  the same answer: {reason}" if reason else ""))
    print(f"seed {options.seed}: {tried} tried, {tried - len(survivors)} caught, {unexplained} alive without a reason")
    return int(unexplained > MOST_SURVIVORS)


if __name__ == "__main__":
    sys.exit(main())
