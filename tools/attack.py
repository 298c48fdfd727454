"""Attack podium for at most twenty minutes and print what was tried, what held and what fell: `make attack`.

Long forms of what the tests try briefly: people's counts over thirty made teams, five hundred kills, and the hostile
files, servers, databases, passkeys and requests of the tests with the examples of a night. 1 when anything fell.
"""

from __future__ import annotations

import argparse
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
MOST_S = 20 * 60
# Of that the two long ones get so much at most; the suites share the rest.
COUNTS_S, KILLS_S = 13 * 60, 5 * 60
_ENDED = re.compile(r"^\S*::(.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL)", re.MULTILINE)
SUITES = {
    "requests against the OpenAPI": ["tests/web/test_api.py"],
    "requests from outside": ["tests/web/test_guard.py", "tests/web/test_hostile_web.py"],
    "passkeys": ["tests/web/test_passkey_attacks.py", "tests/web/test_passkey.py"],
    "serve under strace": ["tests/web/test_strace.py"],
    "parquet with changed bytes": ["tests/sources/test_mutated_parquet.py"],
    "files over their budget": ["tests/sources/test_budgets.py"],
    "answers of servers": ["tests/sources/test_fuzz.py", "tests/sources/test_faults.py"],
    "lists without an end": ["tests/sources/test_endless.py"],
    "rows of a database": ["tests/sources/test_devlake.py"],
    "devices inside .git": ["tests/sources/test_git_devices.py"],
    "somebody else's mirror": ["tests/app/test_asker.py", "tests/test_red_team.py"],
    "the door": ["tests/test_door.py", "tests/test_privacy.py"],
    "connections that wait": ["tests/web/test_waiting.py", "tests/sources/test_wire.py"],
}


@dataclass(frozen=True)
class Row:
    """One attack: how often it was tried, what held, what fell, and what is to be said about it."""

    name: str
    attempts: int
    fell: int
    says: tuple[str, ...] = ()
    left_out: int = 0

    def words(self) -> str:
        """A row of the table."""
        beside = f"  ({self.left_out} left out here)" if self.left_out else ""
        return f"{self.name:<32} {self.attempts:>9,} {self.attempts - self.fell:>9,} {self.fell:>6,}{beside}"


def main() -> int:
    """Run every attack and print the table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--teams", type=int, default=30)
    words.add_argument("--sequences", type=int, default=500)
    words.add_argument("--kills", type=int, default=500)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    words.add_argument("--only", default="", help="a word of the attacks to run")
    asked = words.parse_args()
    sys.path.insert(0, str(TESTS))
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="attack"))
    try:
        jobs: list[Callable[[], Row]] = [lambda: counts(folder, asked), lambda: kills(folder, asked.kills)]
        named = ["counts of one person", "kill -9"]
        for name, files in SUITES.items():
            jobs.append(partial(suite, name, files, began))
            named.append(name)
        chosen = [job for name, job in zip(named, jobs, strict=True) if asked.only in name]
        with ThreadPoolExecutor(max(1, asked.jobs)) as pool:
            rows = list(pool.map(lambda job: job(), chosen))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'attack':<32} {'attempts':>9} {'held':>9} {'fell':>6}")
    for row in rows:
        print(row.words())
        for line in row.says:
            print(f"    {line}")
    print(f"{(time.monotonic() - began) / 60:.1f} minutes")
    return 1 if any(row.fell for row in rows) else 0


def counts(folder: Path, asked: argparse.Namespace) -> Row:
    """The attacker over made teams, in processes of their own; each way is judged over all teams together."""
    script = (
        "import pickle, sys\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[1])\nfrom attacker import Attack\n"
        "attack = Attack(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))\n"
        f"attack.run({COUNTS_S})\n"
        "Path(sys.argv[2], 'tries.pickle').write_bytes(pickle.dumps(attack.tries))\n"
    )
    parts = max(1, asked.jobs)
    running = []
    for part in range(parts):
        place = folder / f"counts{part}"
        place.mkdir()
        teams, sequences = -(-asked.teams // parts), -(-asked.sequences // parts)
        words = [str(TESTS), str(place), str(teams), str(sequences), str(asked.seed * 100 + part)]
        running.append((place, subprocess.Popen([sys.executable, "-c", script, *words], cwd=ROOT)))
    tries = []
    for place, process in running:
        if process.wait() != 0:
            return Row("counts of one person", 0, 1, ("the attacker itself broke off; see above",))
        tries += pickle.loads((place / "tries.pickle").read_bytes())
    from attacker import SURE, WAYS, judge

    verdicts = judge(tries, SURE / len(WAYS))
    fell = [verdict for verdict in verdicts if verdict.has_fallen]
    fit = () if len(tries) >= asked.sequences else (f"{len(tries)} of {asked.sequences} sequences fit into the time",)
    says = (*fit, *(verdict.words() for verdict in verdicts))
    return Row("counts of one person", len(tries), sum(v.hits for v in fell), says)


def kills(folder: Path, count: int) -> Row:
    """Writers ended by SIGKILL once their first file exists."""
    from test_killed import kills as run

    ended: list[tuple[bool, int, str]] = []
    began = time.monotonic()
    for first in range(0, count, 25):
        if time.monotonic() - began > KILLS_S:
            break
        ended += run(folder / f"kills{first}", first, min(first + 25, count))
    wrong = [words for _, _, words in ended if words]
    met = sum(was_alive for was_alive, _, _ in ended)
    return Row("kill -9", len(ended), len(wrong), (f"{met} of them met a writer that had a file", *wrong[:5]))


def suite(name: str, files: list[str], began: float) -> Row:
    """Tests that attack, with the examples of a night as far as the time goes; what was cut off is no attempt."""
    left_s = MOST_S - (time.monotonic() - began)
    if left_s < 20:
        return Row(name, 0, 0, ("no time was left for it",))
    command = [sys.executable, "-m", "pytest", "-vv", "--tb=no", "-p", "no:cacheprovider", *files]
    environment = os.environ | {"HYPOTHESIS_PROFILE": "night"}
    says: tuple[str, ...] = ()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = process.communicate(timeout=left_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the servers and browsers of its tests too
        told, _ = process.communicate()
        says = ("cut off at twenty minutes",)
    ended = _ENDED.findall(told)
    fell = [test for test, state in ended if state in {"FAILED", "ERROR"}]
    if not ended and not says:
        fell, says = [name], ("its tests did not run",)
    skipped = sum(state == "SKIPPED" for _, state in ended)
    return Row(name, max(len(ended) - skipped, len(fell)), len(fell), (*says, *fell), skipped)


if __name__ == "__main__":
    sys.exit(main())
