"""Fixtures of the page tests: the demo team, a client that was let in, and a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.system import paths
from today import now
from web import chromium, demo
from web.chromium import Served, Shared
from web.read_once import ReadOnce
from web.sitting import SLOW_SCREEN
from web.visitor import Visitor, fresh_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo repository."""
    return demo.repository(tmp_path_factory.mktemp("demo") / "web")


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory: pytest.TempPathFactory, team: Path) -> Iterator[ReadOnce]:
    """The demo repository read in a home without a journal, its verdicts made."""
    with ReadOnce.reading(tmp_path_factory.mktemp("read"), Scope((team,), me=(demo.ME,)), has_journal=False) as read:
        yield read


@pytest.fixture(scope="session")
def opened_with_words(tmp_path_factory: pytest.TempPathFactory, team: Path) -> Iterator[ReadOnce]:
    """The demo repository read in a home with a journal, its verdicts made."""
    with ReadOnce.reading(tmp_path_factory.mktemp("read"), Scope((team,), me=(demo.ME,)), has_journal=True) as read:
        yield read


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory, team: Path) -> Path:
    """A home in which the demo repository has been read, to be copied."""
    place = tmp_path_factory.mktemp("read") / "podium"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(place))
        Mirror(Scope(paths=(team,), me=(demo.ME,)), now=now()).close()
    return place


@pytest.fixture
def stranger() -> Iterator[Visitor]:
    """Somebody who was not let in; nothing was chosen yet."""
    made = Visitor(*fresh_app())
    with made.room.closing():
        yield made
        made.settle()


@pytest.fixture
def her(request: pytest.FixtureRequest, read_once: Path) -> Iterator[Visitor]:
    """She, let in, with the demo repository chosen and read; the room takes over what was read before, once for all.

    With a journal of the test's own, what was read beside the same words; what a test writes is read as it would be.
    """
    has_journal = "journal" in request.fixturenames
    journal = request.getfixturevalue("journal") if has_journal else None
    read: ReadOnce = request.getfixturevalue("opened_with_words" if has_journal else "opened_once")
    shutil.copytree(read_once, paths.home(), dirs_exist_ok=True)
    made = Visitor(*fresh_app()).enter()
    read.show(made, journal)
    with made.room.closing():
        yield made
        made.settle()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with one entry of the common kinds, known to podium."""
    return demo.make_journal(tmp_path / "leadership")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    play = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if chromium.CHROMIUM is None:
        pytest.skip("no Chromium here; install Debian's package `chromium-headless-shell` or set PODIUM_CHROMIUM")
    with play.sync_playwright() as it:
        made = chromium.launch(it.chromium)
        yield made
        made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of hers: in Berlin, German, and she asked for less motion."""
    made = chromium.new_context(browser, locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def slow(context: BrowserContext) -> BrowserContext:
    """The same browser with a small slow screen, for the room in three dimensions: it is drawn without graphics hardware."""
    context.add_init_script(SLOW_SCREEN)
    return context


@pytest.fixture(scope="module")
def many_tabs(browser: Browser, shared: Shared) -> Iterator[BrowserContext]:
    """The same browser, let in to the shared room once for all tests of a file; each opens a tab of its own in it."""
    made = chromium.new_context(browser, locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce")
    made.add_cookies(shared.cookies)
    yield made
    made.close()


@pytest.fixture
def tab(many_tabs: BrowserContext) -> Iterator[Page]:
    """A tab of the test's own: what a page keeps for a visit, and the scripts a test puts into it, go with it."""
    made = many_tabs.new_page()
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared(browser: Browser, team: Path, read_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """One furnished room for all tests that read, play a talk of their own or write a file of their own."""
    folder = tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PODIUM_JOURNAL", raising=False)
        patch.setenv("PODIUM_HOME", str(folder / "podium"))
        furnish(folder, team, read_once)
    served = chromium.serve(folder / "podium", folder, PODIUM_KEYRING="off", XDG_CONFIG_HOME=str(folder / "config"))
    context = chromium.new_context(browser)
    chromium.enter(context, served)
    cookies = tuple(context.cookies())
    context.close()
    yield Shared(served, folder / "leadership", cookies)
    served.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Opens rooms, and closes them at the end."""
    yield from _opening(chromium.serve, tmp_path)


@pytest.fixture
def serve_anew(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Opens rooms as a shell does, and closes them at the end."""
    yield from _opening(chromium.serve_anew, tmp_path)


def _opening(serve: Callable[..., Served], folder: Path) -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(home: Path | None = None, *words: str, **env: str) -> Served:
        running.append(serve(home or folder / "podium", folder, *words, **env))
        return running[-1]

    yield start
    for room in running:
        room.close()


@pytest.fixture
def furnished(tmp_path: Path, team: Path, read_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the demo repository chosen and read, and a journal."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "podium"))
    return furnish(tmp_path, team, read_once)


def furnish(folder: Path, team: Path, read_once: Path) -> Path:
    """Fill the home that PODIUM_HOME names, and a journal beside it."""
    place = folder / "podium"
    shutil.copytree(read_once, place)
    said = {"paths": [str(team)], "me": [demo.ME], "weeks": 4, "branches": False, "team": None}
    (place / "last-look.json").write_text(json.dumps(said))
    demo.make_journal(folder / "leadership")
    return place
