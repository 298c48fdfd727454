"""A sync in a real browser: it is watched by a bar, it ends in words, and letting go removes all it brought."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from little_github import LittleGitHub, change
from loopback import Answer, Asked, telling
from podium.connections import sync
from web.chromium import Served, enter

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
CHANGES, PAGE = 230, 50


@dataclass
class Held:
    """A little GitHub that keeps a caller waiting for the third page of changes until it is let go."""

    hub: LittleGitHub = field(
        default_factory=lambda: LittleGitHub([change(n) for n in range(1, CHANGES + 1)], page=PAGE)
    )
    go: threading.Event = field(default_factory=threading.Event)
    breaks: bool = False

    def tell(self, asked: Asked) -> Answer:
        answer = self.hub.tell(asked)
        if self.hub.asked and self.hub.asked[-1].get("after") == str(2 * PAGE):
            self.go.wait(60)
            return Answer(status=401) if self.breaks else answer
        return answer


@pytest.fixture
def held() -> Iterator[tuple[Held, str]]:
    made = Held()
    with telling(made.tell) as server:
        yield made, server.address
        made.go.set()


def connect(page: Page, served: Served, address: str) -> None:
    page.goto(served.root + "/sources/github")
    page.locator("details.more").evaluate("(it) => { it.open = true }")
    page.locator("#s-repos").fill("acme/pay")
    page.locator("#s-address").fill(address)
    page.locator("#secret").fill("token")
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("It answered.").wait_for()
    page.get_by_role("button", name="Connect").click()


def test_a_sync_is_watched_ends_in_words_and_is_let_go_of(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, held: tuple[Held, str]
) -> None:
    hub, address = held
    served = serve(furnished)
    page = enter(context, served)
    connect(page, served, address)
    bar = page.get_by_role("progressbar", name="Reading github")
    bar.wait_for()
    page.locator("progress[value='100']").wait_for()
    assert bar.get_attribute("max") == str(CHANGES)
    assert page.locator("[data-count]").inner_text() == f"100 / {CHANGES}"
    page.get_by_role("button", name="Disconnect github").click()
    page.get_by_role("button", name="Remove all of it").click()
    page.get_by_role("heading", name="It is being read right now").wait_for()
    assert [one.name for one in sync.connections()] == ["github"], "what is being read is not pulled away"
    page.goto(served.root + "/sources")
    hub.go.set()
    page.get_by_text("acts read,").wait_for()
    assert page.get_by_role("progressbar").count() == 0
    acts = sum(row.events for row in sync.store().coverage())
    assert acts >= CHANGES
    page.get_by_role("button", name="Disconnect github").click()
    page.get_by_text("are removed").wait_for()
    page.get_by_role("link", name="Keep it").click()
    assert sum(row.events for row in sync.store().coverage()) == acts
    page.get_by_role("button", name="Disconnect github").click()
    page.get_by_role("button", name="Remove all of it").click()
    page.get_by_text("Disconnected; everything it brought is removed.").wait_for()
    assert page.get_by_role("heading", name="Connected", exact=True).count() == 0
    assert not sync.connections()
    assert sum(row.events for row in sync.store().coverage()) == 0
    assert not [f for f in furnished.rglob("*") if f.is_file() and b"token" in f.read_bytes()], "the secret went too"


def test_a_sync_that_breaks_off_says_why_and_is_begun_again(
    context: BrowserContext, serve: Callable[..., Served], furnished: Path, held: tuple[Held, str]
) -> None:
    hub, address = held
    hub.breaks = True
    served = serve(furnished)
    page = enter(context, served)
    connect(page, served, address)
    page.get_by_role("progressbar").wait_for()
    hub.go.set()
    page.locator(".source [role=alert]").wait_for()
    assert page.get_by_role("progressbar").count() == 0
    hub.breaks = False
    page.get_by_role("button", name="Read what is new github").click()
    page.get_by_text("acts read,").wait_for()
