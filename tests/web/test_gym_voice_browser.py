"""Voice on the talk page, in a real Chromium with stand-ins for its ear and its voices: on this machine or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from web.chromium import Shared

pytestmark = [pytest.mark.browser, pytest.mark.server]
EAR = """
window.heard = [];
class Ear extends EventTarget {
  static async available(options) { return options.processLocally ? "AVAILABILITY" : "available"; }
  static async install() { heard.push("install"); }
  start() {
    heard.push(this.processLocally);
    const result = Object.assign(new Event("result"), { results: [[{ transcript: "The panel decided and it was a no" }]] });
    setTimeout(() => this.dispatchEvent(result), 0);
  }
}
if (IS_LOCAL) Object.defineProperty(Ear.prototype, "processLocally", { writable: true, value: false });
Object.defineProperty(window, "SpeechRecognition", { value: Ear });
Object.defineProperty(window, "MediaRecorder", { value: class { constructor() { heard.push("recorder"); } } });
"""
VOICES = """
window.spoken = [];
const voices = [{ name: "far", lang: "en-GB", localService: false }, { name: "near", lang: "en-US", localService: IS_LOCAL }];
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: class { constructor(text) { this.text = text; } } });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices, cancel() {}, addEventListener() {},
  speak: (line) => spoken.push([line.voice.name, line.text.trim()]),
}});
"""


def begin(page: Page, shared: Shared, script: str) -> Page:
    page.add_init_script(script)
    page.goto(shared.root + "/gym")
    page.get_by_role("article", name="Not promoted").get_by_role("button", name="Play").click()
    page.wait_for_url(lambda url: "/gym/talk/" in url)
    page.locator("#words").wait_for()
    return page


def test_what_was_heard_on_this_machine_stands_in_the_field_until_she_says_it(tab: Page, shared: Shared) -> None:
    script = EAR.replace("AVAILABILITY", "available").replace("IS_LOCAL", "true")
    page = begin(tab, shared, script)
    page.get_by_role("button", name="Speak").click()
    page.wait_for_timeout(200)
    assert page.locator("#words").input_value() == "The panel decided and it was a no"
    assert page.evaluate("heard") == [True], "asked for this machine alone, and no recorder was made"
    assert page.locator("ol.talk li.hers").count() == 0, "nothing is said before she says it"
    page.locator("#words").fill("The panel decided on Tuesday and it was a no.")
    page.get_by_role("button", name="Say it").click()
    page.locator("ol.talk li.hers").wait_for()
    (kept,) = shared.served.home.rglob(f"{page.url.partition('#')[0].rpartition('/')[2]}*.jsonl")
    turn = msgspec.json.decode(kept.read_bytes().split(b"\n")[1])
    assert (turn["source"], turn["text"]) == ("spoken", "The panel decided on Tuesday and it was a no.")
    kinds = {path.suffix for path in shared.served.home.rglob("*") if path.is_file()}
    assert not kinds & {".wav", ".ogg", ".webm", ".mp3", ".raw", ".pcm"}


@pytest.mark.parametrize(
    ("availability", "is_local"), [("downloadable", "true"), ("unavailable", "true"), ("available", "false")]
)
def test_an_ear_that_is_not_on_this_machine_is_not_offered(
    tab: Page, shared: Shared, availability: str, is_local: str
) -> None:
    page = begin(tab, shared, EAR.replace("AVAILABILITY", availability).replace("IS_LOCAL", is_local))
    page.wait_for_timeout(300)
    assert not page.get_by_role("button", name="Speak").is_visible()
    assert page.evaluate("heard") == [], "nothing was installed or started"


def test_lines_are_read_aloud_by_a_voice_of_this_machine_alone(tab: Page, shared: Shared) -> None:
    page = begin(tab, shared, VOICES.replace("IS_LOCAL", "true"))
    page.get_by_role("button", name="lines aloud").click()
    assert page.evaluate("spoken") == [["near", "So? You have a face on. Is it good news or do I sit down?"]]


def test_without_a_voice_of_this_machine_nothing_is_read_aloud(tab: Page, shared: Shared) -> None:
    page = begin(tab, shared, VOICES.replace("IS_LOCAL", "false"))
    page.wait_for_timeout(300)
    assert not page.get_by_role("button", name="lines aloud").is_visible()
