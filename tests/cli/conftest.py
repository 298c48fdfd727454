"""One team's repository, and the folder podium keeps its evidence in, shared by the tests of the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import subject
from little_team import LAST_DAY, make
from podium.cli.main import podium
from podium.core.errors import Stop


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of Ana's team."""
    return make(tmp_path_factory.mktemp("team") / "web")


@pytest.fixture(scope="session")
def warm_home(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A podium home in which the team was looked at once."""
    home = subject.known_as(tmp_path_factory.mktemp("warm") / "podium")
    words = ("look", str(team), "--me", "ana@example.org", "--as-of", LAST_DAY)
    assert CliRunner().invoke(podium, words, env={"PODIUM_HOME": str(home)}).exit_code == 0
    return home


@pytest.fixture
def at_home(warm_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Use the warm home; what a test leaves there goes with it, what was read of the repositories stays."""
    files = {path: path.read_bytes() for path in warm_home.iterdir() if path.is_file()}
    monkeypatch.setenv("PODIUM_HOME", str(warm_home))
    yield warm_home
    for path in warm_home.iterdir():
        if path.is_file() and path not in files:
            path.unlink()
        elif path.is_dir() and path.name not in {"evidence", "cache"}:
            shutil.rmtree(path)
    for path, content in files.items():
        path.write_bytes(content)


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
