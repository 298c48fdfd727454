"""What the gym's room weighs and costs: bytes gzipped, time to the first frame, script a frame, flat and in a headset.

Run: `python -m bench.room` (Chromium, software drawing, the emulated headset of the tests). 1 when a budget is broken.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "src" / "podium" / "web" / "static" / "room3d"
IWER = ROOT / "tests" / "web" / "iwer" / "iwer.min.js"
HEADSET = "new IWER.XRDevice(IWER.metaQuest3).installRuntime({ forceInstall: true });"
MOST_BYTES, MOST_FIRST_MS, MOST_SCRIPT_MS = 400_000, 1_500, 2.0
FRAMES = 60
PAGE = """<!doctype html><meta charset="utf-8"><canvas style="width: 960px; height: 540px; display: block"></canvas>
<script type="module">
import { open } from "./room.min.js";
const figure = new URLSearchParams(location.search).get("figure");
const stage = await open({ canvas: document.querySelector("canvas"), figure: `./${figure}.person`, settings: {} });
const offers = [1, 2, 3, 4].map((pick) => ({ pick, text: "How has this last quarter looked from where you sit?" }));
const words = "You wanted to see me?";
stage.show({ title: "Ines", words, spoken: words, mood: { trust: 4, guard: 5 }, turn: 0, offers, coach: {}, leave: "Leave" });
</script>"""


class Server(http.server.SimpleHTTPRequestHandler):
    """The folder of the room, and one page that opens it."""

    def do_GET(self) -> None:
        """The page at /, files below it."""
        if not self.path.startswith("/?"):
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def facts(page: Page) -> dict[str, Any]:
    """What the room counted once it drew enough frames."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        found = page.evaluate("document.querySelector('canvas').stage?.facts")
        if found and found["frames"] > FRAMES:
            return dict(found)
        time.sleep(0.1)
    raise SystemExit("the room drew too few frames in five minutes")


def main() -> int:
    """Print each figure beside its budget."""
    script = len(gzip.compress((ROOM / "room.min.js").read_bytes(), 9))
    people = {path.stem: path.stat().st_size for path in sorted(ROOM.glob("*.person"))}
    rows = [(f"bytes gzipped, script and {name}", script + size, MOST_BYTES) for name, size in people.items()]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Server, directory=str(ROOM)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.path.insert(0, str(ROOT / "tests"))
    from web import chromium

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium.CHROMIUM, args=list(chromium.QUIET))
        page = browser.new_page(viewport={"width": 960, "height": 540})
        page.add_init_script(IWER.read_text() + HEADSET)
        for name in people:
            page.goto(f"http://127.0.0.1:{server.server_port}/?figure={name}")
            flat = facts(page)
            rows.append((f"{name}: ms to the first frame", flat["first_ms"], MOST_FIRST_MS))
            rows.append((f"{name}: ms of script a frame, median", statistics.median(flat["script_ms"]), MOST_SCRIPT_MS))
        page.evaluate("document.querySelector('canvas').stage.enterVR()")
        page.evaluate("document.querySelector('canvas').stage.facts.frames = 0")
        rows.append(
            ("headset: ms of script a frame, median", statistics.median(facts(page)["script_ms"]), MOST_SCRIPT_MS)
        )
        browser.close()
    server.shutdown()
    for words, value, most in rows:
        print(f"{words:<40} {value:>12,.2f}  at most {most:>9,}  {'ok' if value <= most else 'BROKEN'}")
    return int(any(value > most for _, value, most in rows))


if __name__ == "__main__":
    sys.exit(main())
