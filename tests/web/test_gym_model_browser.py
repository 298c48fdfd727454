"""The model that came with a browser, in a real Chromium with a stand-in for it: off by default, never downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from web.sitting import sit_down, state, until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from web.chromium import Shared

pytestmark = [pytest.mark.browser, pytest.mark.server]
# What a browser with a model of its own offers to a page; `asked` is what it was given.
STAND_IN = """
window.asked = [];
Object.defineProperty(window, "LanguageModel", { value: {
  availability: async () => "AVAILABILITY",
  create: async ({ initialPrompts }) => {
    asked.push(initialPrompts[0].content);
    return { prompt: (text) => { asked.push(text); return ANSWER; }, destroy() {} };
  },
}});
"""
SWITCH = "Let the model that came with my browser reword lines"
WRITTEN = "A no. ...Okay."


def give_model(page: Page, *, availability: str = "available", answer: str = "'In other words.'") -> Page:
    page.add_init_script(STAND_IN.replace("AVAILABILITY", availability).replace("ANSWER", answer))
    return page


def begin(page: Page, root: str) -> str:
    page.goto(root + "/gym")
    page.get_by_role("article", name="Not promoted").get_by_role("button", name="Play").click()
    page.wait_for_url(lambda url: "/gym/talk/" in url)
    return page.url.partition("#")[0]


def last_turn(page: Page, talk: str) -> Any:
    return state(page, talk)["turns"][-1]


def test_it_is_off_until_she_switches_it_on_and_says_what_it_is_given(tab: Page, shared: Shared) -> None:
    page = give_model(tab)
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    talk = begin(page, shared.root)
    switch = page.get_by_label(SWITCH)
    switch.wait_for()
    assert not switch.is_checked()
    assert "podium sends nothing anywhere" in page.locator("[data-rewords]").inner_text()
    page.keyboard.press("2")
    page.get_by_text(WRITTEN).wait_for()
    assert page.evaluate("asked") == []
    assert not last_turn(page, talk)["is_reworded"]

    page.get_by_label(SWITCH).check()
    page.locator("#words").fill("It sounds like something hangs on this for you.")
    page.get_by_role("button", name="Say it").click()
    page.locator("[data-last] .soft").first.wait_for()
    assert page.get_by_label(SWITCH).is_checked(), "the next page of the talk remembers it"
    line = " ".join(page.locator("[data-last]").first.inner_text().split())
    assert line == "Tomas: In other words. (reworded by your model)"
    assert last_turn(page, talk)["says"][0] == "In other words."
    given = " ".join(page.evaluate("asked")).lower()
    assert "it sounds like something hangs on this for you." in given
    for word in ("trust", "guard", "clarity", "stalled"):
        assert word not in given
    page.reload()
    assert page.locator("[data-last] .soft").first.inner_text() == "(reworded by your model)"
    assert {url for url in asked if not url.startswith(shared.root.rpartition("/")[0])} == set()


@pytest.mark.parametrize("availability", ["downloadable", "downloading", "unavailable"])
def test_where_it_would_have_to_be_fetched_it_is_not_offered(tab: Page, shared: Shared, availability: str) -> None:
    page = give_model(tab, availability=availability)
    page.add_init_script('sessionStorage.setItem("podium-gym-rewords", "yes")')
    begin(page, shared.root)
    page.keyboard.press("2")
    page.get_by_text(WRITTEN).wait_for()
    assert not page.get_by_label(SWITCH).is_visible()
    assert page.evaluate("asked") == []


@pytest.mark.parametrize(
    "answer", ["new Promise(() => {})", "''", "'long '.repeat(60)", "Promise.reject(new Error('gone'))"]
)
def test_an_answer_that_is_late_or_cannot_be_used_leaves_the_written_line(
    tab: Page, shared: Shared, answer: str
) -> None:
    page = give_model(tab, answer=answer)
    talk = begin(page, shared.root)
    page.get_by_label(SWITCH).check()
    page.keyboard.press("2")
    page.get_by_text(WRITTEN).wait_for()
    until(page, "asked.length", lambda count: count == 2)
    assert not last_turn(page, talk)["is_reworded"]


def test_in_the_room_the_caption_is_marked(slow: BrowserContext, shared: Shared) -> None:
    page = give_model(shared.visit(slow))
    talk = sit_down(page, shared.root)
    page.get_by_text("How you sit, point and see").click()
    page.get_by_label(SWITCH).check()
    page.keyboard.press("2")
    page.get_by_text("In other words. (reworded by your model)").first.wait_for()
    turn = last_turn(page, talk)
    assert turn["is_reworded"]
    assert set(turn["says"]) == {"In other words."}
