"""How long a start, a kept look and a computed look take against a bare interpreter, as ratios.

    python -m bench.start [CLONE...]

Without clones it measures made-up teams: one with nothing connected, and one with calendar, tickets and journal for
Monday's look: a new day and a week of commits since the last one. What is named is computed too. The house allows
`podium --help` five times a bare interpreter, a look where nothing changed twenty times and .4 s, and a look that
computes, Monday's too, one second. A cold read against `git log --raw` is measured by `python -m bench.git CLONE`.

Time is work (user and system, of git too): other programs of a busy machine lengthen the wait, and it far less. Podium's
own files are compiled first, as an installation from a wheel compiles them.
"""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import podium
from podium import demo
from podium.app.demo import example
from podium.app.session import Session, machine_clock

MOST_HELP, MOST_KEPT, MOST_KEPT_S, MOST_COMPUTED_S = 5.0, 20.0, 0.4, 1.0
ROUNDS = 15
PODIUM = ("-c", "from podium.cli.main import run; run()")


class Row(NamedTuple):
    """What was measured, seconds of work, and the most it may take."""

    name: str
    took_s: float
    most_s: float


def work_s(*words: str, rounds: int = ROUNDS, before: Callable[[], object] = lambda: None) -> float:
    """The median work of some starts, after one to warm the disk; `before` is done before each."""
    took = []
    for _ in range(rounds + 1):
        before()
        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime)
    return statistics.median(took[1:])


def computed_s(home: Path, *clones: str) -> float:
    """A look of which no answer is kept; the commits were read before."""
    return work_s(*PODIUM, "look", *clones, rounds=5, before=lambda: forget_screens(home))


def forget_screens(home: Path) -> None:
    """Delete the kept answers."""
    shutil.rmtree(home / "cache" / "screens", ignore_errors=True)


def last_day() -> date:
    """The last day of a made-up team: yesterday, since a look before a commit of today is not kept."""
    return machine_clock().date() - timedelta(days=1)


def monday_s() -> float:
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

        return work_s(*PODIUM, "look", str(clone), rounds=5, before=restore)


def ask_git(clone: Path, *words: str) -> str:
    """One answer of git about a clone."""
    return subprocess.run(["git", "-C", str(clone), *words], check=True, capture_output=True, text=True).stdout.strip()


def measure(folder: Path, clones: list[str], bare_s: float) -> list[Row]:
    """Every row, in a home of its own below a folder."""
    home = folder / "home"
    home.mkdir()
    (home / "me.toml").write_text(f'[me]\nemails = ["{os.environ.get("ME", demo.ME)}"]\n', encoding="utf-8")
    os.environ["PODIUM_HOME"] = str(home)
    os.environ.pop("PODIUM_JOURNAL", None)
    looked_at = clones or [str(demo.make(folder, last_day()).clone)]
    rows = [
        Row("podium --help", work_s(*PODIUM, "--help"), MOST_HELP * bare_s),
        Row("look, nothing changed", work_s(*PODIUM, "look", *looked_at), min(MOST_KEPT * bare_s, MOST_KEPT_S)),
        Row("look, computed", computed_s(home, *looked_at), MOST_COMPUTED_S),
    ]
    return rows if clones else [*rows, Row("look, on Monday", monday_s(), MOST_COMPUTED_S)]


def main(named: list[str]) -> int:
    """Measure, print, and say by the exit code whether all bounds hold."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(podium.__file__).parent, quiet=1)
    bare_s = work_s("-c", "pass")
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), named, bare_s)
    print(f"{'bare interpreter':<24}{1000 * bare_s:7.0f} ms     1.0x")
    for row in rows:
        most = f"(most {1000 * row.most_s:.0f} ms, {row.most_s / bare_s:.1f}x)"
        print(f"{row.name:<24}{1000 * row.took_s:7.0f} ms {row.took_s / bare_s:7.1f}x   {most}")
    return int(any(row.took_s > row.most_s for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
