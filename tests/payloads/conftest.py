"""Ana, her team of seven with a real repository, and the secrets of every server a payload comes from."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import payload
from clones import clean_env
from little_team import make
from podium.app import mirrors
from podium.sources import names
from podium.system import paths

ME = """[me]
emails = ["ana@example.org"]
logins = ["github:ada", "gitlab:ana"]
hours = "Mon-Fri 09:00-17:00"
zone = "Europe/Berlin"
"""


@pytest.fixture(autouse=True)
def _ana(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(names()) - {"ics"}:
        monkeypatch.setenv(f"PODIUM_SECRET_{name.upper().replace('-', '_')}", "token")
    paths.me_file().parent.mkdir(parents=True, exist_ok=True)
    paths.me_file().write_text(ME)


@pytest.fixture(autouse=True)
def _mirrors_of_one_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Between two commands that read or connect something every question is asked of one mirror."""
    monkeypatch.setattr(mirrors, "Mirror", payload.MIRRORS.of_today)
    yield
    payload.MIRRORS.close()


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of acme/pay; its last day is 28 June 2026."""
    path = make(tmp_path_factory.mktemp("team") / "web")
    words = ["git", "-C", str(path), "remote", "add", "origin", "https://forge.example/acme/pay.git"]
    subprocess.run(words, env=clean_env(), check=True, capture_output=True)
    return path
