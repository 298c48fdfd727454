"""How long `podium --help` takes against a bare interpreter; the house allows five times."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

MOST = 5.0
ROUNDS = 15


def median_s(*words: str) -> float:
    """The median of some starts, after one to warm the disk."""
    took = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - began)
    return statistics.median(took[1:])


if __name__ == "__main__":
    bare = median_s("-c", "pass")
    help_s = median_s("-c", "from podium.cli.main import run; run()", "--help")
    print(
        f"bare interpreter {1000 * bare:.0f} ms, podium --help {1000 * help_s:.0f} ms: {help_s / bare:.1f}x (most {MOST}x)"
    )
    sys.exit(help_s / bare > MOST)
