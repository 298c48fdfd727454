"""Fixtures of the page tests: the demo team, a client that was let in, and a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from podium.app.open_mirrors import OpenMirror, OpenMirrors
from podium.journal.find import pointer
from podium.journal.make import make, point_to
from podium.mirror.look import Scope
from podium.mirror.mirror import Mirror
from podium.system import paths
from today import now
from web import chromium, demo
from web.chromium import Served, Shared
from web.sitting import SLOW_SCREEN
from web.visitor import Visitor, fresh_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo repository."""
    return demo.repository(tmp_path_factory.mktemp("demo") / "web")


class Kept(Mirror):
    """A mirror many rooms show; whoever made it closes it."""

    def close(self) -> None:
        """A room that closes leaves it open for the next one."""


@pytest.fixture(scope="session")
def opened_once(tmp_path_factory: pytest.TempPathFactory, team: Path) -> Iterator[OpenMirror]:
    """The demo repository read in a home without a journal, its verdicts made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_HOME", str(tmp_path_factory.mktemp("read") / "podium"))
        patch.delenv("PODIUM_JOURNAL", raising=False)
        asked = Scope(paths=(team,), me=(demo.ME,))
        made = Kept(asked, now=now())
        opened = OpenMirror(made, OpenMirrors().stamp(asked))
        opened.look()
    yield opened
    Mirror.close(made)


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
def her(team: Path, read_once: Path, opened_once: OpenMirror) -> Iterator[Visitor]:
    """She, let in, with the demo repository chosen and read; the room takes over what an earlier one had open."""
    shutil.copytree(read_once, paths.home(), dirs_exist_ok=True)
    made = Visitor(*fresh_app()).enter()
    asked = Scope(paths=(team,), me=(demo.ME,))
    made.room.choose(asked)
    made.room.mirrors.by_asked[asked] = fresh = OpenMirror(opened_once.mirror, opened_once.stamp)
    fresh.answers["look"] = opened_once.look()
    with made.room.closing():
        yield made
        made.settle()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A journal with one entry of the common kinds, known to podium."""
    root = tmp_path / "leadership"
    make(root)
    point_to(pointer(), root)
    demo.write_journal(root)
    return root


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    play = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if chromium.CHROMIUM is None:
        pytest.skip("no Chromium here; install Debian's package `chromium` or set PODIUM_CHROMIUM")
    with play.sync_playwright() as it:
        made = it.chromium.launch(executable_path=chromium.CHROMIUM, args=list(chromium.QUIET))
        yield made
        made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of hers: in Berlin, German, and she asked for less motion."""
    made = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce")
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def slow(context: BrowserContext) -> BrowserContext:
    """The same browser with a small slow screen, for the room in three dimensions: it is drawn without graphics hardware."""
    context.add_init_script(SLOW_SCREEN)
    return context


@pytest.fixture(scope="session")
def shared(browser: Browser, team: Path, read_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """One furnished room for all tests that read, play a talk of their own or write a file of their own."""
    folder = tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PODIUM_JOURNAL", raising=False)
        patch.setenv("PODIUM_HOME", str(folder / "podium"))
        furnish(folder, team, read_once)
    served = chromium.serve(folder / "podium", folder, PODIUM_KEYRING="off", XDG_CONFIG_HOME=str(folder / "config"))
    context = browser.new_context()
    chromium.enter(context, served)
    cookies = tuple(context.cookies())
    context.close()
    yield Shared(served, folder / "leadership", cookies)
    served.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Opens rooms, and closes them at the end."""
    running: list[Served] = []

    def start(home: Path | None = None, *words: str, **env: str) -> Served:
        running.append(chromium.serve(home or tmp_path / "podium", tmp_path, *words, **env))
        return running[-1]

    yield start
    for one in running:
        one.close()


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
    root = folder / "leadership"
    make(root)
    point_to(pointer(), root)
    demo.write_journal(root)
    return place
