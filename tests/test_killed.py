"""kill -9 at any moment after the first file exists: what was acknowledged is there, nothing is half, the next run goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent
# A process of its own, so that it forks before any thread of a library began.
RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from killed import kill_once, make_clone
folder = Path(sys.argv[2])
clone = make_clone(folder / "web")
kills = [kill_once(folder / "run", clone, seed) for seed in range(int(sys.argv[3]), int(sys.argv[4]))]
for kill in kills:
    print(int(kill.was_alive), kill.acknowledged, kill.wrong.replace(chr(10), "; "), sep="\\t")
"""


def kills(folder: Path, first: int, last: int) -> list[tuple[bool, int, str]]:
    """Runs `first` to `last`: whether the kill met a writer that had a file, what it had acknowledged, what was wrong."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(TESTS), str(folder), str(first), str(last)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [line.split("\t") for line in done.stdout.split("\n") if line]
    return [(alive == "1", int(acknowledged), wrong) for alive, acknowledged, wrong in rows]


def test_nothing_acknowledged_is_lost_and_nothing_is_half(tmp_path: Path) -> None:
    ended = kills(tmp_path, 0, 15)
    assert [wrong for _, _, wrong in ended if wrong] == []
    assert sum(was_alive for was_alive, _, _ in ended) >= 12
    assert len({acknowledged for _, acknowledged, _ in ended}) > 3, "the kills fall at different moments"
