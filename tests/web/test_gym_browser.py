"""The talk page in a real Chromium: number keys alone, axe, 320 px, no script needed, no word to anybody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from web import chromium
from web.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from web.chromium import Served, Shared

pytestmark = [pytest.mark.browser, pytest.mark.server]
HONEST = (
    "The panel decided on Tuesday and it was a no.",
    "It sounds like something hangs on this for you.",
    "The role asks for work across two teams, and that is the gap.",
    "What is this like for you?",
    "I'll write it down by Thursday, and we look at it on Friday.",
)


def begin(page: Page, root: str) -> None:
    page.goto(root + "/gym")
    page.get_by_role("article", name="Not promoted").get_by_role("button", name="Play").click()
    page.wait_for_url(lambda url: "/gym/talk/" in url)


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_whole_talk_by_keys_axe_finds_nothing_and_nobody_else_is_asked(
    context: BrowserContext, shared: Shared
) -> None:
    asked = list[str]()
    page = shared.visit(context)
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(shared.root + "/gym")
    assert violations(page) == []
    assert overflow(page) == 0
    begin(page, shared.root)
    assert page.evaluate("document.activeElement.id") == "now"
    page.keyboard.press("2")
    page.locator("ol.talk li.hers").wait_for()
    assert "A no. ...Okay." in page.locator("ol.talk").inner_text()
    assert violations(page) == []
    assert overflow(page) == 0
    for words in HONEST[1:]:
        page.locator("#words").fill(words)
        page.locator("#words").press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_load_state("load")
    page.get_by_label("Your guess").select_option("2")
    page.get_by_role("button", name="Show the debrief").click()
    page.get_by_role("heading", name="How it ended: agreed").wait_for()
    assert page.evaluate("document.activeElement.id") == "now"
    assert violations(page) == []
    assert overflow(page) == 0
    assert {url for url in asked if not url.startswith(shared.root.rpartition("/")[0])} == set()


def test_it_needs_no_script_and_no_graphics(browser: Browser, serve: Callable[..., Served], furnished: Path) -> None:
    served = serve(furnished)
    plain = chromium.new_context(browser, java_script_enabled=False)
    page = plain.new_page()
    page.goto(served.address)
    page.wait_for_url(lambda url: "/enter" not in url)
    begin(page, served.root)
    page.get_by_label("Or in your own words").fill(HONEST[0])
    page.get_by_role("button", name="Say it").click()
    assert "What was missing?" in page.locator("ol.talk").inner_text()
    plain.close()
