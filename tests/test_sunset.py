"""The sunset alarm from a real clone and a real journal: git alone and the paths she named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from journals import page
from podium.cli.main import podium
from team_clone import Change, at, write

DIED = date(2026, 5, 4)
# Forty-two days after the sunset: the seed tells of six weeks.
LATE = date(2026, 6, 15)


def look(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, status: str = "sunset") -> dict[str, object]:
    root = tmp_path / "journal"
    (root / "initiatives").mkdir(parents=True)
    (root / "journal.toml").write_text("format = 1\n")
    fields = {"title": "Old search", "status": status, "paths": ["src/bo0.py", "src/ana0.py"]}
    died = {"sunset_on": DIED} if status == "sunset" else {}
    (root / "initiatives" / "search.md").write_text(page(**fields, **died))
    monkeypatch.setenv("PODIUM_JOURNAL", str(root))
    words = ["look", str(clone), "--me", "ana@example.org", "--json"]
    told = json.loads(CliRunner().invoke(podium, words, catch_exceptions=False).stdout)
    trap = next(t for t in told["traps"] if t["name"] == "tunnel-vision")
    flag = next(f for f in trap["flags"] if f["name"] == "sunset")
    return {"level": flag["level"], "words": [line["words"] for line in flag["lines"]], "verdict": trap["verdict"]}


def clone(path: Path, says: str, day: date, who: str = "ana") -> Path:
    """Work by ana all along, and one change on the old search: the fifth of all, on src/ana0.py or src/bo0.py."""
    changes: list[Change] = [(at(date(2026, 4, 1 + n), "10:00"), "ana", "", f"Step {n}") for n in range(4)]
    return write(path, [*changes, (at(day, "11:00"), who, "", says), (at(LATE, "12:00"), "ana", "", "Last step")])


def test_work_on_the_dead_is_named_with_its_lag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = look(clone(tmp_path / "web", "Rank results better", LATE), tmp_path, monkeypatch)
    assert told["level"] == "red"
    assert told["words"] == ["1 (n = 2)", "42 days (n = 2)"]
    assert told["verdict"] == "in it"


def test_one_other_persons_work_on_the_dead_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = look(clone(tmp_path / "web", "Rank results better", LATE, "bo"), tmp_path, monkeypatch)
    assert told["level"] is None
    assert told["words"] == ["team numbers need five people, fewer acted"] * 2


@pytest.mark.parametrize("says", ["Remove the old search", "Migrate callers off search", "Retire search"])
def test_a_removal_or_migration_is_no_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str) -> None:
    assert look(clone(tmp_path / "web", says, LATE), tmp_path, monkeypatch)["level"] is None


def test_the_first_week_is_no_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = clone(tmp_path / "web", "Rank results better", date(2026, 5, 11))
    assert look(made, tmp_path, monkeypatch)["level"] != "red"


def test_living_work_is_no_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = clone(tmp_path / "web", "Rank results better", LATE)
    assert look(made, tmp_path, monkeypatch, status="active")["level"] is None
