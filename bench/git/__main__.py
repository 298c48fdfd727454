"""How fast a clone is read into the store, as ratios to `git log --raw` in the same minute.

    python bench/git CLONE...              the table of ratios and peak memory
    python bench/git --peers CLONE...      also PyDriller and Perceval, on the newest commits
    python bench/git --growth FOLDER       make histories of 10,000 to 1,000,000 commits there and measure them

Each pair is run alternately, five times after one that is not counted; printed is the median of the five ratios.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SRC = Path(__file__).resolve().parents[2] / "src"
LOOK = f"""
import sys
sys.path.insert(0, {str(SRC)!r})
from pathlib import Path
from podium.evidence.commits.store import HistoryStore
from podium.mirror.read_clones import gather
(found,) = gather([Path(sys.argv[1])], HistoryStore(Path(sys.argv[2])))
print(found.change, found.read, found.manifest.commits)
"""
# Each peer reads the commits after a day of the same clone and prints how many, and seconds without cloning or imports.
PEERS = {
    "PyDriller": """
import sys, time, datetime
from pydriller import Repository
since = datetime.datetime.fromtimestamp(int(sys.argv[3]), datetime.UTC)
begun, count = time.perf_counter(), 0
for c in Repository(sys.argv[1], num_workers=1, since=since).traverse_commits():
    (c.hash, c.parents, c.author.name, c.author.email, c.author_date, c.committer.name, c.committer_date, c.msg,
     [m.new_path or m.old_path for m in c.modified_files])
    count += 1
print(count, time.perf_counter() - begun)
""",
    "Perceval": """
import sys, time, datetime
from perceval.backends.core.git import Git, GitRepository
GitRepository.clone('file://' + sys.argv[1], sys.argv[2])
since = datetime.datetime.fromtimestamp(int(sys.argv[3]), datetime.UTC)
begun, count = time.perf_counter(), 0
for c in Git('file://' + sys.argv[1], sys.argv[2]).fetch(from_date=since):
    c["data"]["files"]
    count += 1
print(count, time.perf_counter() - begun)
""",
}
COUNTED = 5


class Run(NamedTuple):
    """One run: seconds by the clock and of work, and peak megabytes of the process tree.

    Attributes:
        resident_mb: pages shared between processes counted once (PSS). anonymous_mb: without mapped files.
    """

    seconds: float
    work_s: float
    resident_mb: float
    anonymous_mb: float
    said: str


def measure(*command: str, is_watched: bool = True) -> Run:
    """Run a command to its end; watching its memory takes work of its own, so timed pairs are not watched."""
    peak = {"Pss": 0, "Pss_Anon": 0}
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=subprocess.PIPE if command[0] == sys.executable else subprocess.DEVNULL)
    over = threading.Event()
    watcher = threading.Thread(target=watch, args=(process.pid, peak, over))
    if is_watched:
        watcher.start()
    said = process.communicate()[0] or b""
    seconds = time.perf_counter() - begun
    over.set()
    if is_watched:
        watcher.join()
    if process.returncode:
        sys.exit(f"failed: {' '.join(command)[:200]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, work_s, peak["Pss"] / 1024, peak["Pss_Anon"] / 1024, said.decode().strip())


def watch(root: int, peak: dict[str, int], over: threading.Event) -> None:
    """Note the greatest sum of memory over a process and all below it."""
    while not over.wait(0.1):
        now = dict.fromkeys(peak, 0)
        for pid in descend(root):
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:
                continue
            for line in lines:
                name, _, value = line.partition(":")
                if name in now:
                    now[name] += int(value.split()[0])
        for name, value in now.items():
            peak[name] = max(peak[name], value)


def descend(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return
    for task in tasks:
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            yield from descend(int(child))


def compare(clone: Path, folder: Path) -> None:
    """Print the ratios for one clone."""
    reference = ("git", "-C", str(clone), "log", "--raw", *named_tips(clone))
    store = folder / "store"
    pairs: list[tuple[Run, Run, Run]] = []
    for turn in range(COUNTED + 1):
        shutil.rmtree(store, ignore_errors=True)
        first = turn == 0  # not counted: there the memory is watched
        log = measure(*reference, is_watched=first)
        pairs.append((log, look(clone, store, is_watched=first), look(clone, store, is_watched=first)))
    counted = pairs[1:]
    ratio = statistics.median(cold.seconds / log.seconds for log, cold, _ in counted)
    log_s = statistics.median(log.seconds for log, _, _ in counted)
    bare = statistics.median(again.seconds for _, _, again in counted)
    memory = pairs[0][1].resident_mb, pairs[0][1].anonymous_mb
    commits = counted[0][1].said.split()[-1]
    print(
        f"| {clone.parent.name if clone.name == 'repo' else clone.name} | {commits} | {log_s:.2f} s | **{ratio:.2f}** "
        f"| {min(c.seconds / r.seconds for r, c, _ in counted):.2f}-{max(c.seconds / r.seconds for r, c, _ in counted):.2f} "
        f"| {statistics.median(c.work_s / r.work_s for r, c, _ in counted):.2f} "
        f"| {bare:.2f} s | {memory[0]:.0f} MB ({memory[1]:.0f}) |",
        flush=True,
    )


def look(clone: Path, store: Path, *, is_watched: bool = True) -> Run:
    """One look in a process of its own."""
    return measure(sys.executable, "-c", LOOK, str(clone), str(store), is_watched=is_watched)


def named_tips(clone: Path) -> list[str]:
    """The commits podium reads of a clone."""
    sys.path.insert(0, str(SRC))
    from podium.sources.git import open_repository

    return sorted(set(open_repository(clone).tips.values()))


def compare_peers(clone: Path, folder: Path, newest: int) -> None:
    """Print how peers do for each commit of the newest ones, against podium for each commit of the whole history."""
    listed = subprocess.run(
        ["git", "-C", str(clone), "log", f"--skip={newest}", "-1", "--format=%ct"],
        capture_output=True,
        text=True,
        check=True,
    )
    since = listed.stdout.strip()
    shutil.rmtree(folder / "store", ignore_errors=True)
    whole = look(clone, folder / "store")
    ours = whole.seconds / int(whole.said.split()[-1])
    for name, script in PEERS.items():
        said = measure(sys.executable, "-c", script, str(clone), str(folder / f"{name}-copy"), since).said
        count, seconds = int(said.split()[0]), float(said.split()[1])
        print(
            f"| {name} | newest {count} commits | {1000 * seconds / count:.2f} ms a commit | podium {1000 * ours:.3f} ms,"
            f" whole history | {seconds / count / ours:.0f}x |",
            flush=True,
        )


def make_history(clone: Path, commits: int) -> None:
    """A history made by fast-import: many folders, a merge in ten, thirty people."""
    if clone.exists():
        return
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(clone)], check=True)
    importer = subprocess.Popen(["git", "-C", str(clone), "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert importer.stdin
    for record in write_history(0, commits):
        importer.stdin.write(record)
    importer.stdin.close()
    if importer.wait():
        sys.exit("fast-import failed")


def write_history(start: int, commits: int) -> Iterator[bytes]:
    """The commits as fast-import takes them."""
    for n in range(start, start + commits):
        person = b"Person %d <p%d@example.org>" % (n % 30, n % 30)
        message = (
            b"Change %d in part %d\n\nWhy it was needed, in a sentence or two.\n\nReviewed-by: P <p%d@example.org>\n"
            % (n, n % 97, n % 7)
        )
        lines = [b"commit refs/heads/main\nmark :%d\n" % (n + 1)]
        lines.append(
            b"author %s %d +0100\ncommitter %s %d +0100\n"
            % (person, 1000000000 + n * 300, person, 1000000000 + n * 300)
        )
        lines.append(b"data %d\n%s\n" % (len(message), message))
        if n == start > 0:
            lines.append(b"from refs/heads/main^0\n")
        elif n > start + 20:
            lines.append(b"from :%d\n" % n)
            if n % 10 == 0:
                lines.append(b"merge :%d\n" % (n - 9))
        for m in range(1 + n % 3):
            content = b"%d %d\n" % (n, m)
            lines.append(
                b"M 100644 inline d%d/e%d/f%d\ndata %d\n%s\n"
                % ((n * 7 + m) % 40, n % 11, (n + m) % 60, len(content), content)
            )
        yield b"".join([*lines, b"\n"])


def measure_growth(folder: Path, sizes: list[int]) -> None:
    """Print how time grows with the number of commits, and what a hundred new ones cost."""
    seen: list[tuple[int, float]] = []
    for commits in sizes:
        clone, store = folder / f"made-{commits}", folder / "store"
        make_history(clone, commits)
        shutil.rmtree(store, ignore_errors=True)
        log = measure("git", "-C", str(clone), "log", "--raw")
        cold = look(clone, store)
        bare = statistics.median(look(clone, store).seconds for _ in range(3))
        again = []
        for _ in range(3):
            add(clone, 100)
            again.append(look(clone, store).seconds)
        subprocess.run(["git", "-C", str(clone), "update-ref", "refs/heads/main", "refs/heads/main~300"], check=True)
        seen.append((commits, cold.seconds))
        print(
            f"| {commits} | {log.seconds:.2f} s | {cold.seconds:.2f} s | {cold.seconds / log.seconds:.2f} "
            f"| {bare:.2f} s | +{statistics.median(again) - bare:.2f} s | {cold.resident_mb:.0f} MB ({cold.anonymous_mb:.0f}) |",
            flush=True,
        )
    (small, first), (large, last) = seen[0], seen[-1]
    if small != large:
        print(f"exponent from {small} to {large} commits: {math.log(last / first) / math.log(large / small):.2f}")


def add(clone: Path, commits: int) -> None:
    """Some commits more."""
    start = int(
        subprocess.run(["git", "-C", str(clone), "rev-list", "--count", "HEAD"], capture_output=True, check=True).stdout
    )
    subprocess.run(
        ["git", "-C", str(clone), "fast-import", "--quiet", "--force"],
        input=b"".join(write_history(start, commits)),
        check=True,
    )


def run() -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="*", type=Path)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--newest", type=int, default=1000)
    parser.add_argument("--growth", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    asked = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, {subprocess.run(['git', '--version'], capture_output=True, text=True, check=True).stdout.strip()}"
    )
    with tempfile.TemporaryDirectory() as folder:
        if asked.clones:
            print(
                "| clone | commits | git log --raw | cold read / it | spread | work / it | nothing new | peak memory (anonymous) |\n"
                "|---|---|---|---|---|---|---|---|"
            )
        for clone in asked.clones:
            compare(clone, Path(folder))
        for clone in asked.clones if asked.peers else []:
            compare_peers(clone, Path(folder), asked.newest)
    if asked.growth:
        asked.growth.mkdir(parents=True, exist_ok=True)
        print(
            "| commits | git log --raw | cold read | ratio | nothing new | 100 new | peak memory (anonymous) |\n"
            "|---|---|---|---|---|---|---|"
        )
        measure_growth(asked.growth, asked.sizes)


if __name__ == "__main__":
    run()
