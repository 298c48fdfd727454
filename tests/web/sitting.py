"""A talk of the gym in a real browser: sitting down in the room, saying lines to its end, the debrief after it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A machine that draws without graphics hardware, and is busy, takes its time; nothing here is about speed.
PATIENCE_S = 240
STAGE = "document.querySelector('canvas').stage"
FACTS = "(({ script_ms, ...facts }) => facts.frames && facts)(document.querySelector('canvas').stage?.facts ?? {})"
UNKIND = "You are lazy, and everybody says so."


# A coarse screen of ten frames a second without smooth edges: the same is drawn, of a sixteenth of the dots, and most of
# the time nothing is.
SLOW_SCREEN = """
Object.defineProperty(window, "devicePixelRatio", { get: () => 0.25 });
const draw = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (then) => setTimeout(() => draw(then), 100);
window.cancelAnimationFrame = (number) => clearTimeout(number);
const open = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, wishes) {
  return open.call(this, kind, kind.startsWith("webgl") ? { ...wishes, antialias: false } : wishes);
};
"""


def until(page: Page, expression: str, wanted: Callable[[Any], bool], seconds: float = PATIENCE_S) -> Any:
    """What the page says once it is as wanted; the page's policy allows no `wait_for_function`."""
    end = time.monotonic() + seconds
    while True:
        value = page.evaluate(expression)
        if wanted(value):
            return value
        assert time.monotonic() < end, f"{expression} stayed {value}; {page.locator('[data-fault]').inner_text()}"
        time.sleep(0.05)


def sit_down(page: Page, root: str, scenario: str = "Not promoted") -> str:
    """Begin a talk and go into its room; the address of the talk."""
    page.set_default_timeout(PATIENCE_S * 1000)
    page.goto(root + "/gym")
    page.get_by_role("article", name=scenario).get_by_role("button", name="Play").click()
    page.get_by_role("link", name="Sit down with").click()
    page.wait_for_url("**/room")
    page.locator("[data-replies] button").first.wait_for()
    return page.url.removesuffix("/room")


def state(page: Page, talk: str) -> Any:
    """The talk's state as the room is given it."""
    return page.evaluate("(address) => fetch(address).then((answer) => answer.json())", talk + "/state")


def offend_until_it_ends(page: Page) -> None:
    """Unkind words in the room until the talk is over."""
    for _ in range(12):
        if page.get_by_role("link", name="Go on to the debrief").is_visible():
            return
        page.locator("#words").fill(UNKIND)
        with page.expect_response("**/say"):
            page.get_by_role("button", name="Say it").click()
        until(page, "document.getElementById('words').value", lambda words: words == "")
    raise AssertionError("the talk does not end")


def read_the_debrief(page: Page) -> None:
    """From the room of an ended talk to its debrief; her guess comes first."""
    page.get_by_role("link", name="Go on to the debrief").click()
    page.get_by_role("button", name="Show the debrief").click()
    page.get_by_role("heading", name="How it ended").wait_for()


def take_the_other_chair(page: Page) -> None:
    """From the debrief into the room, seated across from herself, with the first turn begun."""
    page.get_by_role("link", name="from the other chair").click()
    page.get_by_role("button", name="from the other chair").click()
    until(page, f"{STAGE}?.sitsOver", bool)
