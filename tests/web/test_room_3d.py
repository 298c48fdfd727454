"""The gym's room in a real Chromium with an emulated headset: controller, pinch, gaze, leaving and coming back, stereo.

The emulator is `iwer` 2.5.0 (MIT, tests only, pinned by its hash). Chromium has a `navigator.xr` of its own on loopback,
so the emulator is put in its place by force: a test that finds no headset fails and is never left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from web import chromium
from web.axe import violations
from web.sitting import (
    FACTS,
    PATIENCE_S,
    STAGE,
    offend_until_it_ends,
    read_the_debrief,
    sit_down,
    take_the_other_chair,
    until,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from web.chromium import Shared

pytestmark = [pytest.mark.browser, pytest.mark.server]
PICTURES = Path(os.environ["PODIUM_PICTURES"]) if os.environ.get("PODIUM_PICTURES") else None
IWER = Path(__file__).with_name("iwer") / "iwer.min.js"
IWER_SHA256 = "23d8640949f19db4b1e70398b30e084e4aa555f3a81e4329da3fac1a70b39542"
HEADSET = """
window.headset = new IWER.XRDevice(IWER.metaQuest3);
headset.installRuntime({ forceInstall: true });
headset.stereoEnabled = true;
headset.controllers.left.connected = false;
"""
# Turns something of the headset (a controller, a hand, the head) until its ray meets the reply.
AIM = """([what, pick]) => {
  const stage = document.querySelector("canvas").stage;
  const board = stage.replies.find((board) => board.pick === pick && board.mesh.visible);
  if (!board) return "no board";
  const held = what === "head" ? headset : what === "hand" ? headset.hands.right : headset.controllers.right;
  const from = (what === "head" ? stage.camera : stage.pointers.find((p) => p.source)).matrixWorld.elements;
  const [x, y, z] = board.mesh.getWorldPosition(stage.camera.position.clone()).toArray().map((to, n) => to - from[12 + n]);
  const w = Math.hypot(x, y, z) - z, size = Math.hypot(y, x, w);
  held.quaternion.set(y / size, -x / size, 0, w / size);
  return stage.facts.aimed;
}"""
# Both cameras of the headset stand a little apart, and each drew its half.
EYES = """() => {
  const { cameras } = document.querySelector("canvas").stage.renderer.xr.getCamera();
  return cameras.map((eye) => [eye.viewport.z > 0, eye.matrixWorld.elements[12]]);
}"""


@pytest.fixture
def seen(slow: BrowserContext) -> dict[str, list[Any]]:
    """What pages asked for, sent and stumbled over, with the emulated headset in them."""
    assert hashlib.sha256(IWER.read_bytes()).hexdigest() == IWER_SHA256
    slow.add_init_script(IWER.read_text() + HEADSET)
    told: dict[str, list[Any]] = {"asked": [], "sent": [], "faults": []}
    slow.on("request", lambda request: told["asked"].append(request.url))
    slow.on("request", lambda request: told["sent"].append(request.post_data) if request.post_data else None)
    slow.on("weberror", lambda fault: told["faults"].append(str(fault.error)))
    return told


def aim(page: Page, what: str, pick: int) -> None:
    """Point until the room says that this reply is met."""
    end = time.monotonic() + PATIENCE_S
    while page.evaluate(AIM, [what, pick]) != str(pick):
        assert time.monotonic() < end, (page.evaluate(AIM, [what, pick]), page.evaluate(FACTS))
        time.sleep(0.05)


def press(page: Page, what: str) -> None:
    """Press, for at least two frames, and let go: that is when a choice is made."""
    page.evaluate(what.format(1))
    drawn = page.evaluate(FACTS)["frames"]
    until(page, FACTS, lambda facts: facts["frames"] > drawn + 2)
    page.evaluate(what.format(0))


def test_enter_choose_by_controller_pinch_and_gaze_leave_and_come_back(
    slow: BrowserContext, shared: Shared, seen: dict[str, list[Any]]
) -> None:
    page = shared.visit(slow)
    page.set_viewport_size({"width": 480, "height": 300})
    sit_down(page, shared.root)
    page.get_by_role("button", name="Enter VR").click()
    until(page, FACTS, lambda facts: facts and facts["isXR"] and facts["frames"] > 3)
    (left_drew, left), (right_drew, right) = page.evaluate(EYES)
    assert left_drew
    assert right_drew
    assert 0.05 < right - left < 0.08, "two eyes, a pupil's distance apart"

    turns = (
        "document.querySelectorAll('[data-caption] p').length ? document.querySelector('canvas').stage.state.turn : -1"
    )
    aim(page, "controller", 2)
    press(page, "headset.controllers.right.updateButtonValue('trigger', {})")
    until(page, turns, lambda turn: turn == 1)

    page.evaluate("headset.primaryInputMode = 'hand'; headset.hands.left.connected = false;")
    until(page, "document.querySelector('canvas').stage.pointers.some((p) => p.source?.hand)", bool)
    aim(page, "hand", 1)
    press(page, "headset.hands.right.updatePinchValue({})")
    until(page, turns, lambda turn: turn == 2)

    page.evaluate("headset.hands.right.connected = false")
    until(page, "document.querySelector('canvas').stage.pointers.every((p) => !p.source)", bool)
    aim(page, "head", 1)
    until(page, turns, lambda turn: turn == 3)

    page.evaluate("document.querySelector('canvas').stage.renderer.xr.getSession().end()")
    until(page, FACTS, lambda facts: not facts["isXR"])
    page.get_by_role("button", name="Enter VR").click()
    until(page, FACTS, lambda facts: facts["isXR"])
    assert seen["faults"] == []
    assert [
        url for url in seen["asked"] if not url.startswith((shared.root.rpartition("/")[0], "blob:", "data:"))
    ] == []
    told = [json.loads(body) for body in seen["sent"] if body.startswith("{")]
    assert [sorted(body) for body in told] == [["pick"]] * 3, "a choice goes out, never where she looked"


def test_without_graphics_the_talk_goes_on(browser: Browser, shared: Shared) -> None:
    flat = chromium.launch(browser.browser_type, "--disable-3d-apis")
    page = shared.visit(chromium.new_context(flat))
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    sit_down(page, shared.root)
    page.get_by_text("This browser draws no room here").wait_for()
    page.keyboard.press("1")
    page.get_by_text("You:").wait_for()
    assert violations(page) == []
    assert faults == []
    flat.close()


MOODS = {"neutral": (5, 4), "guarded": (2, 9), "agreed": (9, 1)}
TALKS = {"bob": "The bar nobody drew", "beard": "Not promoted", "grey": "Why is this late?"}


@pytest.mark.skipif(PICTURES is None, reason="pictures are taken by `make pictures`")
def test_a_picture_of_three_people_the_other_chair_and_both_eyes_is_kept(
    slow: BrowserContext, shared: Shared, seen: dict[str, list[Any]]
) -> None:
    assert PICTURES
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = shared.visit(slow)
    page.set_viewport_size({"width": 1000, "height": 900})
    for figure, talk in TALKS.items():
        sit_down(page, shared.root, talk)
        until(page, FACTS, lambda facts: facts and facts["frames"] > 2)
        for mood, (trust, guard) in MOODS.items():
            page.evaluate(f"{STAGE}.person.feel({{trust: {trust}, guard: {guard}}}); {STAGE}.facts.frames = 2")
            until(page, FACTS, lambda facts: facts["frames"] > 5)
            page.locator("[data-stage]").screenshot(path=PICTURES / f"room-{figure}-{mood}.png")
    page.set_viewport_size({"width": 1600, "height": 800})
    page.get_by_role("button", name="Enter VR").click()
    until(page, FACTS, lambda facts: facts["isXR"])
    page.evaluate(f"{STAGE}.facts.frames = 2")
    until(page, FACTS, lambda facts: facts["frames"] > 12)
    page.screenshot(path=PICTURES / "room-stereo.png")
    page.evaluate(f"{STAGE}.renderer.xr.getSession().end()")
    page.set_viewport_size({"width": 1000, "height": 900})
    offend_until_it_ends(page)
    read_the_debrief(page)
    take_the_other_chair(page)
    page.evaluate(f"{STAGE}.facts.frames = 2")
    until(page, FACTS, lambda facts: facts["frames"] > 5)
    page.locator("[data-stage]").screenshot(path=PICTURES / "room-other-chair.png")
