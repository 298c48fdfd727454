"""How fast the room answers, against `podium look --json` for the same facts, and how heavy its pages are.

Run: `python -m bench.web` (the made team of the tests and the example journal), or
`python -m bench.web --me EMAIL PATH...` with `--as-of DAY` (clones of yours). Ratios, because machines differ.
Where Chromium is installed, also what a person feels: from a key or click to the paint that answers it, and how far
a page moves while it comes up. 1 when a budget is broken.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

ROOT = Path(__file__).parents[2]
ORIGIN = "http://127.0.0.1:8000"
WIN = "wins/2026-11-06-month-end.md"
PAGES = (
    "/",
    "/mirror",
    "/why/absence",
    "/practices",
    "/practices/no-code-zone",
    "/journal",
    "/journal/win/new",
    f"/edit/{WIN}",
    "/people",
    "/readme",
    "/portfolio",
    "/sources",
    "/settings",
    "/start",
)
MOST_RATIO, MOST_BYTES, MOST_S, MOST_SHIFT, ROUNDS = 3.0, 200_000, 0.1, 0.01, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure with."""

    paths: Sequence[Path]
    me: str
    as_of: str

    @property
    def query(self) -> str:
        """The stretch of time as the pages take it."""
        return f"?as_of={self.as_of}" if self.as_of else ""


def main() -> int:
    """Print one line for each measurement; 1 when a budget is broken."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("paths", nargs="*", type=Path)
    words.add_argument("--me", default="")
    words.add_argument("--as-of", default="")
    said = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "podium"
        home.mkdir()
        os.environ["PODIUM_HOME"] = str(home)
        paths = [p.resolve() for p in said.paths] or [_team(Path(place) / "team")]
        asked = Asked(paths, said.me or "ana@example.org", said.as_of)
        look_s = _look(asked)
        _furnish(asked, home, Path(place) / "leadership")
        is_good = _pages(asked, look_s)
        return 0 if _browser(Path(place), home) and is_good else 1


def _team(folder: Path) -> Path:
    """Two years of the made team of the tests, up to today."""
    sys.path.insert(0, str(ROOT / "tests"))
    from team_clone import write
    from web.full_room import changes

    return write(folder, changes(datetime.now(UTC).date()))


def _look(asked: Asked) -> float:
    """Seconds of `podium look --json` once the clones were read."""
    more = ["--as-of", asked.as_of] if asked.as_of else []
    look = ["look", *map(str, asked.paths), "--me", asked.me, "--json", *more]
    command = [sys.executable, "-c", "from podium.cli.main import run; run()", *look]
    subprocess.run(command, check=True, capture_output=True)
    look_s = min(_timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))
    if hasattr(os, "getloadavg"):
        print(
            f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: milliseconds mean little above one each, ratios a little"
        )
    print(f"podium look --json, warm       {look_s * 1000:8.0f} ms    1.00")
    return look_s


def _furnish(asked: Asked, home: Path, journal: Path) -> None:
    """Choose the clones, and put the example journal beside them."""
    from podium.journal.find import pointer
    from podium.journal.make import point_to

    kept = {"paths": [str(p) for p in asked.paths], "me": [asked.me], "weeks": 4, "branches": False, "team": None}
    (home / "last-look.json").write_text(json.dumps(kept))
    shutil.copytree(ROOT / "docs" / "example-journal", journal)
    point_to(pointer(), journal)


def _pages(asked: Asked, look_s: float) -> bool:
    client, root = _client()
    first_s = _timed(lambda: _ready(client, root + "/mirror" + asked.query))
    is_good = first_s <= MOST_RATIO * look_s
    print(f"/mirror, first since the start {first_s * 1000:8.0f} ms {first_s / look_s:7.2f}   (at most {MOST_RATIO:g})")
    for page in PAGES:
        address = root + page + (asked.query if page.startswith(("/mirror", "/why")) else "")
        client.get(address)
        took_s = statistics.median(_timed(lambda at=address: client.get(at)) for _ in range(ROUNDS))
        size = len(gzip.compress(client.get(address).content))
        is_good &= size <= MOST_BYTES and took_s <= MOST_RATIO * look_s
        print(f"{page:<40} {took_s * 1000:7.1f} ms {took_s / look_s:7.3f}   {size:>7,} bytes compressed")
    # The gym's room in three dimensions lies in a folder of its own and is loaded by its page alone.
    files = (path for path in (ROOT / "src/podium/web/static").iterdir() if path.is_file())
    own = sum(len(gzip.compress(path.read_bytes())) for path in files)
    is_good &= own <= MOST_BYTES
    print(f"style, scripts and mark of all pages                        {own:>7,} bytes compressed, once a page")
    return is_good


def _client() -> tuple[TestClient, str]:
    from podium.web.app import build
    from podium.web.security import Keys

    keys = Keys()
    client = TestClient(build(keys, {"127.0.0.1:8000"}), base_url=ORIGIN, follow_redirects=True)
    client.get(f"{keys.root}/enter?token={keys.token}")
    return client, keys.root


def _ready(client: TestClient, address: str) -> None:
    while "data-reading" in client.get(address).text:
        time.sleep(0.02)


def _browser(place: Path, home: Path) -> bool:
    """What a person feels; left out without Chromium."""
    sys.path.insert(0, str(ROOT / "tests"))
    from web import chromium

    if chromium.CHROMIUM is None:
        print("no Chromium here: interactions and layout shift are not measured")
        return True
    from bench.web.felt import felt
    from playwright.sync_api import sync_playwright

    served = chromium.serve(home, place)
    try:
        with sync_playwright() as play:
            made = play.chromium.launch(executable_path=chromium.CHROMIUM, args=list(chromium.QUIET))
            found = felt(chromium.enter(made.new_context(), served), served.root, PAGES, f"/edit/{WIN}", ROUNDS)
            made.close()
    finally:
        served.close()
    for what, took_s in found.acts.items():
        print(f"{what:<40} {took_s * 1000:7.1f} ms           (under {MOST_S * 1000:g})")
    print(f"most a page moves while it comes up      {found.shift:7.4f}              (under {MOST_SHIFT:g})")
    return found.shift < MOST_SHIFT and max(found.acts.values()) < MOST_S


def _timed(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
