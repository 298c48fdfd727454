"""`podium drill`, as it is typed: a task, a sentence, what was heard, a rating, and a row in the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from podium.cli.main import podium
from podium.core.errors import CannotTell, Misuse, Stop

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Type a command; what stops podium is raised."""

    def type_in(*words: str, said: str | None = None) -> Result:
        result = CliRunner().invoke(podium, words, input=said)
        if isinstance(result.exception, Stop):
            raise result.exception
        return result

    type_in("init", str(tmp_path / "lead"))
    return type_in


def test_one_drill_from_task_to_row(run: Run, tmp_path: Path) -> None:
    result = run("drill", said="In Tuesday's planning you rewrote the notes\ngood\n")
    assert result.exit_code == 0
    assert result.stdout.startswith("SBI: situation\n")
    assert 'situation: heard in "' in result.stdout
    assert "comes back on" in result.stderr
    assert "1 of 4 this week" in result.stderr
    table = (tmp_path / "lead" / "drills.toml").read_text()
    assert table.count("[[drill]]\nid = ") == 1
    assert "is_heard = true" in table


def test_leaving_before_the_rating_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("drill", said="In Tuesday's planning you rewrote the notes\n")
    assert result.exit_code != 0
    assert "[[drill]]\nid" not in (tmp_path / "lead" / "drills.toml").read_text()


def test_four_a_week_are_enough_and_a_fifth_is_her_own_choice(run: Run) -> None:
    for _ in range(4):
        assert (
            run("drill", "--answer", "What have you seen so far?", "--recall", "hard", "--part", "grow-goal").exit_code
            == 0
        )
    with pytest.raises(CannotTell, match="4 drills this week"):
        run("drill", "--answer", "x", "--recall", "hard")
    assert run("drill", "--more", "--answer", "Hm, that one.", "--recall", "again").exit_code == 0


def test_lists_and_retention_say_what_there_is(run: Run) -> None:
    assert json.loads(run("drill", "--due", "--json").stdout) == []
    run("drill", "--answer", "In Tuesday's planning you rewrote it", "--recall", "good")
    listed = json.loads(run("drill", "--list", "--json").stdout)
    assert [row["part"] for row in listed if row["due"]] == ["sbi-situation"]
    assert "not started" in run("drill", "--list").stdout
    assert [row["recalled"] for row in json.loads(run("drill", "--retention", "--json").stdout)] == [None, None]
    assert "too few to tell" in run("drill", "--retention").stdout


def test_a_part_nobody_knows_and_silence_end_in_one_clear_line(run: Run, tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="no drill"):
        run("drill", "--part", "sbi")
    with pytest.raises(Misuse, match="nothing was said"):
        run("drill", "--answer", " ", "--recall", "good")
    assert "[[drill]]\nid" not in (tmp_path / "lead" / "drills.toml").read_text()


def test_what_a_terminal_would_obey_is_shown_and_kept_as_text(run: Run) -> None:
    result = run("drill", "--answer", "You \x1b[31malways do <b>this</b>", "--recall", "again")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert run("drill", "--list").exit_code == 0
    assert run("journal", "check").exit_code == 0
