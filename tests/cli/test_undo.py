"""`podium undo` shows the last thing podium wrote, takes back that and nothing else, and leaves what you changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

import subject
from podium.app import calendars
from podium.app.session import Session
from podium.calendar.block import Block
from podium.calendar.places import FileCalendar
from podium.core.errors import CannotTell, CannotWrite
from podium.journal.sealing import Secret
from podium.system import last_writes, paths

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and no journal named beside it."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PODIUM_JOURNAL", raising=False)
    return subject.known_as(tmp_path / "home")


@pytest.fixture
def journal(home: Path, run: Run, tmp_path: Path) -> Path:
    """A journal that was just made, in this home."""
    run("init", str(tmp_path / "lead"))
    return tmp_path / "lead"


def write_a_goal(run: Run, name: str) -> None:
    run("new", "goal", name, "--set", f"what={name} it is")


def goals(journal: Path) -> str:
    file = journal / "goals.toml"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def test_a_row_is_shown_and_only_then_taken_back(run: Run, journal: Path) -> None:
    write_a_goal(run, "faster")
    before = goals(journal)
    write_a_goal(run, "calmer")
    after = goals(journal)
    shown = run("undo")
    assert "goals.toml back" in shown.stdout
    assert '- id = "calmer"' in shown.stdout
    assert "faster" not in shown.stdout
    assert goals(journal) == after
    run("undo", "--yes")
    assert goals(journal) == before
    run("undo", "--yes")
    assert "faster" not in goals(journal)
    with pytest.raises(CannotTell):
        run("undo")


def test_what_you_changed_since_stays(run: Run, journal: Path) -> None:
    write_a_goal(run, "faster")
    with (journal / "goals.toml").open("a", encoding="utf-8") as file:
        file.write("# my own words\n")
    mine = goals(journal)
    with pytest.raises(CannotWrite, match="changed since"):
        run("undo", "--yes")
    assert goals(journal) == mine


def test_events_are_taken_out_and_those_of_others_stay(run: Run, tmp_path: Path) -> None:
    calendar = FileCalendar(tmp_path / "mine.ics")
    blocks = [
        Block(
            practice="2026-11-30-quiet",
            title=title,
            start=datetime(2026, 12, day, 9),  # noqa: DTZ001 - a wall clock
            end=datetime(2026, 12, day, 10),  # noqa: DTZ001
            zone="Europe/Berlin",
        )
        for title, day in (("One", 1), ("Two", 2))
    ]
    session = Session(clock=lambda: datetime(2026, 11, 30, 9, tzinfo=UTC))
    calendars.write(session, blocks[:1], calendar)
    calendars.write(session, blocks[1:], calendar)
    assert "09:00-10:00  Two" in run("undo").stdout
    run("undo", "--yes")
    text = calendar.path.read_text(encoding="utf-8")
    assert "SUMMARY:One" in text
    assert "SUMMARY:Two" not in text


def test_a_page_that_was_written_is_removed(run: Run, journal: Path, tmp_path: Path) -> None:
    from podium.app import new_file
    from podium.documents import Document, Paragraph, line

    new_file.write_document(Document("A page", (Paragraph(line("One line.")),)), tmp_path / "page.html")
    run("undo", "--yes")
    assert not (tmp_path / "page.html").exists()


def test_nothing_of_a_journal_stays_outside_it_once_it_is_locked(run: Run, journal: Path) -> None:
    from podium.app import journal as journals

    write_a_goal(run, "faster")
    write_a_goal(run, "calmer")
    assert last_writes.read()
    journals.lock(Session(folder=journal), Secret(passphrase="open sesame, please"))
    assert not paths.last_writes().exists()
