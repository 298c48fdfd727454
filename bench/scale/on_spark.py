"""Every SELECT over everybody on Spark in this machine, with the time, memory and bytes of its Java process."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from bench.scale import organisation


def everybody(folder: Path, questions: list[tuple[str, str]]) -> float:
    """Ask each SELECT of all acts, print what it cost, and give the sum of processor time; the first is asked twice."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("scale").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "8")
    session = builder.config("spark.driver.memory", "4g").getOrCreate()
    try:
        session.sparkContext.setLogLevel("OFF")
        _views(session, folder)
        pid = int(session._jvm.java.lang.ProcessHandle.current().pid())
        session.sql(f"select count(*) from ({questions[0][1]})").collect()
        total = slowest = 0.0
        for name, select in questions:
            used, read, wall = _cpu_s(pid), _read_by(pid), time.perf_counter()
            rows = session.sql(f"select count(*) from ({select})").collect()[0][0]
            cpu_s, wall_s = _cpu_s(pid) - used, time.perf_counter() - wall
            total, slowest = total + cpu_s, max(slowest, wall_s)
            print(
                f"      {name}: {rows:,} rows, {cpu_s:.2f} s of processor time ({wall_s:.2f} s), {(_read_by(pid) - read) / 1e6:.1f} MB read"
            )
        print(
            f"    everybody on Spark: {total:.1f} s of processor time; slowest {slowest:.2f} s,"
            f" most memory {_peak_mb(pid):.0f} MB",
            flush=True,
        )
        return total
    finally:
        session.stop()


def _views(session: Any, folder: Path) -> None:
    schemas = organisation.shapes()
    files = session.read.option("recursiveFileLookup", "true").parquet(str(folder))
    files.createOrReplaceTempView("files")
    for text in organisation.views(schemas, "files", "temporary view"):
        session.sql(text)


def _cpu_s(pid: int) -> float:
    """Processor time of a process so far; what stands before the last bracket is its name."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _read_by(pid: int) -> int:
    lines = Path(f"/proc/{pid}/io").read_text().split("\n")
    return int(lines[0].partition(":")[2])


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().split("\n")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
