"""Every page, full, in a real Chromium: for everybody, at every width, on paper, and asking nobody else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from web import chromium, full_room
from web.chromium import Served, enter, settle
from web.full_room import FullRoom

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.server]
PICTURES = os.environ.get("PODIUM_PICTURES")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FullRoom, Served]]:
    """The full room, open."""
    folder = tmp_path_factory.mktemp("full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(folder / "podium"))
        made = full_room.make(folder)
    served = chromium.serve(made.home, folder)
    yield made, served
    served.close()


@pytest.fixture(scope="module")
def page(browser: Browser, room: tuple[FullRoom, Served]) -> Iterator[Page]:
    """A page that was let in, with everything it asked for and stumbled over written down."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield enter(context, room[1])
    context.close()


def name_of(path: str) -> str:
    """A file name for a page."""
    return re.sub(r"\W+", "-", path).strip("-")[:60] or "today"


@pytest.mark.skipif(not PICTURES, reason="pictures are taken by `make pictures`")
def test_a_picture_of_every_page_is_kept(page: Page, room: tuple[FullRoom, Served]) -> None:
    folder = Path(str(PICTURES))
    folder.mkdir(parents=True, exist_ok=True)
    only = os.environ.get("ONLY")
    for path in room[0].pages:
        if only and not re.search(only, path):
            continue
        for scheme in ("light", "dark"):
            for width in map(int, os.environ.get("WIDTHS", "360,1280,2560").split(",")):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page.set_viewport_size({"width": width, "height": 1400 if width > 2000 else 900})
                page.goto(room[1].root + path)
                settle(page)
                page.screenshot(path=folder / f"{name_of(path)}-{width}-{scheme}.png", full_page=True)
