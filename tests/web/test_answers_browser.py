"""Answering a receipt in a real Chromium: events are ticked, and the page says what was answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from web.chromium import Served, enter, settle

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_a_receipt_is_answered_event_by_event(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, tmp_path: Path
) -> None:
    page = enter(context, serve(furnished))
    page.goto(page.url.rstrip("/") + "/mirror")
    settle(page)
    page.goto(page.url.rpartition("/")[0] + "/why/own-writing")
    page.wait_for_selector("form#answers")
    boxes = page.get_by_label("answer this one")
    events = boxes.count()
    assert events > 2
    chosen = [str(boxes.nth(n).get_attribute("value")) for n in range(2)]
    for n in range(2):
        boxes.nth(n).check()
    page.get_by_label("What do you say?").select_option("covered")
    page.get_by_label("Because").fill("Bo was away")
    page.get_by_role("button", name="Keep this answer").click()
    page.wait_for_selector("text=You said: covered, because Bo was away", timeout=90_000)
    assert page.get_by_text("You said: covered").count() == 2
    kept = (tmp_path / "leadership" / "answers.toml").read_text(encoding="utf-8")
    assert all(ref in kept for ref in chosen)
