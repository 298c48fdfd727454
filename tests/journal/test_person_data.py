"""`journal who` shows everything about one person; `journal forget` leaves no byte of them behind."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clones import clean_env
from journals import page, table
from podium.app import interview, person_data
from podium.cli.main import podium
from podium.core.errors import CannotWrite, Misuse
from podium.journal import Journal, open_journal
from podium.system import paths

DAY = date(2026, 11, 2)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Zora in files of her own, in rows, in a mention, in a sealed card and in a file's name; Bo beside her."""
    root = tmp_path / "lead"
    for folder in ("people", "feedback", "wins", "ladder-runs", "ladder-steps", "practices"):
        (root / folder).mkdir(parents=True)
    (root / "journal.toml").write_text("")
    (root / "people" / "zora.md").write_text(page(keys=["email:zora.neale@example.org", "github:zneale"]))
    (root / "people" / "bo.md").write_text(page("Bo works with Zora."))
    (root / "feedback" / "1.md").write_text(page(person="zora", event=DAY, behaviour="she waited"))
    (root / "feedback" / "2.md").write_text(page(person="bo", event=DAY, behaviour="asked zora first"))
    (root / "wins" / "2026-11-02-zora-month-end.md").write_text(page(date=DAY, what="x", credit=["Zora", "Bo"]))
    (root / "ladder-runs" / "r.md").write_text(
        page(ladder="em-shadow", person="zora", purpose="find out", started=DAY, agreed_on=DAY)
    )
    (root / "ladder-steps" / "s.md").write_text(page(run="r", rung=1, date=DAY))
    (root / "mentors.toml").write_text(
        "# whom I may ask\n" + table("mentor", [{"id": "m1", "person": "zora"}, {"id": "m2", "person": "bo"}])
    )
    (root / "practices" / "own.md").write_text("talk to zora.neale@example.org and to zorander\n")
    made = open_journal(root)
    request = interview.NewRound(
        role="backend-engineer", panel=("zora", "bo"), held=DAY, competencies=("ownership",), name="c"
    )
    interview.new_round(made, request)
    blank = interview.blank_card(made, "c", "zora").replace("= 0", "= 3").replace('"",', '"a quote",')
    interview.hand_in(made, "c", blank, DAY)
    home = paths.home()
    home.mkdir(parents=True, exist_ok=True)
    (home / "calendar").mkdir()
    (home / "calendar" / "ledger").write_text('{"title":"with Zora"}\n{"title":"with Bo"}\n')
    return made


def test_who_tells_entries_with_day_and_purpose_and_every_mention(journal: Journal) -> None:
    held = person_data.who(journal, "zora")
    about = {holding.file: holding for holding in held.holdings if holding.is_about}
    assert set(about) == {
        "people/zora.md",
        "feedback/1.md",
        "ladder-runs/r.md",
        "ladder-steps/s.md",
        "mentors.toml",
        "interviews/c.cards/zora.card",
    }
    assert about["ladder-runs/r.md"].purpose == "find out"
    assert about["feedback/1.md"].day == DAY
    mentions = {holding.file for holding in held.holdings if not holding.is_about}
    assert mentions == {
        "people/bo.md",
        "feedback/2.md",
        "wins/2026-11-02-zora-month-end.md",
        "practices/own.md",
        "interviews/c.md",
    }
    assert [path.name for path in held.in_home] == ["ledger"]


def left_behind(root: Path, *words: bytes) -> list[str]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(word in path.read_bytes().lower() for word in words)]


def test_forget_leaves_no_byte_and_no_name_and_touches_nobody_else(journal: Journal) -> None:
    removed = person_data.forget_person(journal, "zora", with_history=False)
    assert removed.forgotten.rows == 1
    remaining = (journal.root / "practices" / "own.md").read_text()
    assert remaining == "talk to [removed] and to zorander\n"
    (journal.root / "practices" / "own.md").unlink()
    assert left_behind(journal.root, b"zora", b"zneale") == []
    assert left_behind(paths.home(), b"zora") == []
    assert not [path for path in journal.root.rglob("*") if "zora" in path.name]
    fresh = journal.fresh()
    assert [entry.id for entry in fresh.entries("mentor")] == ["m2"]
    assert (journal.root / "mentors.toml").read_text().startswith("# whom I may ask\n")
    assert fresh.entry("feedback", "2").head.behaviour == "asked [removed] first"  # type: ignore[union-attr]
    assert {entry.id for entry in fresh.entries("person")} == {"bo"}
    assert person_data.who(fresh, "zora").holdings == ()
    assert any("calendars" in sentence for sentence in removed.out_of_reach)


def git(root: Path, *words: str) -> str:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    done = subprocess.run(["git", "-C", str(root), *who, *words], capture_output=True, check=True, env=clean_env())
    return done.stdout.decode("utf-8", "replace")


def test_history_is_written_anew_on_demand(journal: Journal) -> None:
    git(journal.root, "init", "-q", "-b", "main")
    git(journal.root, "add", "-A")
    git(journal.root, "commit", "-qm", "talked to Zora")
    held = person_data.who(journal, "zora")
    assert len(held.in_history) == 1
    removed = person_data.forget_person(journal, "zora", with_history=False)
    assert any("git history" in sentence for sentence in removed.out_of_reach)
    with pytest.raises(CannotWrite, match="not committed"):
        person_data.forget_person(journal.fresh(), "zora", with_history=True)
    git(journal.root, "add", "-A")
    git(journal.root, "commit", "-qm", "tidy up")
    person_data.forget_person(journal.fresh(), "zora", with_history=True)
    everything = git(journal.root, "log", "--all", "-p", "--format=%an %ae %B").lower()
    assert "zora.neale" not in everything
    assert "talked to [removed]" in everything
    assert "people/zora.md" not in everything
    assert git(journal.root, "status", "--porcelain") == ""
    assert git(journal.root, "fsck", "--unreachable", "--no-reflogs") == ""


def run(*words: str) -> Result:
    return CliRunner().invoke(podium, list(words))


def test_forget_asks_first(journal: Journal) -> None:
    result = run("journal", "forget", "zora", "--journal", str(journal.root))
    assert result.exit_code != 0
    assert (journal.root / "people" / "zora.md").exists()
    assert run("journal", "forget", "zora", "--journal", str(journal.root), "--yes").exit_code == 0
    assert "0 entries" in run("journal", "who", "zora", "--journal", str(journal.root)).output


def test_who_can_be_handed_over_as_data(journal: Journal) -> None:
    import json

    facts = json.loads(run("journal", "who", "zora", "--json", "--journal", str(journal.root)).stdout)
    assert {"names", "holdings", "home", "commits"} <= set(facts)


def test_a_letter_is_no_name(journal: Journal) -> None:
    with pytest.raises(Misuse, match="two letters"):
        person_data.who(journal, "z")
