"""`podium reserve`, as it is typed: the ledger, what keeps coming back in a real clone, the dip."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clones import clean_env
from podium.cli.main import podium
from podium.core.errors import CannotTell, Misuse, Stop

Run = Callable[..., Result]
PEOPLE = ("ana", "bo", "chi", "dee", "eli")


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
    return type_in


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Five people, there for months; the queue's folder is reverted every other day of March."""
    lines: list[str] = []
    for n in range(-5, 20):
        who = PEOPLE[n % 5]
        at = datetime(2026, 3, n + 1, 9, tzinfo=UTC) if n >= 0 else datetime(2025, 11, 7 + n, 9, tzinfo=UTC)
        stamp = f"{who} <{who}@example.org> {int(at.timestamp())} +0000"
        is_revert = n >= 0 and n % 2
        says = 'Revert "Add a consumer to the queue"' if is_revert else f"Add part {n}"
        path = "services/queue/main.py" if is_revert else f"docs/part{n}.md"
        lines += ["commit refs/heads/main", f"author {stamp}", f"committer {stamp}", f"data {len(says)}", says]
        lines += [f"M 100644 inline {path}", "data 2", f"{n % 100:02d}"]
    git = ["git", "-C", str(tmp_path / "web")]
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "web")], check=True, env=clean_env())
    said = "\n".join(lines).encode()
    subprocess.run([*git, "fast-import", "--quiet"], input=said, check=True, env=clean_env())
    subprocess.run([*git, "config", "user.email", "ana@example.org"], check=True, env=clean_env())
    return tmp_path / "web"


def test_an_empty_ledger_says_how_to_begin(run: Run) -> None:
    said = run("reserve")
    assert "the ledger is empty" in said.stderr
    assert "last 12 weeks: nothing was booked" in said.stdout


def test_items_are_listed_with_what_they_leave_open(run: Run) -> None:
    run("new", "improvement", "book", "--set", "what=Write it down", "--set", "sort=runbook")
    said = run("reserve", "list", "--people", "6").stdout
    assert "open: names neither a class of incidents nor minutes of toil" in said
    assert json.loads(run("reserve", "list", "--json", "--people", "6").stdout)["capacity_days"] == 360


def test_what_keeps_coming_back_is_proposed_then_written_then_quiet(run: Run, clone: Path) -> None:
    said = run("reserve", "check", clone).stdout
    assert "web:services/queue was fixed or reverted again in three weeks of 90 days; no test is linked" in said
    assert json.loads(run("reserve", "check", clone, "--json", "--write").stdout)["written"] == [
        "tests-for-web-services-queue"
    ]
    assert "nothing came back 3 times in 90 days without an item" in run("reserve", "check", clone).stdout
    assert "proposed" in run("reserve").stdout


def test_a_finished_item_is_told_by_what_came_after(run: Run, clone: Path) -> None:
    run(
        "new",
        "improvement",
        "tests",
        "--set",
        "what=Tests",
        "--set",
        "sort=incident-test",
        "--set",
        "status=done",
        "--set",
        "incident_class=services/queue",
        "--set",
        "done_on=2026-03-10",
    )
    assert "came back: services/queue again on 2026-03-16" in run("reserve", "check", clone).stdout


def test_the_dip_is_shown_before_she_starts(run: Run) -> None:
    said = run("reserve", "forecast", "--people", "6", "--reactive", "0.35").stdout
    assert "weeks 1 to 4: 13.5 (-31 %)" in said
    assert said.count("assumes:") == 5
    assert (
        len(json.loads(run("reserve", "forecast", "--people", "6", "--reactive", "0.35", "--json").stdout)["weeks"])
        == 13
    )


def test_the_reactive_share_comes_from_the_mirror_when_it_can_be_told(run: Run, clone: Path) -> None:
    said = run("reserve", "forecast", clone, "--people", "5", "--json")
    assert "reactive share of the last weeks: 50 %" in said.stderr
    assert json.loads(said.stdout)["weeks"][0]["reactive_days"] == 12.5


def test_no_head_count_no_share_and_too_little_evidence_end_in_one_clear_line(run: Run, clone: Path) -> None:
    with pytest.raises(Misuse, match="how many people"):
        run("reserve", "forecast", "--reactive", "0.3")
    with pytest.raises(Misuse, match="is a share"):
        run("reserve", "forecast", "--people", "6", "--reactive", "35")
    with pytest.raises(CannotTell, match="reactive share cannot be measured"):
        run("reserve", "forecast", clone, "--people", "6", "--as-of", "2026-03-05")
