"""The room in a real Chromium: the first visit, two tabs, an outside edit, back, offline, a killed server."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from web import demo
from web.chromium import Served, enter, settle

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from web.chromium import Shared

pytestmark = [pytest.mark.browser, pytest.mark.server]
WIN = "wins/2026-02-20-ledger.md"


def own_win(shared: Shared, name: str) -> Path:
    """An entry of the test's own in the journal of the shared room, as the one everybody has."""
    made = shared.journal / "wins" / f"2026-02-21-{name}.md"
    made.write_bytes((shared.journal / WIN).read_bytes())
    return made


def test_from_nothing_to_a_finding(
    context: BrowserContext, serve_anew: Callable[..., Served], team: Path, tmp_path: Path
) -> None:
    shutil.copytree(team, tmp_path / "src" / "web")
    page = enter(context, serve_anew())
    assert page.url.endswith("/start")
    page.get_by_role("button", name="src/").click()
    page.get_by_role("checkbox", name="web").check()
    assert page.get_by_label("The addresses you commit with").input_value() in {"", demo.ME}
    page.get_by_label("The addresses you commit with").fill(demo.ME)
    page.get_by_role("button", name="Show me").last.click()
    page.wait_for_selector("article.trap", timeout=60_000)
    assert page.locator("article.trap").count() == 5
    page.locator("a.receipts, .others a").first.click()
    page.wait_for_selector("table.events, .receipt")
    page.go_back()
    page.wait_for_selector("article.trap")


def test_the_keyboard_reaches_everything_and_shows_where_it_is(context: BrowserContext, shared: Shared) -> None:
    page = shared.visit(context, "/mirror")
    settle(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(6):
        page.keyboard.press("Tab")
        look = page.evaluate("(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle; })()")
        assert look != "none"


def test_days_stand_there_in_her_way(context: BrowserContext, shared: Shared) -> None:
    page = shared.visit(context, "/mirror")
    settle(page)
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", page.locator("h1 time").inner_text())


def test_an_outside_edit_is_seen_at_once_and_never_overwritten(context: BrowserContext, shared: Shared) -> None:
    file = own_win(shared, "outside")
    page = shared.visit(context, f"/edit/wins/{file.name}")
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


def test_of_two_tabs_the_second_does_not_win_silently(context: BrowserContext, shared: Shared) -> None:
    file = own_win(shared, "tabs")
    one = shared.visit(context)
    address = shared.root + f"/edit/wins/{file.name}"
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
    assert "instead of 41" in file.read_text()
    one.go_back()
    assert one.locator("h1").inner_text() == f"wins/{file.name}"
    one.go_forward()
    one.wait_for_selector(".told")
    two.reload()
    assert "instead of 42" in two.get_by_label("Text", exact=True).input_value()


def test_without_a_network_everything_works(context: BrowserContext, shared: Shared) -> None:
    context.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    page = shared.visit(context)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(shared.root + "/mirror")
    settle(page)
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")
    page.evaluate("for (const fold of document.querySelectorAll('details:has(figure)')) fold.open = true")
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
