"""Every way to go wrong ends in one clear line, an exit code of its own, and what to type next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.terminal import run
from clones import Clone
from podium.cli import main
from podium.cli.commands import look


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with one commit of Ada's."""
    made = Clone.new(tmp_path / "web")
    made.commit()
    return made.path


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("look", "{clone}", "--weeks", "0"), 2, "1 to 104 weeks"),
        (("look", "{clone}", "--weeks", "105"), 2, "1 to 104 weeks"),
        (("look", "{clone}", "--as-of", "yesterday"), 2, "2026-11-22"),
        (("look", "{clone}", "--as-of", "0001-01-01"), 2, "outside the years"),
        (("look", "{clone}", "--since", "2300-01-01"), 2, "--since"),
        (("look", "{clone}", "--team", "{tmp}/none.txt"), 2, "team file"),
        (("look", "{clone}", "--nope"), 2, "--nope"),
        (("lok",), 2, "did you mean `podium look`"),
        (("why",), 2, "FLAG"),
        (("why", "gate"), 2, "nothing was looked at yet"),
        (("why", "nonsense", "{clone}", "--me", "ada@example.org"), 2, "podium traps"),
        (("signals", "nonsense"), 2, "podium signals"),
        (("traps", "9"), 2, "podium traps"),
        (("look", "{tmp}/nowhere"), 5, "no such folder"),
        (("look", "{tmp}/folder"), 5, "not a git repository"),
        (("look", "{tmp}/file"), 5, "file"),
        (("look", "{tmp}/empty"), 6, "no commits"),
        (("look", "{clone}", "--as-of", "1990-01-01", "--me", "ada@example.org"), 6, "up to 1990-01-01"),
        (("look", "{clone}", "--me", "nobody@example.org"), 6, "podium me --edit"),
    ],
)
def test_one_clear_line_and_its_exit_code(
    tmp_path: Path, clone: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    Clone.new(tmp_path / "empty")
    said = run(*(w.format(clone=clone, tmp=tmp_path) for w in words))
    assert said.code == code
    assert said.out == ""
    # On a busy machine a progress line may stand before it.
    lines = [line for line in said.err.splitlines() if not line.startswith("reading commits: ")]
    assert len(lines) == 1
    assert lines[0].startswith("podium: ")
    assert says in lines[0]


def test_a_mistake_in_her_file_names_its_line(tmp_path: Path, clone: Path) -> None:
    (tmp_path / "me.toml").write_text('[me]\nemails = ["ada@example.org"]\nhours = "nine to five"\n')
    said = run("look", clone, env={"PODIUM_HOME": str(tmp_path)})
    assert said.code == 4
    assert "me.toml:3" in said.err
    assert "Mon-Fri 09:00-18:00" in said.err
    assert said.err.count("\n") == 1


def test_a_home_that_is_no_folder_is_said(tmp_path: Path, clone: Path) -> None:
    (tmp_path / "file").write_text("x")
    said = run("look", clone, "--me", "ada@example.org", env={"PODIUM_HOME": str(tmp_path / "file")})
    assert said.code == 4
    assert said.err.count("\n") == 1


def test_a_repository_of_somebody_else_is_refused_as_git_refuses_it(tmp_path: Path, clone: Path) -> None:
    said = run("look", clone, env={"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert said.code == 5
    assert "safe.directory" in said.err
    assert said.err.count("\n") == 1


def test_a_bug_of_ours_is_called_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def broken() -> None:
        raise ZeroDivisionError("seven by nought")

    monkeypatch.setattr(look, "command", broken)
    assert main._run(["look"]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "a fault of podium's own" in said
    assert "PODIUM_DEBUG=1" in said


def test_stopping_halfway_is_no_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def slow() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(look, "command", slow)
    assert main._run(["look"]) == 130
    assert "stopped" in capsys.readouterr().err


@pytest.mark.parametrize("command", main.Commands().list_commands(click.Context(main.podium)))
def test_every_command_explains_itself(command: str) -> None:
    said = run(command, "--help")
    assert said.code == 0
    assert said.out.startswith("Usage: podium " + command)
    assert len(said.out.splitlines()) > 4


def test_help_loads_neither_the_engine_nor_the_web() -> None:
    asks = (
        "import sys\nfrom podium.cli import main\nmain._run(['--help'])\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules} | "
        "{name for name in sys.modules if name.startswith('podium.')}), sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    heavy = {"duckdb", "pyarrow", "msgspec", "numpy", "rich", "httpx2", "starlette", "jinja2", "uvicorn", "icalendar"}
    assert not loaded & (
        heavy | {"podium.web", "podium.evidence", "podium.mirror.mirror", "podium.journal", "podium.sources"}
    )
    assert "Look and why:" in done.stdout
