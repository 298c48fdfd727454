"""One team's repository, and the folder podium keeps its evidence in, shared by the tests of the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from little_team import make


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of Ana's team."""
    return make(tmp_path_factory.mktemp("team") / "web")


@pytest.fixture(scope="session")
def warm_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A podium home that only ever grows by what looking keeps."""
    return tmp_path_factory.mktemp("warm") / "podium"


@pytest.fixture
def at_home(warm_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use the warm home."""
    monkeypatch.setenv("PODIUM_HOME", str(warm_home))
    return warm_home
