"""`python -m bench.scale FOLDER EVENTS...`: one manager's look, and every signal over everybody, with bytes read.

Writes what is missing into FOLDER. A look reads one manager's acts and asks every SELECT of every signal. `--everybody` asks
each SELECT of all acts as if they were one team's, which no manager can: it shows how time grows, not what anybody sees.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import time
from pathlib import Path

import duckdb
from bench.scale import organisation

from podium import signals
from podium.laws.of_signals import selects


def main() -> None:
    """Write the evidence, then measure in processes of their own."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder, sizes = Path(words[0]), [int(float(word)) for word in words[1:]] or [10**6]
    if "--one" in sys.argv:
        _one(folder / str(sizes[0]), None if "--everybody" in sys.argv else sizes[0] // organisation.PER_MANAGER // 2)
        return
    for size in sizes:
        if not (folder / str(size)).exists():
            started = time.process_time()
            (folder / str(size)).mkdir(parents=True)
            organisation.write(folder / str(size), size)
            print(f"{size:>12,} events written in {time.process_time() - started:.0f} s of processor time")
        held = sum(path.stat().st_size for path in (folder / str(size)).rglob("*.parquet"))
        print(f"{size:>12,} events, {held / 1e6:,.0f} MB, {held / size:.1f} bytes an event", flush=True)
        for more in ([], ["--everybody"]) if "--everybody" in sys.argv else ([],):
            subprocess.run([sys.executable, "-m", "bench.scale", str(folder), str(size), "--one", *more], check=True)


def _read_so_far() -> int:
    """Bytes this process asked the system for, from the disk or its cache."""
    lines = Path("/proc/self/io").read_text().split("\n")
    return int(lines[0].partition(":")[2])


def _one(folder: Path, manager: int | None) -> None:
    schemas = organisation.shapes()
    everything = [(signal.name, select) for signal in signals.every() for select in selects(signal)]
    with duckdb.connect() as db:
        before, wall, used = _read_so_far(), time.perf_counter(), time.process_time()
        organisation.views_of(db, folder, manager, schemas)
        slowest, rows = ("", 0.0), 0
        for name, select in everything:
            started = time.process_time()
            rows += len(db.execute(select).fetchall()) if manager is not None else _counted(db, select)
            slowest = max(slowest, (name, time.process_time() - started), key=lambda one: one[1])
        used, wall = time.process_time() - used, time.perf_counter() - wall
    megabytes, peak = (_read_so_far() - before) / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    who = "everybody as one team" if manager is None else f"manager {manager}"
    print(
        f"    {who}: {len(everything)} SELECTs, {rows:,} rows, {used:.2f} s of processor time ({wall:.2f} s), {megabytes:.1f} MB"
        f" read, peak {peak:.0f} MB; slowest {slowest[0]} {slowest[1]:.2f} s"
    )


def _counted(db: duckdb.DuckDBPyConnection, select: str) -> int:
    row = db.execute(f"select count(*) from ({select})").fetchone()
    return int(row[0]) if row else 0


def exponent(first: tuple[float, float], last: tuple[float, float]) -> float:
    """How time grows with size between two (size, seconds)."""
    return math.log(last[1] / first[1]) / math.log(last[0] / first[0])


if __name__ == "__main__":
    main()
