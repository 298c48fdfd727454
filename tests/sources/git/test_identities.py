"""Who is who in a clone, as git itself would say it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clones import Clone
from podium.sources.git import mailmap, me, open_repository, tracked_paths

MAP = "Ada Lovelace <ada@example.org> <ada@old.example>\nProper Name <bo@example.org>\n<new@example.org> Cy <cy@example.org>\n"
ASKED = [
    "ada <ada@old.example>",
    "Bo <BO@example.org>",
    "Cy <cy@example.org>",
    "Di <di@example.org>",
    "no address",
    "<> <x",
]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone.new(tmp_path / "work")


@pytest.mark.parametrize("bare", [False, True])
def test_the_repository_s_own_map_is_applied(clone: Clone, tmp_path: Path, bare: bool) -> None:
    clone.commit("First", {".mailmap": MAP})
    path = clone.path
    if bare:
        path = tmp_path / "bare.git"
        clone.git("clone", "-q", "--bare", str(clone.path), str(path))
    assert mailmap(open_repository(path), ASKED) == {
        "ada <ada@old.example>": "Ada Lovelace <ada@example.org>",
        "Bo <BO@example.org>": "Proper Name <BO@example.org>",
        "Cy <cy@example.org>": "Cy <new@example.org>",
    }


def test_a_map_elsewhere_is_not_applied(clone: Clone, tmp_path: Path) -> None:
    clone.commit("First")
    (tmp_path / "map").write_text(MAP)
    clone.git("config", "mailmap.file", str(tmp_path / "map"))
    (clone.path / ".mailmap").symlink_to(tmp_path / "map")
    assert mailmap(open_repository(clone.path), ASKED) == {}


def test_no_map_and_no_commits_change_nobody(clone: Clone) -> None:
    assert mailmap(open_repository(clone.path), ASKED) == {}
    clone.commit("First")
    assert mailmap(open_repository(clone.path), ASKED) == {}


def test_i_am_who_git_would_write_here_and_elsewhere(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work-config"
    work.write_text("[user]\n\temail = ada@work.example\n")
    (tmp_path / "gitconfig").write_text(
        f'[user]\n\tname = Ada L\n\temail = ada@example.org\n[includeIf "gitdir:{tmp_path}/"]\n\tpath = {work}\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    assert me(open_repository(clone.path)) == ["Ada L <ada@work.example>"]
    clone.git("config", "user.email", "ada@project.example")
    assert me(open_repository(clone.path)) == ["Ada L <ada@project.example>", "Ada L <ada@work.example>"]


def test_i_am_nobody_when_git_does_not_know_me(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    assert me(open_repository(clone.path)) == []


def test_every_path_of_the_commit_checked_out(clone: Clone) -> None:
    assert tracked_paths(open_repository(clone.path)) == []
    clone.point(clone.commit_object({b"a\nb": b"1", b"\xff": b"1", b"d/c": b"1"}))
    assert sorted(tracked_paths(open_repository(clone.path))) == ["\\xff", "a\nb", "d/c"]
