"""A hostile web in the same browser: other origins, a name that was rebound, text that would like to be markup."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from podium.journal import open_journal
from web import chromium, demo
from web.chromium import Served, enter, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from web.chromium import Shared

pytestmark = [pytest.mark.browser, pytest.mark.server]
EVIL = "evil.example"
# What a page of somebody else can try against a room whose address it guessed to the last letter.
TRIES = """async (root) => {
  const said = {};
  const ask = (what, path, how) => fetch(root + path, how).then(
    async (answer) => { said[what] = answer.type + " " + (await answer.text().catch(() => "")) },
    () => { said[what] = "nothing" });
  await ask("read", "/api/look", {credentials: "include"});
  await ask("read blindly", "/mirror", {credentials: "include", mode: "no-cors"});
  await ask("change", "/start", {credentials: "include", method: "POST", mode: "no-cors",
    headers: {"content-type": "application/x-www-form-urlencoded"}, body: "paths=/&csrf=guess"});
  await ask("change with JSON", "/api/journal/check", {credentials: "include", method: "POST",
    headers: {"content-type": "application/json", "x-podium-csrf": "guess"}, body: "{}"});
  const load = (tag, path) => new Promise((done) => {
    const part = document.createElement(tag);
    part.onload = () => done("loaded"); part.onerror = () => done("nothing");
    if (tag === "link") { part.rel = "stylesheet"; part.href = root + path } else part.src = root + path;
    document.body.append(part);
  });
  said.script = await load("script", "/static/room.js");
  said.style = await load("link", "/static/room.css");
  said.image = await load("img", "/static/podium.svg");
  const frame = document.createElement("iframe");
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; frame.src = root + "/mirror"; setTimeout(done, 3000) });
  try { said.frame = frame.contentDocument.body.textContent } catch { said.frame = "nothing" }
  said.count = frame.contentWindow.length;
  return said;
}"""


@dataclass
class Other:
    """Somebody else's server, and what browsers told it."""

    port: int = 0
    cookies: list[str] = field(default_factory=list)
    page: bytes = b"<!doctype html><title>other</title><body>other"


@pytest.fixture
def other() -> Iterator[Other]:
    """A server of another user of this machine, on a port of its own."""
    made = Other()

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.cookies.append(self.headers.get("cookie") or "")
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(made.page)

        def log_message(self, *_a: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    server.shutdown()


@pytest.fixture(scope="module")
def misled(browser: Browser) -> Iterator[Browser]:
    """A browser for which a foreign name leads to this machine, as after DNS rebinding."""
    assert chromium.CHROMIUM is not None
    made = chromium.launch(browser.browser_type, f"--host-resolver-rules=MAP {EVIL} 127.0.0.1")
    yield made
    made.close()


@pytest.fixture
def rebound(misled: Browser) -> Iterator[BrowserContext]:
    """A visit with that browser, which remembers nothing of another."""
    made = chromium.new_context(misled)
    yield made
    made.close()


def port_of(served: Served) -> str:
    """The port of a room on loopback."""
    return served.root.split(":")[2].partition("/")[0]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", EVIL])
def test_a_page_of_somebody_else_reads_changes_and_frames_nothing(
    rebound: BrowserContext, shared: Shared, other: Other, name: str
) -> None:
    shared.visit(rebound, "/")
    before = (shared.served.home / "last-look.json").read_bytes()
    page = rebound.new_page()
    page.goto(f"http://{name}:{other.port}/{shared.root.rpartition('/')[2]}/")
    told = page.evaluate(TRIES, shared.root)
    assert told["read"] == "nothing"
    assert told["read blindly"] in {"nothing", "opaque "}
    assert told["change"] in {"nothing", "opaque "}
    assert told["change with JSON"] == "nothing"
    assert (told["script"], told["style"], told["image"]) == ("nothing", "nothing", "nothing")
    assert (told["frame"], told["count"]) == ("nothing", 0)
    assert (shared.served.home / "last-look.json").read_bytes() == before
    if name != "127.0.0.1":
        assert not any("podium" in cookie for cookie in other.cookies)


def test_a_page_on_another_port_is_not_handed_the_cookie(context: BrowserContext, shared: Shared, other: Other) -> None:
    """Browsers send a cookie to every port of a machine, but only below its path, and nobody else knows the path."""
    shared.visit(context, "/")
    context.new_page().goto(f"http://127.0.0.1:{other.port}/")
    assert other.cookies
    assert not any("podium" in cookie for cookie in other.cookies)


def test_a_name_that_was_rebound_to_this_machine_is_refused(rebound: BrowserContext, shared: Shared) -> None:
    shared.visit(rebound, "/")
    page = rebound.new_page()
    for path in ("/", "/mirror", "/api/look", "/enter?token=x", "/static/room.js"):
        answer = page.goto(f"http://{EVIL}:{port_of(shared.served)}/{shared.root.rpartition('/')[2]}{path}")
        assert answer
        assert answer.status == 421
    assert "podium-room" not in {c["name"] for c in rebound.cookies(f"http://{EVIL}:{port_of(shared.served)}/")}


def test_the_file_a_browser_is_started_with_leads_into_the_room(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    from podium.web.serving import way_in

    served = serve(furnished)
    with way_in(served.address) as file:
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_url(served.root + "/")
        assert page.locator("nav").get_by_role("link", name="Mirror").is_visible()
    page.go_back()
    assert served.address not in page.content()


def test_no_page_is_kept_in_the_browsers_store(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path
) -> None:
    served = serve(furnished)
    page = enter(context, served)
    page.goto(served.root + "/mirror")
    settle(page)
    page.goto(served.root + "/people")
    served.kill()
    # Back comes first: the browser's own page of a refused connection has no way back a test could take.
    for go in (page.go_back, lambda: page.goto(served.root + "/"), lambda: page.goto(served.root + "/mirror")):
        with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
            go()


@pytest.fixture
def hostile(furnished: Path, tmp_path: Path) -> Path:
    """A home in which a journal, a calendar's label and file names try to be markup, beside the commit messages."""
    it = open_journal(tmp_path / "leadership")
    for n, text in enumerate(demo.HOSTILE):
        it.create("win", f"2026-02-1{n}-hostile", {"date": "2026-02-10", "what": text, "for_whom": text})
        it.create("stakeholder", f"hostile-{n}", {"relation": "peer", "needs": text})
        it.create(
            "delegation",
            f"hostile-{n}",
            {
                "task": text,
                "person": "bo",
                "level": 3,
                "started": "2026-02-01",
                "check_ins": ["2026-02-16"],
            },
        )
        it.create("portfolio-entry", f"2026-02-hostile-{n}", {"date": "2026-02-10", "outcome": text})
    return furnished


def test_hostile_text_is_text_on_every_page(
    context: BrowserContext, serve: Callable[..., Served], hostile: Path
) -> None:
    served = serve(hostile)
    page = enter(context, served)
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("dialog", lambda dialog: blocked.append(dialog.message))
    paths = [
        "/",
        "/mirror",
        "/why/own-writing?all=yes",
        "/journal",
        "/people",
        "/portfolio",
        "/edit/wins/2026-02-10-hostile.md",
    ]
    seen = ""
    for path in paths:
        page.goto(served.root + path)
        settle(page)
        assert page.title().endswith("· podium"), path
        assert page.locator("main script, main style, main img, main [onload], main [onerror]").count() == 0, path
        seen += page.locator("main").inner_text() + page.locator("main").inner_html()
    for text in ("<script>document.title='owned'</script>", "{{ 7 * 7 }}{% raw %} ${7*7} #{7*7}"):
        assert text in seen
    assert "49" not in page.title()
    assert blocked == []


def test_an_inline_script_would_not_run(context: BrowserContext, shared: Shared) -> None:
    """The second wall: should markup slip through one day, the policy of the page still stops it."""
    page: Page = shared.visit(context, "/")
    ran = page.evaluate(
        """() => new Promise((done) => {
          addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
          const part = document.createElement("div");
          part.innerHTML = '<img src="data:x" onerror="window.owned = true"><p style="color: red">x</p>';
          document.body.append(part);
          setTimeout(() => done(window.owned ? "it ran" : "nothing"), 1500);
        })"""
    )
    assert ran in {"script-src-attr", "style-src-attr"}
    assert page.evaluate("window.owned") is None
