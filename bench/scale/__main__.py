"""`python -m bench.scale FOLDER EVENTS...`: one manager's look, and every signal over everybody, with bytes read.

Writes what is missing into FOLDER. A look reads one manager's acts and asks every SELECT of every signal. `--everybody` asks
each SELECT of all acts as if they were one team's, which no manager can: it shows how time grows, not what anybody sees.
Each is asked in a process of its own, with at most 450 MB for DuckDB. `--spark` asks the same of Spark in this machine.
With several sizes the exponent of growth stands at the end.
"""

from __future__ import annotations

import math
import multiprocessing
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
from bench.scale import on_spark, organisation

from podium import signals
from podium.laws.of_signals import selects

MOST_MEMORY = "450MB"


class Cost(NamedTuple):
    """What one or several questions cost."""

    rows: int
    cpu_s: float
    wall_s: float
    megabytes_read: float
    peak_mb: float


def main() -> None:
    """Write the evidence, then measure in processes of their own."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder, sizes = Path(words[0]), [int(float(word)) for word in words[1:]] or [10**6]
    totals: dict[str, dict[int, float]] = {}
    for size in sizes:
        _written(folder / str(size), size)
        manager = size // organisation.PER_MANAGER // 2
        _print(
            f"one manager of {size // organisation.PER_MANAGER:,}, every SELECT",
            _apart(_look, folder / str(size), manager),
        )
        if "--everybody" in sys.argv:
            totals.setdefault("DuckDB", {})[size] = _everybody(folder / str(size))
        if "--spark" in sys.argv:
            totals.setdefault("Spark", {})[size] = on_spark.everybody(folder / str(size), _questions())
    for engine, seconds in totals.items():
        if len(seconds) > 1:
            (small, first), (large, last) = min(seconds.items()), max(seconds.items())
            exponent = math.log(last / first) / math.log(large / small)
            print(f"{engine}: from {small:,} to {large:,} events processor time grows with the exponent {exponent:.3f}")


def _written(folder: Path, size: int) -> None:
    if not folder.exists():
        draft = folder.with_name(f"{folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        _in_child(organisation.write, draft, size)
        draft.replace(folder)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{size:>12,} events written; {used.ru_utime + used.ru_stime:.0f} s of processor time so far")
    held = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    print(f"{size:>12,} events, {held / 1e6:,.0f} MB, {held / size:.1f} bytes an event", flush=True)


def _questions() -> list[tuple[str, str]]:
    return [(signal.name, select) for signal in signals.every() for select in selects(signal)]


def _everybody(folder: Path) -> float:
    """Each SELECT over all acts; the sum of processor time."""
    costs = [(name, _apart(_whole, folder, select)) for name, select in _questions()]
    for name, cost in sorted(costs, key=lambda one: -one[1].cpu_s):
        _print(f"  {name}", cost)
    slowest, widest = max(cost.wall_s for _, cost in costs), max(cost.peak_mb for _, cost in costs)
    total = sum(cost.cpu_s for _, cost in costs)
    print(
        f"    everybody as one team: {len(costs)} SELECTs, {total:.1f} s of processor time;"
        f" slowest {slowest:.2f} s of wall time, most memory {widest:.0f} MB",
        flush=True,
    )
    return total


def _print(what: str, cost: Cost) -> None:
    print(
        f"    {what}: {cost.rows:,} rows, {cost.cpu_s:.2f} s of processor time ({cost.wall_s:.2f} s),"
        f" {cost.megabytes_read:.1f} MB read, peak {cost.peak_mb:.0f} MB",
        flush=True,
    )


def _in_child(work: Callable[..., Any], *words: object) -> Any:
    """Do something in a process of its own; this one never wakes DuckDB, whose threads no fork takes along."""
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)
    child = fork.Process(target=lambda: there.send(work(*words)))
    child.start()
    there.close()
    answer = here.recv()
    child.join()
    return answer


def _apart(ask: Callable[..., int], folder: Path, what: object) -> Cost:
    """Ask in a process of its own, so that peak memory is the question's."""
    cost: Cost = _in_child(_measured, ask, folder, what, _shapes())
    return cost


@cache
def _shapes() -> dict[str, pa.Schema]:
    shapes: dict[str, pa.Schema] = _in_child(organisation.shapes)
    return shapes


def _measured(ask: Callable[..., int], folder: Path, what: object, shapes: dict[str, pa.Schema]) -> Cost:
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as db:
        db.execute(f"set memory_limit = '{MOST_MEMORY}'")
        db.execute(f"set temp_directory = '{spill}'")
        before, wall, used = _read_so_far(), time.perf_counter(), time.process_time()
        rows = ask(db, folder, what, shapes)
        used, wall = time.process_time() - used, time.perf_counter() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Cost(rows, used, wall, (_read_so_far() - before) / 1e6, peak)


def _look(db: duckdb.DuckDBPyConnection, folder: Path, manager: int, shapes: dict[str, pa.Schema]) -> int:
    organisation.views_of(db, folder, manager, shapes)
    return sum(len(db.execute(select).fetchall()) for _, select in _questions())


def _whole(db: duckdb.DuckDBPyConnection, folder: Path, select: str, shapes: dict[str, pa.Schema]) -> int:
    organisation.views_of(db, folder, None, shapes)
    row = db.execute(f"select count(*) from ({select})").fetchone()
    return int(row[0]) if row else 0


def _read_so_far() -> int:
    """Bytes this process asked the system for, from the disk or its cache."""
    lines = Path("/proc/self/io").read_text().split("\n")
    return int(lines[0].partition(":")[2])


if __name__ == "__main__":
    main()
