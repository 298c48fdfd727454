"""One team's repository, and the folder podium keeps its evidence in, shared by the tests of the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import subject
from little_team import make
from podium.cli.main import podium
from podium.core.errors import Stop


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of Ana's team."""
    return make(tmp_path_factory.mktemp("team") / "web")


@pytest.fixture(scope="session")
def warm_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A podium home that only ever grows by what looking keeps."""
    return subject.known_as(tmp_path_factory.mktemp("warm") / "podium")


@pytest.fixture
def at_home(warm_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use the warm home."""
    monkeypatch.setenv("PODIUM_HOME", str(warm_home))
    return warm_home


@pytest.fixture
def run() -> Callable[..., Result]:
    """Type a command; what stops podium is raised."""

    def type_in(*words: str) -> Result:
        result = CliRunner().invoke(podium, words)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in


@pytest.fixture
def journal(run: Callable[..., Result], tmp_path: Path) -> Path:
    """A journal that was just made."""
    run("init", str(tmp_path / "lead"))
    return tmp_path / "lead"
