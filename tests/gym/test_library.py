"""Scenarios a package brings, hers in the journal, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from podium.core.errors import CannotRead, Misuse
from podium.gym import library
from podium.gym.template import TEMPLATE


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package that brings one scenario, and would fail if anything of it were run."""
    info = tmp_path / "site" / "coachpack-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: coachpack\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[podium.scenarios]\ncoachpack = coachpack.talks\nlost = nowhere.at_all\n")
    folder = tmp_path / "site" / "coachpack" / "talks"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "evil.py").write_text("raise SystemExit('run')\n")
    (folder / "from-a-package.talk.md").write_text(TEMPLATE)
    (folder / "broken.talk.md").write_text("no head\n")
    monkeypatch.syspath_prepend(str(info.parent))
    return folder


def test_a_package_brings_scenarios_by_entry_point(package: Path) -> None:
    found = library.shelf(None)
    assert found.origins["from-a-package"] == "coachpack"
    assert "broken" not in found.scenarios
    assert {Path(note.file).name for note in found.notes} >= {"broken.talk.md", "lost"}
    with pytest.raises(CannotRead):
        found.named("broken")


def test_hers_win_and_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / library.FOLDER
    folder.mkdir()
    (folder / "not-promoted.talk.md").write_text(TEMPLATE)
    secret = tmp_path / "secret"
    secret.write_text(TEMPLATE)
    (folder / "link.talk.md").symlink_to(secret)
    found = library.shelf(tmp_path)
    assert found.origins["not-promoted"] == "yours"
    assert "link" not in found.scenarios
    with pytest.raises(Misuse, match="no scenario called 'yoga'"):
        found.named("yoga")


def test_a_folder_or_a_pipe_is_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        library.read_file(tmp_path)
    with pytest.raises(CannotRead):
        library.read_file(tmp_path / "nothing")
