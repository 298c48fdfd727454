"""How long a start, a kept look and a computed look take against a bare interpreter, as ratios.

    python -m bench.start [CLONE...]

Without clones it measures made-up teams: one with nothing connected; one of thirty with fifty thousand commits, once
when all your addresses are named and once when another that carries your name has to be tried as yours; and one with
calendar, tickets and journal for Monday's look: a new day and a week of commits since the last one. Of clones that
are named, the look that computes is measured. The house allows `podium --help` five times a bare interpreter, a look
where nothing changed twenty times and .4 s, a look that computes, Monday's too, one second, and a cold read .8 times
`git log --raw` of the same clone.

Printed are the wait and the work (user and system, of git too): other programs of a busy machine lengthen the wait, and
the work far less. A look uses two cores, so an idle machine waits less than it works. Held against the most is the wait
of an idle machine; on a busy one only the work can be compared. Podium's own files are compiled first, as an
installation from a wheel compiles them.
"""

from __future__ import annotations

import compileall
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import podium
from podium import demo
from podium.app.demo import example
from podium.app.session import Session, machine_clock

MOST_HELP, MOST_KEPT, MOST_KEPT_S, MOST_COMPUTED_S, MOST_OF_LOG = 5.0, 20.0, 0.4, 1.0, 0.8
ROUNDS = 15
PODIUM = ("-c", "from podium.cli.main import run; run()")
COLD = """
import sys
from pathlib import Path
from podium.evidence.commits.store import HistoryStore
from podium.mirror.read_clones import gather
gather([Path(sys.argv[1])], HistoryStore(Path(sys.argv[2])))
"""
COMMITS, PEOPLE = 50_000, 30
# Which carries your name, and which you have not named as yours.
OTHER_ADDRESS = "ana@home.example"


class Took(NamedTuple):
    """Seconds of waiting, and of work."""

    wait_s: float
    work_s: float


class Row(NamedTuple):
    """What was measured, the most it may take, and what else is said of it."""

    name: str
    took: Took
    most_s: float
    words: str = ""


def measure_once(*command: str) -> Took:
    """One program to its end."""
    begun, at_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_s, ended = time.perf_counter() - at_s, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wait_s, ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime)


def measure_start(*words: str, rounds: int = ROUNDS, before: Callable[[], object] = lambda: None) -> Took:
    """The medians of some starts, after one to warm the disk; `before` is done before each."""
    starts = []
    for _ in range(rounds + 1):
        before()
        starts.append(measure_once(sys.executable, *words))
    return Took(*map(statistics.median, zip(*starts[1:], strict=True)))


def measure_computed(home: Path, *clones: str) -> Took:
    """A look of which no answer is kept; the commits were read before."""
    return measure_start(*PODIUM, "look", *clones, rounds=5, before=lambda: forget_screens(home))


def measure_large(home: Path, clone: Path, *addresses: str) -> Took:
    """A look at fifty thousand commits, where these addresses are yours."""
    say_addresses(home, *addresses)
    return measure_computed(home, str(clone))


def say_addresses(home: Path, *addresses: str) -> None:
    """Write which addresses are yours."""
    (home / "me.toml").write_text(f"[me]\nemails = {json.dumps(addresses)}\n", encoding="utf-8")


def measure_cold(clone: Path, store: Path) -> Row:
    """The first reading of a clone beside `git log --raw`, each pair in the same moment."""
    pairs = []
    for _ in range(6):
        shutil.rmtree(store, ignore_errors=True)
        log = measure_once("git", "-C", str(clone), "log", "--raw")
        pairs.append((log, measure_once(sys.executable, "-c", COLD, str(clone), str(store))))
    ratio = statistics.median(cold.wait_s / log.wait_s for log, cold in pairs[1:])
    log_s = statistics.median(log.wait_s for log, _ in pairs[1:])
    work_s = statistics.median(cold.work_s for _, cold in pairs[1:])
    return Row("cold read", Took(ratio * log_s, work_s), MOST_OF_LOG * log_s, f"{ratio:.2f}x git log --raw")


def make_large(clone: Path, last: date) -> None:
    """Six years of thirty people in fifty thousand commits; you write some of yours under another address."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(clone)], check=True)
    importer = subprocess.Popen(["git", "-C", str(clone), "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert importer.stdin
    end_s = int(datetime.combine(last, datetime.min.time(), UTC).timestamp()) + 12 * 3600
    for n in range(COMMITS):
        person, at_s = n * 7 % PEOPLE, end_s - (COMMITS - n) * 6 * 365 * 86_400 // COMMITS
        address = demo.ME if person == 0 else f"p{person}@example.org"
        name = "Ana" if person == 0 else f"Person {person}"
        stamp = f"{name} <{OTHER_ADDRESS if person == 0 and n % 40 == 0 else address}> {at_s} +0100"
        message = (
            f"{('Add', 'Fix', 'Test', 'Speed up')[n % 4]} part {n % 97}\n\nReviewed-by: P <p{n % 9 + 1}@example.org>\n"
        )
        content = f"{n}\n"
        importer.stdin.write(
            f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\ndata {len(message)}\n{message}"
            f"M 100644 inline d{n * 7 % 40}/f{n % 60}\ndata {len(content)}\n{content}\n".encode()
        )
    importer.stdin.close()
    if importer.wait():
        sys.exit("fast-import failed")
    ask_git(clone, "repack", "-adq")


def forget_screens(home: Path) -> None:
    """Delete the kept answers."""
    shutil.rmtree(home / "cache" / "screens", ignore_errors=True)


def last_day() -> date:
    """The last day of a made-up team: yesterday, since a look before a commit of today is not kept."""
    return machine_clock().date() - timedelta(days=1)


def measure_monday() -> Took:
    """The look of a new day after a week of commits, with calendar, tickets and journal."""
    with example(Session(), last_day()) as made:
        (clone,), home = made.asked.paths, Path(os.environ["PODIUM_HOME"])
        tip = ask_git(clone, "rev-parse", "HEAD")
        newest = datetime.fromisoformat(ask_git(clone, "log", "-1", "--format=%cI"))
        older = ask_git(clone, "rev-list", "-1", f"--before={(newest - timedelta(days=7)).isoformat()}", "HEAD")
        ask_git(clone, "update-ref", "HEAD", older)
        subprocess.run([sys.executable, *PODIUM, "look", str(clone)], check=True, capture_output=True)
        ask_git(clone, "update-ref", "HEAD", tip)
        stored = home.with_name("stored")
        shutil.copytree(home, stored)

        def restore() -> None:
            shutil.rmtree(home)
            shutil.copytree(stored, home)

        return measure_start(*PODIUM, "look", str(clone), rounds=5, before=restore)


def ask_git(clone: Path, *words: str) -> str:
    """One answer of git about a clone."""
    return subprocess.run(["git", "-C", str(clone), *words], check=True, capture_output=True, text=True).stdout.strip()


def measure(folder: Path, clones: list[str], bare_s: float) -> list[Row]:
    """Every row, in a home of its own below a folder."""
    home = folder / "home"
    home.mkdir()
    say_addresses(home, os.environ.get("ME", demo.ME))
    os.environ["PODIUM_HOME"] = str(home)
    os.environ.pop("PODIUM_JOURNAL", None)
    if clones:
        return [Row("look, computed", measure_computed(home, *clones), MOST_COMPUTED_S)]
    small, large = str(demo.make(folder, last_day()).clone), folder / "large"
    make_large(large, last_day())
    return [
        Row("podium --help", measure_start(*PODIUM, "--help"), MOST_HELP * bare_s),
        Row("look, nothing changed", measure_start(*PODIUM, "look", small), min(MOST_KEPT * bare_s, MOST_KEPT_S)),
        Row("look, computed", measure_computed(home, small), MOST_COMPUTED_S),
        Row("look, 50,000 commits", measure_large(home, large, demo.ME, OTHER_ADDRESS), MOST_COMPUTED_S),
        Row("an address in doubt", measure_large(home, large, demo.ME), MOST_COMPUTED_S),
        Row("look, on Monday", measure_monday(), MOST_COMPUTED_S),
        measure_cold(large, folder / "store"),
    ]


def main(named: list[str]) -> int:
    """Measure, print, and say by the exit code whether all bounds hold."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(podium.__file__).parent, quiet=1)
    bare = measure_start("-c", "pass")
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), named, bare.work_s)
    print(f"{'':<24}{'wait':>10}{'work':>11}{'':>9}")
    print(f"{'bare interpreter':<24}{1000 * bare.wait_s:7.0f} ms {1000 * bare.work_s:7.0f} ms     1.0x")
    for row in rows:
        most = f"(most {1000 * row.most_s:.0f} ms, {row.most_s / bare.work_s:.1f}x)"
        took = (
            f"{1000 * row.took.wait_s:7.0f} ms {1000 * row.took.work_s:7.0f} ms {row.took.work_s / bare.work_s:7.1f}x"
        )
        print(f"{row.name:<24}{took}   {most} {row.words}".rstrip())
    return int(any(row.took.wait_s > row.most_s for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
