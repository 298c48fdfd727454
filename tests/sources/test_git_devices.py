"""A pipe in git's own folder is refused before git is asked: git would wait for it without end."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from clones import Clone
from podium.core.errors import CannotReach
from podium.sources.git import open_repository, safe

PLACES = (
    "HEAD",
    "config",
    "config.worktree",
    "index",
    "packed-refs",
    "shallow",
    "info/attributes",
    "info/grafts",
    "objects/info/alternates",
    "objects/info/commit-graph",
    "objects/pack/pack-1.idx",
    "refs/heads/other",
    "refs/remotes/origin/HEAD",
    "commondir",
)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    made = Clone.new(tmp_path / "r")
    made.git("commit", "-q", "--allow-empty", "-m", "Begin")
    return made


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("place", PLACES)
def test_a_pipe_anywhere_in_gits_folder_is_refused(clone: Clone, place: str) -> None:
    entry = clone.path / ".git" / place
    entry.parent.mkdir(parents=True, exist_ok=True)
    entry.unlink(missing_ok=True)
    os.mkfifo(entry)
    with pytest.raises(CannotReach, match="a pipe, a socket or a device"):
        open_repository(clone.path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_so_are_a_link_to_a_pipe_and_a_pipe_in_the_place_of_the_folder(clone: Clone, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (clone.path / ".git" / "packed-refs").symlink_to(tmp_path / "pipe")
    with pytest.raises(CannotReach, match="a pipe"):
        open_repository(clone.path)
    (tmp_path / "other").mkdir()
    os.mkfifo(tmp_path / "other" / ".git")
    with pytest.raises(CannotReach, match="a pipe"):
        open_repository(tmp_path / "other")


def test_a_plain_clone_is_opened_from_a_folder_inside_it(clone: Clone) -> None:
    (clone.path / "a" / "b").mkdir(parents=True)
    assert open_repository(clone.path / "a" / "b").tips


def test_a_git_past_its_deadline_is_stopped_and_said(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe, "READ_WITHIN_S", 0.2)
    running = safe.start(clone.path, "cat-file", "--batch")
    assert running.process.wait(timeout=60) == -signal.SIGKILL
    with pytest.raises(CannotReach, match="did not finish in"):
        safe.finish(clone.path, running)
    assert running.process.stdin is not None
    running.process.stdin.close()
    assert subprocess.run(["git", "--version"], capture_output=True, check=False).returncode == 0
