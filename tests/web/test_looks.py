"""Every page, full, in a real Chromium: for everybody, at every width, on paper, still, and asking nobody else.

`make pictures` keeps a picture of every page at each width, light and dark, for a person to look at.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
import pytest
from pypdf import PdfReader

from nightly import IS_NIGHT, by_day
from podium import web
from podium.programs.readme.page import FILE
from web import axe, chromium, full_room
from web.chromium import Served, enter, settle
from web.full_room import FullRoom

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
PICTURES = Path(os.environ["PODIUM_PICTURES"]) if os.environ.get("PODIUM_PICTURES") else None
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# Axe looks at each page narrow and light, wide and dark.
AXED: tuple[tuple[Scheme, int], ...] = (("light", 320), ("dark", 1280))
# What of a page depends on colours and sizes; by day only this is looked at again, wide and dark.
BY_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
# From the narrowest a page has to work at, a phone, a laptop, a large screen, to 4K.
WIDTHS = (320, 360, 1280, 2560, 3840) if IS_NIGHT else (320, 1280, 3840)
KEPT = (360, 1280, 2560, 3840)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = full_room.OUTER
# By day one page stands for those that come of the same template with other words in it.
BY_NIGHT = (
    "/mirror?weeks=12",
    "/why/own-writing",
    "/journal/stakeholder/new",
    "/practices/run/paused",
    "/sources/ics",
    "/help?words=calendar",
)
# By day these are printed: what people hand on, and a page of each layout.
PRINTED = (
    "/",
    "/mirror",
    "/why/absence",
    "/practices/run/finished",
    full_room.WIN,
    "/readme",
    "/portfolio/month?month=2026-11",
    "/questions",
    "/settings",
    "/help/your-journal",
)
ACTED_ON = (
    "/",
    "/mirror",
    "/people",
    "/practices/no-code-zone",
    "/practices/run/running",
    "/readme",
    "/start",
    full_room.WIN,
)
# How far each layout moves while a page comes up, added up as browsers do.
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
FOLD = """(isOpen) => {
  for (const it of document.querySelectorAll("main details")) {
    it.dataset.was ??= it.open ? "open" : "";
    it.open = isOpen || it.dataset.was === "open";
  }
}"""
STICKING_OUT = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const isOut = (it) => it.getBoundingClientRect().right > innerWidth && !it.closest(".scroll, .canvas, pre");
  const parts = [...document.querySelectorAll("body *")].filter(isOut).map((it) => it.outerHTML.slice(0, 120));
  return [`${document.documentElement.scrollWidth} px`, ...parts.slice(0, 5)];
}"""
LONGEST = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, part = text.parentElement;
    if (!part.getClientRects().length || part.closest("svg, table, pre, textarea, h1, h2, .away")) continue;
    const size = parseFloat(getComputedStyle(part).fontSize);
    const range = document.createRange();
    range.selectNodeContents(text);
    const widths = [...range.getClientRects()].map((box) => Math.round(box.width / size));
    if (Math.max(0, ...widths) > 44) found.push([Math.max(...widths), text.data.trim().slice(0, 60), part.outerHTML.slice(0, 120)]);
  }
  return found;
}"""
# Letters as wide as those of any font, spaced as WCAG 1.4.12 lets a reader space them: a line is bound by the page and
# not by the fonts of the machine the test was written on.
WIDE = """(isWide) => {
  window.wide ??= new CSSStyleSheet();
  window.wide.replaceSync(isWide ? "main, main * { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }" : "");
  document.adoptedStyleSheets = [window.wide];
}"""
# Of radio buttons that belong together Tab reaches the chosen one, and the arrows the others.
# The scripts have run, what they import has come, and the last frame is drawn.
STILL = """() => new Promise((done) => {
  document.fonts.ready.then(() => requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(done))));
})"""
STOPS = """() => {
  const isOneChosen = (name) => [...document.getElementsByName(name)].some((it) => it.checked);
  const isBeside = (it) => it.type === "radio" && !it.checked && isOneChosen(it.name);
  const acts = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const isThere = (it) => it.tabIndex >= 0 && it.getClientRects().length && !it.disabled && !isBeside(it);
  const all = [...document.querySelectorAll(acts)].filter(isThere);
  all.forEach((it, n) => it.dataset.stop = n);
  document.activeElement.blur();
  scrollTo(0, 0);
  return all.length;
}"""
HERE = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const isSeen = box.bottom > 0 && box.top < innerHeight;
  return { stop: it.dataset.stop ?? "", outline: getComputedStyle(it).outlineStyle, isSeen, html: it.outerHTML.slice(0, 200) };
}"""
OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll("main .canvas svg")) {
    const texts = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBoundingClientRect()]);
    const edge = svg.getBoundingClientRect();
    texts.forEach(([one, a], n) => {
      if (a.left < edge.left - 1 || a.right > edge.right + 1) found.push(["cut off", one]);
      for (const [two, b] of texts.slice(n + 1))
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3) found.push([one, two]);
    });
  }
  return found;
}"""


@dataclass
class Visit:
    """A browser in the full room, and what its pages asked for and stumbled over."""

    room: FullRoom
    served: Served
    page: Page
    asked: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.add(request.url))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)

    def go(self, path: str, *, width: int = 1280, scheme: Scheme = "light") -> Page:
        """A page that comes up at a width and in a scheme."""
        self._wear(width, scheme)
        self.page.goto(self.served.root + path)
        settle(self.page)
        return self.page

    def turn(self, path: str, *, width: int = 1280, scheme: Scheme = "light", is_open: bool = True) -> Page:
        """A page that may be up already, at a width and in a scheme, with everything that folds unfolded or not."""
        self._wear(width, scheme)
        if self.page.url != self.served.root + path:
            self.go(path, width=width, scheme=scheme)
        self.page.evaluate(FOLD, is_open)
        if is_open:
            self.page.locator("[data-numbers]").first.wait_for(state="detached")
        return self.page

    def _wear(self, width: int, scheme: Scheme) -> None:
        self.page.emulate_media(color_scheme=scheme, media="screen", forced_colors="none")
        self.page.set_viewport_size({"width": width, "height": 2000 if width > 2000 else 900})


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FullRoom, Served]]:
    """The full room, open."""
    folder = tmp_path_factory.mktemp("full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(folder / "podium"))
        made = full_room.make(folder)
    served = chromium.serve(made.home, folder)
    yield made, served
    served.close()


@pytest.fixture(scope="module")
def her(browser: Browser, room: tuple[FullRoom, Served]) -> Iterator[Visit]:
    """She, let in: in Berlin, German, with less motion asked for."""
    context = chromium.new_context(browser, locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce")
    context.add_init_script(SHIFT)
    made = Visit(*room, enter(context, room[1]))
    made.go("/mirror")
    yield made
    context.close()


@pytest.fixture(scope="module", params=by_day(PATHS, *(path for path in PATHS if path not in BY_NIGHT)))
def path(request: pytest.FixtureRequest) -> str:
    """Each page in turn; all that is asked of one is asked before the next, so that it comes up once."""
    return str(request.param)


def test_the_list_of_pages_forgets_none(her: Visit) -> None:
    """A new page has to be looked at: each route that is read stands in the list, however its parts are called."""
    paths = [path.partition("?")[0] for path in her.room.pages]
    routes = {r.path for page in web.every() for r in page.routes if "GET" in (r.methods or ())}
    # A talk of the gym has a browser test of its own, which plays one.
    left_out = ("/api/", "/gym/talk/")
    for route in sorted(r for r in routes if not r.startswith(left_out) and not r.endswith(("/file", ".ics"))):
        form = re.sub(r"\\\{[a-z]+(:path)?\\\}", ".+", re.escape(route))
        assert any(re.fullmatch(form, path) for path in paths), (
            f"write an address of {route} into OUTER of tests/web/full_room.py"
        )


def test_nothing_moves_while_a_page_comes_up(her: Visit, path: str) -> None:
    # By day a laptop's width where a page is acted on; the others come of the same templates.
    for width in (360, 1280) if IS_NIGHT or path in ACTED_ON else (360,):
        page = her.go(path, width=width)
        page.evaluate(STILL)
        assert page.evaluate("window.shift") < 0.01, width
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_axe_finds_nothing(her: Visit, path: str) -> None:
    for scheme, width in AXED:
        rules = BY_LOOKS if scheme == "dark" and not IS_NIGHT else None
        assert violations(her.turn(path, width=width, scheme=scheme), rules) == [], (scheme, width)


def violations(page: Page, rules: list[str] | None = None) -> list[tuple[str, str, str]]:
    """What axe finds on a page, by some rules or all."""
    if rules:
        return axe.violations(page, {"type": "rule", "values": rules})
    return axe.violations(page, TAGS, {"target-size": {"enabled": True}})


def test_axe_finds_nothing_in_the_interview_before_there_is_a_readme(her: Visit) -> None:
    file = her.room.journal / FILE
    aside = file.rename(file.with_suffix(".aside"))
    try:
        page = her.go("/readme", width=320)
        page.evaluate(FOLD, True)
        assert page.get_by_role("button", name="Write the draft").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
    finally:
        aside.rename(file)


def test_nothing_sticks_out_or_runs_too_long_from_320_px_to_4k(her: Visit, path: str) -> None:
    for width in WIDTHS:
        page = her.turn(path, width=width)
        assert page.evaluate(STICKING_OUT) == [], width
        assert page.evaluate(OVERLAPS) == [], width
        page.evaluate(WIDE, True)
        assert page.evaluate(LONGEST) == [], width
        assert page.evaluate(STICKING_OUT) == [], (width, "wide letters")
        page.evaluate(WIDE, False)


def test_one_heading_one_main_part_and_landmarks_with_names(her: Visit, path: str) -> None:
    page = her.turn(path)
    assert page.locator("h1").count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("navigation", name="Rooms").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("svg[role=img]:not([aria-label])").count() == 0
    figures, tables = page.locator("figure").count(), page.locator("figure table").count()
    assert figures == tables, "a picture without its numbers"
    assert "`" not in page.get_by_role("main").inner_text(), "a mark of Markdown that was not read"


@pytest.mark.parametrize("path", by_day(PATHS, *PRINTED))
def test_on_paper_a_page_reads_without_the_room_around_it(her: Visit, path: str) -> None:
    page = her.turn(path, scheme="dark", is_open=False)
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.pdf(format="A4", print_background=True)
    sheets = PdfReader(io.BytesIO(paper)).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    heading = page.locator("h1").inner_text()
    assert re.sub(r"\s", "", heading) in re.sub(r"\s", "", text)
    assert "Skip to the page" not in text
    assert "Save as" not in text
    assert not re.search(r"^Today$\s^Mirror$", text, re.MULTILINE)
    for sheet in pypdfium2.PdfDocument(paper):
        corner = bytes(sheet.render(scale=0.2).buffer)[:3]
        assert corner == b"\xff\xff\xff", "paper is white, whatever the screen wears"
    if PICTURES:
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name_of(path)}.pdf").write_bytes(paper)


def name_of(path: str) -> str:
    """A file name for a page."""
    return re.sub(r"\W+", "-", path).strip("-")[:60] or "today"


@pytest.mark.parametrize("acted_on", ACTED_ON)
def test_every_part_that_acts_is_reached_by_the_keyboard_and_shows_it(her: Visit, acted_on: str) -> None:
    page = her.turn(acted_on)
    there: int = page.evaluate(STOPS)
    reached: set[str] = set()
    for _ in range(3 * there + 20):
        page.keyboard.press("Tab")
        told = page.evaluate(HERE)
        if told["stop"] in reached and len(reached) == there:
            break
        if told["stop"]:
            reached.add(told["stop"])
            assert told["outline"] != "none", told
            assert told["isSeen"], told
    missed = sorted(set(map(str, range(there))) - reached, key=int)
    assert [page.locator(f"[data-stop='{n}']").first.inner_text() for n in missed] == []


def test_days_stand_there_in_her_way_in_words_tables_and_pictures(her: Visit) -> None:
    page = her.turn("/mirror")
    assert re.fullmatch(r"\d+ weeks up to \d\d\.\d\d\.\d{4}", page.locator("h1").inner_text())
    drawn = page.locator("figure[data-name=absence] svg text.label").all_text_contents()
    assert sum(bool(re.fullmatch(r"\d\d\.\d\d\.\d{4}", text)) for text in drawn) >= 4
    assert not any(re.search(r"\d{4}-\d\d-\d\d", text) for text in drawn)
    page.locator("figure[data-name=absence]").hover()
    tips = page.locator("figure[data-name=absence] svg title").all_text_contents()
    assert len(tips) > 50
    assert re.match(r"\d\d\.\d\d\.\d{4}: \d+( %)?, with", tips[0])
    first = page.locator("figure[data-name=absence] tbody th").first.inner_text()
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", first)


def test_less_motion_forced_colours_and_large_letters_are_respected(her: Visit) -> None:
    page = her.turn("/mirror")
    page.emulate_media(forced_colors="active")
    assert page.locator(".badge").first.is_visible()
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 x 900 at 200 %
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_page_asked_anybody_else_or_stumbled(her: Visit, path: str) -> None:
    her.turn(path)
    missing = [fault for fault in her.faults if "404" not in fault]
    assert missing == []
    assert all(url.startswith((her.served.root, "blob:", "data:")) for url in her.asked), sorted(her.asked)[:5]


@pytest.mark.skipif(PICTURES is None, reason="pictures are taken by `make pictures`")
def test_a_picture_of_every_page_is_kept(her: Visit, path: str) -> None:
    assert PICTURES
    PICTURES.mkdir(parents=True, exist_ok=True)
    only = os.environ.get("ONLY", "")
    for scheme in SCHEMES:
        for width in KEPT:
            if re.search(only, path):
                page = her.turn(path, width=width, scheme=scheme, is_open=False)
                page.screenshot(path=PICTURES / f"{name_of(path)}-{width}-{scheme}.png", full_page=True)
