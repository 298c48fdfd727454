"""The first ten minutes: the example, `podium` alone, a look without paths, and what is gone or misspelt."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import subject
from clones import Clone
from podium.cli import main
from podium.cli.groups import GROUPS
from podium.cli.main import podium
from podium.core.errors import Misuse

ADA = ("--me", "ada@example.org")
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A podium home with nothing in it."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("PODIUM_JOURNAL", raising=False)
    return tmp_path / "home"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    subject.known_as(tmp_path / "home")
    made = Clone.new(tmp_path / "src" / "web")
    made.commit()
    return made.path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `podium demo` prints, and the home beside it."""
    home = tmp_path_factory.mktemp("hers") / "podium"
    answer = CliRunner().invoke(
        podium, ["demo", "--as-of", "2026-06-28"], env={"PODIUM_HOME": str(home), "COLUMNS": "80"}
    )
    assert answer.exception is None, answer.exception
    return answer.stdout, home


def test_a_calendar_that_moved_is_said_in_one_line_and_the_rest_is_told(
    home: Path, clone: Path, run: Run, tmp_path: Path
) -> None:
    calendar = tmp_path / "mine.ics"
    calendar.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    (home / "sources.toml").write_text(f'[cal]\nsource = "ics"\nwhere = "{calendar}"\n', encoding="utf-8")
    assert run("look", str(clone), *ADA).stderr == ""
    calendar.rename(tmp_path / "moved.ics")
    for _ in range(2):
        said = run("look", str(clone), *ADA)
        assert said.stderr == f"{calendar} is not there any more: podium disconnect cal, then connect its new place.\n"
        assert "Code Refuge" in said.stdout


def test_the_example_says_that_it_is_one_and_shows_four_states(demo: tuple[str, Path]) -> None:
    page, _ = demo
    assert page.startswith("An example: this team is made up, and nothing of yours is read.\n")
    for state in ("● caught", "◐ watch", "○ clear", "? not enough"):
        assert state in page
    assert len(page.splitlines()) <= 21
    assert "podium demo --why absence" in page


def test_the_example_touches_no_home_and_leaves_nothing(demo: tuple[str, Path]) -> None:
    _, home = demo
    assert not home.exists()
    assert os.environ.get("PODIUM_HOME") != str(home)


def test_alone_it_says_how_to_begin_in_five_lines(home: Path, run: Run) -> None:
    said = run().stdout.splitlines()
    assert len(said) == 5
    assert [word for word in ("demo", "look", "serve", "--help") if not any(word in line for line in said)] == []


def test_alone_it_looks_at_what_was_looked_at_last(home: Path, clone: Path, run: Run) -> None:
    looked = run("look", str(clone), *ADA).stdout
    assert run().stdout == looked
    assert run("look").stdout == looked


def test_without_paths_the_clone_one_stands_in_is_meant(
    home: Path, clone: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clone / "deep").mkdir()
    monkeypatch.chdir(clone / "deep")
    assert "Code Refuge" in run("look", *ADA).stdout


def test_outside_a_clone_it_says_what_to_name(
    home: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Misuse, match="podium demo"):
        run("look")


def test_a_repository_that_is_gone_never_stops_the_rest(home: Path, clone: Path, tmp_path: Path, run: Run) -> None:
    other = Clone.new(tmp_path / "src" / "api")
    other.commit()
    run("look", str(clone), str(other.path), *ADA)
    shutil.rmtree(other.path)
    answer = run("look")
    assert "Code Refuge" in answer.stdout
    assert "is not there any more" in answer.stderr
    assert "Counted" in run("why", "late-hours").stdout
    shutil.rmtree(clone)
    with pytest.raises(Misuse, match="not there any more"):
        run("look")


def test_a_journal_that_is_gone_never_stops_a_look(home: Path, clone: Path, tmp_path: Path, run: Run) -> None:
    run("init", str(tmp_path / "lead"))
    run("look", str(clone), *ADA)
    shutil.rmtree(tmp_path / "lead")
    answer = run("look")
    assert "Code Refuge" in answer.stdout
    assert "Your journal was not read" in answer.stderr
    assert "podium init FOLDER --use" in answer.stderr


@pytest.mark.parametrize("address", ["https://example.org/acme/pay", "git@example.org:acme/pay.git", "ssh://host/pay"])
def test_an_address_is_to_be_cloned_first(home: Path, run: Run, address: str) -> None:
    with pytest.raises(Misuse, match=f"git clone {address}"):
        run("look", address)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("practices", "no-code-zon"), "podium practices no-code-zone"),
        (("signals", "late-shar"), "podium signals late-share"),
        (("traps", "code-refug"), "podium traps code-refuge"),
        (("connect", "githb"), "github"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest(home: Path, run: Run, words: tuple[str, ...], meant: str) -> None:
    with pytest.raises(Misuse, match=f"(?i)did you mean .?{meant}"):
        run(*words)


def test_a_misspelt_option_is_answered_with_the_nearest(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main._run(["look", "--week", "3"]) == 2
    assert "--weeks" in capsys.readouterr().err


def test_lint_reads_a_pipe_and_a_sentence(home: Path) -> None:
    sentence = "Finance closes the month in 2 days instead of 5"
    typed = CliRunner().invoke(podium, ["lint", "win", sentence])
    piped = CliRunner().invoke(podium, ["lint", "win"], input=sentence)
    assert typed.exit_code == piped.exit_code == 0
    assert typed.stdout.replace("your sentence", "stdin") == piped.stdout


def test_the_address_of_the_last_look_is_known(home: Path, clone: Path, run: Run) -> None:
    run("look", str(clone), *ADA)
    assert "ada@example.org" in run("me").stdout


def test_every_group_names_commands_there_are_once_and_every_line_is_short(run: Run) -> None:
    listed = [name for _, rows in GROUPS for name, _ in rows]
    commands = podium.list_commands(None)  # type: ignore[arg-type]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(commands), "GROUPS of src/podium/cli/groups.py names a command that is gone"
    others = {name: main._first_line(name) for name in set(commands) - set(listed)}
    lines = {name: line for _, rows in GROUPS for name, line in rows} | others
    assert {name: line for name, line in lines.items() if not 0 < len(line) <= 60} == {}, (
        "the first line of a command's file is its line in the help: 60 characters at most"
    )
    assert all(name in run("--help").stdout for name in commands)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_for_the_shell_named(home: Path, run: Run, shell: str) -> None:
    assert "_PODIUM_COMPLETE" in run("completion", shell).stdout


def test_help_of_connect_names_what_can_be_connected(home: Path, run: Run) -> None:
    assert "github" in run("connect", "--help").stdout


def test_every_command_the_example_prints_is_one_of_the_example(run: Run) -> None:
    whole = run("demo", "--all").stdout
    assert "podium demo --why absence" in whole
    assert "podium why" not in whole
    receipt = run("demo", "--why", "held-talks").stdout
    assert re.search(r"\d+ more events: podium demo --why held-talks --all", receipt)
    every = run("demo", "--why", "held-talks", "--all").stdout
    assert "more events" not in every
    assert every.count("+0") > receipt.count("+0")
