"""`podium serve` as a program of its own, and a page in the real Chromium that was let in."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

# The first is the same engine without a browser's own windows and services: a page costs it a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
CHROMIUM = os.environ.get("PODIUM_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The one without windows says it could listen on this machine, and dies when it is asked to.
    *(["--disable-blink-features=OnDeviceWebSpeechAvailable"] if CHROMIUM and "headless-shell" in CHROMIUM else []),
)


@dataclass
class Served:
    """A room that is open, and the address its terminal printed."""

    home: Path
    process: subprocess.Popen[str]
    address: str

    @property
    def root(self) -> str:
        return self.address.partition("/enter")[0].partition("/passkey")[0]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(10)


@dataclass(frozen=True)
class Shared:
    """A room that stays open for many tests, each with a browser of its own that is let in by the same cookie."""

    served: Served
    journal: Path
    cookies: tuple[Any, ...]

    @property
    def root(self) -> str:
        return self.served.root

    def visit(self, context: BrowserContext, path: str = "") -> Page:
        """A new page of a browser that is let in, at a path of the room."""
        context.add_cookies(self.cookies)
        page = context.new_page()
        if path:
            page.goto(self.root + path)
        return page


def serve(home: Path, folder: Path, *words: str, **env: str) -> Served:
    """Start `podium serve` with its home and the person's folder."""
    told = os.environ | {"PODIUM_HOME": str(home), "PYTHONUNBUFFERED": "1", "HOME": str(folder), "TZ": "UTC"} | env
    command = [sys.executable, "-c", "from podium.cli.main import run; run()", "serve", *(words or ["--no-browser"])]
    process = subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    return Served(home, process, process.stdout.readline().partition(": ")[2].strip())


def serve_example(folder: Path) -> Served:
    """Start `podium demo --serve`: the made-up team, with everything connected."""
    env = os.environ | {
        "PODIUM_HOME": str(folder / "podium"),
        "PYTHONUNBUFFERED": "1",
        "HOME": str(folder),
        "TZ": "UTC",
    }
    command = [sys.executable, "-c", "from podium.cli.main import run; run()", "demo", "--serve", "--no-browser"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    return Served(folder / "podium", process, address)


def enter(context: BrowserContext, served: Served) -> Page:
    """A page that was let in and has arrived."""
    page = context.new_page()
    page.goto(served.address)
    page.wait_for_url(lambda url: "/enter" not in url)
    page.wait_for_load_state("load")
    return page


def settle(page: Page) -> None:
    """Wait until a reading is over."""
    page.locator("[data-reading]").wait_for(state="detached")
    page.wait_for_load_state("load")
