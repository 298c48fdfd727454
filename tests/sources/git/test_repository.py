"""What podium says about a clone before it reads a single commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from clones import Clone
from podium.sources.git import open_repository
from podium.sources.git.repository import name_remote


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone.new(tmp_path / "work")


def test_the_checked_out_branch_is_read_and_other_branches_are_counted(clone: Clone) -> None:
    first = clone.commit("First", {"a": "1"})
    clone.git("branch", "merged")
    clone.git("checkout", "-q", "-b", "side")
    clone.commit("Side")
    clone.git("checkout", "-q", "main")
    repository = open_repository(clone.path)
    assert repository.tips == {"HEAD": first}
    assert repository.head == "refs/heads/main"
    assert repository.unread_branches == 1


def test_every_branch_is_read_on_demand_but_no_stash_note_tag_or_pull_request(clone: Clone) -> None:
    commit = clone.commit("First", {"a": "1"})
    clone.git("branch", "side")
    for ref in ("refs/pull/1/head", "refs/notes/commits", "refs/stash", "refs/tags/v1"):
        clone.git("update-ref", ref, clone.commit_object({}, [commit]))
    assert open_repository(clone.path, branches=True).refs == ("HEAD", "refs/heads/main", "refs/heads/side")
    assert open_repository(clone.path).refs == ("HEAD",)


def test_the_default_branch_of_each_remote_is_read(clone: Clone) -> None:
    commit = clone.commit("First")
    for ref in ("origin/develop", "origin/main", "fork/master", "odd/only"):
        clone.git("update-ref", f"refs/remotes/{ref}", commit)
    clone.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop")
    assert open_repository(clone.path).refs == ("HEAD", "refs/remotes/fork/master", "refs/remotes/origin/develop")


def test_a_detached_head_has_no_branch(clone: Clone) -> None:
    commit = clone.commit("First")
    clone.git("checkout", "-q", "--detach")
    repository = open_repository(clone.path)
    assert (repository.head, repository.tips) == ("", {"HEAD": commit})


def test_the_key_is_the_same_from_anywhere_inside_and_differs_between_work_trees(clone: Clone, tmp_path: Path) -> None:
    clone.commit("First", {"deep/er/a": "1"})
    clone.git("worktree", "add", "-q", str(tmp_path / "tree"), "HEAD")
    (tmp_path / "link").symlink_to(clone.path)
    here = open_repository(clone.path)
    assert {open_repository(p).key for p in (clone.path / "deep/er", clone.path / ".git", tmp_path / "link")} == {
        here.key
    }
    tree = open_repository(tmp_path / "tree")
    assert tree.key != here.key
    assert tree.git_dir == here.git_dir
    assert (here.name, tree.name) == ("work", "tree")


def test_names_with_newlines_and_broken_bytes(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "two\nlines \udcff")
    clone.commit("First", {"a": "1"})
    repository = open_repository(clone.path)
    assert repository.name == "two\nlines \udcff"
    assert repository.tips


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        ("https://ada:secret@GitHub.com:8443/acme/pay.git", "github.com/acme/pay"), ("git@github.com:acme/pay.git", "github.com/acme/pay"),
        ("ssh://git@host.example:22/acme/pay", "host.example/acme/pay"), ("/srv/git/pay.git", ""), ("../pay", ""), ("", ""),
        ("file:///srv/git/pay.git", ""), ("C:/code/pay", ""), ("https://[broken", ""),
    ],
)  # fmt: skip
def test_a_remote_is_named_by_host_and_path_and_never_by_its_secrets(url: str, identity: str) -> None:
    assert name_remote(url) == identity
