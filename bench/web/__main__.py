"""How fast the room answers, against `podium look --json` for the same facts, and how heavy its pages are.

Run: `python -m bench.web --me EMAIL PATH...`; add `--as-of DAY`. Ratios, because machines differ.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

ORIGIN = "http://127.0.0.1:8000"
PAGES = (
    "/",
    "/mirror",
    "/why/absence",
    "/practices",
    "/journal",
    "/people",
    "/readme",
    "/portfolio",
    "/sources",
    "/settings",
)
MOST_BYTES = 200_000
ROUNDS = 5


def main() -> int:
    """Print one line for each page; 1 when a budget is broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="+", type=Path)
    asked.add_argument("--me", required=True)
    asked.add_argument("--as-of", default="")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["PODIUM_HOME"] = place
        return _measure(said, Path(place))


def _measure(said: argparse.Namespace, place: Path) -> int:
    command = _command(said)
    subprocess.run(command, check=True, capture_output=True)  # reads the clones: what follows is warm
    look_s = min(_timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))
    kept = {
        "paths": [str(p.resolve()) for p in said.paths],
        "me": [said.me],
        "weeks": 4,
        "branches": False,
        "team": None,
    }
    (place / "room.json").write_text(json.dumps(kept))
    _journal(place)
    client, root = _client()
    query = f"?as_of={said.as_of}" if said.as_of else ""
    first_s = _timed(lambda: _ready(client, root + "/mirror" + query))
    print(f"podium look --json, warm     {look_s * 1000:8.0f} ms    1.00")
    print(f"/mirror, first since the start {first_s * 1000:6.0f} ms {first_s / look_s:7.2f}   (at most 3)")
    is_good = first_s <= 3 * look_s
    for page in PAGES:
        address = root + page + (query if page.startswith(("/mirror", "/why")) else "")
        client.get(address)
        took_s = statistics.median(_timed(lambda at=address: client.get(at)) for _ in range(ROUNDS))
        size = len(gzip.compress(client.get(address).content))
        is_good &= size <= MOST_BYTES and took_s <= 3 * look_s
        print(f"{page:<28} {took_s * 1000:8.1f} ms {took_s / look_s:7.3f}   {size:>7,} bytes compressed")
    took_s = statistics.median(_timed(lambda: _check(client, root)) for _ in range(ROUNDS))
    is_good &= took_s < 0.1
    print(f"check while typing           {took_s * 1000:8.1f} ms            (under 100)")
    return 0 if is_good else 1


def _command(said: argparse.Namespace) -> list[str]:
    look = ["look", *map(str, said.paths), "--me", said.me, "--json", *(["--as-of", said.as_of] if said.as_of else [])]
    return [sys.executable, "-c", "from podium.cli.main import run; run()", *look]


def _journal(place: Path) -> None:
    from datetime import date, timedelta

    from podium.journal import open_journal
    from podium.journal.find import pointer
    from podium.journal.make import make, point_to

    root = place / "leadership"
    make(root)
    point_to(pointer(), root)
    journal = open_journal(root)
    for n in range(60):
        day = date(2026, 1, 1) + timedelta(days=n)
        journal.create("win", f"{day}-{n}", {"date": day, "what": f"Finance closes month {n} in 2 days instead of 5"})


def _client() -> tuple[TestClient, str]:
    from podium.web.app import build
    from podium.web.guard import Keys

    keys = Keys()
    client = TestClient(build(keys, {"127.0.0.1:8000"}), base_url=ORIGIN, follow_redirects=True)
    client.get(f"{keys.root}/enter?token={keys.token}")
    return client, keys.root


def _ready(client: TestClient, address: str) -> None:
    while "data-reading" in client.get(address).text:
        time.sleep(0.02)


def _check(client: TestClient, root: str) -> None:
    csrf = client.get(root + "/settings").text.partition('name="csrf" value="')[2].partition('"')[0]
    said = {"file": "wins/x.md", "text": "+++\ndate = 2026-01-01\nwhat = 5\n+++\n"}
    client.post(root + "/api/journal/check", json=said, headers={"origin": ORIGIN, "x-podium-csrf": csrf})


def _timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
