"""`podium reverse` as she types it: topics of a clone, a programme on a calendar, status and thanks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from little_team import LAST_DAY
from podium.cli.main import podium
from podium.core.errors import Misuse, Stop
from podium.journal import open_journal
from today import TODAY

Run = Callable[..., Result]


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "leadership"
    root.mkdir()
    (root / "journal.toml").write_text("format = 1\n")
    monkeypatch.setenv("PODIUM_JOURNAL", str(root))
    return root


@pytest.fixture
def run(journal: Path) -> Run:
    def type_in(*words: str) -> Result:
        result = CliRunner().invoke(podium, [*words])
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return type_in


@pytest.fixture
def mentor(run: Run) -> None:
    run("new", "person", "kim", "--set", "relation=peer", "--no-ask", "--no-edit")
    run("new", "mentor", "kim", "--set", "person=kim", "--set", "areas=roof", "--set", "yes_on=2026-06-01", "--no-ask")


def now() -> date:
    return TODAY


def monday() -> date:
    today = now()
    return today + timedelta(days=7 - today.weekday())


def plan(run: Run, *more: str) -> Result:
    words = ("--mentor", "kim", "--first", str(monday()), "--at", "14:00", "--zone", "Europe/Berlin")
    return run("reverse", "plan", "How roofs are built", *words, *more)


def test_topics_of_a_clone_name_whom_to_ask_only_where_she_listed_them(
    run: Run, mentor: None, team: Path, at_home: Path
) -> None:
    run("new", "topic", "roofs", "--set", "what=How roofs are built", "--set", "area=roof", "--no-ask")
    looked = ("reverse", "topics", str(team), "--me", "ana@example.org", "--as-of", LAST_DAY)
    told = json.loads(run(*looked, "--json").stdout)
    assert told["unread"] == []
    (own,) = [each for each in told["topics"] if each["sort"] == "yours"]
    assert own["ask"] == "kim (said yes on 2026-06-01)"
    assert "kim (said yes" in run(*looked).stdout
    assert not any(f"{name}@" in json.dumps(told) for name in ("bo", "chi", "dee"))


def test_without_a_yes_there_is_no_plan(run: Run, journal: Path, mentor: None) -> None:
    text = (journal / "mentors.toml").read_text()
    (journal / "mentors.toml").write_text(text.replace("yes_on = 2026-06-01", ""))
    with pytest.raises(Misuse, match="no consent is written down"):
        plan(run)
    assert not list(journal.glob("mentoring/*"))


def test_a_plan_stands_in_the_journal_and_once_in_the_calendar(
    run: Run, journal: Path, mentor: None, tmp_path: Path
) -> None:
    calendar = tmp_path / "own.ics"
    assert "nothing was written" in plan(run, "--dry-run").stderr
    assert not calendar.exists()
    first = plan(run, "--calendar", str(calendar))
    assert first.stdout.count("45 minutes") == 4
    plan(run, "--calendar", str(calendar))
    text = calendar.read_text()
    assert text.count("BEGIN:VEVENT") == 4
    assert "kim" not in text
    run("calendar", "undo", "mentoring-how-roofs-are-built")
    assert "BEGIN:VEVENT" not in calendar.read_text()
    assert open_journal(journal).notes() == ()


def test_status_sheet_friction_thanks_and_summary(run: Run, journal: Path, mentor: None, tmp_path: Path) -> None:
    plan(run, "--calendar", "none")
    id = "how-roofs-are-built"
    today = str(now())
    run(
        "new",
        "mentoring-session",
        "--set",
        f"programme={id}",
        "--set",
        f"date={today}",
        "--set",
        "learnt=Slates hang",
        "--no-ask",
        "--no-edit",
    )
    run("new", "friction", "nails", "--set", "what=nails are counted by hand", "--set", f"programme={id}", "--no-ask")
    assert "open       nails are counted by hand" in run("reverse", "status").stdout
    run("reverse", "fixed", "nails")
    (told,) = json.loads(run("reverse", "status", "--json").stdout)
    assert (told["held"], told["learnt"], told["fixed_within_30_days"]) == (
        1,
        ["Slates hang"],
        ["nails are counted by hand"],
    )
    with pytest.raises(Misuse, match="not agreed"):
        run("reverse", "thanks")
    open_journal(journal).write("mentoring", id, {"thanks_consent": True})
    assert run("reverse", "thanks", "--said").stdout.startswith("Thank you, kim: in one session")
    run("reverse", "sheet", "--to", str(tmp_path / "sheet.pdf"))
    run("reverse", "summary", "--to", str(tmp_path / "end.md"))
    assert "nails are counted by hand | fixed within 30 days" in (tmp_path / "end.md").read_text()
    assert open_journal(journal).notes() == ()


@pytest.mark.parametrize("hour", ["25:00", "2pm", ""])
def test_an_hour_is_an_hour(run: Run, mentor: None, hour: str) -> None:
    result = CliRunner().invoke(
        podium, ["reverse", "plan", "T", "--mentor", "kim", "--first", "2026-06-01", "--at", hour]
    )
    assert isinstance(result.exception, Misuse)
