"""What podium says about a clone before it reads a single commit."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from clones import Clone
from podium.sources import git
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


def test_a_branch_may_be_called_what_a_line_could_be_cut_at(clone: Clone) -> None:
    commit = clone.commit("First")
    clone.git("update-ref", "refs/heads/odd\x85name\u2028", commit)
    assert open_repository(clone.path, branches=True).refs == (
        "HEAD",
        "refs/heads/main",
        "refs/heads/odd\x85name\u2028",
    )


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
        ("https://ada:secret@GitHub.com:8443/acme/pay.git", "github.com/acme/pay"),
        ("git@github.com:acme/pay.git", "github.com/acme/pay"),
        ("ssh://git@host.example:22/acme/pay", "host.example/acme/pay"),
        ("/srv/git/pay.git", ""),
        ("../pay", ""),
        ("", ""),
        ("file:///srv/git/pay.git", ""),
        ("C:/code/pay", ""),
        ("https://[broken", ""),
    ],
)
def test_a_remote_is_named_by_host_and_path_and_never_by_its_secrets(url: str, identity: str) -> None:
    assert name_remote(url) == identity


MOVES: dict[str, list[tuple[str, ...]]] = {
    "a commit": [("commit", "-q", "--allow-empty", "-m", "more")],
    "a commit taken back": [("reset", "-q", "--hard", "HEAD~1")],
    "another branch": [("checkout", "-q", "side")],
    "no branch at all": [("checkout", "-q", "--detach", "HEAD~1")],
    "a fetch": [("update-ref", "refs/remotes/origin/main", "main")],
    "the remote calls another branch its own": [
        ("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop")
    ],
    "a packed ref goes": [("update-ref", "-d", "refs/remotes/fork/master")],
    "a new branch": [("branch", "new/deep/er")],
    "packed, then moved": [("pack-refs", "--all"), ("update-ref", "refs/remotes/origin/develop", "main")],
    "the address of its remote": [("config", "remote.origin.url", "git@host.example:acme/pay")],
}


@pytest.fixture
def rich(tmp_path: Path) -> Clone:
    """Two commits, two branches, three remote ones, some of them packed."""
    made = Clone.new(tmp_path / "rich")
    first = made.commit("First", {"a": "1"})
    made.git("branch", "side")
    for ref in ("origin/develop", "origin/main", "fork/master"):
        made.git("update-ref", f"refs/remotes/{ref}", first)
    made.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    made.git("pack-refs", "--all")
    made.commit("Second", {"a": "2"})
    return made


def mark_refs(repository: git.Repository) -> object:
    """As a page asks now."""
    return git.mark_refs(repository, time.time())


def settle(clone: Clone) -> None:
    """Let everything in a clone have been written a minute ago."""
    for place in [clone.path, *clone.path.rglob("*")]:
        os.utime(place, (time.time() - 60,) * 2, follow_symlinks=False)


@pytest.mark.parametrize("named", MOVES)
def test_whatever_moves_a_ref_shows_in_the_files_it_lies_in(rich: Clone, named: str) -> None:
    settle(rich)
    before, narrow = (open_repository(rich.path, branches=wide) for wide in (True, False))
    mark = mark_refs(before)
    assert mark is not None
    assert mark_refs(open_repository(rich.path)) == mark
    for words in MOVES[named]:
        rich.git(*words)
    now = [open_repository(rich.path, branches=wide) for wide in (True, False)]
    assert now != [before, narrow]
    assert mark_refs(before) != mark


def test_a_commit_in_a_second_work_tree_shows_too(rich: Clone, tmp_path: Path) -> None:
    rich.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"), "HEAD")
    tree = Clone(tmp_path / "tree")
    settle(rich)
    settle(tree)
    before = open_repository(tree.path)
    mark = mark_refs(before)
    assert mark is not None
    tree.git("commit", "-q", "--allow-empty", "-m", "there")
    assert open_repository(tree.path).tips != before.tips
    assert mark_refs(before) != mark


def test_refs_in_tables_are_asked_for_each_time(rich: Clone) -> None:
    (rich.path / ".git" / "reftable").mkdir()
    assert mark_refs(open_repository(rich.path)) is None


def test_refs_written_this_moment_are_asked_for_again(rich: Clone) -> None:
    """A clock of the disk may tick once a second, and two changes within a tick look like one."""
    rich.git("branch", "young")
    assert mark_refs(open_repository(rich.path)) is None
