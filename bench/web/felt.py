"""What a person feels in a real browser: the time from a key or a click to the paint that answers it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Each resolves with the milliseconds from the act to the second frame after its answer stands in the page.
PAINTED = "const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
UNFOLD = (
    PAINTED
    + """
const part = [...document.querySelectorAll("figure details")].find((it) => it.querySelector("[data-numbers]"));
const came = new Promise((done) => new MutationObserver(done).observe(part, { childList: true }));
const began = performance.now();
part.querySelector("summary").click();
await came;
await painted();
return performance.now() - began;
"""
)
CHECK = (
    PAINTED
    + """
const text = document.querySelector("textarea"), notes = document.querySelector("[data-notes]");
const seen = new Promise((done) => new MutationObserver(done).observe(notes, { childList: true, subtree: true }));
text.value += " ";
const began = performance.now();
text.dispatchEvent(new Event("input"));
await seen;
await painted();
return performance.now() - began - 150;  // it waits that long for the next key on purpose
"""
)
PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") done(entry.startTime);
}).observe({ type: "paint", buffered: true }))"""
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True, slots=True)
class Felt:
    """Median seconds of each act, and the worst layout shift of all pages."""

    acts: Mapping[str, float]
    shift: float


def felt(page: Page, root: str, paths: Sequence[str], edit: str, rounds: int) -> Felt:
    """Walk the pages and act on them."""
    page.context.add_init_script(SHIFT)
    shift = 0.0
    acts: dict[str, float] = {}
    for path in paths:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(root + path)
            page.locator("[data-reading]").wait_for(state="detached")
            page.wait_for_timeout(200)
            shift = max(shift, float(page.evaluate("window.shift")))
    page.goto(root + "/mirror")
    page.locator("article.trap").first.wait_for()
    acts["unfold the numbers of a picture"] = _median(page, UNFOLD, rounds)
    page.goto(root + edit)
    acts["check of a text while typing"] = _median(page, CHECK, rounds)
    for path in ("/mirror", "/journal", "/people", "/portfolio"):
        acts[f"from the menu to {path}"] = statistics.median(_follow(page, root, path) for _ in range(rounds))
    return Felt(acts, shift)


def _median(page: Page, script: str, rounds: int) -> float:
    page.evaluate(f"async () => {{ {script} }}")
    return statistics.median(float(page.evaluate(f"async () => {{ {script} }}")) for _ in range(rounds)) / 1000


def _follow(page: Page, root: str, path: str) -> float:
    """Seconds from leaving a page to the first paint of the next one, as the browser writes them down."""
    page.goto(root + "/settings")
    page.locator(f"nav a[href$='{path}']").click()
    page.wait_for_url(root + path)
    page.wait_for_load_state("load")
    return float(page.evaluate(PAINT)) / 1000
