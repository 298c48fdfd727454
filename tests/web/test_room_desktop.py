"""The gym's room without a headset, in a real Chromium: by mouse and keys, and from the other chair after the debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from podium.gym import log
from web.axe import violations
from web.sitting import (
    FACTS,
    STAGE,
    UNKIND,
    offend_until_it_ends,
    read_the_debrief,
    sit_down,
    state,
    take_the_other_chair,
    until,
)

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from web.chromium import Shared

pytestmark = [pytest.mark.browser, pytest.mark.server]
LOOK = f"{STAGE}.look"
# What the browser could keep of a visit.
STORED = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length]"""


def test_she_walks_the_room_by_mouse_and_keys(slow: BrowserContext, shared: Shared) -> None:
    page = shared.visit(slow)
    talk = sit_down(page, shared.root)
    until(page, FACTS, lambda facts: facts and facts["frames"] > 2)
    before = page.evaluate(LOOK)
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 130, steps=4)
    page.mouse.up()
    looked = page.evaluate(LOOK)
    assert looked["turn"] > before["turn"]
    assert looked["tilt"] > before["tilt"]
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    assert page.evaluate(LOOK) == looked, "the mouse looks around only while it is held"

    page.locator("canvas").focus()
    for key, expression, is_so in (
        ("ArrowDown", f"{LOOK}.z", lambda z: z > 0.3),
        ("a", f"{LOOK}.x", lambda x: x < -0.2),
        ("q", f"{LOOK}.turn", lambda turn: turn > looked["turn"] + 0.1),
    ):
        page.keyboard.down(key)
        until(page, expression, is_so)
        page.keyboard.up(key)
    page.keyboard.press("2")
    page.get_by_text("You:").wait_for()
    assert state(page, talk)["turn"] == 1
    assert page.evaluate(STORED) == [0, 0, 0, 0], "nothing of where she looked or stood stays in the browser"
    (kept,) = (path for path in shared.served.home.rglob(f"{talk.rpartition('/')[2]}*") if path.is_file())
    events = [msgspec.json.decode(line) for line in kept.read_bytes().split(b"\n") if line]
    assert [event["type"] for event in events] == ["begun", "said"]
    assert {name for event in events for name in event} <= {
        "type",
        *log.Begun.__struct_fields__,
        *log.Utterance.__struct_fields__,
    }


def test_the_other_chair_comes_after_the_debrief_and_shows_what_was_not_said(
    slow: BrowserContext, shared: Shared
) -> None:
    page = shared.visit(slow)
    page.set_viewport_size({"width": 320, "height": 640})
    talk = sit_down(page, shared.root)
    until(page, FACTS, lambda facts: facts and facts["frames"] > 2)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    offend_until_it_ends(page)
    assert all(turn["thought"] == "" for turn in state(page, talk)["turns"]), "no thought is told before the debrief"
    assert page.get_by_role("button", name="other chair").count() == 0
    read_the_debrief(page)
    take_the_other_chair(page)
    turns = state(page, talk)["turns"]
    assert any(turn["thought"] for turn in turns)
    assert page.evaluate(f"[{STAGE}.person.group.visible, {STAGE}.other.group.visible]") == [False, True]
    until(page, f"{STAGE}.other.isSpeaking", bool)
    for turn in turns:
        caption = page.locator("[data-caption]").inner_text()
        assert UNKIND in caption
        assert turn["thought"] in caption
        page.get_by_role("button", name="Next").or_(page.get_by_role("button", name="From the start")).click()
    assert violations(page) == []


def test_how_she_sits_points_and_sees_is_hers_to_set(slow: BrowserContext, shared: Shared) -> None:
    page = shared.visit(slow)
    page.emulate_media(reduced_motion="reduce")
    sit_down(page, shared.root)
    until(page, FACTS, lambda facts: facts and facts["frames"] > 2)
    page.get_by_text("How you sit, point and see").click()
    assert page.get_by_label("Less motion").is_checked(), "what her machine asks for is honoured"
    figure = f"JSON.stringify([...{STAGE}.person.mesh.morphTargetInfluences, ...{STAGE}.person.bones.map((b) => b.rotation.x)])"
    until(page, f"{STAGE}.person.isSpeaking", lambda is_speaking: not is_speaking)
    drawn = page.evaluate(FACTS)["frames"]
    until(page, FACTS, lambda facts: facts["frames"] > drawn + 1)
    still = page.evaluate(figure)
    until(page, FACTS, lambda facts: facts["frames"] > drawn + 4)
    assert page.evaluate(figure) == still, "nobody breathes, blinks or sways"
    page.get_by_label("Less motion").uncheck()
    until(page, figure, lambda moved: moved != still)

    height, side = f"{STAGE}.seat.position.y", f"{STAGE}.caption.mesh.position.x"
    seated, right_handed = page.evaluate(height), page.evaluate(side)
    page.get_by_label("I stand").check()
    page.get_by_label("I use my left hand").check()
    page.get_by_label("No eye contact").check()
    assert page.evaluate(height) > seated + 0.3
    assert page.evaluate(side) == -right_handed
    until(page, f"{STAGE}.person.eyes[0].rotation.y", lambda aside: aside > 0.15)
    assert not page.locator("[data-coach]").is_visible()
    page.get_by_label("Coach").check()
    page.get_by_text("guard", exact=False).first.wait_for()
    assert "trust" in page.locator("[data-coach]").inner_text()
