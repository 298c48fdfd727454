"""The room in a real Chromium: the first visit, every page, two tabs, an outside edit, offline, a killed server."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from podium import web
from podium.journal.find import pointer
from podium.journal.make import make, point_to
from web import demo

pytestmark = [pytest.mark.browser, pytest.mark.server]
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402 - after the check

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("PODIUM_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
PICTURES = os.environ.get("PODIUM_PICTURES")
MENU = [page.path for page in web.every() if page.title]
WIN = "wins/2026-02-20-ledger.md"
INNER = (
    "/why/absence", "/why/own-writing", "/journal/win/new", f"/edit/{WIN}", "/start", "/practices/no-code-zone",
    "/sources/github",
)  # fmt: skip


@dataclass
class Served:
    """`podium serve` as a program of its own."""

    home: Path
    process: subprocess.Popen[str]
    address: str

    @property
    def root(self) -> str:
        return self.address.partition("/enter")[0]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here; install Debian's package `chromium` or set PODIUM_CHROMIUM")
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield made
        made.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(home: Path | None = None) -> Served:
        place = home or tmp_path / "podium"
        env = os.environ | {"PODIUM_HOME": str(place), "PYTHONUNBUFFERED": "1", "HOME": str(tmp_path), "TZ": "UTC"}
        command = [sys.executable, "-c", "from podium.cli.main import run; run()", "serve", "--no-browser"]
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        assert process.stdout is not None
        running.append(Served(place, process, process.stdout.readline().partition(": ")[2].strip()))
        return running[-1]

    yield start
    for one in running:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(10)


@pytest.fixture
def furnished(tmp_path: Path, team: Path, read_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the demo repository chosen and read, and a journal."""
    place = tmp_path / "podium"
    shutil.copytree(read_once, place)
    said = {"paths": [str(team)], "me": [demo.ME], "weeks": 4, "branches": False, "team": None}
    (place / "room.json").write_text(json.dumps(said))
    monkeypatch.setenv("PODIUM_HOME", str(place))
    root = tmp_path / "leadership"
    make(root)
    point_to(pointer(), root)
    demo.write_journal(root)
    return place


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce")
    made.set_default_timeout(30_000)
    yield made
    made.close()


def enter(context: BrowserContext, served: Served) -> Page:
    page = context.new_page()
    page.goto(served.address)
    return page


def settle(page: Page) -> None:
    """Wait until a reading is over."""
    page.locator("[data-reading]").wait_for(state="detached")
    page.wait_for_load_state("load")


def test_from_nothing_to_a_finding(
    browser: Browser, context: BrowserContext, serve: Callable[..., Served], team: Path, tmp_path: Path
) -> None:
    shutil.copytree(team, tmp_path / "src" / "web")
    page = enter(context, serve())
    assert page.url.endswith("/start")
    page.get_by_role("button", name="src/").click()
    page.get_by_role("checkbox", name="web").check()
    assert page.get_by_label("The addresses you commit with").input_value() in {"", demo.ME}
    page.get_by_label("The addresses you commit with").fill(demo.ME)
    began = time.monotonic()
    page.get_by_role("button", name="Show me").last.click()
    page.wait_for_selector("article.trap")
    assert time.monotonic() - began < 60
    assert page.locator("article.trap").count() == 5
    page.locator("a.receipts, .others a").first.click()
    page.wait_for_selector("table.events, .receipt")
    page.go_back()
    page.wait_for_selector("article.trap")


def test_every_page_is_for_everybody_and_asks_nobody_else(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path
) -> None:
    from axe_core_python.sync_playwright import Axe

    served = serve(furnished)
    page = enter(context, served)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    for path in [*MENU, *INNER]:
        for scheme in ("light", "dark"):
            for width in (320, 1280):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(served.root + path)
                settle(page)
                for part in page.locator("main details").all():
                    part.evaluate("it => it.open = true")
                found = Axe().run(page)["violations"]
                told = [(v["id"], v["nodes"][0]["html"][:160], v["nodes"][0]["failureSummary"][:200]) for v in found]
                assert not told, (path, scheme, width, told)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        if PICTURES:
            take_pictures(page, path)
    assert not faults
    assert all(url.startswith((served.root, "blob:")) for url in asked), sorted(set(asked))


def take_pictures(page: Page, path: str) -> None:
    """Keep a picture of a page for a person to look at."""
    folder = Path(str(PICTURES))
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for width in (360, 1280, 2560):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 1400 if width > 2000 else 900})
            page.reload()
            settle(page)
            name = re.sub(r"\W+", "-", path).strip("-") or "today"
            page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=width < 2000)


def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path
) -> None:
    page = enter(context, serve(furnished))
    page.goto(page.url.rstrip("/") + "/mirror")
    settle(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(6):
        page.keyboard.press("Tab")
        look = page.evaluate("(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle; })()")
        assert look != "none"


def test_days_stand_there_in_her_way(context: BrowserContext, serve: Callable[..., Served], furnished: Path) -> None:
    page = enter(context, serve(furnished))
    page.goto(page.url.rstrip("/") + "/mirror")
    settle(page)
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", page.locator("h1 time").inner_text())


def test_an_outside_edit_is_seen_at_once_and_never_overwritten(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    page = enter(context, serve(furnished))
    file = tmp_path / "leadership" / WIN
    page.goto(page.url.rstrip("/") + f"/edit/{WIN}")
    text = page.get_by_label("Text", exact=True)
    before = text.input_value()
    text.fill(before.replace("date = 2026-02-20", "date = never"))
    page.wait_for_selector(".notes li")
    text.fill(before.replace("instead of 5", "instead of 9"))
    page.wait_for_selector(".notes .good")
    file.write_text(before + "\nthe other program's line\n")
    page.wait_for_selector("[data-outside]:not([hidden])")
    page.get_by_role("button", name="Compare with the file").click()
    page.wait_for_selector(".diff .minus")
    assert "the other program's line" in file.read_text()
    assert "instead of 9" in page.get_by_label("Text", exact=True).input_value()
    merged = before.replace("instead of 5", "instead of 9") + "\nthe other program's line\n"
    page.get_by_label("Text", exact=True).fill(merged)
    page.get_by_role("button", name="Compare with the file").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".told")
    assert file.read_text() == merged


def test_of_two_tabs_the_second_does_not_win_silently(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    one = enter(context, serve(furnished))
    address = one.url.rstrip("/") + f"/edit/{WIN}"
    two = context.new_page()
    one.goto(address)
    two.goto(address)
    for page, number in ((one, "41"), (two, "42")):
        field = page.get_by_label("Text", exact=True)
        field.fill(field.input_value().replace("instead of 5", f"instead of {number}"))
    one.get_by_role("button", name="Compare with the file").click()
    one.get_by_role("button", name="Save", exact=True).click()
    one.wait_for_selector(".told")
    two.get_by_role("button", name="Compare with the file").click()
    two.wait_for_selector("[role=alert]:not([hidden])")
    assert "instead of 41" in (tmp_path / "leadership" / WIN).read_text()
    one.go_back()
    assert one.locator("h1").inner_text() == WIN
    one.go_forward()
    one.wait_for_selector(".told")
    two.reload()
    assert "instead of 42" in two.get_by_label("Text", exact=True).input_value()


def test_without_a_network_everything_works(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path
) -> None:
    served = serve(furnished)
    context.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    page = enter(context, served)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(served.root + "/mirror")
    settle(page)
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")
    page.locator("figure details summary").first.click()
    with page.expect_download() as saved:
        page.locator("[data-save=png]").first.click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as saved:
        page.locator("[data-save=svg]").first.click()
    drawing = saved.value.path().read_text()
    assert "<svg" in drawing
    assert "class=" not in drawing
    assert not failed


def test_a_killed_server_loses_no_word(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    served = serve(furnished)
    page = enter(context, served)
    page.goto(served.root + f"/edit/{WIN}")
    file = tmp_path / "leadership" / WIN
    before = file.read_text()
    field = page.get_by_label("Text", exact=True)
    field.fill(before.replace("instead of 5", "instead of 77"))
    page.get_by_role("button", name="Compare with the file").click()
    page.wait_for_selector(".diff .plus")
    page.evaluate("setTimeout(() => document.querySelector('[value=save]').click(), 30)")
    time.sleep(0.03)
    served.kill()
    assert file.read_text() in {before, before.replace("instead of 5", "instead of 77")}
    again = serve(furnished)
    other = enter(context, again)
    other.goto(again.root + f"/edit/{WIN}")
    assert other.get_by_label("Text", exact=True).input_value() == file.read_text()


def test_a_page_on_another_port_gets_nothing(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    """Another user's server on this machine: no cookie reaches it, and its page can read and change nothing."""
    import http.server
    import threading

    served = serve(furnished)
    enter(context, served)
    seen: list[str] = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("cookie") or "")
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>other</p>")

        def log_message(self, *_a: object) -> None: ...

    other = http.server.HTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{other.server_port}/")
    told = page.evaluate(
        """async (root) => {
            const one = await fetch(root + '/api/look', {credentials: 'include'}).then(r => r.status, () => 'nothing');
            const two = await fetch(root + '/api/look', {credentials: 'include', mode: 'no-cors'}).then(r => r.type, () => 'nothing');
            return [one, two];
        }""",
        served.root,
    )
    other.shutdown()
    assert told[0] == "nothing"
    assert told[1] in {"opaque", "nothing"}
    assert not any("podium" in cookie for cookie in seen)
