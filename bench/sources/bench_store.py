"""100,000 nested review items into the event store: items a second, memory, and the cost of doing it again.

    python bench/sources/bench_store.py [--items N] [--dlt PYTHON]

Items are shaped like GitHub's GraphQL answers, read from a file through the GitHub reader and the store, as a sync
does, without network and HTTP client: dlt reads the same file without one. `--dlt` names the Python of another
environment that has `dlt[duckdb,parquet]`: the same file then goes through dlt in the same run, on its best path that
unfolds what is nested (Parquet loader, merge on the item's id), and on its Arrow path, which leaves every item as one
nested row and so does less than podium's. Imports are before both clocks.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGE = 50
DLT = """
import json, sys, time, os
os.environ.update({"RUNTIME__DLTHUB_TELEMETRY": "false", "NORMALIZE__WORKERS": "1", "LOAD__WORKERS": "1",
  "RUNTIME__LOG_LEVEL": "ERROR"})
import dlt
path, folder, how = sys.argv[1:]
is_arrow = how == "arrow"
@dlt.resource(primary_key="id", write_disposition="merge")
def changes():
    for line in open(path, "rb"):
        nodes = json.loads(line)["data"]["repository"]["found"]["nodes"]
        yield pyarrow.Table.from_pylist(nodes, schema) if is_arrow else nodes
schema = None
if is_arrow:
    import pyarrow
    some = [node for line in list(open(path, "rb"))[:20] for node in json.loads(line)["data"]["repository"]["found"]["nodes"]]
    found = pyarrow.Table.from_pylist(some).schema
    # Columns and fields that are never filled have no type a database knows.
    schema = pyarrow.schema([f for f in found if f.name not in {"milestone", "timelineItems", "reviews"}] + [pyarrow.field(
        "reviews", pyarrow.struct([("nodes", pyarrow.list_(pyarrow.struct([
            ("id", pyarrow.string()), ("state", pyarrow.string()), ("submittedAt", pyarrow.string()),
            ("author", found.field("author").type), ("comments", pyarrow.struct([("totalCount", pyarrow.int64())])),
        ])))]))])
started = time.perf_counter(), time.process_time()
kept = dlt.destinations.duckdb(folder + "/" + how + ".duckdb")
pipe = dlt.pipeline("bench", destination=kept, dataset_name="d", pipelines_dir=folder + how)
pipe.run(changes(), loader_file_format="parquet")
print(time.perf_counter() - started[0], time.process_time() - started[1])
"""


def write(path: Path, items: int) -> None:
    """Answers of 50 changes a line, newest first."""
    from datetime import UTC, datetime, timedelta

    now = datetime(2026, 9, 21, tzinfo=UTC)
    with path.open("w", encoding="utf-8") as out:
        for start in range(0, items, PAGE):
            nodes = [change(n, now - timedelta(minutes=5 * n)) for n in range(start, min(start + PAGE, items))]
            info = {"hasNextPage": start + PAGE < items, "endCursor": str(start + PAGE)}
            found = {"totalCount": items, "pageInfo": info, "nodes": nodes}
            out.write(json.dumps({"data": {"repository": {"found": found}}}) + "\n")


def change(number: int, opened: object) -> dict[str, object]:
    """A change with one or two reviews."""
    from datetime import datetime, timedelta

    assert isinstance(opened, datetime)
    who = {"__typename": "User", "login": f"u{number % 300}", "databaseId": number % 300}
    by = {"__typename": "User", "login": f"u{(number + 7) % 300}", "databaseId": (number + 7) % 300}

    def at(minutes: int) -> str:
        return f"{opened + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"

    reviews = [
        {
            "id": f"R_{number}_{k}",
            "state": "APPROVED",
            "submittedAt": at(k + 3),
            "author": by,
            "comments": {"totalCount": k},
        }
        for k in range(1 + number % 2)
    ]
    return {
        "id": f"PR_{number}",
        "number": number,
        "createdAt": at(0),
        "updatedAt": at(9),
        "mergedAt": at(8),
        "additions": 10,
        "deletions": 3,
        "author": who,
        "mergedBy": by,
        "labels": {"nodes": [{"name": "bug"}]},
        "milestone": None,
        "reviews": {"pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": reviews},
        "timelineItems": {"pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": []},
    }


def measure(path: Path, home: Path) -> None:
    """One sync of the file; prints seconds, acts, requests and peak memory as JSON."""
    import duckdb

    from podium import sources
    from podium.connections import sync
    from podium.evidence.events import writer
    from podium.evidence.people.me_file import MeFile
    from podium.sources.http.client import HttpClient, Origin, Reply

    os.environ |= {"PODIUM_HOME": str(home), "PODIUM_SECRET_GITHUB": "token", "PODIUM_KEYRING": "off"}
    assert duckdb
    assert writer
    sources.load("github")
    lines = path.open("rb", buffering=1 << 20)
    empty = b'{"data":{"repository":{"found":{"nodes":[],"pageInfo":{}}}}}'

    class FileLine(Origin):
        """A line whose answers stand in a file."""

        def ask(self, method: str, where: str, *, body: bytes | None = None, **_told: object) -> Reply:
            """The next line for a question about changes; nothing for all others."""
            return Reply(200, {}, next(lines, empty) if b"pullRequests(" in (body or b"") else empty, where)

    class FileWire(HttpClient):
        """Opens such lines."""

        def line(self, origin: str, **_told: object) -> Origin:
            """To whatever origin."""
            return FileLine(self, origin, {})

    wire = FileWire(clock=lambda: 1_789_948_800.0)
    asked = sync.Connection("github", "github", {"repos": "acme/pay", "since": "2020-01-01"})
    started, worked = time.perf_counter(), time.process_time()
    report = sync.run(asked, MeFile(), wire, None)
    seconds, cpu_s = time.perf_counter() - started, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"s": seconds, "cpu": cpu_s, "acts": report.events, "fresh": report.fresh, "mb": peak}))


def run(*words: str) -> str:
    """A child's last line."""
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]


def main() -> None:
    """Print the figures."""
    asks = argparse.ArgumentParser()
    asks.add_argument("--items", type=int, default=100_000)
    asks.add_argument("--dlt", default="")
    asks.add_argument("--measure", nargs=2, default=None)
    asked = asks.parse_args()
    if asked.measure:
        measure(*map(Path, asked.measure))
        return
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "items.jsonl"
        write(path, asked.items)
        words = (sys.executable, __file__, "--measure", str(path), str(folder / "home"))
        first, again = json.loads(run(*words)), json.loads(run(*words))
        rate = asked.items / first["s"]
        print(f"items {asked.items:,}, acts {first['acts']:,}, file {path.stat().st_size >> 20} MB")
        wall, cpu = first["s"], first["cpu"]
        print(f"first sync   {wall:.1f} s, {cpu:.1f} CPU-s, {rate:,.0f} items/s, peak {first['mb']:.0f} MB")
        share = again["cpu"] / cpu
        print(
            f"second sync  {again['s']:.1f} s, {again['cpu']:.1f} CPU-s = {share:.3f} of the first, {again['fresh']} new"
        )
        if asked.dlt:
            for how in ("nested", "arrow"):
                their_wall, their_cpu = map(float, run(asked.dlt, "-c", DLT, str(path), str(folder), how).split())
                print(
                    f"dlt, {how:6}  {their_wall:.1f} s, {their_cpu:.1f} CPU-s, {asked.items / their_wall:,.0f} items/s"
                )
                print(f"podium takes {their_wall / wall:.1f} times less time, {their_cpu / cpu:.1f} times less CPU")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
