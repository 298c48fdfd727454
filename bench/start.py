"""How long a start, a kept look and a computed look take against a bare interpreter, as ratios.

    python -m bench.start [CLONE...]

Without clones it measures a made-up history. The house allows `podium --help` five times a bare interpreter, a look where
nothing changed twenty times and .4 s, and a warm look that computes, as on a new day, one second.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from podium import demo
from podium.app.session import machine_clock

MOST_HELP, MOST_KEPT, MOST_KEPT_S, MOST_COMPUTED_S = 5.0, 20.0, 0.4, 1.0
ROUNDS = 15
PODIUM = ("-c", "from podium.cli.main import run; run()")


def median_s(*words: str, rounds: int = ROUNDS, forget: Path | None = None) -> float:
    """The median of some starts, after one to warm the disk; `forget` is removed before each."""
    took = []
    for _ in range(rounds + 1):
        if forget is not None:
            shutil.rmtree(forget, ignore_errors=True)
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took.append(time.perf_counter() - began)
    return statistics.median(took[1:])


def main(named: list[str]) -> int:
    """Measure, print, and say by the exit code whether all bounds hold."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        (home / "me.toml").write_text(f'[me]\nemails = ["{os.environ.get("ME", demo.ME)}"]\n', encoding="utf-8")
        os.environ["PODIUM_HOME"] = str(home)
        os.environ.pop("PODIUM_JOURNAL", None)
        clones = named or [str(demo.make(Path(folder), machine_clock().date()).clone)]
        bare = median_s("-c", "pass")
        rows = [
            ("podium --help", median_s(*PODIUM, "--help"), MOST_HELP * bare),
            ("look, nothing changed", median_s(*PODIUM, "look", *clones), min(MOST_KEPT * bare, MOST_KEPT_S)),
            (
                "look, computed",
                median_s(*PODIUM, "look", *clones, rounds=5, forget=home / "cache" / "screens"),
                MOST_COMPUTED_S,
            ),
        ]
    print(f"{'bare interpreter':<24}{1000 * bare:7.0f} ms     1.0x")
    for name, took, most in rows:
        print(f"{name:<24}{1000 * took:7.0f} ms {took / bare:7.1f}x   (most {1000 * most:.0f} ms, {most / bare:.1f}x)")
    return int(any(took > most for _, took, most in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
