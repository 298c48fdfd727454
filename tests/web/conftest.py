"""Fixtures of the page tests: the demo team, a client that was let in, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from podium import home
from podium.journal.find import pointer
from podium.journal.make import make, point_to
from podium.looks import Asked
from web import demo
from web.visitor import Visitor, fresh_app


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo repository."""
    return demo.repository(tmp_path_factory.mktemp("demo") / "web")


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory, team: Path) -> Path:
    """A home in which the demo repository has been read, to be copied."""
    from datetime import UTC, datetime

    from podium.mirror import Mirror

    place = tmp_path_factory.mktemp("read") / "podium"
    before = os.environ.get("PODIUM_HOME")
    os.environ["PODIUM_HOME"] = str(place)
    Mirror(Asked(paths=(team,), me=(demo.ME,)), now=datetime.now(UTC)).close()
    os.environ.pop("PODIUM_HOME") if before is None else os.environ.update(PODIUM_HOME=before)
    return place


@pytest.fixture
def stranger() -> Iterator[Visitor]:
    """Somebody who was not let in; nothing was chosen yet."""
    made = Visitor(*fresh_app())
    with made.room.closing():
        yield made
        made.settle()


@pytest.fixture
def her(team: Path, read_once: Path) -> Iterator[Visitor]:
    """She, let in, with the demo repository chosen and read."""
    shutil.copytree(read_once, home.home())
    made = Visitor(*fresh_app()).enter()
    made.room.choose(Asked(paths=(team,), me=(demo.ME,)))
    made.room.mirror(made.room.want(), patience_s=60)
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
