"""With everything connected the mirror says why within three screens, and what is raised stands open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web import chromium
from web.chromium import enter, settle

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.server]
SCREEN_PX, MOST_SCREENS = 900, 3


def test_the_mirror_is_at_most_three_screens_high(browser: Browser, tmp_path: Path) -> None:
    served = chromium.serve_example(tmp_path)
    try:
        context = chromium.new_context(
            browser, viewport={"width": 1280, "height": SCREEN_PX}, timezone_id="Europe/Berlin"
        )
        page = enter(context, served)
        page.goto(served.root + "/mirror")
        settle(page)
        height = page.evaluate("document.documentElement.scrollHeight")
        raised = page.locator("article.trap:has(.badge.in-it, .badge.watch)")
        assert raised.count() >= 3, "the example raises something"
        for place in range(raised.count()):
            assert raised.nth(place).locator(".flag h3").first.is_visible()
            assert raised.nth(place).get_by_text("Why").first.is_visible()
        context.close()
    finally:
        served.close()
    assert height <= MOST_SCREENS * SCREEN_PX
