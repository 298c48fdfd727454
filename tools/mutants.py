"""Change one mark of the source at a time and run the tests of its folder: what survives is not tested.

python tools/mutants.py [--seed N] [--count N] [--minutes N] [--only PART-OF-A-PATH]
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

ROOT = Path(__file__).parents[1]
ROOMS = ("core", "signals", "traps", "statistics", "evidence")
# What stands on a room's tables and is tested in another folder: the questions of the signals, and the door.
TESTED_ABOVE = {"evidence": ("tests/signals", "tests/test_door.py")}
MOST_SURVIVORS = 10
# By how long their tests take.
LONGEST_FIRST = ("evidence", "signals", "statistics", "traps", "core", "test_door.py")
# How long single tests are tried before all of the folder.
SECONDS_BEFORE_ALL = 10
# Which tests run which line, as measured on the unchanged source.
REACHED = "lines-reached"
DURATION = re.compile(r"^(\d+\.\d+)s (?:setup|call|teardown) +(.+)$", re.MULTILINE)
# A run that computes this much longer than the unchanged one, and this many seconds more, never ends; nor does one that
# waits for so many times as long as it may compute.
TIMES_THE_UNCHANGED = 5
SECONDS_MORE = 60
TIMES_WAITING = 10
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
    "order by at_s, ref) [> -> >=] 1": "the first of its kind has nothing before it, whether it is asked or not",
    "looks_back=[90 -> 91]": "what lies 91 days before the window is within 90 days of nothing in it",
    "looks_back=[14 -> 15]": "what lies 15 days before the window is within 14 days of nothing in it",
    "text = values[[0 -> 1]] if len(places) == 1": "one word alone is kept as it is; of several that are alike any will do",
    "by_me = 1 and on_others = 0 then [1 -> 2]": "whether a change is hers is only compared with 0",
    "verb in ('arrived', 'opened') and by_me = 1 then [1 -> 2]": "whether a change is hers is only compared with 0",
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

    def line(self, text: str) -> int:
        """The number of its line, from 1."""
        return text.count("\n", 0, self.start) + 1

    def shown(self, text: str) -> str:
        """`file:line: the line, with [old mark -> new mark] in its place`."""
        before = text[: self.start].rpartition("\n")[2].lstrip()
        after = text[self.end :].partition("\n")[0]
        return f"{self.file}:{self.line(text)}: {before}[{text[self.start : self.end]} -> {self.instead}]{after}"


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
        mark = re.search(r"is not|[<>=!]=|//|\*\*|[<>+*/-]|\b(?:and|or|is)\b", text[first:last])
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
    """As many of each room, drawn by a seed: the same for everybody, and a line that changes redraws no other."""
    drawn: list[Mutant] = []
    for number, room in enumerate(ROOMS):
        by_draw: dict[str, Mutant] = {}
        for path in sorted((ROOT / "src" / "podium" / room).rglob("*.py")):
            text, alike = path.read_text(encoding="utf-8"), Counter[str]()
            for mutant in mutants_of(path):
                line = mutant.shown(text).replace(f":{mutant.line(text)}:", "", 1)
                alike[line] += 1
                draw = hashlib.sha256(f"{seed} {alike[line]} {line}".encode()).hexdigest()
                if only in mutant.file:
                    by_draw[draw] = mutant
        share = count // len(ROOMS) + (number < count % len(ROOMS))
        drawn += [by_draw[draw] for draw in sorted(by_draw)[:share]]
    return drawn


@dataclass(frozen=True)
class Tests:
    """Tests that are run together until the first fails.

    Attributes:
        names: of tests, or of one folder of them. seconds: what they took with nothing changed.
        is_all: a whole folder, which decides; single tests are only a quicker way to the same answer.
    """

    names: tuple[str, ...]
    seconds: float
    is_all: bool = False


@dataclass(frozen=True)
class Reach:
    """What the tests did before anything was changed.

    Attributes:
        seconds: by folder of tests, of each of its tests.
        lines: by file of the source and line, the tests that ran it.
    """

    seconds: dict[str, dict[str, float]]
    lines: dict[str, dict[int, set[str]]]

    def tests_before_all(self, mutant: Mutant, text: str, folder: str) -> Tests:
        """The quickest tests of a folder that run the changed statement; first of all those named for its file."""
        by_line, took = self.lines.get(mutant.file, {}), self.seconds[folder]
        tests = {test for line in lines_of_statement(mutant, text) for test in by_line.get(line, ())}
        tests = tests or {test for tests_of_line in by_line.values() for test in tests_of_line}
        named, few, seconds = f"/test_{Path(mutant.file).stem}.py::", list[str](), 0.0
        for test in sorted(tests & took.keys(), key=lambda test: (named not in test, took[test], test)):
            few.append(test)
            seconds += took[test]
            if seconds > SECONDS_BEFORE_ALL:
                break
        return Tests(tuple(few), seconds)

    def steps(self, mutant: Mutant, text: str) -> Iterator[Tests]:
        """What is run until a test fails: a few tests that reach the mutant, and only then whole folders."""
        folders = (f"tests/{mutant.room}", *TESTED_ABOVE.get(mutant.room, ()))
        yield from (few for few in (self.tests_before_all(mutant, text, folder) for folder in folders) if few.names)
        for folder in folders:
            yield Tests((folder,), sum(self.seconds[folder].values()), is_all=True)


def lines_of_statement(mutant: Mutant, text: str) -> range:
    """The lines of the smallest statement of a function it is in, and of a block its head alone; none outside of one."""
    line, lines, is_in_function = mutant.line(text), range(0), False
    for node in ast.walk(ast.parse(text)):  # from the outside to the inside
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0):
            body = getattr(node, "body", None)
            last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or 0
            if is_in_function:
                lines = range(node.lineno, last + 1) if line <= last else range(line, line + 1)
            is_in_function |= isinstance(node, ast.FunctionDef) and line > last
    return lines


def run_tests(
    tests: Iterable[str], copy: Path, most_seconds: float = 3600, options: Iterable[str] = ()
) -> subprocess.CompletedProcess[str]:
    """The tests on a copy, until the first that fails, or until they have computed for longer than they may.

    Raises:
        subprocess.TimeoutExpired: they neither compute nor end.
    """
    # The copy comes before the installed podium, and no compiled file outlives a change.
    env = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"COVERAGE_FILE": str(copy / REACHED)}
    names = copy / "tests-to-run.txt"
    names.write_text("\n".join(tests) + "\n", encoding="utf-8")
    marks = "not slow and not browser and not server"
    limited = ["sh", "-c", f'ulimit -t {round(most_seconds)}; exec "$@"', "sh"]
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist", "-m", marks, *options, f"@{names}"]
    most_waiting = TIMES_WAITING * most_seconds
    return subprocess.run(
        [*limited, *pytest], cwd=copy, env=env, capture_output=True, timeout=most_waiting, check=False, text=True
    )


def unchanged(folder: str, copy: Path, reach: Reach) -> None:
    """Run a folder of tests before anything is changed, and note how long each takes and which lines it runs.

    Raises:
        SystemExit: one fails, so it could not tell a mutant from the source.
    """
    measured = [f"--cov={copy / 'src' / 'podium' / room}" for room in ROOMS]
    how = ["--cov-config=/dev/null", "--cov-context=test", "--cov-report=", "--durations=0", "--durations-min=0", "-vv"]
    done = run_tests([folder], copy, options=[*measured, *how])
    if done.returncode:
        raise SystemExit(f"{folder} fails on the unchanged source:\n{done.stdout[-3000:]}")
    took = reach.seconds[folder] = {}
    for seconds, test in DURATION.findall(done.stdout):
        took[test] = took.get(test, 0.0) + float(seconds)
    reached = CoverageData(str(copy / REACHED))
    reached.read()
    for path in reached.measured_files():
        by_line = reach.lines.setdefault(Path(path).relative_to(copy).as_posix(), {})
        for line, contexts in reached.contexts_by_lineno(path).items():
            by_line.setdefault(line, set()).update(context.rpartition("|")[0] for context in contexts)


def is_caught(mutant: Mutant, copy: Path, reach: Reach) -> bool:
    """Whether a test of its room fails, or never ends, with the other mark."""
    path = copy / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(mutant.applied(text), encoding="utf-8")
    try:
        for tests in reach.steps(mutant, text):
            code = run_tests(tests.names, copy, TIMES_THE_UNCHANGED * tests.seconds + SECONDS_MORE).returncode
            # A name that is not there any more (4) says nothing; the whole folder will.
            if code not in {0, 4, 5} or (tests.is_all and code == 4):
                return True
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(text, encoding="utf-8")
    return False


def run(mutants: list[Mutant], jobs: int, minutes: float) -> tuple[int, list[Mutant]]:
    """How many were tried before the time was over, and those no test caught."""
    until = time.monotonic() + 60 * minutes
    rooms = {mutant.room for mutant in mutants}
    folders = {path for room in rooms for path in (f"tests/{room}", *TESTED_ABOVE.get(room, ()))}
    # The rooms whose tests take longest come first in both, so that the workers end together.
    to_read = sorted(folders, key=lambda folder: LONGEST_FIRST.index(Path(folder).name))
    waiting = sorted(mutants, key=lambda mutant: LONGEST_FIRST.index(mutant.room), reverse=True)
    survivors, tried, reach = list[Mutant](), list[Mutant](), Reach({}, {})
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(jobs) as pool:
        copies = [Path(place) / str(number) for number in range(jobs)]
        for copy in copies:
            left_out = shutil.ignore_patterns(".venv*", ".git", "__pycache__", "build", "dist", "node_modules")
            shutil.copytree(ROOT, copy, ignore=left_out)

        def read(copy: Path) -> None:
            while to_read:
                unchanged(to_read.pop(0), copy, reach)

        def work(copy: Path) -> None:
            while waiting and time.monotonic() < until:
                mutant = waiting.pop()
                is_alive = not is_caught(mutant, copy, reach)
                tried.append(mutant)
                if is_alive:
                    survivors.append(mutant)
                state = f"alive: {mutant.shown((copy / mutant.file).read_text(encoding='utf-8'))}" if is_alive else ""
                print(f"{len(tried)}/{len(mutants)}, {len(survivors)} alive {state}", file=sys.stderr, flush=True)

        list(pool.map(read, copies))
        seconds = {folder: round(sum(took.values())) for folder, took in sorted(reach.seconds.items())}
        print(f"unchanged, in seconds: {seconds}", file=sys.stderr, flush=True)
        list(pool.map(work, copies))
    return len(tried), survivors


def main() -> int:
    """Print the survivors; leaves with 1 when more are alive than may be, one without a reason, or the time was over."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--count", type=int, default=100)
    words.add_argument("--minutes", type=float, default=29)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--only", default="", help="part of a path, such as signals/zones_held")
    options = words.parse_args()
    drawn, start = sample(options.seed, options.count, options.only), time.monotonic()
    tried, survivors = run(drawn, options.jobs, options.minutes)
    unexplained = 0
    for mutant in sorted(survivors, key=lambda each: (each.file, each.start)):
        shown = mutant.shown((ROOT / mutant.file).read_text(encoding="utf-8"))
        reason = next((why for line, why in SAME_ANSWER.items() if line in shown), "")
        unexplained += not reason
        print(f"alive: {shown}" + (f"\n  the same answer: {reason}" if reason else ""))
    computed = os.times()
    print(
        f"seed {options.seed}: {tried} of {len(drawn)} tried, {tried - len(survivors)} caught, {len(survivors)} alive, "
        f"{unexplained} of them without a reason; {(time.monotonic() - start) / 60:.1f} minutes, "
        f"{(computed.children_user + computed.children_system) / 60:.1f} minutes of computing"
    )
    return int(unexplained > 0 or len(survivors) > MOST_SURVIVORS or tried < len(drawn))


if __name__ == "__main__":
    sys.exit(main())
