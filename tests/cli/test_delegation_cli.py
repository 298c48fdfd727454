"""`podium delegation`, as it is typed: a card, its check-ins on a calendar, take-backs from a real clone."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from click.testing import CliRunner, Result

from clones import clean_env
from podium.cli.main import podium
from podium.core.errors import Misuse, Stop

Run = Callable[..., Result]
TODAY = datetime.now(UTC).date()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Type a command; what stops podium is raised."""

    def type_in(*words: str | Path) -> Result:
        result = CliRunner().invoke(podium, [str(word) for word in words])
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    type_in("init", str(tmp_path / "lead"))
    type_in("new", "person", "zebulon")
    return type_in


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Ana touches the ledger three days after she handed it over."""
    lines: list[str] = []
    for n, (who, ago, says) in enumerate((("bo", 9, "Start"), ("ana", 4, "LEDGER-4: my way"), ("bo", 1, "Go on"))):
        stamp = f"{who} <{who}@example.org> {int((datetime.now(UTC) - timedelta(days=ago)).timestamp())} +0000"
        lines += ["commit refs/heads/main", f"author {stamp}", f"committer {stamp}", f"data {len(says)}", says]
        lines += [f"M 100644 inline ledger/{n}.py", "data 1", str(n)]
    git = ["git", "-C", str(tmp_path / "web")]
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "web")], check=True, env=clean_env())
    said = "\n".join(lines).encode()
    subprocess.run([*git, "fast-import", "--quiet"], input=said, check=True, env=clean_env())
    subprocess.run([*git, "config", "user.email", "ana@example.org"], check=True, env=clean_env())
    return tmp_path / "web"


def hand_over(run: Run, task: str = "Run the migration", *more: str) -> Result:
    started = str(TODAY - timedelta(days=7))
    return run(
        "delegation",
        "new",
        task,
        "--to",
        "zebulon",
        "--level",
        "5",
        "--started",
        started,
        "--id",
        task[:3].lower(),
        *more,
    )


def test_a_card_is_a_file_and_what_it_leaves_open_is_said(run: Run) -> None:
    said = hand_over(run, "Run the migration", "--take-back", "data loss")
    assert said.stdout.strip().endswith("delegations/run.md")
    assert "open: error_budget" in said.stderr
    assert "open: take_back" not in said.stderr
    assert "days you could look together" in said.stderr
    assert "zebulon" not in run("delegation", "list").stdout


def test_the_second_open_stretch_of_one_person_is_warned_of(run: Run) -> None:
    assert "careful" not in hand_over(run, "Run the migration", "--new-area").stderr
    assert "careful: the same person carries 2 open stretches" in hand_over(run, "Own the rota", "--new-area").stderr


def test_check_ins_go_on_the_calendar_once_and_come_off_again(run: Run, tmp_path: Path) -> None:
    hand_over(run, "Run the migration", "--check-in", str(TODAY + timedelta(days=3)))
    calendar = tmp_path / "mine.ics"
    words = ("delegation", "remind", "--zone", "Europe/Berlin", "--calendar", str(calendar), "--at", "14:00")
    assert "written" in run(*words).stdout
    assert "there already" in run(*words).stdout
    (event,) = icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Check-in: Run the migration"
    assert event["DTSTART"].dt.hour == 14
    run("calendar", "undo", "delegation-run")
    assert not icalendar.Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")


def test_what_she_took_back_becomes_a_receipt_on_the_card(run: Run, clone: Path, tmp_path: Path) -> None:
    hand_over(run, "Run the migration", "--ticket", "LEDGER-4", "--path", "ledger/**", "--take-back", "data loss")
    dry = run("delegation", "check", clone, "--dry-run").stdout
    assert "run: 1 taken back" in dry
    assert "you had agreed to take it back only if: data loss" in dry
    card = tmp_path / "lead" / "delegations" / "run.md"
    assert "\nseen" not in card.read_text()
    assert "(new on the card)" in run("delegation", "check", clone).stdout
    assert "(new on the card)" not in run("delegation", "check", clone).stdout
    assert card.read_text().count("your commit names LEDGER-4") == 1
    (row,) = json.loads(run("delegation", "list", "--json").stdout)
    assert len(row["seen"]) == 1


def test_a_card_nothing_can_be_seen_of_says_so(run: Run, clone: Path) -> None:
    hand_over(run)
    assert "names no ticket and no path" in run("delegation", "check", clone).stdout


def test_no_level_no_card_of_that_name_and_no_hour_end_in_one_clear_line(run: Run) -> None:
    with pytest.raises(Misuse, match="the level is not said"):
        run("delegation", "new", "x", "--to", "zebulon")
    with pytest.raises(Misuse, match="no open card is called"):
        run("delegation", "remind", "nothing", "--zone", "UTC")
    with pytest.raises(Misuse, match="is no hour"):
        run("delegation", "remind", "--at", "25:99", "--zone", "UTC")
