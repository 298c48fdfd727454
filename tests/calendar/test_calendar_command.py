"""`podium calendar`: show, undo, finish, export."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from calendar_peers import NOW, USER, radicale, wire
from podium.calendar.block import Block
from podium.calendar.connected import named
from podium.calendar.ledger import Ledger
from podium.calendar.places import FileCalendar
from podium.calendar.write import write
from podium.cli.commands.calendar import command
from podium.connections import sync
from podium.core.errors import CannotTell, CannotWrite, Misuse
from podium.system import paths

at = datetime.fromisoformat
BLOCK = Block(
    practice="zone-1",
    title="No-code zone",
    start=at("2026-12-01 09:00"),
    end=at("2026-12-01 12:00"),
    zone="Europe/Berlin",
)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.ics"
    write([BLOCK], FileCalendar(path), Ledger(paths.home()), NOW)
    return path


def run(*words: str) -> str:
    result = CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.output


def test_show_lists_what_stands_where(feed: Path) -> None:
    assert "zone-1" in run("show")
    (row,) = json.loads(run("show", "--json"))
    assert (row["state"], row["calendar"], row["uid"]) == ("written", str(feed), BLOCK.uid)


def test_undo_takes_it_back_and_a_second_one_says_there_is_nothing(feed: Path) -> None:
    assert "removed" in run("undo", "zone-1")
    assert b"VEVENT" not in feed.read_bytes()
    with pytest.raises(CannotTell, match="no events"):
        run("undo", "zone-1")


def test_a_practice_is_known_by_its_own_name_while_only_one_time_of_it_stands(feed: Path) -> None:
    first, second = (replace(BLOCK, practice=f"{day}-no-code-zone") for day in ("2026-09-01", "2026-11-22"))
    for block in (first, second):
        write([block], FileCalendar(feed), Ledger(paths.home()), NOW)
    assert run("show", "no-code-zone").count("written") == 2
    with pytest.raises(Misuse, match="2026-09-01-no-code-zone or 2026-11-22-no-code-zone"):
        run("undo", "no-code-zone")
    run("undo", first.practice)
    assert "removed" in run("undo", "no-code-zone")
    assert run("show").count("zone-1") == 1, "the other practice's event stays"


def test_an_event_says_when_it_is_and_how_often(feed: Path) -> None:
    assert "Tue 2026-12-01 09:00-12:00  No-code zone" in run("show")
    series = replace(BLOCK, practice="zone-2", rule="FREQ=WEEKLY;COUNT=8", without=(BLOCK.start,))
    write([series], FileCalendar(feed), Ledger(paths.home()), NOW)
    assert "Tue 2026-12-08 09:00-12:00, 7 times  No-code zone" in run("show", "zone-2"), "the first week is off"
    holiday = replace(BLOCK, practice="zone-3", start=date(2026, 12, 7), end=date(2026, 12, 9))
    write([holiday], FileCalendar(feed), Ledger(paths.home()), NOW)
    assert "Mon 2026-12-07  No-code zone" in run("show", "zone-3")


def test_undo_respects_an_edit_unless_forced(feed: Path) -> None:
    feed.write_bytes(feed.read_bytes().replace(b"No-code zone", b"Mine now"))
    with pytest.raises(CannotWrite, match="--force"):
        run("undo", "zone-1")
    assert "removed" in run("undo", "zone-1", "--force")


def test_finish_writes_what_was_cut_short(feed: Path) -> None:
    ledger = Ledger(paths.home())
    ledger.path.write_bytes(ledger.path.read_bytes().splitlines(keepends=True)[0])
    feed.unlink()
    assert "written" in run("finish")
    assert BLOCK.uid.encode() in feed.read_bytes().replace(b"\r\n ", b"")


def test_export_hands_out_one_calendar(feed: Path, tmp_path: Path) -> None:
    assert run("export", "zone-1").count("BEGIN:VEVENT") == 1
    run("export", "--to", str(tmp_path / "out.ics"))
    assert (tmp_path / "out.ics").read_bytes().count(b"BEGIN:VTIMEZONE") == 1
    with pytest.raises(CannotWrite):
        run("export", "--to", str(tmp_path / "out.ics"))
    with pytest.raises(CannotTell):
        run("export", "none")


@pytest.mark.server
def test_a_connected_server_is_written_to_and_cleared_by_its_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODIUM_SECRET_TEAM_CALENDAR", "x")
    with radicale(tmp_path / "dav") as peer:
        sync.keep(
            sync.Connection("team-calendar", "caldav", {"address": peer.home, "user": USER, "me": "ada@example.org"})
        )
        write([BLOCK], named("team-calendar", wire()), Ledger(paths.home()), NOW)
        assert peer.names() == {f"{BLOCK.uid}.ics"}
        assert "team-calendar" in run("show")
        run("undo", "zone-1")
        assert peer.names() == set()


def test_a_calendar_that_can_only_be_read_is_not_written_to(tmp_path: Path) -> None:
    sync.keep(sync.Connection("ics", "ics", {"where": str(tmp_path / "x.ics"), "me": "ada@example.org"}))
    with pytest.raises(Misuse, match="only be read"):
        named("ics", wire())
    assert named("~/feed.ics", wire()).card == {"kind": "file", "path": str(Path("~/feed.ics").expanduser())}
