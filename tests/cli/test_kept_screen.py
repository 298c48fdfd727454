"""A look where nothing changed answers from what it kept; whatever it rests on makes it compute again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import today
from cli.terminal import Said, run
from clones import Clone
from podium.system import files

WRONG = "A sentence nobody computed."
START = """
import sys
from podium.cli.main import _run
_run(["look", "--me", "ada@example.org", sys.argv[1]])
dear = {"numpy", "pyarrow", "duckdb", "_duckdb", "jinja2", "tomlkit", "podium.journal.folder", "podium.evidence.events.writer"}
print(sorted(dear & set(sys.modules)), file=sys.stderr)
"""
Look = Callable[[], Said]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose journal is known."""
    home, journal = tmp_path / "home", tmp_path / "lead"
    journal.mkdir()
    home.mkdir()
    (journal / "journal.toml").write_text("format = 1\n", encoding="utf-8")
    (home / "journal").write_text(f"{journal}\n", encoding="utf-8")
    (home / "me.toml").write_text('[me]\nemails = ["ada@example.org"]\n', encoding="utf-8")
    return home


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A clone with a commit of hers."""
    made = Clone.new(tmp_path / "web")
    made.commit()
    return made


@pytest.fixture
def look(home: Path, clone: Clone, tmp_path: Path) -> Look:
    """The look, each time in a process of its own."""

    def once() -> Said:
        said = run("look", clone.path, cwd=tmp_path, env={"PODIUM_HOME": str(home), "COLUMNS": "80"})
        assert said.code == 0, said.err
        return said

    return once


def spoil(home: Path) -> None:
    """Put another sentence into the kept answer, so that a kept answer shows."""
    (kept,) = (home / "cache" / "screens").glob("*.json")
    text = kept.read_text(encoding="utf-8")
    assert "Needs " in text
    head, _, rest = text.partition('"says":"')
    files.write(kept, f'{head}"says":"{WRONG}{rest[rest.index(chr(34)) :]}')


def test_the_second_look_is_the_kept_one_and_says_the_same(home: Path, look: Look) -> None:
    first = look().out
    assert look().out == first
    spoil(home)
    assert WRONG in look().out
    for kept in (home / "cache" / "screens").glob("*.json"):
        kept.unlink()
    assert look().out == first


def write_about_you(home: Path, _clone: Clone, _journal: Path) -> None:
    with (home / "me.toml").open("a", encoding="utf-8") as file:
        file.write('hours = "Mon-Fri 10:00-18:00"\n')


def write_an_entry(_home: Path, _clone: Clone, journal: Path) -> None:
    (journal / "goals.toml").write_text('[faster]\nwhat = "A faster release"\n', encoding="utf-8")


def commit(_home: Path, clone: Clone, _journal: Path) -> None:
    clone.commit()


def say_whose_commits_they_are(_home: Path, clone: Clone, _journal: Path) -> None:
    (clone.path / ".mailmap").write_text("Ada <ada@example.org> <other@example.org>\n", encoding="utf-8")


def read_a_calendar(home: Path, _clone: Clone, _journal: Path) -> None:
    sources = home / "evidence" / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "coverage.json").write_text("{}", encoding="utf-8")


def answer_a_label(home: Path, _clone: Clone, _journal: Path) -> None:
    (home / "work-labels.txt").write_text("", encoding="utf-8")


CHANGES = (write_about_you, write_an_entry, commit, say_whose_commits_they_are, read_a_calendar, answer_a_label)


def test_whatever_a_look_rests_on_makes_it_compute_again(home: Path, clone: Clone, look: Look, tmp_path: Path) -> None:
    """Each change comes after a look that was kept, so that it alone can be the reason."""
    look()
    for change in CHANGES:
        spoil(home)
        assert WRONG in look().out, f"before {change.__name__} the kept answer is shown"
        change(home, clone, tmp_path / "lead")
        assert WRONG not in look().out, change.__name__


def test_another_day_computes_again(
    home: Path, clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Look
) -> None:
    from datetime import timedelta

    from podium.app.kept_screen import first_screen
    from podium.app.session import Session
    from podium.mirror.look import Scope

    monkeypatch.setenv("PODIUM_HOME", str(home))
    asked = Scope((clone.path,))
    monkeypatch.chdir(tmp_path)

    def says(days: int) -> str:
        return first_screen(Session(clock=lambda: today.now() + timedelta(days=days)), asked).screen.rows[0].says

    says(0)
    spoil(home)
    assert says(0) == WRONG
    assert says(1) != WRONG


def test_why_opens_what_was_shown_after_a_look_elsewhere(home: Path, clone: Clone, look: Look, tmp_path: Path) -> None:
    look()
    other = Clone.new(tmp_path / "api")
    other.commit()
    run("look", other.path, cwd=tmp_path, env={"PODIUM_HOME": str(home)})
    look()
    assert str(clone.path) in (home / "last-look.json").read_text(encoding="utf-8")
    assert str(other.path) not in (home / "last-look.json").read_text(encoding="utf-8").partition('"looks"')[0]


def test_an_answer_from_an_encrypted_journal_is_never_kept(home: Path, look: Look, tmp_path: Path) -> None:
    (tmp_path / "lead" / ".podium-key.age").write_text("sealed", encoding="utf-8")
    look()
    assert list((home / "cache").glob("screens/*")) == []


def loaded(home: Path, clone: Clone, elsewhere: Path) -> str:
    """Which libraries that take long to load a look in a process of its own has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(clone.path)],
        env={"PODIUM_HOME": str(home), "HOME": str(elsewhere), "PATH": "/usr/bin:/bin"},
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.splitlines()[-1]


def test_the_kept_answer_needs_neither_engine_nor_tables(home: Path, clone: Clone, tmp_path: Path) -> None:
    loaded(home, clone, tmp_path)
    assert loaded(home, clone, tmp_path) == "[]"


def test_a_look_that_computes_with_nothing_connected_loads_neither_arrow_nor_numpy(
    home: Path, clone: Clone, tmp_path: Path
) -> None:
    (home / "journal").unlink()
    loaded(home, clone, tmp_path)
    for kept in (home / "cache" / "screens").glob("*.json"):
        kept.unlink()
    assert loaded(home, clone, tmp_path) == "['_duckdb']"


def test_what_python_is_compiling_beside_a_look_changes_nothing(
    home: Path, clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process writes `x.pyc.140` and renames it; a look may meet the file before and after."""
    import podium
    from podium.app.kept_screen import first_screen
    from podium.app.session import Session
    from podium.mirror.look import Scope

    package = tmp_path / "podium"
    (package / "__pycache__").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.setattr(podium, "__file__", str(package / "__init__.py"))
    monkeypatch.setenv("PODIUM_HOME", str(home))
    monkeypatch.chdir(tmp_path)

    def says() -> str:
        return first_screen(Session(clock=today.now), Scope((clone.path,))).screen.rows[0].says

    says()
    spoil(home)
    (package / "__pycache__" / "x.cpython-311.pyc.140").touch()
    (package / "__pycache__" / "y.cpython-311.pyc.141").symlink_to("gone")
    assert says() == WRONG
