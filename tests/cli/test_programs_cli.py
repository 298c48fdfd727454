"""Ladders, interviews, the shadow rota, postmortems and hard questions, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from podium.cli.main import podium
from podium.core.errors import CannotTell, Misuse, Stop

Run = Callable[..., Result]


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


def test_a_ladder_from_list_to_calendar_and_back(run: Run, tmp_path: Path) -> None:
    assert "em-shadow" in run("ladder", "list").stdout
    assert "hand in: the growth plan" in run("ladder", "show", "em-shadow").stdout
    run("ladder", "show", "em-shadow", "--to", tmp_path / "ladder.pdf")
    assert (tmp_path / "ladder.pdf").read_bytes().startswith(b"%PDF")
    name = Path(
        run("ladder", "start", "em-shadow", "--purpose", "find out", "--started", "2026-03-02").stdout.strip()
    ).stem
    said = run("ladder", "step", name, "--on", "2026-03-03", "--artefact", "plan.md", "--evidence", "signed").stderr
    assert "it does not count yet: the participant has not confirmed it" in said
    facts = json.loads(run("ladder", "status", "--json").stdout)
    assert facts[0]["rung"] == 1
    words = ["ladder", "schedule", name, "--first", "2026-03-09", "--zone", "Europe/Berlin"]
    assert "Mon 2026-03-09 14:00" in run(*words, "--dry-run").stdout
    assert "calendar: written" in run(*words).stderr
    assert "removed" in run("calendar", "undo", f"ladder-{name}").output
    with pytest.raises(Misuse, match="own address"):
        run(*words, "--invite", "ana@example.org")


def test_a_debrief_from_kit_to_decision(run: Run, tmp_path: Path) -> None:
    assert "backend-engineer" in run("interview", "kit").stdout
    run("interview", "kit", "backend-engineer", "--to", tmp_path / "kit.md")
    run("interview", "new", "x", "--competency", "ownership", "--panel", "ana", "--panel", "bo", "--id", "c-1")
    for who in ("ana", "bo"):
        path = tmp_path / f"{who}.md"
        run("interview", "card", "c-1", who, "--to", path)
        path.write_text(path.read_text().replace("= 0", "= 3").replace('"",', '"I did it",'))
        with pytest.raises(CannotTell, match="before all are in"):
            run("interview", "open", "c-1")
        run("interview", "submit", "c-1", path, "--remove")
        assert not path.exists()
    run("interview", "open", "c-1")
    run("interview", "reading", "c-1", "--to", tmp_path / "reading.md")
    assert "I did it" in (tmp_path / "reading.md").read_text()
    for who in ("ana", "bo"):
        run("interview", "vote", "c-1", who, "4")
    assert "| ana | 3 | 4 | yes |" in run("interview", "discuss", "c-1").stdout
    run("interview", "decide", "c-1", "--hire", "--reason", "finished unowned work twice")
    assert json.loads(run("interview", "status", "--json").stdout)[0]["stage"] == "decided"
    assert "not enough data" in run("interview", "calibration").stdout
    assert json.loads(run("interview", "calibration", "--json").stdout)["alpha"] is None


def test_a_rota_and_a_reason_in_words(run: Run) -> None:
    run("new", "shadow-host", "mara", "--set", "agreed_on=2026-12-01")
    for n, activity in enumerate(("planning", "budget", "stakeholder")):
        day = date(2026, 12, 7) + timedelta(days=n)
        sets = ["host=mara", f"activity={activity}", f"date={day}", "at=10:00", "zone=Europe/Lisbon"]
        run("new", "shadow-slot", f"s{n}", *(word for each in sets for word in ("--set", each)))
    sets = ["asked_on=2026-11-01", "agreed_on=2026-11-01", "committed_on=2026-11-02"]
    run("new", "shadow-plan", "ana", *(word for each in sets for word in ("--set", each)))
    said = run("shadow", "plan", "--first", "2026-12-07", "--write")
    assert "ana              sees planning meeting with mara" in said.stdout
    assert "1 shadow, 3 visits" in said.stdout
    run("shadow", "mark", "s0-ana")
    assert "saw 1, led 0" in run("shadow", "status").stdout
    run("new", "shadow-plan", "bo", *(word for each in [*sets, "wants=skip-level"] for word in ("--set", each)))
    with pytest.raises(CannotTell, match="no rota"):
        run("shadow", "plan", "--first", "2026-12-07")
    result = CliRunner().invoke(podium, ["shadow", "plan", "--first", "2026-12-07"])
    assert "bo wants a skip-level, and no host offers one" in result.stdout


def test_a_question_is_answered_as_text_data_and_page(run: Run, tmp_path: Path) -> None:
    assert "Evidence against it" in run("ask", "should", "I", "fire", "underperformers", "quickly").stdout
    assert json.loads(run("ask", "toxic-senior", "--json").stdout)["name"] == "toxic-senior"
    run("ask", "visibility", "--to", tmp_path / "page.docx")
    assert len(run("ask").stdout.splitlines()) == 5
    with pytest.raises(Misuse, match="written to a file"):
        run("ask", "underperformance", "--hand-off")
