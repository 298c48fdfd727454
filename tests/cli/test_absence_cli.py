"""`podium absence`, as it is typed, on a real clone: the plan before, the account afterwards."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clones import clean_env
from podium.cli.main import podium
from podium.core.errors import CannotTell, Misuse, Stop
from today import TODAY

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Type a command; what stops podium is raised."""

    def type_in(*words: str | Path, said: str | None = None) -> Result:
        result = CliRunner().invoke(podium, [str(word) for word in words], input=said)
        if isinstance(result.exception, Stop):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == 0, result.output
        return result

    type_in("init", str(tmp_path / "lead"))
    return type_in


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bo's change of Tuesday is landed by Ana on Monday after; she also works on one of her days off."""
    rows = [
        ("ana", "2026-03-02 10:00", "ana", "2026-03-02 10:00"),
        ("bo", "2026-03-10 10:00", "ana", "2026-03-16 09:30"),
        ("ana", "2026-03-12 22:00", "ana", "2026-03-12 22:00"),
        ("bo", "2026-03-20 10:00", "bo", "2026-03-20 10:00"),
    ]
    lines: list[str] = []
    for n, (author, wrote, committer, landed) in enumerate(rows):
        lines += ["commit refs/heads/main"]
        for role, who, at in (("author", author, wrote), ("committer", committer, landed)):
            lines += [
                f"{role} {who} <{who}@example.org> {int(datetime.fromisoformat(at + '+00:00').timestamp())} +0000"
            ]
        lines += ["data 4", f"c{n}\n", f"M 100644 inline f{n}.py", "data 1", str(n)]
    path = tmp_path_factory.mktemp("team") / "web"
    git = ["git", "-C", str(path)]
    subprocess.run(["git", "init", "-q", "-b", "main", str(path)], check=True, env=clean_env())
    said = "\n".join(lines).encode()
    subprocess.run([*git, "fast-import", "--quiet"], input=said, check=True, env=clean_env())
    subprocess.run([*git, "config", "user.email", "ana@example.org"], check=True, env=clean_env())
    return path


def plan(run: Run, *more: str) -> Result:
    return run("absence", "plan", "--first", "2026-03-09", "--last", "2026-03-13", *more)


def test_a_plan_is_a_page_for_the_team_and_its_open_ends_are_remarks(run: Run, tmp_path: Path) -> None:
    said = plan(run, "--duty", "incidents: Bo", "--call-me-if", "never")
    assert said.stdout.startswith("# Away 2026-03-09 to 2026-03-13")
    assert "- incidents: Bo" in said.stdout
    assert "open: nobody is named for reviews" in said.stderr
    assert "open:" not in said.stdout
    assert (tmp_path / "lead" / "absences" / "2026-03-09.md").is_file()
    assert "planned-absence" in (tmp_path / "lead" / "leave.toml").read_text()


def test_it_asks_for_what_nobody_has(run: Run) -> None:
    assert "Who takes" not in plan(run, "--duty", "incidents: Bo", "--log", "wiki").stderr, "a script is not asked"
    answered = run(
        "absence",
        "plan",
        "--first",
        "2026-03-09",
        "--last",
        "2026-03-13",
        "--ask",
        said="Chi\n\n\n\n\nBo\nan outage\n",
    )
    assert "Who takes incidents" not in answered.stderr
    assert "- reviews: Chi" in answered.stdout
    assert "- order of work: Bo" in answered.stdout
    assert "an outage" in answered.stdout


def test_leave_to_come_is_listed_with_its_plan(run: Run) -> None:
    next_year = TODAY.year + 1
    run("absence", "plan", "--first", f"{next_year}-03-08", "--last", f"{next_year}-03-12")
    rows = json.loads(run("absence", "list", "--json").stdout)
    assert [(row["first"], row["plan"], row["told_by"]) for row in rows] == [
        (f"{next_year}-03-08", f"absences/{next_year}-03-08.md", ["journal"])
    ]


def test_the_debrief_tells_what_waited_with_receipts_and_asks_for_three_removals(run: Run, clone: Path) -> None:
    plan(run)
    said = run("absence", "debrief", clone).stdout
    assert "Away 2026-03-09 to 2026-03-13, 5 working days (declared in: journal)" in said
    assert "Was it kept? no: 1 trace of yours" in said
    assert "a change only you landed since 2026-03-10: day 3 after your return" in said
    assert "team numbers need five people" in said
    assert "0 of 3 written" in said
    run("absence", "debrief", clone, "--removed", "Bo lands", "--removed", "Chi approves")
    again = run("absence", "debrief", clone, "--removed", "Bo lands", "--removed", "Dee decides", "--json")
    assert json.loads(again.stdout)["removals"] == ["Bo lands", "Chi approves", "Dee decides"]


def test_the_same_debrief_gives_the_same_bytes(run: Run, clone: Path) -> None:
    plan(run)
    assert run("absence", "debrief", clone, "--json").stdout == run("absence", "debrief", clone, "--json").stdout


def test_one_end_alone_no_leave_and_no_clone_end_in_one_clear_line(run: Run, clone: Path) -> None:
    with pytest.raises(Misuse, match="a first and a last day"):
        run("absence", "plan", "--first", "2026-03-09")
    with pytest.raises(Misuse, match="a first and a last day"):
        run("absence", "plan", "--first", "2026-03-09", "--last", "2026-03-01")
    with pytest.raises(Misuse, match="no leave to come is declared"):
        run("absence", "plan")
    with pytest.raises(CannotTell, match="no declared leave"):
        run("absence", "debrief", clone)
    with pytest.raises(Misuse, match="nothing was looked at yet"):
        run("absence", "debrief")
