"""Reading a repository runs nothing that the repository holds."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from clones import Clone
from podium.core.errors import CannotReach, Refused
from podium.evidence.commits.store import HistoryStore
from podium.mirror.read_clones import gather
from podium.sources.git import mailmap, me, open_repository, tracked_paths
from podium.sources.git.safe import ask, once

HOOKS = (
    "applypatch-msg",
    "pre-commit",
    "post-checkout",
    "post-merge",
    "pre-auto-gc",
    "post-rewrite",
    "reference-transaction",
    "post-index-change",
    "fsmonitor-watchman",
    "pre-receive",
    "update",
    "post-update",
)
SETTINGS = (
    "core.fsmonitor",
    "core.pager",
    "pager.log",
    "pager.rev-list",
    "pager.diff-tree",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.smudge",
    "filter.evil.clean",
    "filter.evil.process",
    "core.sshCommand",
    "core.askPass",
    "core.editor",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "credential.helper",
    "gpg.program",
    "sequence.editor",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
    "interactive.diffFilter",
    "trailer.evil.cmd",
    "sendemail.smtpserver",
)
CALLED = (
    "rev-list",
    "diff-tree",
    "rev-parse",
    "config",
    "for-each-ref",
    "symbolic-ref",
    "cat-file",
    "check-mailmap",
    "ls-tree",
    "log",
)


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a mark when it runs."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\necho \"$0 $@\" >> '{tmp_path / 'mark'}'\nexit 1\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    clone = Clone.new(tmp_path / "work")
    clone.commit("First", {"a.evil": "1", ".mailmap": "Ada L <ada@example.org>\n"})
    clone.commit("Second", {"a.evil": "2"})
    return clone


def plant_hooks(clone: Clone, trap: Path) -> None:
    for hook in HOOKS:
        place = clone.path / ".git/hooks" / hook
        place.parent.mkdir(exist_ok=True)
        place.symlink_to(trap)
    clone.git("config", "core.hooksPath", str(clone.path / ".git/hooks"))


def plant_settings(clone: Clone, trap: Path) -> None:
    for setting in SETTINGS:
        clone.git("config", setting, str(trap))
    (clone.path / ".git/info/attributes").write_text("* diff=evil filter=evil\n")
    clone.git("config", "log.showSignature", "true")


def plant_aliases(clone: Clone, trap: Path) -> None:
    for name in CALLED:
        clone.git("config", f"alias.{name}", f"!{trap}")


def plant_includes(clone: Clone, trap: Path) -> None:
    extra = clone.path / ".git/extra"
    extra.write_text(
        "".join(f'[core]\n\t{name} = "{trap}"\n' for name in ("pager", "fsmonitor", "sshCommand", "askPass"))
    )
    clone.git("config", "include.path", str(extra))
    clone.git("config", "includeIf.gitdir:/.path", str(extra))


@pytest.mark.parametrize("plant", [plant_hooks, plant_settings, plant_aliases, plant_includes])
def test_what_a_repository_plants_stays_silent(
    clone: Clone, trap: Path, tmp_path: Path, plant: Callable[[Clone, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = clone.truth()
    plant(clone, trap)
    (tmp_path / "mark").unlink(missing_ok=True)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    store = HistoryStore(tmp_path / "store")
    (found,) = gather([clone.path], store)
    assert found.manifest.commits == len(truth)
    assert mailmap(found.repository, ["Ada Lovelace <ada@example.org>"])
    assert tracked_paths(found.repository) == [".mailmap", "a.evil"]
    assert me(found.repository) == []
    assert not (tmp_path / "mark").exists(), (tmp_path / "mark").read_text()


def test_the_trap_springs_when_git_is_called_without_care(clone: Clone, trap: Path, tmp_path: Path) -> None:
    plant_settings(clone, trap)
    (tmp_path / "mark").unlink(missing_ok=True)
    (clone.path / "a.evil").write_text("3")
    subprocess.run(["git", "-C", str(clone.path), "status"], env=clone.env, capture_output=True, check=False)
    assert (tmp_path / "mark").exists()


def test_nothing_is_fetched_for_a_partial_clone_whatever_it_allows_itself(
    clone: Clone, trap: Path, tmp_path: Path
) -> None:
    clone.git("config", "uploadpack.allowFilter", "true")
    partial = Clone(tmp_path / "partial")
    clone.git("clone", "-q", "--no-checkout", "--filter=tree:0", clone.path.as_uri(), str(partial.path))
    for setting, value in {
        "protocol.allow": "always",
        "protocol.file.allow": "always",
        "remote.origin.uploadpack": str(trap),
    }.items():
        partial.git("config", setting, value)
    (tmp_path / "mark").unlink(missing_ok=True)
    with pytest.raises(CannotReach):
        ask(partial.path, "ls-tree", "-r", "HEAD")
    assert not (tmp_path / "mark").exists()


def test_nothing_in_the_repository_changes(clone: Clone, tmp_path: Path) -> None:
    def look() -> dict[str, tuple[int, int]]:
        return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(clone.path.rglob("*"))}

    before = look()
    gather([clone.path], HistoryStore(tmp_path / "store"))
    assert look() == before


def test_the_manager_s_own_git_variables_point_podium_nowhere_else(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trap: Path
) -> None:
    other = Clone.new(tmp_path / "other")
    other.commit("Elsewhere")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.bare")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    repository = open_repository(clone.path)
    assert repository.git_dir == clone.path / ".git"
    assert not repository.is_bare


def test_a_folder_of_somebody_else_is_refused_with_the_one_command_that_would_allow_it(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    with pytest.raises(Refused, match="dubious ownership") as refused:
        open_repository(clone.path)
    assert refused.value.next_step.endswith(f"git config --global --add safe.directory {clone.path}")
    assert refused.value.code == 5


def test_a_folder_the_manager_trusts_is_read(clone: Clone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    trusted = tmp_path / "gitconfig"
    trusted.write_text(f"[safe]\n\tdirectory = {clone.path}\n")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(trusted))
    assert open_repository(clone.path).tips


def test_no_git_no_repository_no_folder_each_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotReach, match="no such folder"):
        open_repository(tmp_path / "nowhere")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "plain").mkdir()
    with pytest.raises(CannotReach, match="not a git repository"):
        open_repository(tmp_path / "plain")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotReach, match="git is not installed"):
        open_repository(tmp_path / "plain")


def test_within_one_look_the_same_question_is_asked_once_and_afterwards_anew(tmp_path: Path) -> None:
    clone = Clone.new(tmp_path / "web")
    first = clone.commit()
    question = ("rev-parse", "HEAD")
    with once():
        assert ask(clone.path, *question).out.decode().strip() == first
        second = clone.commit()
        assert ask(clone.path, *question).out.decode().strip() == first
        assert ask(clone.path, "rev-parse", "--verify", "HEAD").out.decode().strip() == second
    assert ask(clone.path, *question).out.decode().strip() == second
