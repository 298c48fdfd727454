"""`podium serve` as a program of its own, and a page in the real Chromium that was let in."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import copies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

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
# How long a page, a program or a browser may take where one busy core has to do for all of them.
PATIENCE_S = 180
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
    process: subprocess.Popen[str] | BaseProcess
    address: str
    output: Connection | None = None

    @property
    def root(self) -> str:
        return self.address.partition("/enter")[0].partition("/passkey")[0]

    def kill(self) -> None:
        self.process.kill()
        self._wait()

    def close(self) -> None:
        self.process.terminate()
        self._wait()

    def _wait(self) -> None:
        if isinstance(self.process, subprocess.Popen):
            self.process.wait(PATIENCE_S)
        else:
            self.process.join(PATIENCE_S)


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


def launch(kind: BrowserType, *words: str) -> Browser:
    """Start the browser, which one busy core may take long for."""
    return kind.launch(executable_path=CHROMIUM, args=[*QUIET, *words], timeout=PATIENCE_S * 1000)


def new_context(browser: Browser, **settings: Any) -> BrowserContext:
    """A browser as somebody else has it, without cookies, that waits for a page as long as one busy core takes."""
    made = browser.new_context(**settings)
    made.set_default_timeout(PATIENCE_S * 1000)
    return made


def serve(home: Path, folder: Path, *words: str, **env: str) -> Served:
    """Begin `podium serve` with its home and the person's folder, in a process whose program was loaded before."""
    return _begin(home, folder, ("serve", *(words or ["--no-browser"])), env)


def serve_example(folder: Path) -> Served:
    """Begin `podium demo --serve`: the made-up team, with everything connected."""
    return _begin(folder / "podium", folder, ("demo", "--serve", "--no-browser"), {})


def _begin(home: Path, folder: Path, words: tuple[str, ...], env: dict[str, str]) -> Served:
    reading, writing = multiprocessing.Pipe(duplex=False)
    process = copies.begin(words, Path.cwd(), _environment(home, folder, env), Path(os.devnull), writing)
    writing.close()
    with open(reading.fileno(), encoding="utf-8", closefd=False) as lines:
        return Served(home, process, _address(lines), reading)


def serve_anew(home: Path, folder: Path, *words: str, **env: str) -> Served:
    """Start `podium serve` as a shell does, in an interpreter of its own."""
    command = [sys.executable, "-c", "from podium.cli.main import run; run()", "serve", *(words or ["--no-browser"])]
    said = {"stdout": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=_environment(home, folder, env), text=True, **said)
    assert process.stdout is not None
    return Served(home, process, _address(process.stdout))


def _environment(home: Path, folder: Path, env: dict[str, str]) -> dict[str, str]:
    own = {"PODIUM_HOME": str(home), "PYTHONUNBUFFERED": "1", "HOME": str(folder), "TZ": "UTC"}
    return os.environ | own | env


def _address(lines: Iterable[str]) -> str:
    """What it printed as the room's address; nothing where it ended without one."""
    return next((named[0] for line in lines if (named := re.search(r"https?://\S+", line))), "")


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
